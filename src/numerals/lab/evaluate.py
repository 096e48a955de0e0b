"""Evaluate: a reader examined on pictures whose truth is known."""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import dataclass, replace
from statistics import median
from typing import TYPE_CHECKING

import cv2
import numpy as np

from numerals.lab import metrics
from numerals.lab.metrics import DigitScores, MacroScores, Share
from numerals.lab.samples import NOTHING
from numerals.lab.selective import RiskCoverage, Stated, risk_coverage, stated
from numerals.reading import Reading, Status

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from numerals.lab.samples import Sample
    from numerals.model.risk import RiskCurve
    from numerals.reader import Reader

#: The longer side of a picture that is kept for the sheet of errors.
KEPT_SIDE = 176
_BATCH = 32


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a sample.

    Attributes:
        file: What it is called in reports.
        truth: What is written on it; '' where it shows no digit.
        reading: What was read. An error keeps its digits and a small thumbnail; another is
            stripped of both, for memory's sake.
    """

    file: str
    truth: str
    reading: Reading

    @property
    def right(self) -> bool:
        """Whether the text was read exactly; where there is none, that none was."""
        return self.reading.text == self.truth and self.reading.status is not Status.ERROR

    @property
    def error(self) -> bool:
        """Whether something went wrong: where there is no digit, only if one is accepted."""
        if self.truth == NOTHING:
            return self.reading.status in (Status.ACCEPTED, Status.ERROR)
        return not self.right


@dataclass(frozen=True, slots=True)
class Evaluation:
    """How a reader did on a data set, picture by picture.

    Attributes:
        data: The name of the data set.
        model: The name of the model.
        model_version: The version of its weights.
        expect: What the reader took each picture to show: `digit` or `auto`.
        accept: The confidence in [0, 1] from which the reader accepts.
        outcomes: One a picture, in the order of the data.
        seconds_per_picture: Median over batches, from file to answer; over 0.
        max_error: What share of the accepted the reader promises to be wrong at most; None if
            nothing is promised.
        risk: The model's curve, if it has one.
    """

    data: str
    model: str
    model_version: str
    expect: str
    accept: float
    outcomes: tuple[Outcome, ...]
    seconds_per_picture: float
    max_error: float | None = None
    risk: RiskCurve | None = None

    @property
    def errors(self) -> tuple[Outcome, ...]:
        """What went wrong, most confident first, as these are the worst."""
        wrong = [o for o in self.outcomes if o.error]
        return tuple(sorted(wrong, key=lambda o: -o.reading.confidence))


@dataclass(frozen=True, slots=True)
class Figures:
    """What an evaluation comes to.

    Attributes:
        accuracy: Read exactly, of those on which there is something to read.
        status: Of each status, of all.
        no_digit: Of each status, of those that show no digit.
        accepted_wrong: Wrong, of the accepted: what a person trusting numerals would not see.
        single_digit: Pictures that show a single digit; the three below are over these alone.
        confusion: int64 (10, 11), see `metrics.confusion`.
        digits: The scores of '0' … '9'.
        macro: Their mean over the digits shown; None if none is.
        calibration_error: Over the pictures on which something was read; None if none was.
        calibration_of: How many these are.
        selective: What each threshold would let pass. A picture is left to a person at any
            threshold if nothing was read on it, or if something but its confidence speaks
            against it.
        stated: What the model promises for several errors, and what came of it.
    """

    accuracy: Share
    status: dict[Status, Share]
    no_digit: dict[Status, Share]
    accepted_wrong: Share
    single_digit: int
    confusion: NDArray[np.int64]
    digits: tuple[DigitScores, ...]
    macro: MacroScores | None
    calibration_error: float | None
    calibration_of: int
    selective: RiskCoverage
    stated: tuple[Stated, ...]


def evaluate(
    reader: Reader,
    samples: Sequence[Sample],
    data: str,
    progress: Callable[[int], None] | None = None,
) -> Evaluation:
    """Read all samples and keep what came of each.

    Args:
        reader: The whole reader, so that what is measured is what a user gets.
        samples: At least one.
        data: What to call them.
        progress: Told after each batch how many pictures are done.

    Raises:
        ValueError: There are no samples.
    """
    if not samples:
        raise ValueError("nothing can be said of no samples")
    outcomes: list[Outcome] = []
    times: list[float] = []
    for first in range(0, len(samples), _BATCH):
        batch = samples[first : first + _BATCH]
        start = time.perf_counter()
        readings = list(reader.read_many([s.source for s in batch], batch_size=len(batch)))
        times.append((time.perf_counter() - start) / len(batch))
        outcomes += map(_outcome, batch, readings)
        if progress is not None:
            progress(len(outcomes))
    config = reader.network.config
    return Evaluation(
        data=data,
        model=config.name,
        model_version=config.version,
        expect=reader.expect,
        accept=reader.accept,
        outcomes=tuple(outcomes),
        seconds_per_picture=median(times),
        max_error=reader.acceptance.max_error,
        risk=config.risk,
    )


def figures(evaluation: Evaluation) -> Figures:
    """Come to the figures of an evaluation."""
    outcomes = evaluation.outcomes
    shown = [o for o in outcomes if o.truth != NOTHING]
    truth = [o.truth for o in shown]
    read = [o.reading.text for o in shown]
    accepted = [o for o in outcomes if o.reading.status is Status.ACCEPTED]
    counts = metrics.confusion(truth, read)
    digits = metrics.digit_scores(counts)
    # An answer that was not given has no confidence that could be off.
    given = [o for o in outcomes if o.reading.text]
    selective = risk_coverage(*_judged([o for o in given if not o.reading.doubts]), len(outcomes))
    return Figures(
        accuracy=metrics.accuracy(truth, read),
        status=_by_status(outcomes),
        no_digit=_by_status([o for o in outcomes if o.truth == NOTHING]),
        accepted_wrong=Share(sum(not o.right for o in accepted), len(accepted)),
        single_digit=int(counts.sum()),
        confusion=counts,
        digits=digits,
        macro=metrics.macro(digits),
        calibration_error=metrics.expected_calibration_error(*_judged(given)),
        calibration_of=len(given),
        selective=selective,
        stated=stated(evaluation.risk, selective),
    )


def _by_status(outcomes: Sequence[Outcome]) -> dict[Status, Share]:
    tally = Counter(o.reading.status for o in outcomes)
    return {status: Share(tally[status], len(outcomes)) for status in Status}


def _judged(outcomes: Sequence[Outcome]) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Give confidences (N,), and whether each was right (N,)."""
    confidences = np.array([o.reading.confidence for o in outcomes], np.float64)
    return confidences, np.array([o.right for o in outcomes], np.bool_)


def _outcome(sample: Sample, reading: Reading) -> Outcome:
    outcome = Outcome(sample.file, sample.truth, reading)
    kept = _shrunk(reading) if outcome.error else replace(reading, digits=(), thumbnail=None)
    return replace(outcome, reading=kept)


def _shrunk(reading: Reading) -> Reading:
    if reading.thumbnail is None:
        return reading
    height, width = reading.thumbnail.shape[:2]
    scale = KEPT_SIDE / max(height, width)
    if scale >= 1:
        return reading
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    small = np.asarray(cv2.resize(reading.thumbnail, size, interpolation=cv2.INTER_AREA), np.uint8)
    return replace(reading, thumbnail=small, scale=reading.scale * scale)
