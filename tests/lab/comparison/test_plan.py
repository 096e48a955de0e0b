"""What is compared: sizes, cells, and what each cell learns from."""

from __future__ import annotations

import numpy as np
import pytest

from numerals.data import stratified_split
from numerals.errors import UsageError
from numerals.lab.comparison.plan import (
    Asked,
    Cell,
    available,
    cut,
    groups,
    sizes_of,
    training_places,
)
from numerals.lab.rivals.systems import System, systems

LABELS = np.random.default_rng(0).choice(10, 3000, p=[0.28] + [0.08] * 9).astype(np.int64)


def a_system(**options: object) -> System:
    return System("t", "dense", "s", lambda seed, quick: None, **options)


def test_sizes_rise_and_what_is_too_large_is_all() -> None:
    assert sizes_of(("all", "100", "99999", "100"), 2700) == (100, 2700)


@pytest.mark.parametrize("size", ["0", "-5", "many", "1.5", "", "²"])
def test_a_size_is_a_number_or_all(size: str) -> None:
    with pytest.raises(UsageError, match="--sizes takes numbers"):
        sizes_of((size,), 2700)


def test_a_smaller_size_is_part_of_a_larger_one_and_none_is_held_back() -> None:
    held = set(stratified_split(LABELS, 0.1, 4)[1].tolist())
    before: set[int] = set()
    for size in (10, 100, 1000, available(LABELS)[0]):
        places = set(training_places(LABELS, size, 4).tolist())
        assert len(places) == size
        assert before <= places
        assert not places & held
        before = places


def test_each_size_has_a_fair_share_of_each_class() -> None:
    chosen = np.bincount(LABELS[training_places(LABELS, 200, 1)], minlength=10)
    fair = 200 * np.bincount(LABELS) / len(LABELS)
    assert np.abs(chosen - fair).max() <= 1


def test_seeds_choose_differently_and_each_always_alike() -> None:
    one, again, other = (training_places(LABELS, 100, seed) for seed in (1, 1, 2))
    assert (one == again).all()
    assert not (one == other).all()


def test_one_seed_of_all_comes_before_the_next_of_any() -> None:
    zoo = {"a": a_system(), "b": a_system(most_seeds=1), "c": a_system(fitted=False)}
    found = list(groups(("a", "b", "c"), zoo, 2, (10, 20)))
    assert [[*map(tuple, group)] for group in found] == [
        [("a", 10, 0), ("a", 20, 0)],
        [("b", 10, 0), ("b", 20, 0)],
        [Cell("c", 20, 0)],
        [("a", 10, 1), ("a", 20, 1)],
    ]


def test_what_is_cut_is_said() -> None:
    zoo = systems()
    whole = Asked(tuple(zoo))
    assert cut(whole, zoo, (100, 54001), 54001) == ["not fitted here, and measured once: shipped"]
    little = Asked(("cnn",), quick=True, seeds=1)
    said = " ".join(cut(little, zoo, (500, 4000), 54001))
    for word in ("quick: fewer epochs", "1 seed in the place of 3", "at most 4,000 of 54,001"):
        assert word in said
    assert "left out: rnn" in said


def test_what_is_asked_survives_its_file() -> None:
    asked = Asked(("cnn", "rnn"), seeds=2, outside=("here",))
    assert Asked.from_dict(asked.to_dict()) == asked
