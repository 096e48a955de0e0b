"""Console: stdout carries data alone; what is said to a person goes to stderr."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from numerals.errors import ExitCode


def say(message: str) -> None:
    """Tell a person something."""
    print(message, file=sys.stderr)  # noqa: T201


def fail(message: str, code: ExitCode) -> ExitCode:
    """Tell a person what went wrong; give the code back to exit with."""
    say(f"numerals: {message}")
    return code
