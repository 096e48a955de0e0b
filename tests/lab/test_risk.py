"""The risk plot shows the curve that was counted, and every promise that accepts something."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from PIL import Image

from numerals.lab import risk
from numerals.lab.evaluate import Evaluation
from numerals.lab.outcome import Outcome
from numerals.lab.results import figures
from numerals.model.risk import RiskCurve
from numerals.reading import Reading, Status
from tests.model.nets import RISK

if TYPE_CHECKING:
    from pathlib import Path

pytest.importorskip("matplotlib", reason="needs the train extra")
pytestmark = pytest.mark.train


def evaluation(n: int = 500) -> Evaluation:
    rng = np.random.default_rng(0)
    outcomes = tuple(
        Outcome(f"{i}", "1", Reading("", "1" if rng.random() < c else "7", c, Status.REVIEW))
        for i, c in enumerate(1 - 0.5 * rng.random(n) ** 9)
    )
    curve = RiskCurve.from_dict(RISK)
    return Evaluation("made", "m", "1", "digit", 0.9, outcomes, 0.001, 0.005, curve)


def test_curve_and_promises_are_drawn(tmp_path: Path, monkeypatch) -> None:
    drawn = []
    monkeypatch.setattr(risk, "save_figure", lambda figure, _: drawn.append(figure))
    one = evaluation()
    result = figures(one)
    risk.draw_risk(one, result, tmp_path / "risk")
    (axes,) = drawn[0].axes
    curve, *promises = axes.lines
    x, y = curve.get_data()
    assert x[-1] == 1
    assert y[-1] == pytest.approx(result.selective.wrong[-1] / 500)
    marks = [(float(p.get_xdata()[0]), float(p.get_ydata()[0])) for p in promises]
    assert marks == [(r.coverage.value, r.max_error) for r in result.stated]
    top = axes.get_ylim()[1]
    assert all(0 <= mark < top for _, mark in marks)


def test_both_files_are_written(tmp_path: Path) -> None:
    one = evaluation(3)
    risk.draw_risk(one, figures(one), tmp_path / "risk")
    with Image.open(tmp_path / "risk.png") as picture:
        assert picture.size[0] > 1000
    assert (tmp_path / "risk.svg").stat().st_size > 1000


def test_nothing_acceptable_has_no_plot(tmp_path: Path) -> None:
    blank = Outcome("a", "1", Reading("", "", 0.0, Status.UNREADABLE))
    one = Evaluation("made", "m", "1", "digit", 0.9, (blank,), 0.001)
    with pytest.raises(ValueError, match="a curve needs a picture"):
        risk.draw_risk(one, figures(one), tmp_path / "risk")
