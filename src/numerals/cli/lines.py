"""Lines: a Reading as it is said to a person; a page with a line a number below it."""

from __future__ import annotations

from unicodedata import category

from numerals.reading import Reading, Status, count, percent

#: Controls, ends of lines and paragraphs, halves of characters; what turns the direction of text.
_COMMANDS = ("Cc", "Zl", "Zp", "Cs")
_TURNS = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


def text_lines(reading: Reading) -> str:
    """Say a reading: the source, what it says, how sure, what to do. Several lines for a page."""
    if reading.kind == "page" and reading.numbers:
        return "\n".join([f"{_name(reading)}: {_sum(reading)}", *_numbers(reading.numbers)])
    if reading.status is Status.ERROR:
        reason = reading.reason.removesuffix(f": {reading.source}")
        return f"{_name(reading)}: error: {_plain(reason)}"
    return f"{_name(reading)}: {_said(reading, reading.text)}"


def check_lines(reading: Reading) -> list[str]:
    """Say which numbers of a picture are to check, one a line, where the picture was read."""
    if reading.kind != "page":
        return [text_lines(reading)] if reading.status is Status.REVIEW else []
    return [
        f"{_name(reading)} {place_of(number, i)}: {_said(number, number.text)}"
        for i, number in enumerate(reading.numbers, 1)
        if number.status in (Status.REVIEW, Status.UNREADABLE)
    ]


def _name(reading: Reading) -> str:
    return _plain(reading.source)


def _plain(text: str) -> str:
    """Escape what would end the line, or command the terminal: a file may be called so."""
    return "".join(repr(c)[1:-1] if category(c) in _COMMANDS or c in _TURNS else c for c in text)


def place_of(number: Reading, index: int) -> str:
    """Say where a number stands on its page: 'r2 c3' in a table, else which it is, from 1."""
    place = [
        f"{letter}{at}"
        for letter, at in (("r", number.row), ("c", number.column))
        if at is not None
    ]
    return " ".join(place) or str(index)


def _sum(page: Reading) -> str:
    """Say how many numbers stand on a page, and how many want a look."""
    parts = [count(page.numbers)]
    for status, words in ((Status.REVIEW, "to check"), (Status.UNREADABLE, "unreadable")):
        some = sum(number.status is status for number in page.numbers)
        parts += [f"{some:,} {words}"] if some else []
    parts += [f"turned by {page.turned}° to be read"] if page.turned else []
    return ", ".join(parts)


def _numbers(numbers: tuple[Reading, ...]) -> list[str]:
    """Line the numbers up, their ends one below the other."""
    places = [place_of(number, i) for i, number in enumerate(numbers, 1)]
    first = max(map(len, places))
    second = max(len(number.text) for number in numbers)
    return [
        f"  {place:<{first}}  {_said(number, f'{number.text:>{second}}')}"
        for place, number in zip(places, numbers, strict=True)
    ]


def _said(reading: Reading, text: str) -> str:
    """Say what stands there, how sure that is, and what to do."""
    if reading.status is Status.UNREADABLE:
        return f"{text}  unreadable: {reading.reason}" if text else f"unreadable: {reading.reason}"
    said = f"{text}  ({percent(reading.confidence)})"
    if reading.printed:
        said += "  printed"
    if reading.status is Status.REVIEW:
        said += f"  please check: {reading.reason}"
    return said
