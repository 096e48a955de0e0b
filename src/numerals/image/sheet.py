"""Sheet: a page laid flat, small enough to look for its layout, and the way back to its picture."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import cv2
import numpy as np

from numerals.image.grey import at_most, f32, to_grey
from numerals.image.paper import find_paper
from numerals.image.skew import measure_skew
from numerals.reading import Box

if TYPE_CHECKING:
    from numpy.typing import NDArray

#: The layout is looked for on a copy whose longer side is at most this …
_SIDE = 1600
#: … and at least this, so that a rule one pixel thin is still a line.
_LEAST_SIDE = 1000
#: The paper's level is estimated on a copy smaller by this factor.
_PAPER_STEP = 8
#: Paper's level is the lightest over so many pixels of that copy, smoothed over so many
#: (a standard deviation): wider than a stroke, and no wider than a shadow's edge.
_CLOSED, _SMOOTH = 7, 1.0
#: Where it is told whether ink is dark or light, what is further off its surroundings counts so.
_FAR = 60
#: That is told without this part of the sheet at each side.
_MARGIN = 8
#: What is cut from the picture is at most so many pixels high and wide.
_CUT_SIDE = 2048
_CUT_HEIGHT = 256
#: A page turned by fewer degrees is left as it is.
_LEVEL = 0.4


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page laid flat: paper cut out of its surroundings, perspective and turn undone.

    Attributes:
        pixels: uint8 (H, W) or (H, W, 3), the upright picture.
        flat: uint8 (h, w) or (h, w, 3), the page laid flat, at most 1600 pixels a side.
        cover: float32 (h, w) in [0, 1], the share of the paper's light that is missing.
        to_picture: float64 (3, 3), the homography from the sheet's pixels to the picture's.
    """

    pixels: NDArray[np.uint8]
    flat: NDArray[np.uint8]
    cover: NDArray[np.float32]
    to_picture: NDArray[np.float64]

    def locate(self, points: NDArray[np.float64]) -> NDArray[np.float64]:
        """Bring points (N, 2) of the sheet to the picture."""
        moved = cv2.perspectiveTransform(points[None].astype(np.float64), self.to_picture)
        return np.asarray(moved[0], np.float64)

    def box(self, quad: NDArray[np.float64]) -> Box:
        """Find the box around a quadrangle (4, 2) of the sheet, in whole pixels of the picture."""
        height, width = self.pixels.shape[:2]
        corners = self.locate(quad)
        x, y = np.clip(np.floor(corners.min(axis=0)), 0, (width - 1, height - 1)).astype(int)
        right, bottom = np.clip(np.ceil(corners.max(axis=0)), (x + 1, y + 1), (width, height))
        return Box(int(x), int(y), int(right) - int(x), int(bottom) - int(y))

    def cut(self, quad: NDArray[np.float64]) -> NDArray[np.uint8]:
        """Cut a quadrangle out of the picture, laid flat, about as large as it stands there.

        Args:
            quad: float64 (4, 2), its corners on the sheet, clockwise from the top left.

        Returns:
            uint8 (h, w) or (h, w, 3), at most 256 pixels high and 2048 wide.
        """
        corners = self.locate(quad)
        sides = np.linalg.norm(corners - np.roll(corners, -1, axis=0), axis=1)
        w, h = max(sides[0], sides[2]), max(sides[1], sides[3])
        k = min(1.0, _CUT_HEIGHT / max(h, 1), _CUT_SIDE / max(w, 1))
        low, part = corners, self.pixels
        if k < 0.75:  # shrunk by area first: interpolation alone would skip pixels
            box = self.box(quad)
            part = part[box.y : box.y + box.h, box.x : box.x + box.w]
            low = corners - (box.x, box.y)
            size = (max(1, round(box.w * k)), max(1, round(box.h * k)))
            part = np.asarray(cv2.resize(part, size, interpolation=cv2.INTER_AREA), np.uint8)
            low = low * (size[0] / box.w, size[1] / box.h)
        w, h = max(1, round(w * k)), max(1, round(h * k))
        target = np.array([(0, 0), (w, 0), (w, h), (0, h)], np.float32)
        # Corners are at pixels' edges, where warping counts from their centres.
        matrix = cv2.getPerspectiveTransform(f32(low) - np.float32(0.5), target - np.float32(0.5))
        return np.asarray(
            cv2.warpPerspective(
                part, matrix, (w, h), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
            ),
            np.uint8,
        )


def lay_flat(pixels: NDArray[np.uint8], share: float = 1.0) -> Sheet:
    """Lay a page flat.

    Args:
        pixels: uint8 (h, w) grey or (h, w, 3) RGB, of any size.
        share: How large the sheet is to be, beside the usual: thick lines are thin on a small one.
    """
    height, width = pixels.shape[:2]
    small = at_most(pixels, round(share * _SIDE))
    if max(height, width) < share * _LEAST_SIDE:
        k = min(4.0, share * _LEAST_SIDE / max(height, width))
        size = (round(width * k), round(height * k))
        small = np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_CUBIC), np.uint8)
    h, w = small.shape[:2]
    enlarge = np.diag([width / w, height / h, 1.0])
    flat, back = small, np.eye(3)
    paper = find_paper(to_grey(small))
    if paper is not None:
        flat, back = _warp(small, *_flatten(paper))
    cover = _cover(flat)
    angle = measure_skew(cover)
    if abs(angle) >= _LEVEL:
        onto, size = _turn(flat.shape, angle)
        flat, back = _warp(small, onto @ np.linalg.inv(back), size)
        cover = _cover(flat)
    return Sheet(pixels, flat, cover, enlarge @ back)


def _warp(
    small: NDArray[np.uint8], onto: NDArray[np.float64], size: tuple[int, int]
) -> tuple[NDArray[np.uint8], NDArray[np.float64]]:
    """Warp a picture by a homography; and give the way back."""
    flat = cv2.warpPerspective(
        small, onto, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
    )
    return np.asarray(flat, np.uint8), np.asarray(np.linalg.inv(onto), np.float64)


def _flatten(quad: NDArray[np.float64]) -> tuple[NDArray[np.float64], tuple[int, int]]:
    """Give the homography from a quadrangle to an upright sheet, and that sheet's size."""
    sides = np.linalg.norm(quad - np.roll(quad, -1, axis=0), axis=1)
    w, h = (max(2, round(max(sides[i], sides[i + 2]))) for i in (0, 1))
    target = np.array([(0, 0), (w, 0), (w, h), (0, h)], np.float32)
    onto = cv2.getPerspectiveTransform(f32(quad), target)
    return np.asarray(onto, np.float64), (w, h)


def _turn(shape: tuple[int, ...], angle: float) -> tuple[NDArray[np.float64], tuple[int, int]]:
    """Give the turn by `angle` degrees that keeps all of a picture, and the size it then has."""
    h, w = shape[:2]
    turn = np.vstack([cv2.getRotationMatrix2D((w / 2, h / 2), angle, 1.0), [0, 0, 1]])
    cos, sin = abs(turn[0, 0]), abs(turn[0, 1])
    size = (round(w * cos + h * sin), round(h * cos + w * sin))
    turn[0, 2] += (size[0] - w) / 2
    turn[1, 2] += (size[1] - h) / 2
    return np.asarray(turn, np.float64), size


def _cover(flat: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Measure which share of the paper's light is missing: float32 (h, w) in [0, 1].

    The paper's level is what a closing wider than any stroke leaves. Light ink on dark paper is
    turned round first: ink is what departs far from the middle level on few pixels.
    """
    grey = to_grey(flat)
    h, w = grey.shape
    size = (max(2, w // _PAPER_STEP), max(2, h // _PAPER_STEP))
    small = np.asarray(cv2.resize(grey, size, interpolation=cv2.INTER_AREA), np.uint8)
    local = cv2.medianBlur(small, 21) if min(size) > 21 else np.median(small)
    # Paper's corners on a dark table depart as far as nothing on the paper does; so may its edges.
    departure = np.clip(f32(small) - f32(local), -_FAR, _FAR)
    y, x = size[1] // _MARGIN, size[0] // _MARGIN
    if float((departure[y : size[1] - y, x : size[0] - x] ** 3).sum()) > 0:
        grey, small = np.asarray(255 - grey, np.uint8), np.asarray(255 - small, np.uint8)
    paper = cv2.morphologyEx(small, cv2.MORPH_CLOSE, np.ones((_CLOSED, _CLOSED), np.uint8))
    paper = cv2.GaussianBlur(f32(paper), (0, 0), _SMOOTH)
    wide = f32(cv2.resize(paper, (w, h), interpolation=cv2.INTER_LINEAR))
    return f32(np.clip(1 - grey / np.maximum(wide, 16), 0, 1))
