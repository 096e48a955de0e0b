"""Lamps, shadows and folds go, whatever the ink; and dark ink is told from light ink."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from examples.make import draw
from numerals.image import light
from numerals.image.ink import find_ink
from numerals.image.light import even_paper, remove_even_light, remove_light
from tests.image.test_strip import number


def shaded(digit: str, level: float, edge: float) -> np.ndarray:
    """A digit on paper with a sharp shadow from the top left: float32."""
    picture = draw(digit, 80, 6, 25).astype(np.float32)
    h, w = picture.shape
    y, x = np.mgrid[0:h, 0:w]
    return np.where(x / w + y / h < edge, level * picture, picture).astype(np.float32)


@pytest.mark.parametrize("digit", "0123456789")
@pytest.mark.parametrize("edge", [0.4, 0.8, 1.2, 1.6])
def test_a_sharp_shadow_is_no_ink(digit: str, edge: float) -> None:
    ink, dark = remove_light(shaded(digit, 0.6, edge))
    pen = draw(digit, 80, 6, 25) < 132
    near = np.pad(pen, 3)
    near = np.lib.stride_tricks.sliding_window_view(near, (7, 7)).any(axis=(2, 3))
    assert dark
    assert ink[pen].mean() > 0.5
    assert np.quantile(ink[~near], 0.94) < 0.2


@pytest.mark.parametrize("edge", [0.4, 1.0, 1.6])
def test_a_shadow_does_not_turn_light_into_dark(edge: float) -> None:
    picture = shaded("3", 0.6, edge)
    ink, dark = remove_light(picture)
    negative, light = remove_light(255 - picture)
    assert dark
    assert not light
    np.testing.assert_allclose(ink, negative, atol=1e-4)


@pytest.mark.parametrize("contrast", [0.08, 0.2, 0.6])
@pytest.mark.parametrize("lit", [0.1, 0.3, 0.5, 0.7])
def test_pencil_is_dark_where_a_shadow_ends(contrast: float, lit: float) -> None:
    """The paper in the light departs farther from that in the shade than pencil from either."""
    page = 225 - (225 - number("52683", (20, 60, 20, 60)).astype(np.float32)) * contrast
    h, w = page.shape
    y, x = np.mgrid[0:h, 0:w]
    half = np.where(x / w - 0.3 * y / h > 1 - lit, page, 0.6 * page).astype(np.float32)
    half = np.asarray(cv2.GaussianBlur(half, (0, 0), 1), np.float32)
    assert remove_light(half)[1]
    assert not remove_light(255 - half)[1]


def test_a_bold_stroke_of_a_narrow_crop_is_no_shadow() -> None:
    h, w = 64, 24
    picture = np.tile(225 + np.linspace(-15, 15, w, dtype=np.float32), (h, 1))
    bar = np.s_[6 : h - 6, round(0.2 * w) : round(0.77 * w)]
    picture[bar] = 40
    ink = light._remove_shading(255 - picture, light._NEGATIVE - light._course(picture))
    assert np.median(ink[bar]) > 0.5


def test_the_paper_of_a_two_level_picture_is_even() -> None:
    tight = np.where(draw("5", 16, 2, 0) < 132, np.uint8(255), np.uint8(0))
    assert even_paper(tight) == 0
    assert even_paper(255 - tight) == 255
    tight[8, 8] = 100
    assert even_paper(tight) is None


@pytest.mark.parametrize(("paper", "ink"), [(245, 20), (20, 245), (120, 128), (255, 0), (0, 255)])
def test_on_even_paper_a_level_tells_what_its_pixels_are(paper: int, ink: int) -> None:
    picture = np.full((30, 20), paper, np.uint8)
    picture[8:20, 8:12] = ink
    assert even_paper(picture) == paper
    levels = np.arange(256, dtype=np.float32)
    count = np.bincount(picture.ravel(), minlength=256).astype(np.float32)
    told, dark = remove_even_light(levels, count, paper)
    assert dark == (ink < paper)
    assert told[paper] == 0
    full = 0 if dark else 255
    assert told[full] == pytest.approx(1 if paper != full else 0)
    assert (np.sign(np.diff(told)) == (-1 if dark else 1)).all()


def test_the_edge_of_a_sharp_shadow_leaves_no_line() -> None:
    picture = draw("1", 300, 14, 90).astype(np.float32)
    h, w = picture.shape
    y, x = np.mgrid[0:h, 0:w]
    shade = np.where(x / w + y / h < 1.2, np.float32(0.6), np.float32(1))
    ink, _ = remove_light(picture * shade)
    far = cv2.dilate((picture < 200).astype(np.uint8), np.ones((15, 15), np.uint8)) == 0
    assert (ink[far] > 0.1).mean() < 0.002


@pytest.mark.parametrize("digit", "234569")
@pytest.mark.parametrize("pen", [18, 22])
def test_a_bold_digit_that_fills_its_picture_is_still_the_ink(digit: str, pen: int) -> None:
    """Stretched to 16×16 and two-level, as forms are scanned: more ink than paper, at times."""
    ink = np.where(draw(digit, 80, pen, 25) < 128, 255, 0).astype(np.uint8)
    x, y, w, h = cv2.boundingRect(ink)
    small = cv2.resize(ink[y : y + h, x : x + w], (16, 16), interpolation=cv2.INTER_AREA)
    level = np.where(small > 100, 255, 0).astype(np.uint8)
    assert (level > 0).mean() > 0.3
    light, dark = find_ink(level), find_ink(255 - level)
    assert light is not None
    assert dark is not None
    assert not light.dark
    assert dark.dark
