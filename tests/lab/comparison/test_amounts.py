"""Amounts for a person's eye."""

from __future__ import annotations

import pytest

from numerals.lab.comparison.report.amounts import count, duration, points, probability, size


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [
        (None, "–"),
        (0.00042, "0.420 ms"),
        (3.14159, "3.14 s"),
        (59.999, "60.0 s"),
        (320, "5 min 20 s"),
        (7500, "2 h 5 min"),
    ],
)
def test_a_time(seconds, shown) -> None:
    assert duration(seconds) == shown


def test_sizes_and_counts() -> None:
    assert size(640) == "640 B"
    assert size(1_700_000) == "1.70 MB"
    assert count(12_300) == "12,300"
    assert count(2_400_000) == "2.40 million"
    assert size(None) == count(None) == "–"


def test_no_evidence_is_made_stronger_than_it_is() -> None:
    assert probability(0.0491) == "0.050"
    assert probability(0.000001) == "≤ 0.001"
    assert probability(1.0) == "1.000"


def test_no_lead_is_made_larger_than_it_is() -> None:
    assert points(0.00319) == "0.31"
    assert points(-0.0031) == "0.31"
