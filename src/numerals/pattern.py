r"""Pattern: a regular expression that a text must match, and whether a beginning still can.

A pattern is about the whole text without its spaces, since how wide a gap is a space is a matter
of taste. It may match the rest as written, or as `bare` leaves it: without an opening `=`, and
without what closes a number. So `\d{5}` allows `12 345` and `12345.-`, and `\d{5}=` `12345=` only.

The language is that of Python's `re`; the `regex` package reads it, since it can tell whether more
characters could still make a match.
"""

from __future__ import annotations

import time
from functools import lru_cache
from typing import TYPE_CHECKING, ParamSpec

from numerals.errors import UsageError
from numerals.value import bare

if TYPE_CHECKING:
    from collections.abc import Callable

    from regex import Pattern

_Args = ParamSpec("_Args")
#: Longer patterns are taken for a mistake, or for an attack on the service.
LONGEST = 200
#: A match that takes longer, in seconds, repeats within repeats; a sound one takes microseconds.
PATIENCE = 0.1
#: What the matches of one search, which are thousands, may take together, in seconds …
_SEARCH = 0.5
#: … beyond this much for each: a sound pattern never spends the time, however long the search.
_SOUND = 0.00005


@lru_cache(maxsize=32)
def compiled(pattern: str) -> Pattern[str]:
    """Compile a pattern.

    Raises:
        UsageError: It is no regular expression, too long, or asks for a space.
    """
    import regex  # a fiftieth of a second, which those without a pattern need not pay

    if len(pattern) > LONGEST:
        raise UsageError(f"pattern has {len(pattern)} characters; the limit is {LONGEST}")
    if " " in pattern:
        raise UsageError(
            f"pattern {pattern!r} holds a space, and is matched with the text without its spaces: "
            "leave the space out"
        )
    try:
        return regex.compile(pattern)
    except (regex.error, ValueError, OverflowError, RecursionError) as error:
        raise UsageError(f"pattern {pattern!r} is no regular expression: {error}") from None


def matches(pattern: str, text: str) -> bool:
    """Whether the whole text matches, as written or bare, without its spaces."""
    return _full(pattern, text.replace(" ", "")) or _full(pattern, bare(text))


def viable(pattern: str, prefix: str) -> bool:
    """Whether a text that begins with this prefix may match."""
    written = prefix.replace(" ", "")
    # A bare text that matches may have more behind it that closes it.
    return (
        _full(pattern, written, partial=True)
        or _full(pattern, written.lstrip("="), partial=True)
        or _full(pattern, bare(prefix))
    )


class Patience:
    """How long a pattern may still take in one search for a text."""

    def __init__(self, pattern: str | None) -> None:
        self._pattern = pattern
        self._left = _SEARCH

    def ask(self, rule: Callable[_Args, bool], *args: _Args.args, **more: _Args.kwargs) -> bool:
        """Ask a rule that matches the pattern, and count the time it takes.

        Raises:
            UsageError: The search has spent its time.
        """
        # This thread's own work: that the machine is busy is not the pattern's fault.
        began = time.thread_time()
        answer = rule(*args, **more)
        self._left -= max(0.0, time.thread_time() - began - _SOUND)
        if self._left < 0:
            raise _too_slow(self._pattern)
        return answer


def _full(pattern: str, text: str, *, partial: bool = False) -> bool:
    try:
        found = compiled(pattern).fullmatch(text, partial=partial, timeout=PATIENCE)
    except TimeoutError:
        raise _too_slow(pattern) from None
    return found is not None


def _too_slow(pattern: str | None) -> UsageError:
    return UsageError(
        f"pattern {pattern!r} takes too long to match; write it without repeats within repeats"
    )
