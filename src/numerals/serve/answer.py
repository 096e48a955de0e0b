"""What /predict and /healthz answer, typed, so that /docs describes it as it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, Field

from numerals.reading import Status, floor4
from numerals.show import data_url

if TYPE_CHECKING:
    from numerals.reading import Digit, Reading

#: All probabilities are cut to four decimals downwards: 0.99996 is never shown as 1.
_Probabilities = dict[str, float]
_Box = tuple[int, int, int, int]


class Runner(BaseModel):
    """Another value that a digit or a number may have."""

    value: str
    confidence: float


class DigitAnswer(BaseModel):
    """One digit of the answer."""

    value: str
    confidence: float
    box: _Box = Field(description="Left, top, width, height in pixels of the upright picture")
    alternatives: list[Runner] = Field(description="At most three runners-up, likeliest first")
    no_digit: float = Field(description="Probability that it is no digit at all")


class NumberAnswer(BaseModel):
    """One number of a page."""

    text: str = Field(description="The number as written; empty if it cannot be read")
    confidence: float
    status: Status
    reason: str
    digits: list[DigitAnswer]
    probabilities_by_digit: list[_Probabilities]
    frames: list[str]
    kind: str
    value: str | None
    alternatives: list[Runner]
    constrained: bool
    box: _Box | None
    row: int | None = Field(description="Row in its table, from 1; null where there is none")
    column: int | None = Field(description="Column in its table, from 1")
    printed: bool | None = Field(description="Whether it looks printed; null if unknown")


class Answer(BaseModel):
    """What was read from one picture."""

    prediction: str = Field(
        description="What was read, separators as written; empty if nothing was. Of a page its "
        "numbers, a newline between rows and a tab between columns",
        examples=["7"],
    )
    confidence: float = Field(
        description="Probability in [0, 1] that the whole prediction is right, cut downwards",
        examples=[0.9965],
    )
    status: Status = Field(description="Whether a person should look at it")
    reason: str = Field(description="Why the status is not `accepted`; empty where it is")
    probabilities: _Probabilities = Field(
        description="Probability of each value for the first digit; empty if there is no ink, and "
        "for pages. They sum to 1 less the probability that it is no digit"
    )
    probabilities_by_digit: list[_Probabilities] = Field(
        description="The same for every digit, in reading order"
    )
    digits: list[DigitAnswer]
    frame: str | None = Field(
        description="What the network saw of the first digit: 28×28 PNG as a data: URL"
    )
    frames: list[str] = Field(description="The same for every digit, in reading order")
    kind: str = Field(description="How it was read: `digit`, `number` or `page`")
    value: str | None = Field(
        description="The number as a decimal with a point; null where it is none",
        examples=["1204.50"],
    )
    alternatives: list[Runner] = Field(description="Other texts of the number, likeliest first")
    constrained: bool = Field(description="Whether only what was asked made it possible")
    box: _Box | None = Field(description="Where a page's number stands; else null")
    row: int | None = Field(description="Where a page's number stands; else null")
    column: int | None = Field(description="Where a page's number stands; else null")
    printed: bool | None = Field(description="Whether it looks printed; null if unknown")
    turned: int = Field(description="How far a page was turned to be read, clockwise, in degrees")
    page: int = Field(description="Number of the page in its file, from 1")
    numbers: list[NumberAnswer] = Field(description="Of a page, its numbers in reading order")
    preview: str | None = Field(
        None, description="The upright picture as a data: URL, where it was asked for"
    )
    preview_scale: float | None = Field(
        None, description="Pixels of the preview for each pixel that boxes are told in"
    )


class HealthModel(BaseModel):
    """The model that reads."""

    name: str
    version: str
    classes: list[str] = Field(description="What a single digit or symbol may be, in order")


class Health(BaseModel):
    """That the service runs, and what it is."""

    status: str
    version: str
    model: HealthModel


def to_answer(reading: Reading, preview: bool = False) -> Answer:
    """Turn a Reading into what the service answers.

    Args:
        reading: What was read.
        preview: Whether to send the picture, too.
    """
    answer = _common(reading)
    each, frames = answer["probabilities_by_digit"], answer["frames"]
    if preview and reading.thumbnail is not None:
        answer |= {"preview": data_url(reading.thumbnail), "preview_scale": reading.scale}
    return Answer(
        prediction=reading.text,
        probabilities=each[0] if each else {},
        frame=frames[0] if frames else None,
        turned=reading.turned,
        page=reading.page,
        numbers=[NumberAnswer(text=n.text, **_common(n)) for n in reading.numbers],
        **answer,
    )


def _common(reading: Reading) -> dict[str, Any]:
    """Give what the answer says of a picture and of a number on it alike."""
    row = reading.to_dict()
    for name in ("source", "text", "page", "numbers", "turned"):
        del row[name]
    row["probabilities_by_digit"] = [_probabilities(digit) for digit in reading.digits]
    row["frames"] = [data_url(d.frame) for d in reading.digits if d.frame is not None]
    return row


def _probabilities(digit: Digit) -> _Probabilities:
    return {p.value: floor4(p.confidence) for p in digit.probabilities}
