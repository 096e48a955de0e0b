"""The report in a real Chromium: alone, wide and narrow, light and dark, on paper."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.train]


@pytest.fixture
def open_report(browser, reported):
    """Open the report; at the end, check that it asked for nothing else and met no fault."""
    contexts, asked, faults = [], [], []

    def _open(**options):
        context = browser.new_context(**options)
        contexts.append(context)
        page = context.new_page()
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda m: faults.append(m.text) if m.type != "log" else None)
        page.goto((reported / "report.html").as_uri())
        return page

    yield _open
    for context in contexts:
        context.close()
    others = [u for u in asked if urlsplit(u).scheme != "data" and not u.endswith("/report.html")]
    assert not others
    assert not faults


@pytest.mark.parametrize("width", [320, 360, 768, 1600])
def test_the_page_never_scrolls_sideways(open_report, width) -> None:
    page = open_report(viewport={"width": width, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    # What is too wide for a narrow window scrolls inside itself, and a keyboard can reach it.
    if width <= 360:
        inside = page.evaluate(
            "[...document.querySelectorAll('.scroll')]"
            ".filter(e => e.scrollWidth > e.clientWidth + 1).map(e => e.tabIndex)"
        )
        assert inside
        assert set(inside) == {0}


@pytest.mark.parametrize(("scheme", "dark"), [("light", False), ("dark", True)])
def test_the_figures_follow_the_scheme(open_report, scheme, dark) -> None:
    page = open_report(color_scheme=scheme)
    paper = page.evaluate("getComputedStyle(document.body).backgroundColor")
    ink = page.evaluate(
        "getComputedStyle(document.querySelector('#ranking svg g[style*=\"--ink\"]')).fill"
    )
    assert (_brightness(paper) < 60) is dark
    assert (_brightness(ink) > 200) is dark


def test_on_paper_it_is_dark_on_white_and_nothing_is_cut_off(open_report) -> None:
    page = open_report(color_scheme="dark", viewport={"width": 700, "height": 990})
    page.emulate_media(media="print", color_scheme="dark")
    ink = page.evaluate("getComputedStyle(document.body).color")
    assert _brightness(ink) < 60
    cut = page.evaluate(
        "[...document.querySelectorAll('.scroll')].filter(e => e.scrollWidth > innerWidth).length"
    )
    assert cut == 0


def _brightness(colour: str) -> float:
    parts = colour[colour.index("(") + 1 : -1].split(",")
    return sum(float(p) for p in parts[:3]) / 3
