"""A page is laid flat, and what is found on it goes back to its picture."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from numerals.image.paper import find_paper
from numerals.image.sheet import lay_flat
from numerals.image.skew import measure_skew
from tests import sheets


@pytest.mark.parametrize("degrees", [-14.0, -5.0, 0.0, 3.0, 12.0])
def test_the_turn_is_measured(degrees: float) -> None:
    page, _ = sheets.two_columns(np.random.default_rng(0))
    cover = 1 - sheets.turn(page, degrees)[..., 0] / np.float32(236)
    assert abs(measure_skew(cover.astype(np.float32)) + degrees) <= 1.0


def test_blank_paper_is_not_turned() -> None:
    assert measure_skew(np.zeros((300, 200), np.float32)) == 0.0


@pytest.mark.parametrize("shadow", [False, True])
def test_the_papers_corners_are_found_on_a_dark_table(shadow: bool) -> None:
    rng = np.random.default_rng(1)
    blank = sheets.paper(1100, 850, rng)
    photo = sheets.photograph(blank, rng, lean=0)
    quad = find_paper((sheets.shade(photo) if shadow else photo)[..., 1])
    assert quad is not None
    wanted = np.array([(85, 110), (765, 110), (765, 990), (85, 990)])
    assert np.abs(quad - wanted).max() <= 15


@pytest.mark.parametrize("make", [sheets.shade, lambda page: page])
def test_a_shadows_edge_is_not_the_papers(make) -> None:
    page = make(sheets.paper(1100, 850, np.random.default_rng(2)))
    assert find_paper(page[..., 1]) is None


@pytest.mark.parametrize("size", [(300, 400), (1200, 900), (3000, 4000)])
def test_places_go_back_to_the_picture(size: tuple[int, int]) -> None:
    h, w = size
    page = np.full((h, w), 235, np.uint8)
    page[h // 2 : h // 2 + h // 10, w // 4 : w // 4 + w // 10] = 30
    sheet = lay_flat(page)
    k = sheet.cover.shape[1] / w
    corners = np.array([(w / 4, h / 2), (w * 0.35, h / 2), (w * 0.35, h * 0.6), (w / 4, h * 0.6)])
    box = sheet.box(corners * k)
    assert np.abs(np.array(box) - (w // 4, h // 2, w // 10, h // 10)).max() <= 2 + 0.005 * w
    assert sheet.cut(corners * k).mean() < 50


def test_a_cut_undoes_turn_and_perspective() -> None:
    rng = np.random.default_rng(3)
    page = sheets.table([["1", "2"], ["3", "4"]] * 3, rng, [200, 200], 100)
    sheet = lay_flat(sheets.turn(page, 8))
    dark = sheet.cover > 0.4
    # Level lines are level again: some rows of the sheet are ink for the table's whole width.
    assert int((dark.sum(axis=1) > 300 * sheet.cover.shape[1] / 900).sum()) >= 7


def test_what_a_shadow_cuts_off_is_no_sheet_of_paper() -> None:
    grey = np.full((600, 500), 45, np.uint8)
    cv2.fillPoly(grey, [np.array([(60, 60), (440, 60), (440, 540), (300, 540)])], 200)
    assert find_paper(grey) is None


def test_where_a_shadow_parts_what_is_written_there_is_no_edge_of_the_paper() -> None:
    """The lit part of a page fills a quadrangle, too, but as much is written around it."""
    page = sheets.paper(1100, 850, np.random.default_rng(2))
    for y in range(80, 1060, 60):
        for x in range(60, 800, 40):
            cv2.circle(page, (x, y), 10, sheets.BLUE, 3)
    photo = sheets.photograph(page, np.random.default_rng(1), lean=0)
    bare = sheets.photograph(
        sheets.paper(1100, 850, np.random.default_rng(2)), np.random.default_rng(1), lean=0
    )
    y, x = np.indices(photo.shape[:2], np.float32)
    light = np.where(x + 0.12 * y > 480, 1.0, 0.35)[..., None]
    assert find_paper(np.uint8(bare * light)[..., 1]) is not None  # nothing tells it from paper
    quad = find_paper(np.uint8(photo * light)[..., 1])
    wanted = np.array([(85, 110), (765, 110), (765, 990), (85, 990)])
    assert quad is None or np.abs(quad - wanted).max() <= 15
