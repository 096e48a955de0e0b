"""Promise: what accepted answers are worth, told of digits and of numbers where each was read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from numerals.cli.console import say, say_if_unkept
from numerals.errors import UsageError

if TYPE_CHECKING:
    from numerals.model.acceptance import Acceptance
    from numerals.reader import Reader
    from numerals.reading import Reading

_Kind = Literal["digit", "number"]


class Promises:
    """Tells what a reader promises, of what it reads.

    That nothing is promised where somebody counts on it is told at once; where a picture may show
    either, of numbers only when one was read, since their network is loaded then.

    Args:
        reader: The reader.
        asked: Whether the user asked for a share of errors.

    Raises:
        UsageError: It was asked of numbers, and the model cannot promise it; the text says the
            least it can.
    """

    def __init__(self, reader: Reader, asked: bool) -> None:
        self._reader, self._asked = reader, asked
        self._first: _Kind = "number" if reader.expect in ("number", "page") else "digit"
        self._read: set[str] = set()
        acceptance = self._of(self._first)
        unkept = self._first == "number" and asked and acceptance.promise is None
        # Of a model without a curve is only told, as with digits.
        if unkept and reader.strings.config.risk is not None:
            raise UsageError(acceptance.note)
        self._told = {self._first} if say_if_unkept(acceptance, asked) else set()

    def add(self, reading: Reading) -> None:
        """Note what was read."""
        for one in reading.numbers or (reading,):
            if one.text:
                self._read.add(one.kind)

    def tell(self, several: bool) -> None:
        """Tell what was promised of all that was read.

        Args:
            several: Whether there were several pictures; of one, only what is not promised is told.
        """
        kinds: tuple[_Kind, ...] = ("digit", "number")
        used = [kind for kind in kinds if kind in self._read] or [self._first]
        for kind in used:
            acceptance = self._of(kind)
            told = kind in self._told
            if not told and kind != self._first:
                told = say_if_unkept(acceptance, self._asked)
            if several and not told:
                say(f"{kind}s: {acceptance}" if len(used) > 1 else str(acceptance))

    def _of(self, kind: _Kind) -> Acceptance:
        return self._reader.acceptance if kind == "digit" else self._reader.number_acceptance
