"""Between: a form leans towards its neighbours, and stays a digit whose strokes meet."""

import numpy as np
import pytest

from numerals.data.between import lean, neighbours
from numerals.data.forms import FORMS, Stroke
from numerals.data.number_forms import IN_NUMBERS

ALL = {d: [*forms, *IN_NUMBERS.get(d, [])] for d, forms in FORMS.items()}


@pytest.mark.parametrize("digit", ALL)
def test_every_form_leans_a_little(digit: int) -> None:
    rng = np.random.default_rng(digit)
    for form, ways in zip(ALL[digit], neighbours(ALL[digit]), strict=True):
        for _ in range(20):
            moves = lean(form, ways, rng)
            assert set(moves) == {point for stroke in form for point in stroke}
            far = np.hypot(*np.array(list(moves.values())).T)
            assert np.isfinite(far).all()
            assert far.mean() < 0.2


def test_leans_towards_the_neighbour() -> None:
    upright: list[Stroke] = [[(0.5, 0), (0.5, 0.5), (0.5, 1)]]
    beside: list[Stroke] = [[(0.6, 0), (0.6, 1)]]
    rng = np.random.default_rng(0)
    _, way = neighbours([upright, beside])[0]
    drawn = [[(x / 0.1, y) for x, y in lean(upright, [way], rng).values()] for _ in range(200)]
    shares = np.array(drawn)
    assert np.abs(shares[..., 1]).max() < 1e-9
    assert np.ptp(shares[..., 0], axis=1).max() < 1e-9  # all points by the same share
    assert shares.min() < 0 < 0.5 < shares.max() < 0.61


def test_leans_nowhere_without_a_neighbour() -> None:
    one: list[Stroke] = [[(0.5, 0), (0.5, 1)]]
    far: list[Stroke] = [[(1.5, 0), (1.5, 1)]]
    two: list[Stroke] = [[(0.5, 0), (0.5, 1)], [(0.2, 1), (0.8, 1)]]
    (way,) = neighbours([one, far, two])[0]  # itself
    assert not np.array(list(lean(one, [way], np.random.default_rng(1)).values())).any()
