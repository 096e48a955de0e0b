"""The report: one page that needs no other, and a file of each figure."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest

from numerals.errors import MissingDataError
from numerals.lab.comparison.report import write_report
from numerals.lab.comparison.report.figure_confusions import draw_confusions
from numerals.lab.comparison.report.figure_heat import draw_by_class
from numerals.lab.comparison.report.findings import find
from numerals.lab.comparison.report.folder import read_comparison
from numerals.lab.comparison.report.look import look
from tests.lab.comparison.invented import make

pytestmark = pytest.mark.train

FIGURES = {
    *("duel", "ranking", "cost", "learning", "confusions", "by-class", "corruptions"),
    *("reliability", "risk-coverage", "wrong-by-some", "wrong-by-none"),
}


class _Page(HTMLParser):
    """Collects what a page is made of, and that its elements are closed in order."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open, self.ids, self.tags, self.links, self.labels = [], [], [], [], []
        self.feed(text)
        assert not self.open

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        values = dict(attrs)
        if "id" in values:
            self.ids.append(values["id"])
        if "aria-label" in values:
            self.labels.append(values["aria-label"])
        self.links += [values[a] for a in ("href", "src", "xlink:href") if a in values]
        if tag not in ("meta", "link", "br", "img"):
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        if self.open and self.open[-1] == tag:
            self.open.pop()

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


@pytest.fixture(scope="module")
def text(reported) -> str:
    return (reported / "report.html").read_text(encoding="utf-8")


def test_each_figure_is_a_png_an_svg_and_in_the_page(reported, text) -> None:
    there = {p.name for p in (reported / "report").iterdir()}
    assert there >= {f"{name}.{kind}" for name in FIGURES for kind in ("png", "svg")}
    for name in FIGURES:
        assert f'<figure id="{name}">' in text
        assert (reported / "report" / f"{name}.png").read_bytes().startswith(b"\x89PNG")
        assert b"<svg" in (reported / "report" / f"{name}.svg").read_bytes()[:1000]


def test_the_page_is_well_formed_and_needs_no_other(text) -> None:
    page = _Page(text)
    assert len(page.ids) == len(set(page.ids))
    own = {f"#{i}" for i in page.ids}
    for link in page.links:
        inside = link in own or link.startswith("data:")
        assert inside or re.fullmatch(r"report/[\w-]+\.(png|svg)", link), link
    assert page.tags.count("h1") == 1
    assert not {"script", "iframe", "object"} & set(page.tags)
    # Within the style nothing is fetched either.
    assert "@import" not in text
    assert not re.search(r"url\((?!#)", text)


def test_each_figure_says_how_to_read_it_and_where_it_is_from(text) -> None:
    figures = re.findall(r"<figure.*?</figure>", text, flags=re.DOTALL)
    assert len(figures) >= len(FIGURES)
    for figure in figures:
        assert "How to read it." in figure
        for word in ("n = 300", "2 seeds (0, 1)", "Imaginary 3000", "numerals compare"):
            assert word in figure
        assert re.search(r'role="img" aria-label="[^"]{40,}"', figure)


def test_names_from_the_folder_are_never_markup(tmp_path) -> None:
    make(tmp_path, systems=2, seeds=1, sizes=(100,), n=60, failed=("rnn",), outside=False)
    text = write_report(tmp_path).read_text(encoding="utf-8")
    assert "invented: &lt;no&gt; memory &amp; time" in text
    assert "some &lt;folder&gt;" in text
    assert "<folder>" not in text
    # Nothing was measured outside, one system failed, one seed and size: that much is left out.
    there = {p.stem for p in (tmp_path / "report").iterdir()}
    assert not {"duel", "learning", "corruptions"} & there
    assert "nothing is known of the spread" in text
    assert "± 0" not in text
    assert "Runs that gave no figures" in text


def test_a_report_of_nothing_says_so(tmp_path) -> None:
    make(tmp_path, systems=2, finished=0, n=30)
    (tmp_path / "report").mkdir()
    (tmp_path / "report" / "ranking.png").write_bytes(b"of an earlier run")
    (tmp_path / "report" / "mine.txt").write_text("not ours", encoding="utf-8")
    text = write_report(tmp_path).read_text(encoding="utf-8")
    _Page(text)
    assert "No system is finished yet" in text
    assert [p.name for p in (tmp_path / "report").iterdir()] == ["mine.txt"]


def test_no_comparison_no_report(tmp_path) -> None:
    with pytest.raises(MissingDataError):
        write_report(tmp_path)
    assert not list(tmp_path.iterdir())


def test_letters_are_classes_like_digits_and_many_go_without_names(tmp_path) -> None:
    letters = "abcdefghijklmnopqrst"
    make(tmp_path, systems=2, seeds=1, sizes=(100,), n=120, classes=letters, outside=False)
    found = find(read_comparison(tmp_path))
    with look():
        squares = draw_confusions(found.answered, found.comparison.classes)
        fields = draw_by_class(found.ranking, found.comparison.classes)
    assert not len(squares.axes[0].get_xticks())
    names = [label.get_text() for label in fields.axes[0].get_xticklabels()]
    assert names == [*letters, "all"]
