"""Evaluate: a reader examined on pictures whose truth is known."""

from __future__ import annotations

import time
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

from numerals.data.names import DIGITS
from numerals.lab.cells import outcomes_of_page
from numerals.lab.outcome import Outcome, outcome_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numerals.lab.samples import Sample
    from numerals.model.acceptance import Acceptance
    from numerals.model.config import Config
    from numerals.model.risk import RiskCurve
    from numerals.reader import Reader

_BATCH = 32


@dataclass(frozen=True, slots=True)
class Judge:
    """What read the pictures of one kind, and decided on its answers.

    Attributes:
        model: The name of the model.
        model_version: The version of its weights.
        accept: The confidence in [0, 1] from which its answers are accepted.
        max_error: What share of the accepted is promised to be wrong at most; None if nothing is
            promised.
        risk: The model's curve, if it has one.
    """

    model: str
    model_version: str
    accept: float
    max_error: float | None = None
    risk: RiskCurve | None = None


@dataclass(frozen=True, slots=True)
class Evaluation:
    """How a reader did on a data set, picture by picture.

    Attributes:
        data: The name of the data set.
        model: The name of the model.
        model_version: The version of its weights.
        expect: What the reader took each picture to show, as `Reader` has it.
        accept: The confidence in [0, 1] from which the reader accepts.
        outcomes: One a picture, in the order of the data; of pages one a cell, and one for each
            number that was read where there is none.
        seconds_per_picture: Median over batches, from file to answer; over 0.
        max_error: What share of the accepted the reader promises to be wrong at most; None if
            nothing is promised.
        risk: The model's curve, if it has one.
        field: What the reader knew of the numbers, in words; '' if nothing.
        of_numbers: What read the numbers, where digits were read beside them; all of the above is
            then of the digits. None where there is but one, and all of the above is of that.
        classes: What a single digit or symbol may be, in order.
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
    field: str = ""
    of_numbers: Judge | None = None
    classes: tuple[str, ...] = DIGITS

    @property
    def pages(self) -> int:
        """How many pages the outcomes are cells of; 0 if they are pictures."""
        return len({o.place.page for o in self.outcomes if o.place is not None})

    @property
    def unit(self) -> str:
        """What an outcome is one of, in words: `pictures` or `cells`."""
        return "cells" if self.pages else "pictures"

    @property
    def errors(self) -> tuple[Outcome, ...]:
        """What went wrong, most confident first, as these are the worst."""
        wrong = [o for o in self.outcomes if o.error]
        return tuple(sorted(wrong, key=lambda o: -o.reading.confidence))


def evaluate(
    reader: Reader,
    samples: Sequence[Sample],
    data: str,
    progress: Callable[[int], None] | None = None,
    field: str = "",
) -> Evaluation:
    """Read all samples and keep what came of each.

    Args:
        reader: The whole reader, so that what is measured is what a user gets.
        samples: At least one.
        data: What to call them.
        progress: Told after each batch how many pictures are done.
        field: What the reader knows of the numbers, in words.

    Raises:
        ValueError: There are no samples.
    """
    if not samples:
        raise ValueError("nothing can be said of no samples")
    outcomes: list[Outcome] = []
    times: list[float] = []
    # A page is much larger than a picture of one number, and its numbers make a batch.
    size = 1 if any(s.cells for s in samples) else _BATCH
    for first in range(0, len(samples), size):
        batch = samples[first : first + size]
        start = time.perf_counter()
        # A label is for one picture: of a file with several pages that is the first.
        readings = list(reader.read_pages((s.source for s in batch), batch_size=len(batch)))
        times.append((time.perf_counter() - start) / len(batch))
        for sample, reading in zip(batch, readings, strict=True):
            outcomes += (
                outcomes_of_page(sample, reading) if sample.cells else [outcome_of(sample, reading)]
            )
        if progress is not None:
            progress(first + len(batch))
    judge, of_numbers = _judges(reader, outcomes)
    return Evaluation(
        data=data,
        model=judge.model,
        model_version=judge.model_version,
        expect=reader.expect,
        accept=judge.accept,
        outcomes=tuple(outcomes),
        seconds_per_picture=median(times),
        max_error=judge.max_error,
        risk=judge.risk,
        field=field,
        of_numbers=of_numbers,
        classes=reader.network.config.classes,
    )


def _judges(reader: Reader, outcomes: Sequence[Outcome]) -> tuple[Judge, Judge | None]:
    """Tell what read the pictures; two where some were read as digits and some as numbers."""
    kinds = {o.reading.kind for o in outcomes if o.reading.text}
    kinds = kinds or {"number" if reader.expect == "number" else "digit"}
    digits = _judge(reader.network.config, reader.acceptance)
    if "number" not in kinds:
        return digits, None
    numbers = _judge(reader.strings.config, reader.number_acceptance)
    return (digits, numbers) if "digit" in kinds else (numbers, None)


def _judge(config: Config, acceptance: Acceptance) -> Judge:
    return Judge(config.name, config.version, acceptance.accept, acceptance.max_error, config.risk)
