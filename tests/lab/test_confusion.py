"""The plot of the confusion matrix carries every count, and its title the figures."""

from __future__ import annotations

import pytest

from numerals.lab import confusion as plot
from numerals.lab.evaluate import Evaluation
from numerals.lab.outcome import Outcome
from numerals.lab.results import figures
from numerals.reading import Reading, Status

pytestmark = pytest.mark.train
pytest.importorskip("matplotlib")


def made(*pairs: tuple[str, str]) -> Evaluation:
    outcomes = tuple(
        Outcome(f"{i}.png", truth, Reading("", text, 0.9, Status.ACCEPTED))
        for i, (truth, text) in enumerate(pairs)
    )
    return Evaluation("made", "model", "1.2", "digit", 0.9, outcomes, 0.001)


def test_both_files_are_written_and_hold_the_counts(tmp_path, monkeypatch) -> None:
    # Text as text, so that it can be found; by default it is drawn as outlines.
    import matplotlib as mpl

    monkeypatch.setitem(mpl.rcParams, "svg.fonttype", "none")
    one = made(*[("1", "1")] * 1234, *[("1", "7")] * 56, ("4", ""))
    plot.draw_confusion(one, figures(one), tmp_path / "confusion")
    assert (tmp_path / "confusion.png").read_bytes().startswith(b"\x89PNG")
    svg = (tmp_path / "confusion.svg").read_text(encoding="utf-8")
    for text in (">1,234<", ">56<", ">–<", "made: 95.5 % of 1,291 pictures read right"):
        assert text in svg
    # 110 cells, of which these three have a count; a 4 was shown, so its 0 right is told too.
    assert svg.count(">·<") == 110 - 4


def test_no_mistakes_at_all_can_be_drawn(tmp_path) -> None:
    one = made(("1", "1"))
    plot.draw_confusion(one, figures(one), tmp_path / "confusion")
    assert (tmp_path / "confusion.png").is_file()


def test_the_title_tells_how_many_of_them_it_shows() -> None:
    one = made(("1", "1"), ("12", "12"), ("3", "3"))
    assert "of 3 pictures read right, here the 2 of a single digit" in plot.title(one, figures(one))
