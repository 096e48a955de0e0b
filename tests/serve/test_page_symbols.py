"""The page with a model of other symbols: its own names, and no word of numbers."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from numerals.reader import Reader
from tests.model.nets import without_reject
from tests.serve.conftest import serving

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.browser
NAMES = ["۰", "۱", "۲", "۳", "۴", "۵", "۶", "۷", "۸", "نه"]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve the shipped network under other names: a 1 is called ۱."""
    folder = without_reject(tmp_path_factory.mktemp("models") / "persian", classes=NAMES)
    content = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    content["name"] = "persian"
    (folder / "config.json").write_text(json.dumps(content), encoding="utf-8")
    with serving(Reader(folder)) as url:
        yield url


def test_the_models_own_names_are_shown(open_page, one) -> None:
    page = open_page()
    page.wait_for_function("() => document.querySelector('#about').textContent.includes('persian')")
    assert page.locator(".bar-name").all_inner_texts() == NAMES
    assert page.locator("#bars-title").inner_text() == "How likely each symbol is"
    assert not page.locator("#expect").is_visible()
    assert page.locator("#hint strong").inner_text() == "Draw a symbol here"
    page.set_input_files("#file", {"name": "a.png", "mimeType": "image/png", "buffer": one})
    page.wait_for_function("() => document.querySelector('#digits').textContent === '۱'")
    assert page.locator(".bar.first").get_attribute("data-digit") == "۱"
    assert page.locator(".bar").count() == len(NAMES)
