"""Annotated pictures: at every size, boxes where the digits stand, no status by colour alone."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import ImageColor

from numerals.annotate import annotate
from numerals.reading import Reading, Status
from numerals.show import COLOURS
from tests.readings import digit, form, number

PAPER = np.full((200, 300, 3), 250, np.uint8)


def drawn(reading: Reading, pixels: np.ndarray = PAPER) -> np.ndarray:
    return np.asarray(annotate(pixels, reading))


def places(picture: np.ndarray, status: Status) -> np.ndarray:
    """Rows and columns of what has the colour of a status."""
    return np.argwhere((picture == ImageColor.getrgb(COLOURS[status])).all(axis=2))


@pytest.mark.parametrize("shape", [(1, 1), (28, 28), (20, 900), (900, 20), (700, 640), (300, 5000)])
@pytest.mark.parametrize("channels", [(), (3,)])
def test_every_size_is_drawn(shape: tuple[int, int], channels: tuple) -> None:
    picture = drawn(Reading("a", "7", 0.9, Status.ACCEPTED, "", (digit("7"),)),
                    np.zeros((*shape, *channels), np.uint8))  # fmt: skip
    assert picture.dtype == np.uint8
    assert picture.ndim == 3
    assert 640 <= max(picture.shape[:2]) <= 5000
    assert picture.shape[1] >= 300  # there is room for words
    assert len(places(picture, Status.ACCEPTED))


def test_the_boxes_stand_where_the_numbers_do() -> None:
    picture = drawn(number("7", Status.UNREADABLE, box=(100, 80, 60, 30)))
    top, left = places(picture[: 3 * 200], Status.UNREADABLE).min(axis=0)
    bottom, right = places(picture[: 3 * 200], Status.UNREADABLE).max(axis=0)
    # Three times as large, a line's width around; the label is above.
    assert left == pytest.approx(300, abs=4)
    assert (right, bottom) == pytest.approx((480, 330), abs=4)
    assert 0 < top < 240


def test_the_statuses_differ_in_their_lines_too() -> None:
    shares = {}
    for status in (Status.ACCEPTED, Status.REVIEW, Status.UNREADABLE):
        picture = drawn(Reading.of_page("a", [number("7", status, box=(100, 80, 60, 30))]))
        box = picture[240:330, 300:480]
        shares[status] = len(places(box, status))
        edge = picture[330:332, 300:480]
        shares[status, "edge"] = len(places(edge, status)) / edge[..., 0].size
    assert shares[Status.ACCEPTED, "edge"] > 0.95
    assert 0.4 < shares[Status.REVIEW, "edge"] < 0.65  # dashed
    assert shares[Status.UNREADABLE] > 90 > shares[Status.ACCEPTED]  # crossed out


def test_a_page_s_numbers_have_the_colour_of_their_own_status() -> None:
    picture = drawn(form())
    for status, count in ((Status.ACCEPTED, 3), (Status.REVIEW, 1), (Status.UNREADABLE, 1)):
        assert len(places(picture[:600], status)) > 100 * count
    assert drawn(form()).shape[0] > 600  # words below


def test_a_label_hides_no_other_number() -> None:
    above, below = ((100, 60, 60, 30), (100, 92, 60, 30))
    page = Reading.of_page("a", [number("11", box=above), number("22", box=below)])
    ink = PAPER.copy()
    for x, y, w, h in (above, below):
        ink[y + 2 : y + h - 2, x + 2 : x + w - 2] = 9
    picture = drawn(page, ink)
    for x, y, w, h in (above, below):
        inner = picture[3 * (y + 3) : 3 * (y + h - 3), 3 * (x + 3) : 3 * (x + w - 3)]
        assert (inner == 9).all()


def test_black_words_stand_out_from_each_colour() -> None:
    for status in (Status.ACCEPTED, Status.REVIEW, Status.UNREADABLE):
        part = np.array(ImageColor.getrgb(COLOURS[status])) / 255
        linear = np.where(part <= 0.04045, part / 12.92, ((part + 0.055) / 1.055) ** 2.4)
        assert (linear @ [0.2126, 0.7152, 0.0722] + 0.05) / 0.05 >= 4.5


def test_the_picture_itself_is_not_drawn_on() -> None:
    before = PAPER.copy()
    drawn(form())
    np.testing.assert_array_equal(before, PAPER)


def test_what_the_font_lacks_is_no_fault() -> None:
    drawn(Reading("a", "", 0.0, Status.UNREADABLE, "– × ٣ \ud83d\ude00 " + "w" * 400))
