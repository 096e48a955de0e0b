"""Constraint: a field, character by character, drops nothing that the field allows."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from numerals.constraint import constraint_of
from numerals.errors import UsageError
from numerals.field import Field
from numerals.model.alphabet import ALPHABET
from numerals.model.beam import allows

FIELDS = [
    Field(length=3),
    Field(length=(2, 4), range=(5, 1500)),
    Field(range=(-20, 150)),
    Field(range=("0.5", "80.5"), decimal=","),
    Field(range=(1000, 2000), decimal="."),
    Field(range=(-5, -2)),
    Field(pattern=r"\d{2}[.,]\d"),
    Field(pattern=r"1*2=", length=(1, 3)),
    Field(check="luhn"),
    Field(check="mod11", length=(2, 5)),
    Field(check="iban97"),
]


@pytest.mark.parametrize("field", FIELDS, ids=str)
@given(text=st.text(ALPHABET + " ", max_size=6) | st.text("0123456789", max_size=5))
def test_a_text_gets_through_if_and_only_if_the_field_allows_it(field, text) -> None:
    constraint = constraint_of(field)
    assert constraint is not None
    assert allows(constraint, text) == field.allows(text)


@pytest.mark.parametrize(
    ("field", "prefix"),
    [
        (Field(length=2), "1.23"),
        (Field(range=(0, 150)), "151"),
        (Field(range=(0, 150)), "-1"),
        (Field(range=(0, 150)), "12-1"),
        (Field(range=(500, 999), length=3), "4"),
        (Field(range=(5, 9)), "4"),
        (Field(range=(10, 99)), "4="),
        (Field(range=(1000, 1500)), "9"),
        (Field(pattern=r"\d\d"), "1."),
        (Field(check="ean"), "12345678901234"),
    ],
)
def test_what_no_allowed_text_begins_with_is_dropped_at_once(field, prefix) -> None:
    constraint = constraint_of(field)
    assert constraint is not None
    state = constraint.start
    for char in prefix[:-1]:
        state = constraint.step(state, char)
        assert state is not None
    assert constraint.step(state, prefix[-1]) is None


@pytest.mark.parametrize(
    "field",
    [
        *(Field(check=c, length=n) for c in ("luhn", "iban97", "mod11") for n in (6, (4, 7), None)),
        *(Field(check="ean"), Field(check="ean", length=(12, 14))),
    ],
    ids=str,
)
@given(data=st.data())
def test_beginnings_of_one_key_ask_for_the_same(field, data) -> None:
    """Else the search would let them compete, and could lose the only one that can be right."""
    constraint = constraint_of(field)
    assert constraint is not None
    first = data.draw(st.text("0123456789", min_size=2, max_size=2))
    by_key: dict[object, list[str]] = {}
    for number in range(100):
        state = constraint.start
        for char in f"{number:02}":
            state = constraint.step(state, char)
            assert state is not None
        by_key.setdefault(constraint.key(state), []).append(f"{number:02}")
        if f"{number:02}" == first:
            mine = constraint.key(state)
    rest = data.draw(st.text("0123456789", min_size=1, max_size=10))
    assert len({field.allows(twin + rest) for twin in by_key[mine]}) == 1


def test_without_a_rule_there_is_no_constraint() -> None:
    assert constraint_of(None) is None
    assert constraint_of(Field()) is None
    assert constraint_of(Field(decimal=",")) is None


def test_a_search_ends_when_its_pattern_has_taken_its_time(monkeypatch) -> None:
    field = Field(pattern=r"\d+")
    constraint = constraint_of(field)
    state = constraint.step(constraint.start, "1")
    assert constraint.accepts(state)
    monkeypatch.setattr("numerals.pattern._SEARCH", -1.0)
    spent = constraint_of(field)
    with pytest.raises(UsageError, match="takes too long"):
        spent.step(spent.start, "1")
    with pytest.raises(UsageError, match="takes too long"):
        spent.accepts(state)
    # Each search has its own time.
    assert constraint.step(state, "1") is not None
