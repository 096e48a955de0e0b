"""Field: what is known of a number, said in Python and on the command line."""

from __future__ import annotations

import doctest
from decimal import Decimal

import pytest

import numerals
import numerals.field
from numerals.errors import UsageError
from numerals.field import Field


@pytest.mark.parametrize(
    ("field", "allowed", "refused"),
    [
        (Field(), ["", "12", "1-2"], []),
        (Field(length=4), ["0018", "1,204", "12.50=", "12 34"], ["123", "12345", ""]),
        (Field(length=(2, 3)), ["12", "1.25"], ["1", "1234"]),
        (Field(range=(0, 150)), ["0", "007", "150.-", "80.5", "150.00", "-0"],
         ["151", "-1", "80.000", "150.01", "1-2", ""]),
        (Field(range=(0, 150), decimal="."), ["80.000"], ["80,000"]),
        (Field(range=("-1.5", "1.5")), ["-1.5", "1,5"], ["1.51", "-2"]),
        (Field(pattern=r"\d{5}"), ["12345", "12 345", "12345.-"], ["1234", "1.2345"]),
        (Field(check="luhn"), ["18", "4539 1488 0343 6467"], ["19", "0", ""]),
        (Field(check="ean"), ["96385074", "4006381333931"], ["036000291452", "4006381333932"]),
        (Field(check="ean", length=12), ["036000291452"], ["96385074"]),
        (Field(check="iban97"), ["195"], ["196"]),
        (Field(check="mod11", length=11), ["86011117947"], ["86011117948"]),
        (Field(length=3, range=(5, 20)), ["007", "020"], ["7", "021"]),
        (Field(length=3, range=(999, 2000)), ["999"], ["1000"]),
        (Field(length=1, range=(-200, -9)), ["-9"], ["9", "-10"]),
    ],
    ids=str,
)  # fmt: skip
def test_what_a_field_allows(field, allowed, refused) -> None:
    assert [text for text in allowed if not field.allows(text)] == []
    assert [text for text in refused if field.allows(text)] == []


@pytest.mark.parametrize(
    ("field", "text", "words"),
    [
        (Field(length=5), "123", "3 digits, where 5 are asked"),
        (Field(length=(4, 6)), "123", "3 digits, where 4 to 6 are asked"),
        (Field(check="ean"), "123", "3 digits, where 8 or 13 are asked"),
        (Field(check="luhn"), "19", "the check digit is wrong (luhn)"),
        (Field(range=(0, 150)), "1,204.50", "1204.50 lies outside 0 to 150"),
        (Field(range=(0, 150)), "12/25", "no value, where 0 to 150 is asked"),
        (Field(pattern="1+"), "12", "does not match 1+"),
        (Field(length=2), "12", ""),
    ],
)
def test_an_objection_names_the_rule_that_is_broken(field, text, words) -> None:
    assert field.objection(text) == words


@pytest.mark.parametrize(
    ("rules", "words"),
    [
        ({"length": 0}, "between 1 and 100 digits and rises, not 0"),
        ({"length": 101}, "not 101"),
        ({"length": (6, 4)}, "rises, not 6..4"),
        ({"length": 2.5}, "a count of digits or a pair of them, not 2.5"),
        ({"length": True}, "not True"),
        ({"length": (1, 2, 3)}, r"not \(1, 2, 3\)"),
        ({"range": (150, 0)}, "from the least value to the most, not 150..0"),
        ({"range": 150}, r"as \(0, 150\), not 150"),
        ({"range": (0, 1.5)}, "not 1.5; a float is not exact: write it as text"),
        ({"range": (0, Decimal("nan"))}, "such as 0 or 1.5"),
        ({"range": (0, "1,5")}, "with a point, not '1,5'"),
        ({"pattern": "("}, "no regular expression"),
        ({"range": (0, "9" * 4400)}, "at most 100 digits"),
        ({"range": (0, Decimal("1E+5000"))}, "at most 100 digits"),
        ({"range": ("0." + "3" * 20_000, 1)}, "at most 100 digits"),
        ({"pattern": ""}, "the empty one allows no number"),
        ({"pattern": 5}, "a regular expression, not 5"),
        ({"check": "crc"}, "one of luhn, iban97, ean, mod11, not 'crc'"),
        ({"check": "ean", "length": (9, 11)}, "no number of 9..11 digits has a check by ean"),
        ({"check": "luhn", "length": 1}, "no number of 1 digits has a check by luhn"),
        ({"check": []}, "one of luhn, iban97, ean, mod11, not \\[\\]"),
        ({"length": 1, "range": (100, 200)}, "no number of 1 digits lies between 100 and 200"),
        ({"length": (1, 3), "range": (-2000, -1000)}, "of 1 to 3 digits lies between -2000"),
        ({"check": "ean", "range": ("1e13", 10**14)}, "such as 0 or 1.5"),
        ({"check": "ean", "range": (10**13, 10**14)}, "of 8 or 13 digits lies between"),
        ({"decimal": ";"}, "decimal is auto, . or , and not ';'"),
    ],
)
def test_a_rule_that_makes_no_sense_is_refused(rules, words) -> None:
    with pytest.raises(UsageError, match=words):
        Field(**rules)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ({}, Field()),
        ({"length": "5"}, Field(length=5)),
        ({"length": " 4 .. 6 "}, Field(length=(4, 6))),
        ({"range": "0..150"}, Field(range=(0, 150))),
        ({"range": "-1.5..1.5"}, Field(range=(Decimal("-1.5"), Decimal("1.5")))),
        ({"range": "0...5"}, Field(range=(0, "0.5"))),
        ({"pattern": r"\d{5}", "decimal": ","}, Field(pattern=r"\d{5}", decimal=",")),
        ({"check": "ean", "length": "8..13"}, Field(check="ean", length=(8, 13))),
    ],
)
def test_the_command_lines_spelling_is_understood(written, expected) -> None:
    assert Field.parse(**written) == expected


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ({"length": "four"}, "a count of digits, 5 or 4..6, not 'four'"),
        ({"length": "4-6"}, "not '4-6'"),
        ({"length": "6..4"}, "rises, not 6..4"),
        ({"length": "9" * 10}, "a count of digits"),
        ({"range": "150"}, "two values, as 0..150, not '150'"),
        ({"range": "0.."}, "such as 0 or 1.5, with a point, not ''"),
        ({"range": "0..inf"}, "not 'inf'"),
        ({"check": "crc"}, "not 'crc'"),
        ({"decimal": "dot"}, "not 'dot'"),
        ({"check": ""}, "not ''"),
    ],
)
def test_a_misspelt_field_is_explained(written, words) -> None:
    with pytest.raises(UsageError, match=words):
        Field.parse(**written)


def test_a_field_is_public_frozen_and_hashable() -> None:
    field = numerals.Field(length=4, range=(0, 9), pattern=r"\d")
    assert field == Field(length=4, range=("0", Decimal(9)), pattern=r"\d")
    assert len({field, Field(length=4, range=(0, 9), pattern=r"\d")}) == 1
    with pytest.raises(AttributeError):
        field.length = 5


def test_the_examples_are_true() -> None:
    assert doctest.testmod(numerals.field) == (0, 2)
