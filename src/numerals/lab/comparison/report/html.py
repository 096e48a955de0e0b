"""HTML: the few elements that the report is made of; whatever comes from a folder is escaped."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from numerals.lab.comparison.report.sheet import Drawn


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure with all that is told beside it.

    Attributes:
        name: Its id in the page, and its files' name.
        title: What it shows.
        how: How to read it, in a sentence or two.
        alt: What a person would see, for one who does not.
        drawn: Its files.
    """

    name: str
    title: str
    how: str
    alt: str
    drawn: Drawn


@dataclass(frozen=True, slots=True)
class Table:
    """A table whose first column names its rows.

    Attributes:
        title: What it shows.
        how: How to read it.
        headings: Of the columns.
        rows: As wide as the headings.
        words: Indices of the columns that hold words, set to the left; the others to the right.
    """

    title: str
    how: str
    headings: Sequence[str]
    rows: Sequence[Sequence[str]]
    words: frozenset[int] = field(default=frozenset())


def figure(one: Figure, footer: str) -> str:
    """Show a figure: inside itself it scrolls where the window is narrow."""
    files = " · ".join(
        f'<a href="report/{one.name}.{kind}">{kind.upper()}</a>' for kind in ("png", "svg")
    )
    return (
        f'<figure id="{one.name}"><h3>{escape(one.title)}</h3>\n'
        f'<div class="scroll" role="img" aria-label="{escape(one.alt)}" tabindex="0">'
        f"{one.drawn.inline}</div>\n"
        f'<figcaption><p><b>How to read it.</b> {escape(one.how)}</p><p class="small">'
        f"{escape(footer)} · {files}</p></figcaption></figure>\n"
    )


def table(one: Table) -> str:
    """Show a table: inside itself it scrolls where the window is narrow."""

    def kind(column: int) -> str:
        return "" if column in one.words or column == 0 else ' class="n"'

    heads = "".join(
        f'<th scope="col"{kind(i)}>{escape(h)}</th>' for i, h in enumerate(one.headings)
    )
    body = ""
    for row in one.rows:
        cells = "".join(f"<td{kind(i)}>{escape(c)}</td>" for i, c in enumerate(row) if i)
        body += f'<tr><th scope="row">{escape(row[0])}</th>{cells}</tr>\n'
    # A region with a name, so that a keyboard reaches it and can scroll it.
    return (
        f'<div class="scroll" role="region" aria-label="{escape(one.title)}" tabindex="0">'
        f"<table><caption>{escape(one.title)}</caption>\n"
        f"<thead><tr>{heads}</tr></thead>\n<tbody>{body}</tbody></table></div>\n"
        f'<p class="small under">{escape(one.how)}</p>\n'
    )


def definitions(pairs: Sequence[tuple[str, str]]) -> str:
    """Show pairs of a term and what is said of it."""
    rows = "".join(f"<div><dt>{escape(a)}</dt><dd>{escape(b)}</dd></div>" for a, b in pairs)
    return f"<dl>{rows}</dl>\n"


def paragraph(text: str, css: str = "") -> str:
    """Show a paragraph."""
    opening = f'<p class="{css}">' if css else "<p>"
    return f"{opening}{escape(text)}</p>\n"
