"""Value: the number that a text writes."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from numerals.model.alphabet import ALPHABET
from numerals.value import bare, digits, reach, value

#: Texts as a network may read them, with the gaps and slashes that may be put between.
written = st.text(ALPHABET + " /", max_size=9)
#: Numbers of money: two decimals, so that no mark can be taken for another.
money = st.decimals(-(10**30), 10**30, places=2, allow_nan=False)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("0", "0"),
        ("007", "7"),
        ("1,204.50", "1204.50"),
        ("1.204,50", "1204.50"),
        ("1 204,50", "1204.50"),
        ("1'204.50", "1204.50"),
        ("12 345 678", "12345678"),
        ("1.204.300", "1204300"),
        ("1.204.300,5", "1204300.5"),
        ("12,34,567", "1234567"),
        ("1,20,400.50", "120400.50"),
        ("80.000", "80000"),
        ("80,000", "80000"),
        ("0.500", "0.500"),
        ("1204.500", "1204.500"),
        ("1'204.500", "1204.500"),
        ("80.00", "80.00"),
        ("80,5", "80.5"),
        (".5", "0.5"),
        (",25", "0.25"),
        ("1, 204.50", "1204.50"),
        ("2.500=", "2500"),
        ("=150=", "150"),
        ("150.-", "150"),
        ("150,--", "150"),
        ("150.", "150"),
        ("150 -", "150"),
        ("150/-", "150"),
        ("-12", "-12"),
        ("- 12.5", "-12.5"),
        ("-150.-", "-150"),
        ("-0", "0"),
        ("9" * 60, "9" * 60),
        ("-" + "9" * 60, "-" + "9" * 60),
    ],
)
def test_numbers_as_people_write_them(text, expected) -> None:
    found = value(text)
    assert str(found) == expected


@pytest.mark.parametrize(
    "text",
    [
        *("", "-", ".", "=", "12/25", "12.25.2024", "12 34", "1,,204", "1.2.3", "1-2", "--12"),
        *("-150-", "1,204.500.300", "1.204,300.5", "1 204'300", "1.204 300", "12=34", "12'5", "²"),
        *("1.5.-.", "1 2 3"),
    ],
)
def test_what_is_no_number_has_no_value(text) -> None:
    assert value(text) is None


@pytest.mark.parametrize(
    ("text", "point", "comma"),
    [
        ("80.000", "80.000", "80000"),
        ("80,000", "80000", "80.000"),
        ("80.00", "80.00", None),
        ("1.204.300", None, "1204300"),
        ("1,204.50", "1204.50", None),
        ("1.204,50", None, "1204.50"),
        ("12,34,567", "1234567", None),
        ("1 204", "1204", "1204"),
        (",500", None, "0.500"),
    ],
)
def test_a_known_decimal_mark_leaves_no_doubt(text, point, comma) -> None:
    found = [value(text, mark) for mark in (".", ",")]
    assert [None if v is None else str(v) for v in found] == [point, comma]


@pytest.mark.parametrize(
    ("thousands", "mark"), [(",", "."), (".", ","), (" ", ","), ("'", "."), ("", "."), ("", ",")]
)
@settings(deadline=None)
@given(number=money, closing=st.sampled_from(["", "=", " =", ".=", ",--"]))
def test_what_is_written_in_any_country_is_read_back(thousands, mark, number, closing) -> None:
    english = f"{number:,.2f}"
    text = english.translate({ord(","): thousands, ord("."): mark}) + closing
    assert value(text) == number
    assert value(text, mark) == number


@settings(deadline=None)
@given(st.integers(-(10**30), 10**30))
def test_a_whole_number_is_itself(number) -> None:
    for text in (f"{number}", f"{number:,}", f"{number:,}".replace(",", " ")):
        assert value(text) == number
    for mark in (".", ","):
        assert value(str(number), mark) == number


@settings(deadline=None)
@given(written, st.sampled_from(["auto", ".", ","]))
def test_a_value_is_finite_and_made_of_the_texts_digits(text, mark) -> None:
    found = value(text, mark)
    if found is not None:
        assert digits(f"{found:f}").strip("0") == digits(text).strip("0")
        assert str(found) != "-0"


@settings(deadline=None)
@given(written, written, st.sampled_from(["auto", ".", ","]), st.integers(0, 3) | st.none())
@example("80.00", "0", "auto", 3)
@example("-150-", "=", "auto", None)
@example("=", "-1", "auto", 1)
@example("", "-1", ".", None)
def test_a_prefix_bounds_what_may_come_of_it(prefix, rest, mark, more) -> None:
    found = value(prefix + rest, mark)
    if found is None or (more is not None and len(digits(rest)) > more):
        return
    span = reach(prefix, mark, more)
    assert span is not None
    assert span.least <= found <= span.most


@pytest.mark.parametrize(
    ("prefix", "mark", "more", "expected"),
    [
        ("", "auto", 2, (-99, 99)),
        ("= ", "auto", None, (-Decimal("Infinity"), Decimal("Infinity"))),
        (".", "auto", 2, (0, 99)),
        ("12", "auto", 0, (12, 12)),
        ("12", "auto", 1, (12, 129)),
        ("12.", "auto", 1, (12, 129)),
        ("12.", ".", 1, (12, 13)),
        ("-12", "auto", 1, (-129, -12)),
        ("12=", "auto", 3, (12, 12)),
        ("12", "auto", None, (12, Decimal("Infinity"))),
    ],
)
def test_the_bounds_are_narrow(prefix, mark, more, expected) -> None:
    assert reach(prefix, mark, more) == expected


@pytest.mark.parametrize("prefix", ["--", "12-3", "1/2", "-12-"])
def test_what_has_no_value_reaches_none(prefix) -> None:
    assert reach(prefix, "auto", None) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        *(("= 1 204.-", "1204"), ("12", "12"), ("1.5=", "1.5"), ("-12,--", "-12"), ("5/-", "5")),
        *(("12-34", "12-34"), ("", ""), ("=-", "-"), ("12.,", "12.,")),
    ],
)
def test_a_bare_text_lacks_spaces_and_closings(text, expected) -> None:
    assert bare(text) == expected
