"""What the tests of a comparison's report share: an invented folder, and its report."""

from __future__ import annotations

from pathlib import Path

import pytest

from numerals.lab.comparison.report import write_report
from tests.lab.comparison.invented import make


@pytest.fixture(scope="session")
def invented(tmp_path_factory) -> Path:
    """A folder of five systems, two seeds, two sizes."""
    folder = tmp_path_factory.mktemp("comparison")
    return make(folder, systems=5, seeds=2, sizes=(100, 1000), n=300)


@pytest.fixture(scope="session")
def reported(invented) -> Path:
    """The same folder with its report."""
    pytest.importorskip("matplotlib", reason="the train extra is not installed")
    write_report(invented)
    return invented
