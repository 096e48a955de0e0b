"""Hands: every form of every digit is a digit's size, seeded, and within its box."""

import numpy as np
import pytest

from numerals.data.forms import FORMS
from numerals.data.hands import BOX, SIDE, draw_strokes, smooth, write_digit

EVERY_FORM = [(value, i) for value, forms in FORMS.items() for i in range(len(forms))]


def test_all_ten_digits_have_forms():
    assert list(FORMS) == list(range(10))


@pytest.mark.parametrize(("value", "form"), EVERY_FORM)
def test_a_form_fills_its_box_and_leaves_the_margin(value, form):
    rng = np.random.default_rng(value)
    for _ in range(5):
        picture = draw_strokes(FORMS[value][form], rng)
        assert picture.shape == (SIDE, SIDE)
        assert picture.dtype == np.uint8
        rows = np.flatnonzero(picture.any(axis=1))
        assert 0.75 * BOX <= rows[-1] - rows[0] <= 1.35 * BOX
        assert not picture[:2].any()
        assert not picture[:, :2].any()


def test_the_seed_fixes_the_writing():
    first, again, other = (write_digit(7, np.random.default_rng(s)) for s in (1, 1, 2))
    assert np.array_equal(first, again)
    assert not np.array_equal(first, other)


def test_some_sevens_are_crossed_and_some_are_not():
    """What MNIST lacks is the reason for this module."""

    def is_crossed(form):
        return any(
            all(0.3 < y < 0.6 for _, y in stroke) and stroke[0][0] < 0.4 and stroke[-1][0] > 0.7
            for stroke in form
        )

    assert {is_crossed(form) for form in FORMS[7]} == {True, False}


def test_a_curve_runs_through_its_points():
    points = np.array([[0.1, 0.2], [0.5, 0.9], [0.8, 0.3], [0.2, 0.1]])
    curve = smooth(points)
    assert curve.shape == (8 * 3 + 1, 2)
    assert np.allclose(curve[::8], points)
