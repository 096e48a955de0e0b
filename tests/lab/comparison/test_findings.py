"""The numbers of a report, from folders whose numbers are known."""

from __future__ import annotations

import json

import numpy as np
import pytest

from numerals.lab.comparison.report.findings import find, front
from numerals.lab.comparison.report.folder import read_comparison
from tests.lab.comparison.invented import make


@pytest.fixture
def edit(tmp_path):
    """Make a small folder, change cells of it, and find."""

    def _edit(changes=None, **options):
        make(tmp_path, **{"systems": 3, "seeds": 2, "sizes": (100,), "n": 60} | options)
        for (system, file), change in (changes or {}).items():
            path = tmp_path / "cells" / system / f"{file}.json"
            told = json.loads(path.read_text(encoding="utf-8"))
            path.write_text(json.dumps(told | change), encoding="utf-8")
        return find(read_comparison(tmp_path))

    return _edit


def test_the_ranking_goes_by_the_mean_over_the_seeds(edit) -> None:
    found = edit(
        {
            ("cnn", "100-0"): {"accuracy": 0.90},
            ("cnn", "100-1"): {"accuracy": 0.94},
            ("rnn", "100-0"): {"accuracy": 0.99},
            ("rnn", "100-1"): {"accuracy": 0.80},
            ("gru", "100-0"): {"accuracy": 0.93},
            ("gru", "100-1"): {"accuracy": 0.93},
        }
    )
    assert [s.system.name for s in found.ranking] == ["gru", "cnn", "rnn"]
    assert found.ranking[1].accuracy == pytest.approx(0.92)
    assert found.ranking[1].spread == pytest.approx(np.std([0.90, 0.94], ddof=1))


def test_one_seed_has_no_spread(edit) -> None:
    assert edit(seeds=1).ranking[0].spread is None


def test_what_failed_counts_nowhere(edit) -> None:
    found = edit(failed=("rnn",))
    assert [s.name for s in found.missing] == ["rnn"]
    assert len(found.not_ok) == 2
    assert len(found.ranking) == 2
    assert found.whole


def test_a_half_finished_run_is_ranked_at_a_size_that_two_have(edit) -> None:
    # The first system has both sizes, the second the small one alone.
    found = edit(sizes=(50, 100), seeds=1, finished=0.5)
    assert found.size == 50
    assert not found.whole
    assert len(found.ranking) == 2


def test_nothing_finished_is_nothing_found(edit) -> None:
    found = edit(finished=0)
    assert found.ranking == ()
    assert found.hard is None


def test_on_the_front_stands_whom_nobody_beats_in_both(edit) -> None:
    found = edit(
        {
            ("cnn", "100-0"): {"accuracy": 0.9, "latency_ms": 3},
            ("rnn", "100-0"): {"accuracy": 0.8, "latency_ms": 1},
            ("gru", "100-0"): {"accuracy": 0.7, "latency_ms": 2},
        },
        seeds=1,
    )
    assert [s.system.name for s in front(found.ranking, "latency_ms")] == ["rnn", "cnn"]


def test_what_is_shipped_cost_no_training_here(edit) -> None:
    found = edit(systems=17)
    shipped = found.first_of("shipped", "shipped")
    assert shipped.mean("fit_seconds") is None
    assert shipped not in front(found.ranking, "fit_seconds")
    assert shipped.mean("latency_ms") is not None


@pytest.mark.parametrize(("accuracy", "reached"), [(0.986, True), (0.9859, False), (1.0, True)])
def test_a_published_figure_is_reached_within_three_tenths(edit, accuracy, reached) -> None:
    # The invented CNN's lowest published figure is 98.9 %.
    cell = {"accuracy": accuracy}
    found = edit({("cnn", "100-0"): cell, ("cnn", "100-1"): cell})
    assert found.first_of("convolutional", "cnn").reached is reached


def test_who_errs_on_what_is_counted_by_most_of_the_seeds(edit) -> None:
    found = edit(n=300, seeds=3)
    wrong = np.array([(~s.answers.right).sum(axis=0) > 1 for s in found.ranking])
    assert (found.hard.wrong == wrong.sum(axis=0)).all()
    labels = found.comparison.labels
    erred = found.hard.wrong > 0
    assert (found.hard.taken_for[erred] != labels[erred]).all()
