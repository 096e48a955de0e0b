"""Write docs/cli.md from the commands themselves: python tools/cli_reference.py."""

from __future__ import annotations

from pathlib import Path

import typer

from numerals.cli import app

TARGET = Path(__file__).parents[1] / "docs" / "cli.md"
_WIDTH = 80


def reference() -> str:
    """Give the reference's whole text: the help of each command, as it is printed."""
    parts = [
        "# Command line reference",
        "Made from the commands by `python tools/cli_reference.py`; a test keeps it true.",
        *_sections("numerals", typer.main.get_command(app)),
    ]
    return "\n\n".join(parts) + "\n"


def _sections(name: str, command: object) -> list[str]:
    """Give a command's section, and those of the commands in it."""
    found = [_section(name, command)]
    for word, inner in getattr(command, "commands", {}).items():
        found += _sections(f"{name} {word}", inner)
    return found


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
