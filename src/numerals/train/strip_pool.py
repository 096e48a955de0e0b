"""Strip pool: strips drawn once, by all processors, and kept for every epoch.

Drawing a number takes longer than learning from it: a pool keeps the network from starving.
It is the same for the same seed, however many processes draw it.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import islice, repeat
from multiprocessing.connection import wait
from typing import TYPE_CHECKING

import cv2
import numpy as np

from numerals.data.strings import stream

if TYPE_CHECKING:
    from collections.abc import Callable
    from multiprocessing.synchronize import Event
    from pathlib import Path

    from numpy.typing import NDArray

    from numerals.data.writer import Hands

#: Strips that a process draws from one seed.
CHUNK = 1000


@dataclass(frozen=True, slots=True)
class Strips:
    """Strips with their texts, one behind the other.

    Attributes:
        pixels: uint8 (32, sum of all widths), white ink on black.
        ends: int64 (N,), the column after the last of each strip.
        texts: What stands on each, `str` (N,).
    """

    pixels: NDArray[np.uint8]
    ends: NDArray[np.int64]
    texts: NDArray[np.str_]

    def __len__(self) -> int:
        return len(self.texts)

    def __getitem__(self, index: int) -> NDArray[np.uint8]:
        """Give one strip, uint8 (32, W); `index` in [0, N)."""
        start = self.ends[index - 1] if index else 0
        return self.pixels[:, start : self.ends[index]]

    def first(self, count: int) -> Strips:
        """Give the first so many, or all where there are fewer."""
        ends = self.ends[:count]
        return Strips(self.pixels[:, : ends[-1]], ends, self.texts[:count])

    @property
    def widths(self) -> NDArray[np.int64]:
        """The width of each strip, int64 (N,)."""
        return np.diff(self.ends, prepend=0)


def whole_chunks(count: int) -> int:
    """Round a number of strips up to whole chunks, of 1,000."""
    return -(-count // CHUNK) * CHUNK


def draw_strips(
    hands: Hands, count: int, seed: int, tell: Callable[[int], None] = lambda _: None
) -> Strips:
    """Draw strips with all processors.

    Args:
        hands: Whose digits there are.
        count: How many; rounded up to whole chunks of 1,000.
        seed: Makes them the same each time.
        tell: Is told how many are drawn.

    Raises:
        BrokenProcessPool: A process that draws was killed, as for want of memory.
    """
    chunks = whole_chunks(count) // CHUNK
    spawn = multiprocessing.get_context("spawn")
    stopped = spawn.Event()
    parts: list[Strips] = []
    pool = ProcessPoolExecutor(os.cpu_count(), spawn, _start, (hands, stopped))
    try:
        for part in pool.map(_draw_chunk, repeat(seed, chunks), range(chunks), repeat(CHUNK)):
            parts.append(part)
            tell(len(parts) * CHUNK)
    finally:
        # Who stops it shall not wait for chunks that nobody wants any more. Nor are those who draw
        # killed: one killed while it sends its chunk would leave this process waiting for the rest.
        stopped.set()
        pool.shutdown(cancel_futures=True)
    return _joined(parts)


def save(strips: Strips, path: Path) -> None:
    """Keep strips in a file, whole or not at all."""
    part = path.with_name(f"{path.name}.part")
    with part.open("wb") as file:
        np.savez(file, pixels=strips.pixels, ends=strips.ends, texts=strips.texts)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)


def load(path: Path) -> Strips:
    """Load what `save` kept."""
    # NumPy leaves a file open that it opened itself and found damaged.
    with path.open("rb") as file, np.load(file, allow_pickle=False) as kept:
        return Strips(kept["pixels"], kept["ends"], kept["texts"])


#: Sent once to each process that draws, not with every chunk.
_hands: Hands | None = None
_stopped: Event | None = None


def _start(hands: Hands, stopped: Event) -> None:
    global _hands, _stopped
    # A terminal's Ctrl-C reaches these processes too: they leave it to the one that asks.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # There is a process for each core already: threads of OpenCV beside them halve the rate.
    cv2.setNumThreads(1)
    _hands, _stopped = hands, stopped
    threading.Thread(target=_leave_with_the_parent, daemon=True).start()


def _leave_with_the_parent() -> None:
    """End this process when the one that asks was killed: it would wait for ever for more to do."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)


def _draw_chunk(seed: int, chunk: int, size: int) -> Strips:
    """Draw one chunk; its size is sent, so that it is that of the process that asks."""
    assert _hands is not None  # noqa: S101
    assert _stopped is not None  # noqa: S101
    numbers = []
    for number in islice(stream(_hands, (seed, chunk)), size):
        numbers.append(number)
        if _stopped.is_set():
            raise InterruptedError("nobody wants this chunk any more")
    return Strips(
        np.concatenate([number.strip for number in numbers], axis=1),
        np.cumsum([number.strip.shape[1] for number in numbers]),
        np.array([number.text for number in numbers]),
    )


def _joined(parts: list[Strips]) -> Strips:
    return Strips(
        np.concatenate([part.pixels for part in parts], axis=1),
        np.cumsum(np.concatenate([part.widths for part in parts])),
        np.concatenate([part.texts for part in parts]),
    )
