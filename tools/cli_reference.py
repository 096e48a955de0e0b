"""Write docs/cli.md from the commands themselves: python tools/cli_reference.py."""

from __future__ import annotations

from pathlib import Path

import typer

from numerals.cli import app

TARGET = Path(__file__).parents[1] / "docs" / "cli.md"
_WIDTH = 80


def reference() -> str:
    """Give the reference's whole text: the help of each command, as it is printed."""
    group = typer.main.get_command(app)
    parts = [
        "# Command line reference",
        "Made from the commands by `python tools/cli_reference.py`; a test keeps it true.",
        _section("numerals", group),
    ]
    parts += [_section(f"numerals {name}", command) for name, command in group.commands.items()]
    return "\n\n".join(parts) + "\n"


def _section(name: str, command: object) -> str:
    context = typer.Context(
        command,
        info_name=name,
        terminal_width=_WIDTH,
        help_option_names=["-h", "--help"],
    )
    text = "\n".join(line.rstrip() for line in command.get_help(context).splitlines())
    return f"## {name}\n\n```text\n{text}\n```"


if __name__ == "__main__":
    TARGET.write_text(reference(), encoding="utf-8", newline="\n")
