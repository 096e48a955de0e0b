"""Process: a worker as the process that started it sees it.

It is a plain process with two pipes, not one of `multiprocessing`: those run the caller's main
module once more, so that a script without `if __name__ == "__main__"` would start itself anew.
"""

from __future__ import annotations

import contextlib
import pickle
import signal
import subprocess
import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from numerals.crew.worker import Answer

#: The same modules are found there as here. Ctrl-C is for this process alone.
_MAIN = "import sys; sys.path[:] = {path!r}; from numerals.crew.worker import main; main()"
#: Seconds that a process has to end by itself, when its pipes are closed.
_GRACE = 5.0


class GoneError(Exception):
    """The worker is gone; the text says how it ended."""


class Process:
    """A worker that runs. Not to be shared between threads, but for `kill`.

    Raises:
        GoneError: It cannot be started.
    """

    def __init__(self) -> None:
        try:
            self._process = subprocess.Popen(  # noqa: S603 - Python itself
                _command(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, **_apart()
            )
        except (OSError, ValueError) as error:
            raise GoneError(str(error)) from None

    def exchange(self, message: bytes) -> Answer:
        """Send a pickled message, and wait for the answer.

        Raises:
            GoneError: None came.
        """
        requests, answers = self._process.stdin, self._process.stdout
        assert requests is not None  # noqa: S101
        assert answers is not None  # noqa: S101
        try:
            requests.write(message)
            requests.flush()
            answer: Answer = pickle.load(answers)  # noqa: S301 - what this process started sends it
        except (EOFError, OSError, ValueError, pickle.UnpicklingError):
            raise GoneError(self.end()) from None
        return answer

    def kill(self) -> None:
        """End it at once; who waits for its answer is told that it is gone."""
        self._process.kill()

    def end(self) -> str:
        """Wait until it has ended, and say how it did."""
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):  # what was not sent yet
                    pipe.close()
        try:
            code = self._process.wait(_GRACE)
        except subprocess.TimeoutExpired:
            self._process.kill()
            code = self._process.wait()
        if code < 0:
            with contextlib.suppress(ValueError):
                return signal.Signals(-code).name
        return f"exit code {code}"


def can_start() -> bool:
    """Tell whether this Python can start another: one frozen into a program would start that."""
    return bool(sys.executable) and not getattr(sys, "frozen", False)


def _command() -> list[str]:
    main = _MAIN.format(path=[entry for entry in sys.path if isinstance(entry, str)])
    utf8 = ["-X", "utf8"] if sys.flags.utf8_mode else []
    return [sys.executable, *utf8, "-c", main]


def _apart() -> dict[str, Any]:
    """Keep a terminal's Ctrl-C from the worker, and a console's window from the user."""
    if sys.platform == "win32":
        flags = subprocess.CREATE_NO_WINDOW | subprocess.CREATE_NEW_PROCESS_GROUP
        return {"creationflags": flags}
    return {"start_new_session": True}
