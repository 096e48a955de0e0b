"""Who may import whom, as docs/design.md draws it."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[1] / "src" / "numerals"
#: Each room, and the rooms whose modules it may import.
MAY = {
    "errors": set(),
    "digit": set(),
    "reading": {"digit", "show"},
    "show": {"reading"},
    "value": set(),
    "checks": set(),
    "pattern": {"errors", "value"},
    "constraint": {"checks", "field", "pattern", "value"},
    "field": {"errors", "checks", "pattern", "value"},
    "image": {"errors", "reading"},
    "model": {"errors", "reading", "constraint", "field", "value"},
    "prepare": {"errors", "reading", "image"},
    "opinion": {"image", "model", "reading"},
    "upright": {"prepare", "reading"},
    "recognise": {"digit", "reading", "field", "value", "image", "model", "opinion", "prepare"},
    "reader": {
        "errors",
        "reading",
        "field",
        "image",
        "model",
        "prepare",
        "recognise",
        "upright",
        "crew",
    },
    "crew": {"reading", "image", "reader"},
    "explain": {"errors", "reading", "prepare", "reader", "image", "model"},
    "data": {"errors", "image", "prepare", "reading"},
    "lab": {"errors", "reading", "prepare", "reader", "data", "image", "model", ""},
    "lab/rivals": {"errors", "image", "model", "lab", "train"},
    "lab/comparison": {"errors", "prepare", "data", "model", "lab", ""},
    "train": {
        "errors",
        "field",
        "value",
        "data",
        "image",
        "model",
        "lab",
        "opinion",
        "reading",
        "",
    },
    "annotate": {"reading", "show", "explain"},
    "serve": {"errors", "field", "prepare", "reading", "reader", "image", "show", ""},
    "cli": {"errors", "reading", "reader", "image", "data", "serve", "train", "lab", "model", ""}
    | {"annotate", "explain", "field"},
    "__init__": {"errors", "field", "reading", "reader", ""},
    "__main__": {"cli"},
}


def imported(path: Path) -> set[str]:
    """The rooms that a module imports, anywhere in it; '' is the package itself."""
    rooms = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names = []
        if isinstance(node, ast.ImportFrom):
            names = [node.module or ""]
        elif isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        for name in names:
            if name.split(".")[0] == "numerals":
                rooms.add([*name.split("."), ""][1])
    return rooms


@pytest.mark.parametrize(
    "path", sorted(SOURCE.rglob("*.py")), ids=lambda p: str(p.relative_to(SOURCE))
)
def test_a_module_imports_only_what_its_room_may(path: Path) -> None:
    parts = path.relative_to(SOURCE).parts
    room = parts[0].removesuffix(".py")
    within = "/".join(parts[:2])  # a room of its own within another
    assert imported(path) <= MAY.get(within, MAY[room]) | {room}


@pytest.mark.parametrize(
    "path", sorted(SOURCE.rglob("*.py")), ids=lambda p: str(p.relative_to(SOURCE))
)
def test_a_module_holds_one_concept(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 300
