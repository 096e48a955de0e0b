"""Outcome: what became of a sample, be it a picture or a cell of a page."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import cv2
import numpy as np

from numerals.lab.samples import NOTHING
from numerals.lab.strings import counted
from numerals.reading import Reading, Status

if TYPE_CHECKING:
    from numerals.lab.samples import Sample

#: The longer side of a picture that is kept for the sheet of errors.
KEPT_SIDE = 176


@dataclass(frozen=True, slots=True)
class Place:
    """Where on a page an outcome belongs.

    Attributes:
        page: What the page is called in reports.
        row: From 1; None where the reader gave none.
        column: From 1; None where the reader gave none.
        hand: Whether it is handwritten; None where the labels do not say, and where nothing is
            written.
    """

    page: str
    row: int | None
    column: int | None
    hand: bool | None = None

    def __str__(self) -> str:
        where = "outside" if self.row is None else f"row {self.row}, column {self.column}"
        return f"{self.page}: {where}"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a sample.

    Attributes:
        file: What it is called in reports.
        truth: What is written on it; '' where it shows no digit.
        reading: What was read. An error keeps its digits and a small thumbnail; another is
            stripped of both, for memory's sake.
        place: Where it belongs on its page; None where it is a picture of its own.
    """

    file: str
    truth: str
    reading: Reading
    place: Place | None = None

    @property
    def read(self) -> str:
        """What was read, as far as it counts beside this truth."""
        return counted(self.reading.text, self.truth)

    @property
    def right(self) -> bool:
        """Whether the text was read exactly; where there is none, that none was."""
        return self.is_right(self.reading.text)

    @property
    def answers(self) -> tuple[str, ...]:
        """The text and its alternatives, likeliest first."""
        return (self.reading.text, *(other.value for other in self.reading.alternatives))

    @property
    def error(self) -> bool:
        """Whether something went wrong: where there is no digit, only if one is accepted."""
        if self.truth == NOTHING:
            return self.reading.status in (Status.ACCEPTED, Status.ERROR)
        return not self.right

    def is_right(self, text: str) -> bool:
        """Whether a text would have been the right answer."""
        return counted(text, self.truth) == self.truth and self.reading.status is not Status.ERROR


def outcome_of(sample: Sample, reading: Reading) -> Outcome:
    """Keep what became of a picture."""
    return kept(Outcome(sample.file, sample.truth, reading))


def kept(outcome: Outcome) -> Outcome:
    """Keep of an outcome what is needed: an error's picture, small, and of others none."""
    if outcome.error:
        return replace(outcome, reading=_shrunk(outcome.reading))
    return replace(outcome, reading=replace(outcome.reading, digits=(), thumbnail=None))


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
