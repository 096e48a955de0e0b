"""The page in a real Chromium: a number with its digits, a page of numbers, by mouse and keys."""

from __future__ import annotations

import dataclasses
import io
from decimal import Decimal

import numpy as np
import pytest
from PIL import Image

from numerals.reading import Alternative
from numerals.serve.asked import Asked
from tests.papers import paper
from tests.readings import form, number

pytestmark = pytest.mark.browser

NUMBER = dataclasses.replace(
    number(
        "1,204.50",
        value=Decimal("1204.50"),
        alternatives=(Alternative("1,264.50", 0.04), Alternative("7,204.50", 0.01)),
    ),
    box=None,
)


def sheet() -> bytes:
    out = io.BytesIO()
    Image.fromarray(np.full((200, 300), 250, np.uint8)).save(out, "PNG")
    return out.getvalue()


@pytest.fixture
def choose(open_page, reader, monkeypatch: pytest.MonkeyPatch):
    """Open the page, and choose a file on which the reader finds the given reading."""

    def _choose(reading, name="form.png", data=None, **options):
        monkeypatch.setattr(reader, "read", lambda source, name: reading)
        page = open_page(**options)
        file = {"name": name, "mimeType": "", "buffer": data or sheet()}
        page.set_input_files("#file", file)
        page.wait_for_selector('#answer[aria-busy="false"] #verdict:not([data-status="none"])')
        return page

    return _choose


def picked(page) -> list[str]:
    return page.locator("#numbers-list button[aria-pressed=true]").all_inner_texts()


def colours(page) -> np.ndarray:
    page.wait_for_timeout(150)
    values = np.array(
        page.evaluate(
            "() => { const c = document.querySelector('#picture'); return [c.width, c.height,"
            " ...c.getContext('2d').getImageData(0, 0, c.width, c.height).data] }"
        )
    )
    return values[2:].reshape(values[1], values[0], 4)


def test_a_number_is_shown_with_its_digits_and_what_else_it_could_say(choose) -> None:
    page = choose(NUMBER)
    assert page.locator("#digits").inner_text() == "1,204.50"
    assert page.locator("#others-list li").all_inner_texts() == [
        "1,264.50 4.0\u00a0%",
        "7,204.50 1.0\u00a0%",
    ]
    digits = page.locator("#strip button")
    assert digits.count() == 6
    assert digits.nth(3).inner_text() == "4 90.0\u00a0%"
    digits.nth(3).click()
    assert page.locator(".bar.first").get_attribute("data-digit") == "4"
    assert not page.locator("#numbers").is_visible()


def test_digits_that_the_network_saw_as_a_whole_are_told(choose) -> None:
    bare = tuple(dataclasses.replace(digit, frame=None) for digit in NUMBER.digits)
    page = choose(dataclasses.replace(NUMBER, digits=bare, alternatives=()))
    assert page.locator("#strip img").count() == 0
    assert page.locator("#strip .tile").all_inner_texts() == list("120450")
    assert not page.locator("#others").is_visible()


def test_a_page_is_a_table_of_numbers(choose) -> None:
    page = choose(form())
    assert page.locator("#digits").inner_text() == "5 numbers"
    cells = page.locator("#numbers-list tr").nth(1).locator("td").all_inner_texts()
    assert cells[0] == "row 1, column 3"
    assert cells[1:3] == ["17", "90.0\u00a0%"]
    assert cells[3].strip() == "Please check"
    assert picked(page) == ["1,204.50"]
    assert page.locator("#strip button").count() == 6
    page.locator("#numbers-list tr").nth(1).click()
    assert picked(page) == ["17"]
    assert page.locator("#number-reason").inner_text() == "It could be 11."
    assert page.locator("#seen-title").inner_text() == "What the network saw of 17"
    assert page.locator("#strip button").count() == 2


def test_the_keys_go_through_the_numbers(choose) -> None:
    page = choose(form())
    page.locator("#numbers-list button").first.focus()
    for key, text in (("ArrowDown", "17"), ("ArrowDown", "007"), ("ArrowUp", "17")):
        page.keyboard.press(key)
        assert picked(page) == [text]
        assert page.evaluate("document.activeElement.textContent") == text
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    assert picked(page) == ["450"]  # round from the first to the last
    page.keyboard.press("Tab")  # one stop for the whole table
    assert page.evaluate("document.activeElement.closest('#strip') !== null")


def test_boxes_have_their_colour_and_can_be_clicked(choose) -> None:
    page = choose(form())
    pixels = colours(page)
    for colour in ((0, 168, 120), (230, 159, 0), (213, 94, 0)):
        near = np.abs(pixels[..., :3].astype(int) - colour).max(axis=2) < 20
        assert near.sum() > 50, colour
    # The second number stands at 210, 30 of 300×200.
    box = page.locator("#picture").bounding_box()
    scale = (box["width"] - 32) / 300
    top = (box["height"] - 200 * scale) / 2
    page.mouse.click(box["x"] + 16 + 240 * scale, box["y"] + top + 45 * scale)
    assert picked(page) == ["17"]
    page.mouse.click(box["x"] + 5, box["y"] + 5)
    assert picked(page) == ["17"]


def test_a_file_that_browsers_cannot_show_is_shown_all_the_same(choose) -> None:
    page = choose(form(), "form.pdf", paper("1", "PDF"))
    page.locator("#no-preview").wait_for(state="hidden")
    assert (colours(page)[..., :3] == 250).all(axis=2).any()


def test_what_it_is_read_as_can_be_chosen(choose, monkeypatch) -> None:
    asked = []
    monkeypatch.setattr(
        "numerals.serve.app.understand", lambda fields: asked.append(dict(fields)) or Asked()
    )
    page = choose(form())
    with page.expect_response("**/predict"):
        page.locator("#expect").select_option("page")
    assert asked == [{}, {"expect": "page"}]
    page.wait_for_function("() => document.querySelectorAll('#numbers-list tr').length === 5")


def test_a_page_without_numbers_and_a_cleared_one_show_no_table(choose) -> None:
    from numerals.reading import Reading

    thumbnail = np.zeros((20, 30, 3), np.uint8)
    page = choose(Reading.of_page("a", [], thumbnail=thumbnail))
    assert page.locator("#digits").inner_text() == "0 numbers"
    assert page.locator("#status").inner_text() == "Unreadable"
    assert not page.locator("#numbers").is_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_narrow_screen_has_room_for_it(choose, scheme: str) -> None:
    page = choose(form(), viewport={"width": 360, "height": 740}, color_scheme=scheme)
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    frame = page.locator(".numbers-frame")
    assert frame.evaluate("e => e.scrollWidth - e.clientWidth") == 0
    # What is only listened to takes no room, but is there.
    assert page.locator("#numbers-list tr").nth(1).inner_text().strip().endswith("Please check")
