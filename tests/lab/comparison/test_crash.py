"""A rival that fails, dies or chatters costs one cell, and no other."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from numerals.errors import UsageError
from numerals.lab.comparison import run
from numerals.lab.comparison.plan import Asked, Cell
from numerals.lab.comparison.ranking import ranking
from numerals.lab.comparison.source import ComparisonData
from numerals.lab.comparison.store import Store
from numerals.lab.comparison.table import as_csv, as_text
from numerals.lab.rivals.systems import systems
from tests.data.fake import digits

if TYPE_CHECKING:
    from pathlib import Path

RIVAL = """
import os
import numpy as np
from numerals.lab.rivals.systems import System, UnsuitableError

class Uneven:
    def fit(self, X, y):
        print("a line that is no word of ours")
        if len(X) == 20:
            raise ValueError("twenty is too few")
        if len(X) == 40:
            raise UnsuitableError("not for forty")
        if len(X) == 30:
            os._exit(9)
        self.classes_ = np.unique(y)
        return self

    def predict_proba(self, X):
        return np.full((len(X), len(self.classes_)), 1 / len(self.classes_))

RIVALS = {"uneven": System("Uneven", "dense", "none", lambda seed, quick: Uneven())}
"""


class Kept:
    """A watcher that keeps what it is told."""

    def __init__(self) -> None:
        self.begun: list[Cell] = []
        self.figures: list[dict] = []

    def on_start(self, cells, done):
        self.cells, self.done = cells, done

    def on_begin(self, cell):
        self.begun.append(cell)

    def on_cell(self, figures):
        self.figures.append(figures)

    def on_word(self, message):
        pass


@pytest.fixture
def small(monkeypatch) -> None:
    images, labels = digits(100, 1)
    labels = labels.astype(np.int64)
    classes = tuple("0123456789")
    data = ComparisonData("small", "small test", classes, images, labels, images[:20], labels[:20])
    monkeypatch.setattr(run, "load_comparison_data", lambda *_: data)


def test_each_failure_costs_its_own_cell(small: None, tmp_path: Path) -> None:
    file = tmp_path / "uneven.py"
    file.write_text(RIVAL, encoding="utf-8")
    asked = Asked(("uneven",), seeds=1, sizes=("10", "20", "30", "40", "all"), rival=(str(file),))
    store, watcher, zoo = Store(tmp_path / "run"), Kept(), systems([file])
    run.compare(asked, zoo, store, watcher)
    found = {figures["size"]: figures for figures in watcher.figures}
    assert [found[n]["status"] for n in (10, 20, 30, 90)] == ["ok", "failed", "failed", "ok"]
    assert found[20]["reason"] == "ValueError: twenty is too few"
    assert (found[40]["status"], found[40]["reason"]) == ("skipped", "not for forty")
    assert found[30]["reason"].startswith("the process ended with 9")
    assert found[90]["accuracy"] == pytest.approx(0.1)
    assert store.write_results() is None
    again = Kept()
    run.compare(asked, zoo, store, again)
    assert len(again.done) == 5
    assert not again.begun, "what is finished is not done again"


def test_a_system_without_figures_says_why(small: None, tmp_path: Path) -> None:
    file = tmp_path / "uneven.py"
    file.write_text(RIVAL, encoding="utf-8")
    asked = Asked(("uneven",), seeds=1, sizes=("20",), rival=(str(file),))
    store = Store(tmp_path / "run")
    run.compare(asked, systems([file]), store, Kept())
    places, about = ranking(store), store.run()
    assert places[0].reason == "ValueError: twenty is too few"
    assert "Uneven: no figures: ValueError: twenty is too few" in as_text(places, about)
    assert as_csv(places, about).splitlines()[1].endswith("twenty is too few")


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("1 / 0", "cannot be run: ZeroDivisionError"),
        ("x = 1", "needs RIVALS"),
        (RIVAL.replace('"uneven":', '"cnn":'), "the name 'cnn' is taken"),
        (RIVAL.replace('"uneven":', '"../up":'), "is no name"),
    ],
)
def test_a_file_of_rivals_is_looked_at(code: str, said: str, tmp_path: Path) -> None:
    file = tmp_path / "mine.py"
    file.write_text(code, encoding="utf-8")
    with pytest.raises(UsageError, match=said):
        systems([file])
