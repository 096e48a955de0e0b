"""Paper: what lies around and under a number, and that the number is still there."""

from __future__ import annotations

import numpy as np
import pytest

from numerals.data import paper, rules
from numerals.data.paper import photograph
from numerals.data.rules import draw_ground, draw_rules
from numerals.reading import Box

BOX = Box(40, 20, 120, 30)


def line() -> np.ndarray:
    picture = np.zeros((128, 260), np.uint8)
    picture[44:88, 60:70] = picture[44:88, 100:110] = picture[80:88, 140:190] = 255
    return picture


def photos(count: int, first: int = 0) -> list[paper.Photo]:
    return [photograph(line(), 44, np.random.default_rng(first + s)) for s in range(count)]


def test_the_same_seed_gives_the_same_picture() -> None:
    for one, two in zip(photos(20), photos(20), strict=True):
        assert np.array_equal(one.pixels, two.pixels)
        assert one.ink == two.ink


def test_the_ink_is_inside_and_as_large_as_asked() -> None:
    cut = 0
    for photo in photos(400):
        h, w = photo.pixels.shape
        box = photo.ink
        assert photo.pixels.dtype == np.uint8
        assert 0 <= box.x <= box.x + box.w <= w
        assert 0 <= box.y <= box.y + box.h <= h
        assert 9 <= box.h <= 46  # digits 11 to 44 pixels high
        wider = box.w / box.h - 130 / 44
        assert -0.35 < wider < 1.0
        if wider >= 0.35:  # a top or a foot is cut off, by at most a sixth, at the picture's edge
            cut += 1
            assert box.y == 0 or box.y + box.h == h
    assert 4 <= cut <= 40


def test_cells_have_sides_to_the_left_and_to_the_right() -> None:
    drawn = [rules.draw_cell(80, 200, BOX, np.random.default_rng(s)) for s in range(100)]
    sides = [(d[BOX.y : BOX.y + BOX.h] > 0).all(axis=0) for d in drawn]
    assert 40 <= sum(bool(s[: BOX.x].any()) for s in sides) <= 85
    assert 55 <= sum(bool(s[BOX.x + BOX.w :].any()) for s in sides) <= 95


def test_there_is_strong_ink_and_faint_dark_paper_and_light_and_white_ink() -> None:
    contrast, level, white = [], [], 0
    for photo in photos(300):
        x, y, w, h = photo.ink
        crop = photo.pixels[y : y + h, x : x + w].astype(float)
        level.append(float(np.median(crop)))
        contrast.append(level[-1] - float(np.percentile(crop, 2)))
        lighter = float(np.percentile(crop, 98)) - level[-1]
        white += lighter > 30 and lighter > 3 * contrast[-1]
    assert max(contrast) > 120
    assert sum(2 < c < 25 for c in contrast) > 20
    assert min(level) < 110
    assert max(level) > 220
    assert white >= 5


@pytest.mark.parametrize("kind", ["_underline", "_ruled", "_cell", "_neighbours"])
def test_every_kind_of_rule_is_drawn_and_inks_something(
    kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    called = []
    real = getattr(rules, kind)

    def listening(*args: object) -> None:
        real(*args)
        called.append(args[0])

    monkeypatch.setattr(rules, kind, listening)
    drawn = [draw_rules(80, 200, BOX, np.random.default_rng(s)) for s in range(60)]
    assert len(called) >= 4
    # A picture may show none of its cell's edges.
    assert sum(bool(picture.any()) for picture in called) >= 0.7 * len(called)
    assert all(picture.shape == (80, 200) and picture.dtype == np.uint8 for picture in drawn)


def test_an_underline_runs_below_the_middle_and_ruled_lines_from_side_to_side() -> None:
    rng = np.random.default_rng(3)
    for _ in range(20):
        under = np.zeros((80, 200), np.uint8)
        rules._underline(under, 1, 0.0, BOX, rng)
        rows = np.flatnonzero(under.any(axis=1))
        assert rows[0] >= BOX.y + 0.8 * BOX.h
        ruled = np.zeros((80, 200), np.uint8)
        rules._ruled(ruled, 1, 0.0, BOX, rng)
        assert (ruled > 0).all(axis=1).any()


def test_a_cells_edges_stay_off_the_digits() -> None:
    rng = np.random.default_rng(4)
    for _ in range(50):
        picture = np.zeros((80, 200), np.uint8)
        rules._cell(picture, 1, 0.0, BOX, rng)
        inner = picture[BOX.y + 1 : BOX.y + BOX.h - 1, BOX.x + 1 : BOX.x + BOX.w - 1]
        assert not inner.any()


@pytest.mark.parametrize("seed", range(12))
def test_a_ground_is_a_pattern_of_fine_lines(seed: int) -> None:
    ground = draw_ground(60, 150, np.random.default_rng(seed))
    assert ground.shape == (60, 150)
    assert ground.dtype == np.float32
    assert 0 <= ground.min() < 0.05 < 0.9 < ground.max() <= 1
    assert 0.02 < ground.mean() < 0.7


def test_light_is_even_or_uneven_or_has_a_shadows_edge() -> None:
    spreads = []
    for seed in range(200):
        light = paper._light(50, 150, np.random.default_rng(seed))
        assert light.dtype == np.float32
        assert 0 < light.min() <= light.max() <= 255
        spreads.append(float(light.min() / light.max()))
    assert sum(s == 1 for s in spreads) > 40
    assert sum(0.75 <= s < 1 for s in spreads) > 40
    assert sum(s < 0.7 for s in spreads) >= 5
