"""The way a picture goes: opened, its ink found, cut into digits, framed, read, judged."""

from __future__ import annotations

import os
import warnings
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Literal, get_args

import cv2
import numpy as np

from numerals.errors import NumeralsError, UsageError
from numerals.image.find import Region, find_row, find_single
from numerals.image.frame import frame_digit
from numerals.image.ink import find_ink
from numerals.image.open import Picture, Source, open_picture
from numerals.model.acceptance import settle
from numerals.model.judge import probabilities, verdict
from numerals.model.runtime import Network
from numerals.reading import Alternative, Box, Digit, Reading, Status

if TYPE_CHECKING:
    from numpy.typing import NDArray

#: What a picture is taken to show: one digit, or whatever digits stand in its one row.
Expect = Literal["digit", "auto"]
_THUMBNAIL_SIDE = 512
_BATCH = 32


@dataclass(slots=True)
class _Prepared:
    """A picture on its way, between the preparation and the network."""

    name: str
    thumbnail: NDArray[np.uint8] | None = None
    scale: float = 1.0
    boxes: list[Box] = field(default_factory=list)
    frames: list[NDArray[np.uint8]] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)
    failure: str = ""


class Reader:
    """Reads pictures with one model. Safe to share between threads.

    Args:
        model: A model folder or ONNX file; None for the model that numerals ships.
        expect: `digit` if every picture shows a single one, `auto` to look.
        accept: From which confidence in [0, 1] an answer needs no check, whatever that lets pass;
            at 1 all are checked.
        max_error: Which share of the accepted answers may be wrong, over 0 and up to 0.1. It holds
            with 95 % confidence on pictures like those that the model's risk curve was measured
            on. By default 0.005; a model that cannot promise as little then accepts nothing. One
            without a curve keeps its own threshold, and warns if `max_error` was given.

    Attributes:
        acceptance: From which confidence on answers are accepted, and what that promises.

    Raises:
        ModelError: The model cannot be loaded.
        UsageError: `expect`, `accept` or `max_error` is none of the possible values, both of the
            latter are given, or the model cannot promise the given `max_error`.

    >>> import numpy as np
    >>> Reader().read(np.zeros((28, 28), np.uint8)).status
    <Status.UNREADABLE: 'unreadable'>
    """

    def __init__(
        self,
        model: str | os.PathLike[str] | None = None,
        expect: Expect = "auto",
        accept: float | None = None,
        max_error: float | None = None,
    ) -> None:
        if expect not in get_args(Expect):
            raise UsageError(f"expect is one of {', '.join(get_args(Expect))}, not {expect!r}")
        self.expect: Expect = expect
        self.network = Network(model)
        self.acceptance = settle(self.network.config, accept, max_error)
        if max_error is not None and self.acceptance.promise is None:
            warnings.warn(self.acceptance.note, stacklevel=2)

    @property
    def accept(self) -> float:
        """The confidence in [0, 1] from which an answer is accepted; at 1 none is."""
        return self.acceptance.accept

    def read(self, source: Source, name: str | None = None) -> Reading:
        """Read one picture.

        Args:
            source: A path, the bytes of a file, a binary file object, an array, a PIL image.
            name: What `Reading.source` shall say; by default the path.

        Raises:
            NumeralsError: The picture cannot be opened; the text says why.
        """
        return self._recognise([self._prepare(source, name or _name_of(source))])[0]

    def read_many(self, sources: Iterable[Source], batch_size: int = _BATCH) -> Iterator[Reading]:
        """Read pictures as they come, in their order; a bad one becomes a row of its own.

        Args:
            sources: Anything that `read` takes. Not more than a batch is held at a time.
            batch_size: How many pictures go through the network together, at least 1.

        Yields:
            A Reading a source; with status `error` and the reason where it cannot be opened.
        """
        if batch_size < 1:
            raise UsageError(f"a batch has at least 1 picture, not {batch_size}")
        pending = iter(sources)
        while batch := list(islice(pending, batch_size)):
            yield from self._recognise([self._try_prepare(source) for source in batch])

    def _try_prepare(self, source: Source) -> _Prepared:
        name = _name_of(source)
        try:
            return self._prepare(source, name)
        except NumeralsError as error:
            return _Prepared(name, failure=str(error))

    def _prepare(self, source: Source, name: str) -> _Prepared:
        picture = open_picture(source)
        # The picture itself is not kept: a batch of photos would fill the memory.
        prepared = _Prepared(name, *_thumbnail(picture.pixels))
        if picture.frames > 1:
            prepared.doubts.append(f"the file holds {picture.frames} pictures; this is the first")
        ink = find_ink(picture.pixels)
        if ink is None:
            return prepared
        regions, doubts = (find_single if self.expect == "digit" else find_row)(ink)
        prepared.doubts += doubts
        prepared.frames = [frame_digit(region.ink) for region in regions]
        for frame in prepared.frames:
            frame.setflags(write=False)
        prepared.boxes = [_in_picture(region, ink.scale, picture) for region in regions]
        return prepared

    def _recognise(self, batch: list[_Prepared]) -> list[Reading]:
        """Run the network over all frames of a batch, and deal its answers out."""
        frames = [frame for prepared in batch for frame in prepared.frames]
        answers = iter(())  # type: Iterator[tuple[Alternative, ...]]
        if frames:
            outputs = self.network.predict(np.stack(frames))
            answers = iter(probabilities(outputs, self.network.config))
        return [
            self._judge(prepared, list(islice(answers, len(prepared.frames)))) for prepared in batch
        ]

    def _judge(self, prepared: _Prepared, answers: list[tuple[Alternative, ...]]) -> Reading:
        thumbnail, scale = prepared.thumbnail, prepared.scale
        if thumbnail is None:
            return Reading.failed(prepared.name, prepared.failure)
        if not answers:
            reason = "; ".join(["no ink was found on the picture", *prepared.doubts])
            return Reading(prepared.name, "", 0.0, Status.UNREADABLE, reason, (), thumbnail, scale)
        digits = tuple(
            Digit(max(answer, key=lambda a: a.confidence).value, box, answer, frame)
            for answer, box, frame in zip(answers, prepared.boxes, prepared.frames, strict=True)
        )
        config = self.network.config
        text, confidence, status, reason, doubts = verdict(
            digits, self.accept, config.unreadable, prepared.doubts, config.doubtful
        )
        return Reading(
            prepared.name, text, confidence, status, reason, digits, thumbnail, scale, doubts
        )


@lru_cache(maxsize=4)
def _shared_reader(model: str | None, expect: Expect, max_error: float | None) -> Reader:
    return Reader(model, expect, max_error=max_error)


def read(
    source: Source,
    *,
    model: str | os.PathLike[str] | None = None,
    expect: Expect = "auto",
    max_error: float | None = None,
) -> Reading:
    """Read one picture with a model that is loaded once and kept.

    Args:
        source: A path, the bytes of a file, a binary file object, an array, a PIL image.
        model: A model folder or ONNX file; None for the model that numerals ships.
        expect: `digit` if the picture shows a single one, `auto` to look.
        max_error: Which share of the accepted answers may be wrong, as `Reader` has it.

    Raises:
        NumeralsError: The picture or the model cannot be opened, or the model cannot promise the
            given `max_error`; the text says why.
    """
    path = None if model is None else os.fspath(model)
    return _shared_reader(path, expect, max_error).read(source)


def _name_of(source: Source) -> str:
    if isinstance(source, str | os.PathLike):
        return os.fspath(source)
    name = getattr(source, "name", None) or getattr(source, "filename", None)
    if isinstance(name, str | Path) and str(name):
        return str(name)
    return f"<{type(source).__name__}>"


def _in_picture(region: Region, scale: float, picture: Picture) -> Box:
    """Bring a box from the ink map to the pixels of the upright picture."""
    height, width = picture.pixels.shape[:2]
    x, y, w, h = region.box
    left, top = int(x / scale), int(y / scale)
    right = min(width, int(np.ceil((x + w) / scale)))
    bottom = min(height, int(np.ceil((y + h) / scale)))
    return Box(left, top, right - left, bottom - top)


def _thumbnail(pixels: NDArray[np.uint8]) -> tuple[NDArray[np.uint8], float]:
    """Shrink a picture for showing; a copy that cannot be written to, for Readings never change."""
    height, width = pixels.shape[:2]
    scale = min(1.0, _THUMBNAIL_SIDE / max(height, width))
    if scale < 1:
        size = (max(1, round(width * scale)), max(1, round(height * scale)))
        small = np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), np.uint8)
    else:
        small = pixels.copy()
    small.setflags(write=False)
    return small, scale
