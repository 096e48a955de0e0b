"""Worker: a process that reads for another; requests come on stdin, answers go to stdout.

It ends with its stdin: however the other process ends, even killed, nothing is left behind.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import signal
import sys
import time
import warnings
from typing import IO, TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from numerals.reader import Reader
    from numerals.reading import Reading


class Answer(NamedTuple):
    """What a worker says of a request.

    Attributes:
        readings: One a source, in their order; None where something went wrong that is no
            picture's fault, and is to go wrong again where the user can see it.
        seconds: What reading took.
    """

    readings: list[Reading] | None
    seconds: float


def main() -> None:
    """Load the models that the first message asks for, say so, and read until stdin ends."""
    with contextlib.suppress(ValueError):
        # Ctrl-C is told to the other process, which ends this one.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
    requests, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints is no answer
    if not sys.warnoptions:
        warnings.simplefilter("ignore")  # the other process has said it
    import cv2

    from numerals.reader import Reader

    cv2.setNumThreads(1)  # there is a worker for each core
    # Where the other process ends, a message breaks off, or nobody takes the answer.
    with contextlib.suppress(EOFError, OSError, pickle.UnpicklingError):
        reader = Reader(*pickle.load(requests))  # noqa: S301 - what started this process sends it
        _say(answers, Answer([], 0.0))
        while True:
            sources, batch_size = pickle.load(requests)  # noqa: S301
            _say(answers, _read(reader, sources, batch_size))
    # Nothing here wants an orderly end, which takes longer.
    os._exit(0)


def _read(reader: Reader, sources: list[object], batch_size: int) -> Answer:
    start = time.perf_counter()
    try:
        readings = list(reader.read_pages(iter(sources), batch_size))  # type: ignore[arg-type]
    except Exception:  # as where there is no memory
        return Answer(None, 0.0)
    return Answer(readings, time.perf_counter() - start)


def _say(answers: IO[bytes], answer: Answer) -> None:
    pickle.dump(answer, answers, pickle.HIGHEST_PROTOCOL)
    answers.flush()
