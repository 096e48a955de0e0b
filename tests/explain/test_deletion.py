"""Deletion: the map's order beats luck and the reverse, and its rivals; a false map is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from benchmarks.explaining import METHODS, fall
from numerals.data.mnist import cache_dir, mnist
from numerals.explain.deletion import SHARES, Deletion, deletion_test
from numerals.explain.saliency import saliency
from tests.explain.conftest import ask

if TYPE_CHECKING:
    from numerals.reader import Reader


@pytest.fixture(scope="module")
def tests(questions) -> list[Deletion]:
    return [deletion_test(f, saliency(f, c), c) for f, c in questions]


def test_the_map_is_faithful_on_drawn_digits(tests) -> None:
    done = fall(tests)
    assert done["most_telling"] < 2 * done["random"] < 0, "far faster than by luck"
    assert done["reverse"] > done["random"] + 2
    assert done["faithful"] >= 0.95
    at20 = int(np.argmin(np.abs(SHARES - 0.2)))
    beaten_by = [(test.random[:, at20] <= test.telling[at20]).mean() for test in tests]
    assert np.mean(beaten_by) <= 0.05, "draws of 20 % of the ink that tell as much as the map's"
    # On a bare straight stroke, as a thin 1 is, no ink tells much more than other ink.
    assert sorted(beaten_by)[-2] <= 0.2


@pytest.mark.data
def test_the_map_is_faithful_on_mnist(reader: Reader) -> None:
    if not cache_dir().is_dir():
        pytest.skip("MNIST is not in the cache")
    images = mnist().train.images[1000:1015]
    frames = [r.digits[0].frame for r in reader.read_many(images)]
    asked = [(frame, ask(reader, frame)) for frame in frames]
    done = fall([deletion_test(f, saliency(f, c), c) for f, c in asked])
    assert done["most_telling"] < 2 * done["random"] < 0
    assert done["reverse"] > done["random"] + 2
    assert done["faithful"] >= 0.95


@pytest.mark.parametrize("rival", list(METHODS)[1:])
def test_the_shipped_method_is_the_most_faithful(questions, tests, rival: str) -> None:
    theirs = [deletion_test(f, METHODS[rival](f, c), c) for f, c in questions[::2]]
    assert fall(tests[::2])["apart"] > fall(theirs)["apart"]


def test_a_false_map_is_not_called_faithful(questions) -> None:
    rng = np.random.default_rng(0)
    frame, contrast = questions[6]
    assert not deletion_test(frame, -saliency(frame, contrast), contrast).faithful
    false = fall([deletion_test(f, rng.normal(size=f.shape), c) for f, c in questions])
    assert false["faithful"] < 0.6
    assert abs(false["apart"]) < 1.5


def test_the_turning_share_is_where_another_digit_is_read(questions, tests) -> None:
    turned = 0
    for (_, contrast), test in zip(questions, tests, strict=True):
        assert test.random.shape == (100, len(SHARES))
        if test.turning is not None:
            turned += 1
            assert test.answers[test.turning] not in (-1, contrast.first)
            assert (test.answers[: test.turning] == -1).all()
    assert turned >= len(questions) // 2
