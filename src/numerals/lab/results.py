"""Results: the figures that an evaluation comes to."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from numerals.lab import metrics
from numerals.lab.cells import CellFigures, cell_figures
from numerals.lab.metrics import DigitScores, MacroScores, Share
from numerals.lab.numbers import NumberFigures, number_figures
from numerals.lab.samples import NOTHING
from numerals.lab.selective import RiskCoverage, Stated, risk_coverage, stated
from numerals.reading import Status

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from numerals.lab.evaluate import Evaluation
    from numerals.lab.outcome import Outcome


@dataclass(frozen=True, slots=True)
class Figures:
    """What an evaluation comes to.

    Attributes:
        accuracy: Read exactly, of those on which there is something to read.
        status: Of each status, of all.
        no_digit: Of each status, of those that show no digit.
        accepted_wrong: Wrong, of the accepted: what a person trusting numerals would not see.
        single_digit: Pictures that show a single digit; the three below are over these alone.
        confusion: int64 (10, 11), or as many as there are classes, see `metrics.confusion`.
        digits: The scores of '0' … '9', or of other classes.
        macro: Their mean over the digits shown; None if none is.
        calibration_error: Over the pictures on which something was read; None if none was.
        calibration_of: How many these are.
        selective: What each threshold would let pass. A picture is left to a person at any
            threshold if nothing was read on it, or if something but its confidence speaks
            against it.
        stated: What the model promises for several errors, and what came of it.
        stated_of_numbers: The same of `Evaluation.of_numbers`; each is then over the answers of
            its kind alone. None where there is but one.
        numbers: Of whole numbers; None if nothing that is written has more than one character.
        cells: Of pages; None if the pictures are none.
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
    stated_of_numbers: tuple[Stated, ...] | None = None
    numbers: NumberFigures | None = None
    cells: CellFigures | None = None


def figures(evaluation: Evaluation) -> Figures:
    """Come to the figures of an evaluation."""
    outcomes = evaluation.outcomes
    shown = [o for o in outcomes if o.truth != NOTHING]
    truth = [o.truth for o in shown]
    read = [o.read for o in shown]
    accepted = [o for o in outcomes if o.reading.status is Status.ACCEPTED]
    counts = metrics.confusion(truth, read, evaluation.classes)
    digits = metrics.digit_scores(counts, evaluation.classes)
    # An answer that was not given has no confidence that could be off.
    given = [o for o in outcomes if o.reading.text]
    selective = _selective(given, len(outcomes))
    promised, of_numbers = _stated(evaluation, given, selective)
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
        stated=promised,
        stated_of_numbers=of_numbers,
        numbers=_of_numbers(evaluation, shown),
        cells=cell_figures(outcomes) if evaluation.pages else None,
    )


def _of_numbers(evaluation: Evaluation, shown: Sequence[Outcome]) -> NumberFigures | None:
    """Give the figures of numbers, where some are written; a class with a long name is none."""
    if all(len(o.truth) == 1 or o.truth in evaluation.classes for o in shown):
        return None
    return number_figures(shown)


def _stated(
    evaluation: Evaluation, given: Sequence[Outcome], selective: RiskCoverage
) -> tuple[tuple[Stated, ...], tuple[Stated, ...] | None]:
    """Try the promises out, of digits and of numbers apart where both were read."""
    if evaluation.of_numbers is None:
        return stated(evaluation.risk, selective), None
    digits = [o for o in given if o.reading.kind == "digit"]
    numbers = [o for o in given if o.reading.kind != "digit"]
    return (
        stated(evaluation.risk, _selective(digits, len(digits))),
        stated(evaluation.of_numbers.risk, _selective(numbers, len(numbers))),
    )


def _selective(given: Sequence[Outcome], of: int) -> RiskCoverage:
    return risk_coverage(*_judged([o for o in given if not o.reading.doubts]), of)


def _by_status(outcomes: Sequence[Outcome]) -> dict[Status, Share]:
    tally = Counter(o.reading.status for o in outcomes)
    return {status: Share(tally[status], len(outcomes)) for status in Status}


def _judged(outcomes: Sequence[Outcome]) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Give confidences (N,), and whether each was right (N,)."""
    confidences = np.array([o.reading.confidence for o in outcomes], np.float64)
    return confidences, np.array([o.right for o in outcomes], np.bool_)
