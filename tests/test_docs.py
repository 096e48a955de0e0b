"""Documentation that cannot drift: the reference is the commands' own help."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from numerals.cli.options import share
from numerals.cli.rows import Format
from numerals.errors import ExitCode
from numerals.reader import Reader
from numerals.reading import Status
from tools.cli_reference import TARGET, reference

ROOT = Path(__file__).parents[1]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])


def test_the_cli_reference_is_current() -> None:
    assert TARGET.read_text(encoding="utf-8") == reference(), "run: python tools/cli_reference.py"


@pytest.mark.parametrize("page", PAGES, ids=lambda p: str(p.relative_to(ROOT)))
def test_links_within_the_project_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#:]+?)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
        assert (page.parent / target).exists(), f"{page.name} links to {target}"


def test_every_exit_code_status_and_format_is_documented() -> None:
    text = (ROOT / "docs" / "output.md").read_text(encoding="utf-8")
    for code in ExitCode:
        assert f"| {int(code)} |" in text, code
    for word in [*Status, *Format]:
        assert f"`{word}`" in text, word


@pytest.mark.parametrize("page", PAGES, ids=lambda p: str(p.relative_to(ROOT)))
def test_every_share_of_errors_in_an_example_can_be_promised(page: Path) -> None:
    reader = Reader()
    for line in page.read_text(encoding="utf-8").splitlines():
        asked = re.search(r"--max-error ([\d.]+ ?%?)|\bmax_error=([\d.]+)", line)
        if asked is not None:
            network = reader.strings if "--expect number" in line else reader.network
            least = network.config.risk.lowest
            assert share("--max-error", asked[1] or asked[2]) >= least, line
