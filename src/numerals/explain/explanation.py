"""Explanation: a reading, and for each of its digits why it was read so."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from numerals.errors import ModelError, UsageError
from numerals.explain.contrast import Contrast
from numerals.explain.deletion import Deletion, deletion_test
from numerals.explain.saliency import saliency
from numerals.explain.words import NO_DIGIT, answer_line, deletion_line, odds_line
from numerals.reader import Reader

if TYPE_CHECKING:
    import os

    import numpy as np
    from numpy.typing import NDArray
    from PIL import Image

    from numerals.image.open import Source
    from numerals.model.runtime import Network
    from numerals.prepare import Expect
    from numerals.reading import Digit, Reading

#: A figure shows no more digits than this, so that it stays a figure.
MOST_DIGITS = 8


@dataclass(frozen=True, slots=True)
class Why:
    """Why one digit was read as it was.

    Attributes:
        number: Which digit of the reading it is, from 1.
        digit: The digit.
        first: The answer: the digit's value, or `NO_DIGIT` where nothing was read.
        second: The runner-up's value; where nothing was read, the best guess.
        saliency: float64 (28, 28) over `digit.frame`, nats for each pixel of ink: positive where
            ink speaks for `first`, negative where it speaks for `second`.
        deletion: How faithful that is.
        answers: What the indices in `deletion.answers` stand for.
    """

    number: int
    digit: Digit
    first: str
    second: str
    saliency: NDArray[np.float64] = field(repr=False, compare=False)
    deletion: Deletion = field(repr=False, compare=False)
    answers: tuple[str, ...] = field(repr=False)

    @property
    def lines(self) -> tuple[str, str]:
        """The odds, and what deleting ink does to them, in words."""
        odds = odds_line(self.first, self.second, self.deletion.before)
        return odds, deletion_line(self.first, self.second, self.deletion, self.answers)


@dataclass(frozen=True, slots=True)
class Explanation:
    """A reading, explained.

    Attributes:
        reading: What was read.
        whys: One for each digit explained, in reading order; empty where there is no ink.
    """

    reading: Reading
    whys: tuple[Why, ...]

    @property
    def left_out(self) -> int:
        """How many digits of the reading are not explained."""
        return len(self.reading.digits) - len(self.whys)

    def image(self) -> Image.Image:
        """Draw it all as one RGB picture."""
        from numerals.explain.figure import draw_figure

        return draw_figure(self)

    def __str__(self) -> str:
        lines = [answer_line(self.reading)]
        for why in self.whys:
            mark = f"digit {why.number}: " if len(self.reading.digits) > 1 else ""
            lines += [mark + line for line in why.lines]
        return "\n".join(lines)


def why(
    source: Source,
    *,
    model: str | os.PathLike[str] | None = None,
    expect: Expect = "auto",
    digit: int | None = None,
    max_error: float | None = None,
) -> Explanation:
    """Read a picture and explain the answer.

    Args:
        source: A path, the bytes of a file, a binary file object, an array, a PIL image.
        model: A model folder or ONNX file; None for the model that numerals ships.
        expect: `digit` if the picture shows a single one, `auto` to look.
        digit: Which digit to explain, from 1; None for all, `MOST_DIGITS` at most.
        max_error: Which share of the accepted answers may be wrong, as `Reader` has it.

    Raises:
        NumeralsError: The picture or the model cannot be opened, there is no such digit, or the
            model cannot promise the given `max_error`.
    """
    reader = Reader(model, expect, max_error=max_error)
    return explain_reading(reader.read(source), reader.network, digit)


def explain_reading(reading: Reading, network: Network, digit: int | None = None) -> Explanation:
    """Explain what a network read; the same reading gives the same explanation.

    Args:
        reading: Made by a reader with this network.
        network: The network.
        digit: Which digit to explain, from 1; None for all, `MOST_DIGITS` at most.

    Raises:
        UsageError: There is no such digit, or it is a page.
        ModelError: The network knows one class only, so there is no second choice.
    """
    if reading.kind == "page":
        raise UsageError(
            "the picture is taken for a page of numbers: cut out one of them, or expect a digit or "
            "a number"
        )
    found = len(reading.digits)
    if digit is not None and not 1 <= digit <= found:
        there = {0: "no digit was", 1: "one digit was"}.get(found, f"{found} digits were")
        raise UsageError(f"there is no digit {digit}: {there} found")
    if len(network.config.classes) < 2:
        raise ModelError("the model knows one class only: there is no second choice to compare")
    numbers = range(1, min(found, MOST_DIGITS) + 1) if digit is None else [digit]
    unread = not reading.text and network.config.reject
    explained = [_explain(reading.digits[n - 1], n, network, unread) for n in numbers]
    return Explanation(reading, tuple(explained))


def _explain(digit: Digit, number: int, network: Network, unread: bool) -> Why:
    assert digit.frame is not None  # noqa: S101 - readers keep it
    answers = (*network.config.classes, NO_DIGIT)
    first, second = answers.index(digit.value), len(answers) - 1
    if unread:
        first, second = second, first
    else:
        # Not from the calibrated probabilities: in a sure answer, all others are cut to the same.
        outputs = network.predict(digit.frame[None])[0, : len(answers) - 1]
        outputs[first] = -1
        second = int(outputs.argmax())
    contrast = Contrast(network, first, second)
    weights = saliency(digit.frame, contrast)
    deletion = deletion_test(digit.frame, weights, contrast)
    return Why(number, digit, answers[first], answers[second], weights, deletion, answers)
