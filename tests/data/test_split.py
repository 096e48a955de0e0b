"""Laws of the stratified split."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from numerals.data import stratified_split

LABELS = hnp.arrays(np.uint8, st.integers(0, 200), elements=st.integers(0, 9))
FRACTIONS = st.floats(0.01, 0.99)
SEEDS = st.integers(0, 2**32)


@given(LABELS, FRACTIONS, SEEDS)
def test_every_index_lands_on_one_side_once(labels, fraction, seed):
    training, validation = stratified_split(labels, fraction, seed)
    both = np.concatenate([training, validation])
    assert np.array_equal(np.sort(both), np.arange(labels.size))
    for side in (training, validation):
        assert np.array_equal(side, np.sort(side))
        assert np.issubdtype(side.dtype, np.integer)


@given(LABELS, FRACTIONS, SEEDS)
def test_each_class_gives_the_same_share(labels, fraction, seed):
    _, validation = stratified_split(labels, fraction, seed)
    for value in np.unique(labels):
        held = np.count_nonzero(labels[validation] == value)
        assert held == round(fraction * np.count_nonzero(labels == value))


@given(LABELS, FRACTIONS, SEEDS)
def test_equal_seeds_give_equal_splits(labels, fraction, seed):
    first, second = (stratified_split(labels, fraction, seed) for _ in range(2))
    assert all(np.array_equal(a, b) for a, b in zip(first, second, strict=True))


def test_another_seed_gives_another_split():
    labels = np.arange(1000) % 10
    assert not np.array_equal(
        stratified_split(labels, 0.1, 0)[1], stratified_split(labels, 0.1, 1)[1]
    )


@pytest.mark.parametrize("fraction", [0, 1, -0.1, 1.5])
def test_a_fraction_is_between_nothing_and_all(fraction):
    with pytest.raises(ValueError, match="between 0 and 1"):
        stratified_split(np.zeros(3), fraction)
