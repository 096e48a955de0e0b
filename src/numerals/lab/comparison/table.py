"""Table: a ranking in words for people, and as JSON and CSV for programs."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numerals.lab.comparison.ranking import Place

_HEAD = ("", "system", "accuracy", "± sd", "95 % interval", "p to next", "learnt", "a picture")
_CSV = (
    "system",
    "size",
    "seeds",
    "accuracy",
    "sd",
    "low",
    "high",
    "p_next",
    "fit_seconds",
    "latency_ms",
    "model_bytes",
    "test_pictures",
    "reason",
)
_UNITS = ("B", "kB", "MB", "GB")


def as_text(places: Sequence[Place], run: dict[str, Any]) -> str:
    """Give the ranking as a table for people, with what it is of above and what was cut below."""
    rows: list[tuple[str, ...]] = [(*_HEAD, "size")]
    rows += [_row(i, place) for i, place in enumerate(places, 1) if place.accuracy is not None]
    widths = [max(len(row[k]) for row in rows) for k in range(len(rows[0]))]
    seeds = len(run["seeds"])
    lines = [
        f"{run['test']['name']}: {run['test']['n']:,} pictures; learnt from "
        f"{max(run['sizes']):,}; {seeds} seed{'s' * (seeds > 1)}",
        "",
    ]
    for row in rows:
        entries = [
            entry.ljust(width) if k == 1 else entry.rjust(width)
            for k, (entry, width) in enumerate(zip(row, widths, strict=True))
        ]
        lines.append("  ".join(entries).rstrip())
    lines += [f"{p.title}: no figures: {p.reason}" for p in places if p.accuracy is None]
    lines += [
        "",
        "± sd: over the seeds. 95 % interval: Wilson's, for other pictures of this kind.",
        "p to next: McNemar's exact test against the system below, the median over the seeds.",
        *(f"Cut: {words}." for words in run["cut"]),
    ]
    return "\n".join(lines) + "\n"


def as_json(places: Sequence[Place], run: dict[str, Any]) -> str:
    """Give the ranking and what it is of as JSON; shares in [0, 1], not rounded."""
    ranking = []
    for place in places:
        entry = asdict(place)
        entry["accuracy"] = place.accuracy._asdict() if place.accuracy is not None else None
        ranking.append(entry)
    content = {
        "data": run["data"],
        "test": run["test"],
        "seeds": run["seeds"],
        "cut": run["cut"],
        "machine": run["machine"],
        "ranking": ranking,
    }
    return json.dumps(content, indent=2, ensure_ascii=False) + "\n"


def as_csv(places: Sequence[Place], run: dict[str, Any]) -> str:
    """Give the ranking as CSV, a row a system; shares in [0, 1], empty where there is none."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(_CSV)
    for p in places:
        figures: list[float | None] = [0, None, None, None, None]
        if p.accuracy is not None:
            figures = [p.accuracy.n, p.accuracy.mean, p.accuracy.sd, p.low, p.high]
        costs = [p.p_next, p.fit_seconds, p.latency_ms, p.model_bytes]
        writer.writerow([p.name, p.size, *figures, *costs, run["test"]["n"], p.reason])
    return out.getvalue()


def _row(number: int, place: Place) -> tuple[str, ...]:
    found = place.accuracy
    assert found is not None  # noqa: S101
    return (
        str(number),
        place.title,
        f"{100 * found.mean:.2f} %",
        "" if found.sd is None else f"{100 * found.sd:.2f}",
        f"{100 * place.low:.2f}–{100 * place.high:.2f}",
        "" if place.p_next is None else _p(place.p_next),
        "" if place.fit_seconds is None else f"{place.fit_seconds:,.1f} s",
        "" if place.latency_ms is None else f"{place.latency_ms:.2f} ms",
        "" if place.model_bytes is None else _bytes(place.model_bytes),
    )


def _p(p: float) -> str:
    return "< 0.001" if p < 0.001 else f"{p:.3f}"


def _bytes(count: float) -> str:
    for unit in _UNITS[:-1]:
        if count < 1000:
            return f"{count:.3g} {unit}"
        count /= 1000
    return f"{count:.3g} {_UNITS[-1]}"
