"""The page in a real Chromium: choosing, drawing, errors, keyboard, narrow, dark, alone."""

from __future__ import annotations

import io
import math

import numpy as np
import pytest
from PIL import Image

pytestmark = pytest.mark.browser

_ANSWERED = '#answer[aria-busy="false"] #verdict:not([data-status="none"])'


def _place(page, x, y):
    box = page.locator("#paper").bounding_box()
    return box["x"] + x * box["width"], box["y"] + y * box["height"]


def _stroke(page, points):
    page.mouse.move(*_place(page, *points[0]))
    page.mouse.down()
    for point in points[1:]:
        page.mouse.move(*_place(page, *point))
    page.mouse.up()


def _wait_for(page, digits):
    page.wait_for_function(
        "want => document.querySelector('#answer').ariaBusy === 'false' &&"
        " document.querySelector('#digits').textContent === want",
        arg=digits,
    )


_ONE = [(0.5 - 0.02 * i / 20, 0.2 + 0.6 * i / 20) for i in range(21)]
_ZERO = [
    (0.5 + 0.17 * math.sin(i * math.tau / 40), 0.5 - 0.3 * math.cos(i * math.tau / 40))
    for i in range(41)
]


def _file(data, name="digits.png"):
    return {"name": name, "mimeType": "image/png", "buffer": data}


def test_a_chosen_picture_is_shown_and_read(open_page, three_digits):
    page = open_page()
    page.set_input_files("#file", _file(three_digits))
    _wait_for(page, "010")
    assert page.locator("#status").inner_text().startswith(("Please check, ", "Accepted, "))
    assert page.locator("#caption").inner_text() == "digits.png"
    assert page.locator("#picture").get_attribute("aria-label").endswith("read as 010")
    frames = page.locator("#strip img")
    assert frames.count() == 3
    assert frames.first.evaluate("i => [i.naturalWidth, getComputedStyle(i).imageRendering]") == [
        28,
        "pixelated",
    ]
    assert page.locator(".bar").count() == 10


def test_boxes_are_drawn_where_the_digits_stand(open_page, three_digits, reader):
    page = open_page()
    page.set_input_files("#file", _file(three_digits))
    _wait_for(page, "010")
    page.wait_for_timeout(100)
    pixels = np.array(
        page.evaluate(
            "() => { const c = document.querySelector('#picture'); return [c.width, c.height,"
            " ...c.getContext('2d').getImageData(0, 0, c.width, c.height).data] }"
        )
    )
    width, height = pixels[:2]
    pixels = pixels[2:].reshape(height, width, 4)
    # The picture is grey, and a box has the colour of its status.
    coloured = (np.ptp(pixels[..., :3], axis=2) > 90) & (pixels[..., 3] > 200)
    columns = np.flatnonzero(coloured.any(axis=0))
    scale = (width - 32) / 600
    boxes = [digit.box for digit in reader.read(three_digits).digits]
    assert columns.min() == pytest.approx(16 + boxes[0].x * scale - 4, abs=4)
    assert columns.max() == pytest.approx(16 + (boxes[2].x + boxes[2].w) * scale + 4, abs=4)


def test_one_of_several_digits_is_picked_for_its_bars(open_page, three_digits):
    page = open_page()
    page.set_input_files("#file", _file(three_digits))
    _wait_for(page, "010")
    assert page.locator(".bar.first").get_attribute("data-digit") == "0"
    page.locator("#strip button").nth(1).click()
    assert page.locator(".bar.first").get_attribute("data-digit") == "1"
    page.keyboard.press("ArrowRight")
    assert page.locator(".bar.first").get_attribute("data-digit") == "0"
    assert page.locator("#bars-title").inner_text().endswith("digit 3 of 3")


@pytest.mark.parametrize(("points", "digit"), [(_ONE, "1"), (_ZERO, "0")])
def test_drawing_with_the_mouse(open_page, points, digit):
    page = open_page()
    _stroke(page, points)
    _wait_for(page, digit)
    shown = page.locator(".bar.first .bar-value").inner_text()
    assert float(shown.removesuffix("\u00a0%")) > 50
    assert not page.locator("#hint").is_visible()


def test_the_answer_comes_while_the_pen_is_down(open_page):
    page = open_page()
    page.mouse.move(*_place(page, *_ONE[0]))
    page.mouse.down()
    for point in _ONE[1:]:
        page.mouse.move(*_place(page, *point))
    _wait_for(page, "1")
    page.mouse.up()


def test_drawing_with_a_finger_does_not_scroll(open_page):
    page = open_page(viewport={"width": 360, "height": 500}, has_touch=True, is_mobile=True)
    client = page.context.new_cdp_session(page)

    def touch(kind, points):
        places = [dict(zip("xy", _place(page, *point), strict=True)) for point in points]
        client.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": places})

    touch("touchStart", _ONE[-1:])
    for point in reversed(_ONE):  # upwards, as one scrolls
        touch("touchMove", [point])
    touch("touchEnd", [])
    _wait_for(page, "1")
    assert page.evaluate("scrollY") == 0
    assert page.evaluate("document.documentElement.scrollHeight > innerHeight + 200")


def test_undo_and_clear(open_page):
    page = open_page()
    assert page.locator("#undo").is_disabled()
    assert page.locator("#clear").is_disabled()
    _stroke(page, _ONE)
    _wait_for(page, "1")
    _stroke(page, [(x + 0.35, y) for x, y in _ONE])
    _wait_for(page, "11")
    page.locator("#undo").click()
    _wait_for(page, "1")
    page.locator("#paper").focus()
    page.keyboard.press("Control+z")
    _wait_for(page, "–")
    assert page.locator("#hint").is_visible()
    _stroke(page, _ONE)
    _wait_for(page, "1")
    page.locator("#clear").click()
    _wait_for(page, "–")
    assert page.locator("#status").inner_text() == "Nothing to read yet"


def test_a_late_answer_to_an_old_drawing_is_dropped(open_page):
    page = open_page()
    held = []

    def hold_first(route):
        if held:
            route.continue_()
        else:
            held.append(route)

    page.route("**/predict", hold_first)
    _stroke(page, _ONE)
    page.wait_for_timeout(600)
    assert held
    _stroke(page, [(x + 0.35, y) for x, y in _ONE])
    _wait_for(page, "11")
    assert held[0].request.failure == "net::ERR_ABORTED"
    held[0].abort()


def test_what_is_sent_is_black_ink_on_white_paper(open_page, monkeypatch, reader):
    sources = []
    read = reader.read
    monkeypatch.setattr(reader, "read", lambda data, name: sources.append(data) or read(data))
    page = open_page(color_scheme="dark", device_scale_factor=2)
    _stroke(page, _ONE)
    _wait_for(page, "1")
    with Image.open(io.BytesIO(sources[-1])) as image:
        assert image.format == "PNG"
        assert image.size == (720, 600)
        colours = np.asarray(image.convert("RGB"))
    assert colours[0, 0].tolist() == [255, 255, 255]
    assert colours[120, 360].tolist() == [0, 0, 0]  # where the stroke begins


@pytest.mark.parametrize("ratio", [1, 2, 3])
def test_the_paper_is_sharp_on_every_screen(open_page, ratio):
    page = open_page(device_scale_factor=ratio)
    width, shown = page.locator("#paper").evaluate("c => [c.width, c.clientWidth]")
    assert width == pytest.approx(ratio * shown, abs=1)


def test_errors_are_said(open_page, one):
    page = open_page()
    page.set_input_files("#file", _file(b"hello", "letter.png"))
    problem = page.locator("#problem")
    problem.wait_for()
    assert problem.inner_text().startswith("letter.png: This is text, not a picture")
    assert problem.get_attribute("role") == "alert"
    assert page.locator("#status").inner_text() == "No answer"
    page.set_input_files("#file", _file(one))
    _wait_for(page, "1")
    assert not problem.is_visible()
    page.set_input_files("#file", _file(b"x" * (10 * 1024 * 1024 + 1), "large.png"))
    problem.wait_for()
    assert "over the limit of 10 MB" in problem.inner_text()


def test_a_service_that_is_gone_is_said(open_page):
    page = open_page()
    page.route("**/predict", lambda route: route.abort())
    _stroke(page, _ONE)
    page.locator("#problem").wait_for()
    assert all("net::ERR_FAILED" in fault for fault in open_page.faults)
    open_page.faults.clear()
    assert "does not answer" in page.locator("#problem").inner_text()
    assert page.locator("#undo").is_enabled()  # the drawing stays


def test_blank_paper_is_unreadable(open_page, blank):
    page = open_page()
    page.set_input_files("#file", _file(blank))
    page.wait_for_selector('#verdict[data-status="unreadable"]')
    assert page.locator("#status").inner_text() == "Unreadable"
    assert page.locator("#reason").inner_text() == "No ink was found on the picture."


@pytest.mark.parametrize("way", ["drop", "paste"])
def test_dropping_and_pasting(open_page, one, way):
    page = open_page()
    page.evaluate(
        """([bytes, way]) => {
            const data = new DataTransfer();
            data.items.add(new File([new Uint8Array(bytes)], "one.png", { type: "image/png" }));
            const options = { bubbles: true, cancelable: true };
            const event = way === "drop"
                ? new DragEvent("drop", { ...options, dataTransfer: data })
                : new ClipboardEvent("paste", { ...options, clipboardData: data });
            document.body.dispatchEvent(event);
        }""",
        [list(one), way],
    )
    _wait_for(page, "1")
    assert page.locator("#caption").inner_text() == "one.png"


@pytest.mark.parametrize("state", ["empty", "several", "error"])
def test_no_sideways_scrolling_on_a_narrow_screen(open_page, three_digits, state):
    page = open_page(viewport={"width": 360, "height": 740})
    if state == "several":
        page.set_input_files("#file", _file(three_digits, f"{'a_long_name' * 12}.png"))
        page.wait_for_selector(_ANSWERED)
    if state == "error":
        page.set_input_files("#file", _file(b"hello", f"{'a_long_name' * 12}.png"))
        page.locator("#problem").wait_for()
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    beyond = """() => [...document.querySelectorAll("body *")]
        .filter((e) => e.getBoundingClientRect().right > 361).map((e) => e.outerHTML)"""
    assert page.evaluate(beyond) == []
    tops = {page.locator(f).bounding_box()["y"] for f in ("label.button", "#undo", "#clear")}
    assert len(tops) == 1


def test_keyboard_only(open_page, three_digits):
    page = open_page()
    choosers, order = [], []
    # Listened to from the start: taking the dialogue over needs a moment to come into force.
    page.on("filechooser", lambda chooser: choosers.append(chooser))
    page.evaluate("document.readyState")
    for _ in range(4):
        page.keyboard.press("Tab")
        order.append(page.evaluate("document.activeElement.id || document.activeElement.tagName"))
    assert order == ["paper", "file", "expect", "A"]  # undo and clear have nothing to do yet
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Shift+Tab")
    outline = page.locator("label[for=file]").evaluate("e => getComputedStyle(e).outlineStyle")
    assert outline == "solid"
    page.keyboard.press("Enter")
    page.wait_for_timeout(300)
    assert len(choosers) == 1
    choosers[0].set_files(_file(three_digits))
    _wait_for(page, "010")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "clear"
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowRight")
    assert page.locator(".bar.first").get_attribute("data-digit") == "1"
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    _wait_for(page, "–")
    assert page.evaluate("document.activeElement.id") == "paper"


def _luminance(colour):
    values = [float(v) / 255 for v in colour[colour.index("(") + 1 : -1].split(",")[:3]]
    linear = [v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in values]
    return float(np.dot(linear, [0.2126, 0.7152, 0.0722]))


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("picture", ["one", "three_digits", "blank"])
def test_text_stands_out_in_light_and_dark(open_page, scheme, picture, request):
    page = open_page(color_scheme=scheme)
    ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert (_luminance(ground) < 0.1) == (scheme == "dark")
    page.set_input_files("#file", _file(request.getfixturevalue(picture)))
    page.wait_for_selector(_ANSWERED)
    for text, behind in [
        ("#status", "#verdict"),
        ("#reason", "#verdict"),
        (".head p", "body"),
        ("h2", "body"),
        (".foot a", "body"),
        ("label.button", "label.button"),
    ]:
        colour = page.locator(text).first.evaluate("e => getComputedStyle(e).color")
        wash = page.locator(behind).first.evaluate("e => getComputedStyle(e).backgroundColor")
        low, high = sorted([_luminance(colour), _luminance(wash)])
        assert (high + 0.05) / (low + 0.05) >= 4.5, text


def test_the_description_loads_from_here_alone(open_page):
    page = open_page("/docs")
    page.locator(".opblock").first.wait_for()
    assert page.locator(".opblock").count() == 2


def test_nothing_foreign_could_be_loaded(open_page):
    page = open_page()
    refused = page.evaluate(
        "() => fetch('http://192.0.2.1/').then(() => 'loaded', (error) => error.name)"
    )
    assert refused == "TypeError"
    page.wait_for_function(
        """() => new Promise((resolve) => {
            document.addEventListener("securitypolicyviolation", (e) => resolve(e.blockedURI));
            document.body.append(Object.assign(new Image(), { src: "http://192.0.2.1/a.png" }));
        })"""
    )
    assert all("Content Security Policy" in fault for fault in open_page.faults)
    open_page.faults.clear()
    open_page.hosts.discard(("http", "192.0.2.1"))  # announced, then blocked
