"""Together: reading many pictures in their order, alone first, then with a crew."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterator
from itertools import islice
from typing import TYPE_CHECKING, Any

from PIL import Image

from numerals.crew.crew import Crew
from numerals.crew.process import can_start

if TYPE_CHECKING:
    from concurrent.futures import Future

    from numerals.crew.worker import Answer
    from numerals.image.document import Source
    from numerals.reader import Reader
    from numerals.reading import Reading

#: Seconds of reading alone after which a crew is started. A worker starts as a command does, in a
#: third of a second: what ends soon after that second loses little, and all that takes long gains.
WORTH = 1.0
#: A request takes a worker about so many seconds, but has no more pictures than that: to send it
#: costs little beside that, and nobody waits long for the first row of a page.
_SPAN = 0.1
_MOST = 64
#: Requests that wait for a worker, or for their turn, for each worker.
_AHEAD = 3


def read_together(
    reader: Reader,
    recipe: tuple[Any, ...],
    sources: Iterator[Source],
    batch_size: int,
    workers: int,
) -> Iterator[Reading]:
    """Read pictures in their order, and have workers help when there is much to read.

    Args:
        reader: Reads here until there are workers, and what cannot be sent to them.
        recipe: What makes the same Reader.
        sources: Pictures, a page each. Not more than a few requests a worker are held at a time.
        batch_size: How many go through the networks together.
        workers: How many processes read at most, at least 1.
    """
    crew: Crew | None = None

    def ready() -> bool:
        return crew is not None and crew.ready

    spent, count = 0.0, 0
    alone = reader.read_pages(_until(sources, ready), batch_size)
    try:
        while True:
            start = time.perf_counter()
            reading = next(alone, None)
            if reading is None:
                break
            spent, count = spent + time.perf_counter() - start, count + 1
            yield reading
            if crew is None and spent >= WORTH and can_start():
                crew = Crew(recipe, workers)
        if crew is not None and crew.ready:
            pace = spent / max(count, 1)
            yield from _with(crew, reader, sources, batch_size, workers, pace)
    finally:
        if crew is not None:
            crew.close()


def _until(sources: Iterator[Source], stop: Callable[[], bool]) -> Iterator[Source]:
    """Give sources until there is a reason to stop, and leave the others where they are."""
    while not stop():
        source = next(sources, None)
        if source is None:
            return
        yield source


def _with(
    crew: Crew,
    reader: Reader,
    sources: Iterator[Source],
    batch_size: int,
    workers: int,
    pace: float,
) -> Iterator[Reading]:
    """Have a crew read what is left, a few requests ahead of what is asked for."""
    waiting: deque[tuple[list[Source], Future[Answer | None] | None, list[Reading]]] = deque()
    more = True
    while more or waiting:
        while more and len(waiting) < _AHEAD * workers:
            size = max(1, min(_MOST, int(_SPAN / max(pace, 1e-6))))
            request, other = _take(sources, size)
            more = len(request) == size or other is not None
            if request:
                waiting.append((request, crew.submit(request, batch_size), []))
            if other is not None:
                waiting.append(([], None, list(reader.read_pages(iter([other]), 1))))
            if waiting and (waiting[0][1] is None or waiting[0][1].done()):
                break  # sources may be slow to come: what is known does not wait for them
        if not waiting:
            return
        request, future, readings = waiting.popleft()
        if future is not None:
            answer = future.result()
            if answer is None or answer.readings is None:
                yield from reader.read_pages(iter(request), batch_size)
                continue
            if answer.seconds:
                pace = answer.seconds / len(request)
            readings = answer.readings
        yield from readings


def _take(sources: Iterator[Source], size: int) -> tuple[list[Source], Image.Image | None]:
    """Take what another process can be sent, and, where that ends it, the image that none can be.

    A PIL image loses its format when it is sent, and with it how many frames it has; and whoever
    gave it may close it when the next is asked for, so it is read before that.
    """
    request: list[Source] = []
    for source in islice(sources, size):
        if isinstance(source, Image.Image):
            return request, source
        request.append(source)
    return request, None
