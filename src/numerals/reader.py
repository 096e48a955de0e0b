"""The way a picture goes: opened, its ink found, cut into digits or strips, read, judged."""

from __future__ import annotations

import os
import warnings
from collections.abc import Iterable, Iterator
from functools import cached_property, lru_cache
from itertools import chain, islice
from typing import TYPE_CHECKING, get_args

from numerals.errors import NumeralsError, UsageError, fault
from numerals.field import Field
from numerals.image.document import Source, name_of, pages
from numerals.image.strip import strip_of
from numerals.model.acceptance import Acceptance, settle
from numerals.model.config import reads_numbers
from numerals.model.risk import NUMBER_MAX_ERROR
from numerals.model.runtime import Network
from numerals.model.string_network import StringNetwork
from numerals.prepare import Expect, Part, Prepared, prepare
from numerals.recognise import finish, read_digits, read_numbers
from numerals.upright import read_upright

if TYPE_CHECKING:
    from numerals.reading import Reading

_BATCH = 32
#: What was taken for a digit, but not so plainly, may be a number: if that is so likely, …
_PLAIN = 0.9
_LIKELY = 0.9
#: … or, where it looks like no digit, or something stands beside it, likelier than not.
_LIKELIER = 0.5
#: What is doubtful about a digit beside which both networks see no other.
_BESIDE = "what stands beside it may be another digit"


class Reader:
    """Reads pictures with one model. Safe to share between threads.

    Args:
        model: A model folder or ONNX file; None for the models that numerals ships. One that
            reads numbers takes the place of the one for numbers, any other that for digits.
        expect: `digit` or `number` if every picture shows a single one, `page` if it shows many,
            `auto` to look. A model of other symbols than 0 … 9 takes each picture for one of them.
        accept: From which confidence in [0, 1] an answer needs no check, whatever that lets pass;
            at 1 all are checked.
        max_error: Which share of the accepted answers may be wrong, over 0 and up to 0.1. It holds
            with 95 % confidence on pictures like those that the model's risk curve was measured
            on. By default 0.005 for digits, 0.01 for numbers; a model that cannot promise as
            little then accepts nothing. One without a curve keeps its own threshold, and warns if
            `max_error` was given.
        field: What is known of the numbers.

    Attributes:
        acceptance: From which confidence on digits are accepted, and what that promises.

    Raises:
        ModelError: The model cannot be loaded.
        UsageError: One of these is none of the possible values, both `accept` and `max_error` are
            given, or the model cannot promise the latter, or reads no numbers, nor pages of them.

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
        field: Field | None = None,
    ) -> None:
        if expect not in get_args(Expect):
            raise UsageError(f"expect is one of {', '.join(get_args(Expect))}, not {expect!r}")
        if not isinstance(field, Field | None):
            raise UsageError(f"field is a numerals.Field, not {field!r}")
        self.field = field or Field()
        self._asked = accept, max_error
        path = None if model is None else os.path.abspath(model)  # noqa: PTH100 - Path() costs time
        #: What makes the same reader, in another process too.
        self._recipe = (path, expect, accept, max_error, self.field)
        self._of_numbers = model if model is not None and reads_numbers(model) else None
        self.network = Network(None if self._of_numbers else model)
        self.expect: Expect = self.expects(expect)
        self.acceptance = settle(self.network.config, accept, max_error)
        if max_error is not None and self.acceptance.promise is None:
            warnings.warn(self.acceptance.note, stacklevel=2)
        if self.expect in ("number", "page") or self._of_numbers:
            _ = self.strings  # what is wrong with it is said now, not in the middle of a batch

    def expects(self, expect: Expect) -> Expect:
        """Tell what pictures are taken to show: with a model of other symbols, one of these.

        Raises:
            UsageError: Numbers are asked of a model of other symbols.
        """
        config = self.network.config
        if config.reads_digits:
            return expect
        if expect in ("number", "page"):
            raise UsageError(
                f"the model {config.name} reads single symbols that are no digits 0 … 9, so no "
                f"{expect}s: leave expect out, or expect a digit"
            )
        return "digit"

    @property
    def accept(self) -> float:
        """The confidence in [0, 1] from which a digit is accepted; at 1 none is."""
        return self.acceptance.accept

    @cached_property
    def strings(self) -> StringNetwork:
        """The network that reads numbers, loaded when there is one to read."""
        return StringNetwork(self._of_numbers)

    @cached_property
    def single(self) -> Network:
        """The shipped network of digits, asked about a number's: promises were measured with it."""
        return self.network if self._recipe[0] is None or self._of_numbers else Network()

    @cached_property
    def number_acceptance(self) -> Acceptance:
        """From which confidence on numbers are accepted, and what that promises."""
        accept, max_error = self._asked
        if accept is None and max_error is None:
            max_error = NUMBER_MAX_ERROR
        try:
            return settle(self.strings.config, accept, max_error)
        except UsageError as error:
            return Acceptance(1.0, note=f"no number is accepted: {error}")

    def read(self, source: Source, name: str | None = None) -> Reading:
        """Read one picture; of a file with several pages, the first.

        Args:
            source: A path, the bytes of a file, a binary file object, an array, a PIL image.
            name: What `Reading.source` shall say; by default the path.

        Raises:
            NumeralsError: The picture cannot be opened; the text says why.
        """
        return self._recognise([prepare(source, name or name_of(source), self.expect)])[0]

    def read_many(
        self, sources: Iterable[Source], batch_size: int = _BATCH, workers: int = 1
    ) -> Iterator[Reading]:
        """Read pictures as they come, in their order; a bad one becomes a row of its own.

        Args:
            sources: Anything that `read` takes; of a file with several pages each is a picture.
                Not more than a batch is held at a time, or a few hundred where workers read.
            batch_size: How many pictures go through the networks together, at least 1.
            workers: How many processes may read beside each other. 1 is this one alone; more are
                started once it has read for a second. They end with this iterator.

        Yields:
            A Reading a picture; with status `error` and the reason where it cannot be opened, where
            numerals fails at it, or where a worker died of it.
        """
        if batch_size < 1:
            raise UsageError(f"a batch has at least 1 picture, not {batch_size}")
        if workers < 1:
            raise UsageError(f"there is at least 1 worker, not {workers}")
        each = chain.from_iterable(map(pages, sources))
        if workers == 1:
            yield from self.read_pages(each, batch_size)
            return
        from numerals.crew.together import read_together

        yield from read_together(self, self._recipe, each, batch_size, workers)

    def read_pages(self, sources: Iterator[Source], batch_size: int) -> Iterator[Reading]:
        """Read pictures that are one page each, as `read_many` does it, in this process."""
        batch: list[Prepared] = []
        for source in sources:
            batch.append(self._try_prepare(source))
            # A page is a batch of its own numbers; who waits for it shall not wait for more.
            if len(batch) == batch_size or batch[-1].kind == "page":
                yield from self._try_recognise(batch)
                batch = []
        if batch:
            yield from self._try_recognise(batch)

    def _try_prepare(self, source: Source) -> Prepared:
        try:
            return prepare(source, name_of(source), self.expect)
        except NumeralsError as error:
            return Prepared(name_of(source), failure=str(error))
        except Exception as error:  # nor shall what nobody foresaw end a batch
            page = getattr(source, "number", None) or 1
            return Prepared(name_of(source), page=page, failure=fault(error))

    def _try_recognise(self, batch: list[Prepared]) -> list[Reading]:
        try:
            return self._recognise(batch)
        except NumeralsError:  # no picture's
            raise
        except Exception as error:
            if len(batch) == 1:
                (one,) = batch
                return self._recognise([Prepared(one.name, page=one.page, failure=fault(error))])
            return [reading for one in batch for reading in self._try_recognise([one])]

    def _recognise(self, batch: list[Prepared]) -> list[Reading]:
        """Run the networks over all parts of a batch, and deal their answers out."""
        parts = [part for one in batch if one.kind != "page" for part in one.parts]
        found = iter(self._read_parts(parts))
        each = (
            read_upright(one, self._read_parts)
            if one.kind == "page"
            else (one, list(islice(found, len(one.parts))))
            for one in batch
        )
        return [finish(*read, self.expect) for read in each]

    def _read_parts(self, parts: list[Part]) -> list[Reading]:
        """Read digits, then numbers, and among these what is no sure digit and may be more."""
        found: dict[int, Reading] = {}
        single = [i for i, part in enumerate(parts) if part.frame is not None]
        if single:
            chosen = [parts[i] for i in single]
            read = read_digits(chosen, self.network, self.accept, self.field)
            found |= dict(zip(single, read, strict=True))
        several = []
        for i, part in enumerate(parts):
            if i in found and self._is_plain(found[i], part):
                continue
            if part.ink is not None:
                part.strip = strip_of(part.ink)
            if part.strip is not None:
                several.append(i)
        if several:
            chosen = [parts[i] for i in several]
            accept = self.number_acceptance.accept
            read = read_numbers(chosen, self.strings, self.single, accept, self.field)
            for i, reading in zip(several, read, strict=True):
                if i not in found or self._says_more(reading, found[i], parts[i]):
                    found[i] = reading
                elif parts[i].beside:
                    more = f"it may be {reading.text}" if len(reading.digits) > 1 else _BESIDE
                    found[i] = found[i].doubting((more,))
        return [found[i] for i in range(len(parts))]

    def _is_plain(self, digit: Reading, part: Part) -> bool:
        """Tell whether what was taken for a digit is one for sure, and nothing beside it."""
        sure = digit.confidence >= _PLAIN
        sure &= digit.digits[0].no_digit < self.network.config.doubtful
        return sure and not (part.beside or part.several)

    def _says_more(self, number: Reading, digit: Reading, part: Part) -> bool:
        """Tell whether what was taken for a digit is rather a number of several."""
        ruled_out = not digit.text and not self.field.allows(digit.digits[0].value)
        if ruled_out or (part.several and digit.confidence < _PLAIN):
            least = 0.0
        elif part.beside or part.several or not digit.text:
            least = _LIKELIER
        else:
            least = max(_LIKELY, digit.confidence)
        return len(number.digits) > 1 and number.confidence > least


@lru_cache(maxsize=4)
def _shared_reader(
    model: str | None, expect: Expect, max_error: float | None, field: Field | None
) -> Reader:
    return Reader(model, expect, max_error=max_error, field=field)


def read(
    source: Source,
    *,
    model: str | os.PathLike[str] | None = None,
    expect: Expect = "auto",
    max_error: float | None = None,
    field: Field | None = None,
) -> Reading:
    """Read one picture with models that are loaded once and kept.

    Args:
        source: A path, the bytes of a file, a binary file object, an array, a PIL image.
        model: A model folder or ONNX file; None for the models that numerals ships.
        expect: `digit`, `number` or `page` if that is known, `auto` to look.
        max_error: Which share of the accepted answers may be wrong, as `Reader` has it.
        field: What is known of the number.

    Raises:
        NumeralsError: The picture or the model cannot be opened, or the model cannot promise the
            given `max_error`; the text says why.
    """
    # From another working directory, a relative path names another model.
    path = None if model is None else os.path.abspath(model)  # noqa: PTH100
    try:
        reader = _shared_reader(path, expect, max_error, field)
    except TypeError:  # what has no hash is none of the possible values, and the reader says so
        reader = Reader(path, expect, max_error=max_error, field=field)
    return reader.read(source)
