"""Curves: how a training run went, epoch by epoch."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from numerals.lab.figure import BLUE, ORANGE, new_figure, save_figure


def draw_curves(history: Sequence[Mapping[str, float]], path: Path, title: str) -> None:
    """Draw accuracy and loss on training and validation data as `path`.png and `path`.svg.

    Args:
        history: The rows of a run's history.csv.
        path: Where to, without a suffix.
        title: What was trained.
    """
    figure = new_figure(9, 3.6)
    epochs = [e["epoch"] for e in history]
    left, right = figure.subplots(1, 2)
    left.plot(epochs, [100 * e["accuracy"] for e in history], "o-", color=BLUE, label="training")
    left.plot(
        epochs, [100 * e["val_accuracy"] for e in history], "s--", color=ORANGE, label="validation"
    )
    left.set(xlabel="epoch", ylabel="accuracy (%)", title=f"{title}: accuracy")
    right.plot(epochs, [e["loss"] for e in history], "o-", color=BLUE, label="training")
    right.plot(epochs, [e["val_loss"] for e in history], "s--", color=ORANGE, label="validation")
    right.set(xlabel="epoch", ylabel="cross-entropy (nat)", title=f"{title}: loss")
    for axes in (left, right):
        axes.xaxis.get_major_locator().set_params(integer=True)
        axes.legend(frameon=False)
        axes.grid(alpha=0.25)
    save_figure(figure, path)
