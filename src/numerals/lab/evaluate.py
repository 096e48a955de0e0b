"""Evaluate: a reader examined on pictures whose truth is known."""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

import cv2
import numpy as np

from numerals.data.folder import labelled_folder
from numerals.data.mnist import mnist
from numerals.lab import metrics
from numerals.lab.metrics import DIGITS, DigitScores, MacroScores, Share
from numerals.reading import Reading, Status

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Iterable, Sequence

    from numpy.typing import NDArray

    from numerals.image.open import Source
    from numerals.reader import Expect, Reader

#: The data set that is known by its name.
MNIST = "mnist"
#: The longer side of a picture that is kept for the sheet of errors.
KEPT_SIDE = 176
_BATCH = 32


class Sample(NamedTuple):
    """A picture with its truth.

    Attributes:
        file: What it is called in reports.
        truth: What is written on it.
        source: The picture.
    """

    file: str
    truth: str
    source: Source


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a sample.

    Attributes:
        file: What it is called in reports.
        truth: What is written on it.
        reading: What was read. A wrong one keeps its digits and a small thumbnail; a right one
            is stripped of both, for memory's sake.
    """

    file: str
    truth: str
    reading: Reading

    @property
    def right(self) -> bool:
        """Whether the text was read exactly."""
        return self.reading.text == self.truth


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
    """

    data: str
    model: str
    model_version: str
    expect: str
    accept: float
    outcomes: tuple[Outcome, ...]
    seconds_per_picture: float

    @property
    def errors(self) -> tuple[Outcome, ...]:
        """The wrong ones, most confident first, as these are the worst."""
        wrong = [o for o in self.outcomes if not o.right]
        return tuple(sorted(wrong, key=lambda o: -o.reading.confidence))


@dataclass(frozen=True, slots=True)
class Figures:
    """What an evaluation comes to.

    Attributes:
        accuracy: Read exactly, of all.
        status: Of each status, of all.
        accepted_wrong: Wrong, of the accepted: what a person trusting numerals would not see.
        single_digit: Pictures that show a single digit; the three below are over these alone.
        confusion: int64 (10, 11), see `metrics.confusion`.
        digits: The scores of '0' … '9'.
        macro: Their mean over the digits shown; None if none is.
        calibration_error: Over the pictures on which something was read; None if none was.
        calibration_of: How many these are.
    """

    accuracy: Share
    status: dict[Status, Share]
    accepted_wrong: Share
    single_digit: int
    confusion: NDArray[np.int64]
    digits: tuple[DigitScores, ...]
    macro: MacroScores | None
    calibration_error: float | None
    calibration_of: int


def samples_of(data: str, data_dir: str | os.PathLike[str] | None = None) -> list[Sample]:
    """List the samples of MNIST's test set, or of a labelled folder.

    Args:
        data: `mnist` or the path of a folder, see `numerals.data.folder`.
        data_dir: Where to look for MNIST's files if they are not in the cache.

    Raises:
        MissingDataError: MNIST could not be had, there is no such folder, or nothing in it.
    """
    if data == MNIST:
        images, labels = mnist(data_dir).test
        pairs = zip(images, labels.tolist(), strict=True)
        return [Sample(f"test-{i:05}", str(t), image) for i, (image, t) in enumerate(pairs)]
    folder = Path(data)
    return [Sample(_within(folder, s.path), s.text, s.path) for s in labelled_folder(folder)]


def expectation(samples: Iterable[Sample]) -> Expect:
    """Tell what to expect of pictures by their truth: `digit` if each is one, else `auto`."""
    return "digit" if all(s.truth in DIGITS for s in samples) else "auto"


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
    )


def figures(evaluation: Evaluation) -> Figures:
    """Come to the figures of an evaluation."""
    outcomes = evaluation.outcomes
    truth = [o.truth for o in outcomes]
    read = [o.reading.text for o in outcomes]
    tally = Counter(o.reading.status for o in outcomes)
    accepted = [o for o in outcomes if o.reading.status is Status.ACCEPTED]
    counts = metrics.confusion(truth, read)
    digits = metrics.digit_scores(counts)
    # An answer that was not given has no confidence that could be off.
    given = [o for o in outcomes if o.reading.text]
    return Figures(
        accuracy=metrics.accuracy(truth, read),
        status={status: Share(tally[status], len(outcomes)) for status in Status},
        accepted_wrong=Share(sum(not o.right for o in accepted), len(accepted)),
        single_digit=int(counts.sum()),
        confusion=counts,
        digits=digits,
        macro=metrics.macro(digits),
        calibration_error=metrics.expected_calibration_error(
            np.array([o.reading.confidence for o in given], np.float64),
            np.array([o.right for o in given], np.bool_),
        ),
        calibration_of=len(given),
    )


def _outcome(sample: Sample, reading: Reading) -> Outcome:
    if reading.text == sample.truth:
        return Outcome(sample.file, sample.truth, replace(reading, digits=(), thumbnail=None))
    return Outcome(sample.file, sample.truth, _shrunk(reading))


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


def _within(folder: Path, path: Path) -> str:
    """Name a picture by its place in the folder, and so never by its place on a machine."""
    try:
        return path.relative_to(folder).as_posix()
    except ValueError:
        return path.name
