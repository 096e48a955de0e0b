"""Page: the report as one HTML file, which asks nothing of any other."""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from numerals.lab.comparison.report import html, tables, told
from numerals.lab.comparison.report.words import summary

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numerals.lab.comparison.report.findings import Findings

_STYLE = Path(__file__).with_name("page.css")
#: The sections with figures: id, heading, and the figures' names.
_SECTIONS = (
    ("claim", "CNN against RNN", ("duel",)),
    ("accuracy", "The ranking", ("ranking",)),
    ("costs", "Accuracy and cost", ("cost",)),
    ("data", "More or less data", ("learning",)),
    ("mistakes", "The mistakes", ("confusions", "by-class")),
    ("pictures", "Easy and hard pictures", ("wrong-by-all", "wrong-by-some", "wrong-by-none")),
    ("beyond", "Beyond the test set", ("corruptions",)),
    ("trust", "Can it be trusted?", ("reliability", "risk-coverage")),
)


def page(findings: Findings, figures: Sequence[html.Figure]) -> str:
    """Give the page as text.

    Args:
        findings: What it tells.
        figures: Those that could be drawn.
    """
    footer = told.footer(findings)
    drawn = {f.name: html.figure(f, footer) for f in figures}
    below = _tables(findings) if findings.ranking else {}
    sections = [("summary", "What was found", _summary(findings))]
    for name, heading, names in _SECTIONS:
        body = "".join(drawn[n] for n in names if n in drawn) + below.get(name, "")
        if body:
            sections.append((name, heading, body))
    sections.append(("how", "How it was done", _how(findings)))
    title = f"{len(findings.ranking)} systems compared on {told.test_name(findings)}"
    menu = "".join(f'<li><a href="#{n}">{escape(h)}</a></li>' for n, h, _ in sections)
    body = "".join(_section(*one) for one in sections)
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        # Without an icon of its own a browser asks for one.
        '<link rel="icon" href="data:,">\n'
        f"<title>{escape(title)}</title>\n"
        f"<style>\n{_STYLE.read_text(encoding='utf-8')}</style>\n</head>\n<body>\n"
        f"<header><h1>{escape(title)}</h1>\n{html.paragraph(_lead(findings), 'lead')}"
        f'<nav aria-label="Contents"><ul>{menu}</ul></nav></header>\n'
        f"<main>\n{body}</main>\n"
        f"<footer>{html.paragraph('Made by numerals compare. ' + footer)}</footer>\n"
        "</body>\n</html>\n"
    )


def _section(name: str, heading: str, body: str) -> str:
    # On paper the summary and what it is about first share a page; all else begins a new one.
    css = "" if name in ("summary", "claim") else ' class="fresh"'
    return (
        f'<section id="{name}" aria-labelledby="{name}-title">'
        f'<h2 id="{name}-title"{css}>{escape(heading)}</h2>\n{body}</section>\n'
    )


def _lead(findings: Findings) -> str:
    if not findings.ranking:
        return "Nothing is finished yet."
    date = str(findings.comparison.run.get("date") or "an unknown day")
    # A date is not to be broken at the end of a line.
    date = date.replace("-", "\N{NON-BREAKING HYPHEN}")
    return (
        f"Trained on {findings.size:,} pictures, {told.seeds(findings)}, tested on {findings.n:,}, "
        f"on {date}. Every sentence and figure here is made from the folder's numbers."
    )


def _summary(findings: Findings) -> str:
    notes = told.warnings(findings)
    lines = "".join(f"<p>{escape(n)}</p>" for n in notes)
    note = f'<div class="note" role="note">{lines}</div>\n' if notes else ""
    found = "".join(
        f"<div><dt>{escape(s.about)}</dt><dd>{escape(s.text)}</dd></div>\n"
        for s in summary(findings)
    )
    return f'{note}<dl class="found">{found}</dl>\n'


def _tables(findings: Findings) -> dict[str, str]:
    """Give the tables by the section they stand in."""
    below = {
        "accuracy": tables.ranking_table(findings),
        "costs": tables.cost_table(findings),
        "data": tables.learning_table(findings),
        "beyond": tables.outside_table(findings),
    }
    return {name: html.table(one) for name, one in below.items() if one is not None}


def _how(findings: Findings) -> str:
    trouble = tables.trouble_table(findings)
    shown = "" if trouble is None else html.table(trouble)
    facts = html.definitions(told.facts(findings))
    sources = html.table(tables.source_table(findings))
    return f'<div class="facts">{facts}</div>\n{sources}{shown}'
