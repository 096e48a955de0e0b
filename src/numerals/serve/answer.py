"""What /predict and /healthz answer, typed, so that /docs describes it as it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import BaseModel, Field

from numerals.reading import Status, floor4
from numerals.show import data_url

if TYPE_CHECKING:
    from numerals.reading import Digit, Reading

#: All probabilities are cut to four decimals downwards: 0.99996 is never shown as 1.
_Probabilities = dict[str, float]


class Runner(BaseModel):
    """Another value that a digit may have."""

    value: str
    confidence: float


class DigitAnswer(BaseModel):
    """One digit of the answer."""

    value: str
    confidence: float
    box: tuple[int, int, int, int] = Field(
        description="Left, top, width, height in pixels of the upright picture"
    )
    alternatives: list[Runner] = Field(description="At most three runners-up, likeliest first")
    no_digit: float = Field(description="Probability that it is no digit at all")


class Answer(BaseModel):
    """What was read from one picture."""

    prediction: str = Field(
        description="The digits read, left to right; empty if there are none", examples=["7"]
    )
    confidence: float = Field(
        description="Probability in [0, 1] that the whole prediction is right, cut downwards",
        examples=[0.9987],
    )
    status: Status = Field(description="Whether a person should look at it")
    reason: str = Field(description="Why the status is not `accepted`; empty where it is")
    probabilities: _Probabilities = Field(
        description="Probability of each value for the first digit; empty if there is no ink. "
        "They sum to 1 less the probability that it is no digit"
    )
    probabilities_by_digit: list[_Probabilities] = Field(
        description="The same for every digit, in reading order"
    )
    digits: list[DigitAnswer]
    frame: str | None = Field(
        description="What the network saw of the first digit: 28×28 PNG as a data: URL"
    )
    frames: list[str] = Field(description="The same for every digit, in reading order")


class HealthModel(BaseModel):
    """The model that reads."""

    name: str
    version: str


class Health(BaseModel):
    """That the service runs, and what it is."""

    status: str
    version: str
    model: HealthModel


def to_answer(reading: Reading) -> Answer:
    """Turn a Reading into what the service answers."""
    row = reading.to_dict()
    each = [_probabilities(digit) for digit in reading.digits]
    frames = [data_url(d.frame) for d in reading.digits if d.frame is not None]
    return Answer(
        prediction=reading.text,
        confidence=row["confidence"],
        status=reading.status,
        reason=reading.reason,
        probabilities=each[0] if each else {},
        probabilities_by_digit=each,
        digits=row["digits"],
        frame=frames[0] if frames else None,
        frames=frames,
    )


def _probabilities(digit: Digit) -> _Probabilities:
    return {p.value: floor4(p.confidence) for p in digit.probabilities}
