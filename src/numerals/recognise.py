"""Recognise: from what was prepared to Readings, by the networks, a batch at a time."""

from __future__ import annotations

import math
from dataclasses import replace
from itertools import pairwise
from operator import attrgetter
from typing import TYPE_CHECKING

import numpy as np

from numerals.digit import Alternative, Digit
from numerals.image.spans import Spans, in_picture, thousands
from numerals.image.strokes import union
from numerals.image.whole import View, fills
from numerals.model.calibrate import soften
from numerals.model.judge import alternatives, judge_number, verdict
from numerals.model.looks import look
from numerals.model.number import DIGITS, Number, read_number
from numerals.model.string_network import FRAME
from numerals.model.views import blend
from numerals.opinion import Opinion
from numerals.reading import Box, Reading, Status, percent_up
from numerals.value import value

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numerals.field import Field
    from numerals.image.strip import Strip
    from numerals.model.runtime import Network
    from numerals.model.string_network import StringNetwork
    from numerals.prepare import Expect, Part, Prepared


_confidence = attrgetter("confidence")
#: What is doubtful about one digit where there may be more; no number is doubted for that.
_SEVERAL = "it may be several digits"
#: From which probability of "no digit" on a number of one digit is doubted.
_NO_DIGIT = 0.5
#: What reads as so many digits, or more, and no surer than this, is a word if the mean probability
#: of "no digit" on them is this.
_LETTERS, _UNSURE, _MOSTLY_NONE = 4, 0.2, 0.25
#: Capitals are at most so many times as high as other letters.
_TALLER = 2.1
_WORD = "looks like a word, not a number"
_ON_EDGE = "it stands where two grounds meet, and may be their edge"


def read_digits(
    parts: Sequence[Part], network: Network, accept: float, field: Field
) -> list[Reading]:
    """Read parts that are taken for a digit each: Readings without a source."""
    config = network.config
    views = [_views(p, config.reject) for p in parts]
    outputs = network.predict(np.stack([view.frame for each in views for view in each]))
    readings, seen = [], soften(outputs, config.temperature)
    for p, each in zip(parts, views, strict=True):
        here, seen = seen[: len(each)], seen[len(each) :]
        blended, best = blend(here)
        answer = alternatives(blended, config)
        # Beside a digit that fills the whole picture there is no room for another.
        doubts = [] if best and fills(each[best].box, p.size) else p.doubts
        readings.append(_digit_reading(p, each[best], answer, network, accept, field, doubts))
    return readings


def read_numbers(
    parts: Sequence[Part], network: StringNetwork, single: Network, accept: float, field: Field
) -> list[Reading]:
    """Read parts that are taken for a number each: Readings without a source.

    Args:
        parts: Of which each has a strip.
        network: It reads along strips.
        single: It reads single digits, and is asked for its opinion of theirs.
        accept: The confidence from which a number is accepted.
        field: What is known of the numbers.
    """
    strips = [p.strip for p in parts if p.strip is not None]
    looks = look(network, [s.pixels for s in strips], [s.uprights for s in strips])
    spans = [Spans(strip) for strip in strips]
    numbers = [
        read_number(first, field, [second], Opinion(each, single))
        for (first, second), each in zip(looks, spans, strict=True)
    ]
    found = [
        _number_reading(*each, accept) for each in zip(parts, strips, spans, numbers, strict=True)
    ]
    return _doubt_words(_doubt_alone(found, single), single)


def finish(prepared: Prepared, readings: list[Reading], expect: Expect) -> Reading:
    """Name the readings of a picture, and put them together; words on a page are left out."""
    name, thumbnail, scale = prepared.name, prepared.thumbnail, prepared.scale
    if thumbnail is None:
        return Reading.failed(name, prepared.failure, prepared.page)
    doubts = tuple(prepared.doubts)
    if prepared.kind == "page":
        read = zip(readings, prepared.parts, strict=True)
        numbers = [_on_page(r, p) for r, p in read if not _is_word(r)]
        page = Reading.of_page(
            name, numbers, doubts=doubts, page=prepared.page, thumbnail=thumbnail, scale=scale,
            turned=-prepared.turned % 4 * 90,
        )  # fmt: skip
        return page.doubting(tuple(prepared.page_doubts))
    if not readings:
        reason = "; ".join(["no ink was found on the picture", *doubts])
        kind = "number" if expect == "number" else "digit"
        return Reading(
            name, "", 0.0, Status.UNREADABLE, reason, (), thumbnail, scale,
            kind=kind, page=prepared.page,
        )  # fmt: skip
    return replace(
        readings[0].doubting(doubts),
        source=name,
        thumbnail=thumbnail,
        scale=scale,
        page=prepared.page,
    )


def _views(p: Part, several: bool) -> list[View]:
    """Give the ways in which a part may be a digit; one for a network that weighs none."""
    assert p.frame is not None  # noqa: S101
    assert p.box is not None  # noqa: S101
    return [View(p.frame, p.box), *(p.views if several else ())]


def _digit_reading(
    p: Part,
    view: View,
    answer: tuple[Alternative, ...],
    network: Network,
    accept: float,
    field: Field,
    of_finding: Sequence[str],
) -> Reading:
    config = network.config
    best = free = max(answer, key=_confidence).value
    allowed = answer if field.is_open else [a for a in answer if field.allows(a.value)]
    doubts = [*of_finding]
    doubts += [text for text, said in ((_SEVERAL, p.several), (_ON_EDGE, p.on_edge)) if said]
    if not allowed:
        reason = "; ".join([f"looks like {free}: {field.objection(free)}", *doubts])
        digit = Digit(free, view.box, answer, view.frame)
        return Reading("", "", 0.0, Status.UNREADABLE, reason, (digit,), doubts=tuple(doubts))
    if len(allowed) < len(answer):
        # Whether it is a digit at all is another question, whose answer stays.
        scale = math.fsum(a.confidence for a in answer) / math.fsum(a.confidence for a in allowed)
        answer = tuple(Alternative(a.value, min(1.0, a.confidence * scale)) for a in allowed)
        best = max(answer, key=_confidence).value
    constrained = best != free
    if constrained:
        doubts.append(_said(free, best))
    digit = Digit(best, view.box, answer, view.frame)
    text, confidence, status, reason, told = verdict(
        digit, accept, config.unreadable, doubts, config.doubtful
    )
    worth = value(text, field.decimal) if text else None
    return Reading(
        "", text, confidence, status, reason, (digit,),
        doubts=told, value=worth, constrained=constrained and bool(text),
    )  # fmt: skip


def _number_reading(p: Part, strip: Strip, spans: Spans, number: Number, accept: float) -> Reading:
    doubts = list(p.doubts)
    if number.constrained and number.text:
        doubts.append(_said(number.free, number.text))
    status, reason = judge_number(number, accept, doubts)
    digits = _digits(p, strip, spans, number)
    return Reading(
        "", _spaced(number.text, digits), number.confidence, status, reason, digits,
        doubts=tuple(doubts), kind="number", value=number.value,
        alternatives=number.alternatives, constrained=number.constrained and bool(number.text),
    )  # fmt: skip


def _doubt_alone(numbers: list[Reading], single: Network) -> list[Reading]:
    """Doubt a number of one digit which the network of single digits takes for none, as a letter.

    The one that reads along strips knows nothing that is no digit.
    """
    alone = {
        i: frame
        for i, number in enumerate(numbers)
        if number.status is Status.ACCEPTED and len(number.digits) == 1
        if (frame := number.digits[0].frame) is not None
    }
    if not alone or not single.config.reject:
        return numbers
    outputs = soften(single.predict(np.stack([*alone.values()])), single.config.temperature)
    for i, none in zip(alone, outputs[:, -1].tolist(), strict=True):
        if none >= _NO_DIGIT:
            numbers[i] = numbers[i].doubting((f"may be no digit: {percent_up(none)} likely",))
    return numbers


def _doubt_words(numbers: list[Reading], single: Network) -> list[Reading]:
    """Doubt numbers whose digits the network of single digits takes for none, as letters.

    What a field has made of a number says nothing of how it looks.
    """
    frames = {
        i: [digit.frame for digit in number.digits if digit.frame is not None]
        for i, number in enumerate(numbers)
        if number.confidence < _UNSURE and not number.constrained
        if len(number.digits) >= _LETTERS and not _is_uneven([d.box.h for d in number.digits])
    }
    every = [frame for each in frames.values() for frame in each]
    if not every or not single.config.reject:
        return numbers
    none = soften(single.predict(np.stack(every)), single.config.temperature)[:, -1]
    ends = np.cumsum([len(each) for each in frames.values()])[:-1]
    for i, own in zip(frames, np.split(none, ends), strict=True):
        if len(own) and float(own.mean()) >= _MOSTLY_NONE:
            numbers[i] = numbers[i].doubting((_WORD,))
    return numbers


def _is_word(reading: Reading) -> bool:
    """Tell whether a number was doubted for a word."""
    return _WORD in reading.doubts


def _is_uneven(heights: list[int]) -> bool:
    """Tell whether heights are so uneven that there may be a label with a number behind it."""
    return max(heights) >= _TALLER * float(np.percentile(heights, 25))


def _digits(p: Part, strip: Strip, spans: Spans, number: Number) -> tuple[Digit, ...]:
    """Give a number's digits their boxes in the picture, and their frames."""
    boxes = spans.boxes([(c.centre + 0.5) * FRAME for c in number.characters])
    return tuple(
        Digit(c.value, in_picture(strip, box, *p.size), c.probabilities, spans.frame(box))
        for c, box in zip(number.characters, boxes, strict=True)
        if c.value in DIGITS
    )


def _spaced(text: str, digits: Sequence[Digit]) -> str:
    """Set off thousands with spaces where they are written apart, without a mark between."""
    if not text.isdigit():
        return text
    breaks = [0, *thousands([digit.box for digit in digits]), len(text)]
    return " ".join(text[a:b] for a, b in pairwise(breaks))


def _said(free: str, text: str) -> str:
    free = free or "nothing"
    return f"only what is known of the number makes it {text}: without that, {free} is likelier"


def _on_page(reading: Reading, p: Part) -> Reading:
    """Bring a number of a page to its place: boxes in pixels of the page, row and column."""
    place = p.place
    assert place is not None  # noqa: S101
    digits = tuple(replace(digit, box=place.locate(digit.box)) for digit in reading.digits)
    around = _around(reading, p)
    return replace(
        reading, digits=digits, box=place.box if around is None else place.locate(around),
        row=place.row, column=place.column, printed=place.printed,
    )  # fmt: skip


def _around(reading: Reading, p: Part) -> Box | None:
    """Find the box around a number that is read: its digits, and the marks at its ends.

    What else stands in its place, as a label in its cell or the line that it stands on, is left
    out.

    Returns:
        A box in the pixels of its part; None where nothing is read.
    """
    text = reading.text
    if not text or not reading.digits:
        return None
    box = union([digit.box for digit in reading.digits])
    if p.strip is None:
        return box
    whole, left, right = p.strip.written, box.x, box.x + box.w
    if not text[0].isdigit():
        left = min(left, whole.x)
    if not text[-1].isdigit():
        right = max(right, whole.x + whole.w)
    return Box(left, box.y, right - left, box.h)
