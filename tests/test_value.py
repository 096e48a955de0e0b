"""Value: the number that a text writes."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from numerals.model.alphabet import ALPHABET
from numerals.value import Span, bare, digits, reaches, value

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
@given(number=money, closing=st.sampled_from(["", "=", " =", ".=", ",--"]))
def test_what_is_written_in_any_country_is_read_back(thousands, mark, number, closing) -> None:
    english = f"{number:,.2f}"
    text = english.translate({ord(","): thousands, ord("."): mark}) + closing
    assert value(text) == number
    assert value(text, mark) == number


@given(st.integers(-(10**30), 10**30))
def test_a_whole_number_is_itself(number) -> None:
    for text in (f"{number}", f"{number:,}", f"{number:,}".replace(",", " ")):
        assert value(text) == number
    for mark in (".", ","):
        assert value(str(number), mark) == number


@given(written, st.sampled_from(["auto", ".", ","]))
def test_a_value_is_finite_and_made_of_the_texts_digits(text, mark) -> None:
    found = value(text, mark)
    if found is not None:
        assert digits(f"{found:f}").strip("0") == digits(text).strip("0")
        assert str(found) != "-0"


def span(least, most) -> Span:
    return Span(Fraction(least), Fraction(most))


@given(written, written, st.sampled_from(["auto", ".", ","]), st.integers(0, 3) | st.none())
@example("80.00", "0", "auto", 3)
@example("-150-", "=", "auto", None)
@example("=", "-1", "auto", 1)
@example("", "-1", ".", None)
def test_a_prefix_reaches_what_comes_of_it(prefix, rest, mark, more) -> None:
    found = value(prefix + rest, mark)
    if found is None or (more is not None and len(digits(rest)) > more):
        return
    assert reaches(prefix, mark, span(found, found), more)
    assert reaches(prefix, mark, span(found - 1, found + 1), more)


@pytest.mark.parametrize(
    ("prefix", "mark", "more", "least", "most", "expected"),
    [
        ("", "auto", 2, -99, -99, True),
        ("9", "auto", None, 1000, 1500, False),
        ("1", "auto", None, 1000, 1500, True),
        ("1", "auto", 2, 1000, 1500, False),
        ("15", "auto", None, 1501, 1599, True),
        ("14", "auto", None, 1501, 1599, False),
        ("915", "auto", None, 100, 150, False),
        ("00", "auto", None, 7, 7, True),
        ("12", "auto", 0, 12, 12, True),
        ("12", "auto", 0, 13, 99, False),
        ("12", "auto", 1, 12, 119, True),
        ("12", "auto", 1, 130, 1300, False),
        ("12.", "auto", 1, 120, 129, True),
        ("12.", ".", 1, 13, 129, False),
        ("12.", ".", None, 12, 12, True),
        ("1.2", "auto", None, "1.25", "1.27", True),
        ("1.2", ".", None, "1.3", "1.4", False),
        ("1.20", "auto", None, 1200, 1209, True),
        ("4.2", "auto", None, 500, 600, False),
        (".", "auto", 2, "0.5", 1, True),
        (".5", "auto", 2, "0.6", 1, False),
        ("-", "auto", None, 0, 5, True),
        ("-", "auto", None, 1, 5, False),
        ("-12", "auto", 1, -129, -120, True),
        ("-12", "auto", 1, -119, -100, False),
        ("12=", "auto", 3, 12, 12, True),
        ("12=", "auto", 3, 120, 129, False),
    ],
)
def test_a_prefix_reaches_no_more_than_it_may(prefix, mark, more, least, most, expected) -> None:
    assert reaches(prefix, mark, span(least, most), more) == expected


@pytest.mark.parametrize("prefix", ["--", "12-3", "1/2", "-12-"])
def test_what_has_no_value_reaches_none(prefix) -> None:
    assert not reaches(prefix, "auto", span(-99, 99), None)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        *(("= 1 204.-", "1204"), ("12", "12"), ("1.5=", "1.5"), ("-12,--", "-12"), ("5/-", "5")),
        *(("12-34", "12-34"), ("", ""), ("=-", "-"), ("12.,", "12.,")),
    ],
)
def test_a_bare_text_lacks_spaces_and_closings(text, expected) -> None:
    assert bare(text) == expected
