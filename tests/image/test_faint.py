"""Strokes are followed to where they are faint; soft rims, shadows and dirt are not."""

from __future__ import annotations

import numpy as np

from numerals.image.faint import follow_faint


def stroke() -> np.ndarray:
    mask = np.zeros((60, 60), np.bool_)
    mask[10:30, 28:32] = True
    return mask


def test_a_stroke_goes_on_where_it_is_faint() -> None:
    sure = stroke()
    faint = sure.copy()
    faint[30:50, 28:32] = True
    np.testing.assert_array_equal(follow_faint(sure, faint), faint)


def test_soft_rims_are_no_strokes() -> None:
    sure = stroke()
    faint = sure.copy()
    faint[9:31, 27:33] = True
    assert follow_faint(sure, faint) is sure


def test_faint_ink_apart_is_not_followed() -> None:
    sure = stroke()
    faint = sure.copy()
    faint[40:55, 10:14] = True
    assert follow_faint(sure, faint) is sure


def test_a_shadow_is_too_broad_to_be_followed() -> None:
    sure = stroke()
    faint = sure.copy()
    faint[25:50, 5:55] = True
    assert follow_faint(sure, faint) is sure
