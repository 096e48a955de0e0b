"""Crew: as many workers as are asked for, each replaced when it dies."""

from __future__ import annotations

import contextlib
import os
import pickle
import queue
import threading
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import numpy as np

from numerals.crew.process import GoneError, Process
from numerals.image.document import name_of
from numerals.reading import Reading

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numerals.crew.worker import Answer
    from numerals.image.document import Source


class Crew:
    """Workers, started when this is made, each with a thread here that waits for its answers.

    Args:
        recipe: What each makes its Reader of.
        size: How many there are, at least 1.
    """

    def __init__(self, recipe: tuple[Any, ...], size: int) -> None:
        self._recipe = pickle.dumps(recipe, pickle.HIGHEST_PROTOCOL)
        self._lock = threading.Lock()
        self._running: set[Process] = set()
        self._closed = False
        #: Who has nothing to do; None stands for one that could not be started.
        self._idle: queue.SimpleQueue[Process | None] = queue.SimpleQueue()
        #: Whether one is there to read.
        self.ready = False
        self._threads = ThreadPoolExecutor(size, "numerals-crew")
        for _ in range(size):
            self._threads.submit(self._first_start)

    def close(self) -> None:
        """End all workers, whatever they do."""
        with self._lock:
            self._closed = True
            for process in self._running:
                process.kill()
        self._threads.shutdown(cancel_futures=True)
        for process in self._running:
            process.end()

    def submit(self, sources: Sequence[Source], batch_size: int) -> Future[Answer | None]:
        """Have one of them read pictures.

        Args:
            sources: Pictures, a page each.
            batch_size: How many go through the networks together.

        Returns:
            A Reading each, in their order; None where this process has to read them itself.
        """
        return self._threads.submit(self._read, sources, batch_size)

    def _first_start(self) -> None:
        process = self._start()
        self._idle.put(process)
        self.ready = self.ready or process is not None

    def _start(self) -> Process | None:
        """Start a worker and wait until it can read; None where that fails."""
        try:
            with self._lock:
                if self._closed:
                    return None
                process = Process()
                self._running.add(process)
            self._exchange(process, self._recipe)
        except GoneError:
            return None
        return process

    def _read(self, sources: Sequence[Source], batch_size: int) -> Answer | None:
        message = _message(sources, batch_size)
        if message is None:
            return None
        process = self._idle.get()
        try:
            if process is None:
                process = self._start()
            if process is None:
                return None
            return self._exchange(process, message)
        except GoneError:
            process, answer = self._one_by_one(sources)
            return answer
        finally:
            self._idle.put(process)

    def _one_by_one(self, sources: Sequence[Source]) -> tuple[Process | None, Answer | None]:
        """Read what a worker died of, so that it costs no answer but that of the one to blame.

        A picture that was alone with a worker when that died is not tried again: it would have this
        process die too.
        """
        from numerals.crew.worker import Answer

        process: Process | None = None
        readings: list[Reading] = []
        for source in sources:
            process = process or self._start()
            message = _message([source], 1)
            if process is None or message is None:
                return process, None
            try:
                answer = self._exchange(process, message)
            except GoneError as gone:
                process = None
                if self._closed:
                    return None, None
                readings.append(Reading.failed(name_of(source), _reason(gone)))
                continue
            if answer.readings is None:
                return process, None
            readings += answer.readings
        return process, Answer(readings, 0.0)

    def _exchange(self, process: Process, message: bytes) -> Answer:
        try:
            return process.exchange(message)
        except GoneError:
            with self._lock:
                self._running.discard(process)
            raise


def _reason(gone: GoneError) -> str:
    return (
        f"the process that read it ended ({gone}), and once more with it alone: "
        "too little memory, or a picture that its decoder breaks on"
    )


def _message(sources: Sequence[Source], batch_size: int) -> bytes | None:
    """Pickle a request; None where a source is none that another process can have."""
    sent = [os.fspath(s) if isinstance(s, os.PathLike) else s for s in sources]
    if any(isinstance(s, np.ndarray) and s.dtype.hasobject for s in sent):
        return None
    with contextlib.suppress(pickle.PicklingError, TypeError, AttributeError, MemoryError):
        return pickle.dumps((sent, batch_size), pickle.HIGHEST_PROTOCOL)
    return None
