"""What is measured on pictures, and what is done to them before they are learnt from."""

from __future__ import annotations

import numpy as np
import pytest

pytest.importorskip("sklearn")

from numerals.lab.comparison.moved import warp
from numerals.lab.rivals.burel import BurelFeatures, crossings, moments, profiles
from numerals.lab.rivals.deskew import deskew
from numerals.lab.rivals.pooling import Pooling
from numerals.lab.rivals.svm import RbfSvm, with_shifts

pytestmark = pytest.mark.train


def bar(top: int, bottom: int, left: int, right: int) -> np.ndarray:
    picture = np.zeros((1, 28, 28), np.float32)
    picture[0, top:bottom, left:right] = 1
    return picture


def test_profiles_tell_the_way_to_the_ink() -> None:
    found = profiles(bar(4, 20, 7, 10) > 0.5).reshape(4, 28) * 28
    assert found[0, 10] == 7, "from the left"
    assert found[1, 10] == 18, "from the right"
    assert found[2, 8] == 4, "from above"
    assert found[3, 8] == 8, "from below"
    assert found[0, 2] == 28, "no ink"


def test_crossings_count_strokes() -> None:
    two = bar(4, 20, 7, 10) + bar(4, 20, 15, 17)
    found = crossings(two > 0.5)[0]
    assert found[10] == 2, "a row through both"
    assert found[28 + 8] == 1, "a column through one"
    assert found[0] == 0


def test_moments_follow_the_ink() -> None:
    left, right = moments(bar(4, 20, 2, 5))[0], moments(bar(4, 20, 20, 23))[0]
    assert left[0] == pytest.approx(right[0])
    assert left[2] < 0 < right[2]


def test_there_are_246_features_and_a_blank_has_them_too(printed) -> None:
    rows, _ = printed
    blank = np.zeros((1, 784), np.float32)
    found = BurelFeatures().fit(rows).transform(np.concatenate([rows, blank]))
    assert found.shape == (121, 246)
    assert np.isfinite(found).all()


@pytest.mark.parametrize("slant", [-0.6, 0.3, 0.6])
def test_a_slanted_bar_stands_upright_again_in_the_middle(slant: float) -> None:
    upright = np.rint(bar(6, 22, 12, 16) * 255).astype(np.uint8)
    slanted = warp(upright, np.array([[[1, slant], [0, 1]]]), np.array([[3.0, -2.0]]))
    found = deskew(slanted[0].astype(np.float32) / 255)
    rows = found.sum(axis=1) > 1
    middles = (found @ np.arange(28))[rows] / found.sum(axis=1)[rows]
    assert np.ptp(middles[1:-1]) < 0.6
    assert middles.mean() == pytest.approx(13.5, abs=0.3)


def test_a_blank_is_left_as_it_is() -> None:
    blank = np.zeros((28, 28), np.float32)
    assert (deskew(blank) == 0).all()


def test_pooling_takes_means() -> None:
    picture = np.arange(784, dtype=np.float32).reshape(1, 784)
    found = Pooling().fit(picture).transform(picture)
    assert found.shape == (1, 196)
    assert found[0, 0] == pytest.approx((0 + 1 + 28 + 29) / 4)


def test_shifted_copies_are_moved_by_a_pixel() -> None:
    picture = bar(4, 20, 7, 10).reshape(1, 784)
    rows, targets = with_shifts(picture, np.array([3]))
    assert targets.tolist() == [3] * 5
    at = {tuple(np.argwhere(row.reshape(28, 28))[0].tolist()) for row in rows}
    assert at == {(4, 7), (4, 6), (4, 8), (3, 7), (5, 7)}


def test_margins_are_libsvms(printed) -> None:
    from sklearn.svm import SVC

    rows, labels = printed
    ours = RbfSvm(C=10).fit(rows, labels)
    theirs = SVC(C=10, gamma=ours.gamma_, decision_function_shape="ovo").fit(rows, labels)
    probe = rows[::7] * 0.8
    # Both stop at a tolerance of 0.001.
    assert ours.margins(probe) == pytest.approx(theirs.decision_function(probe), abs=3e-3)
    two = labels < 5
    ours, theirs = RbfSvm().fit(rows, two), SVC(C=10).fit(rows, two)
    assert (ours.predict(probe) == theirs.predict(probe)).all()


def test_virtual_vectors_teach_that_a_shift_changes_nothing(printed) -> None:
    rows, labels = printed
    moved, truth = with_shifts(rows, labels)
    plain, taught = (RbfSvm(virtual=v).fit(rows[:60], labels[:60]) for v in (False, True))
    assert taught.score(moved, truth) >= plain.score(moved, truth)
    assert len(taught.support_vectors_) > len(plain.support_vectors_)
