"""Checks: what each rules out, by the table in its module."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from numerals.checks import CHECKS

VALID = {
    "luhn": ["79927398713", "4539148803436467", "18", "490154203237518"],
    "ean": ["4006381333931", "96385074", "9780306406157", "036000291452", "10614141000415"],
    # An account in Norway, a CUIT, a RUT, an IRD number.
    "mod11": ["86011117947", "20267565393", "760864285", "49091850"],
    # IBAN GB82 WEST 1234 5698 7654 32 and DE68 2105 0170 0012 3456 78, their letters as digits.
    "iban97": ["3214282912345698765432161182", "210501700012345678131468"],
}
ASKED = st.sampled_from(sorted(CHECKS))


def completed(name: str, digits: str) -> str | None:
    """Add what makes digits obey a check; None where nothing does."""
    places = 2 if name == "iban97" else 1
    tries = (f"{digits}{i:0{places}}" for i in range(10**places))
    return next((number for number in tries if CHECKS[name].holds(number)), None)


@pytest.mark.parametrize(("name", "number"), [(n, v) for n, all_ in VALID.items() for v in all_])
def test_known_numbers_hold(name, number) -> None:
    assert CHECKS[name].holds(number)


@given(ASKED, st.text("0123456789", min_size=12, max_size=12), st.data())
def test_one_wrong_digit_is_always_caught(name, digits, data) -> None:
    number = completed(name, digits)
    assume(number is not None)
    place = data.draw(st.integers(0, len(number) - 1))
    other = data.draw(st.sampled_from(sorted(set("0123456789") - {number[place]})))
    assert not CHECKS[name].holds(number[:place] + other + number[place + 1 :])


@given(ASKED, st.text("0123456789", min_size=12, max_size=12), st.integers(0, 11))
def test_swapped_neighbours_are_caught_but_where_the_table_says(name, digits, place) -> None:
    number = completed(name, digits)
    assume(number is not None)
    a, b = number[place], number[place + 1]
    swapped = number[:place] + b + a + number[place + 2 :]
    blind = {"luhn": {a, b} == {"0", "9"}, "ean": abs(int(a) - int(b)) == 5}.get(name, False)
    assert CHECKS[name].holds(swapped) == (a == b or blind)


@given(st.sampled_from(["luhn", "ean"]), st.text("0123456789", min_size=12, max_size=12))
def test_any_number_has_just_one_check_digit(name, digits) -> None:
    assert sum(CHECKS[name].holds(digits + d) for d in "0123456789") == 1


@given(st.text("0123456789", min_size=1, max_size=12))
def test_under_mod11_there_is_no_number_where_the_check_digit_would_be_10(digits) -> None:
    weights = [2 + i % 6 for i in range(len(digits))]
    total = sum(w * int(d) for w, d in zip(weights, reversed(digits), strict=True))
    check = (11 - total % 11) % 11
    assert completed("mod11", digits) == (None if check == 10 else f"{digits}{check}")


@given(st.text("0123456789", min_size=1, max_size=40))
def test_iban97_is_one_more_than_a_multiple(digits) -> None:
    assert CHECKS["iban97"].holds(digits) == (int(digits) % 97 == 1 and len(digits) >= 3)


@pytest.mark.parametrize(
    ("name", "digits"), [("luhn", ""), ("luhn", "0"), ("mod11", "0"), ("ean", "0"), ("iban97", "1")]
)
def test_too_few_digits_hold_nothing(name, digits) -> None:
    assert not CHECKS[name].holds(digits)
