"""Tables: the figures of the report as numbers, each rounded to the side that flatters nobody."""

from __future__ import annotations

from typing import TYPE_CHECKING

from numerals.lab.comparison.report.amounts import count, duration, probability, size
from numerals.lab.comparison.report.html import Table
from numerals.lab.comparison.report.phrases import plus_minus
from numerals.lab.percent import UNDEFINED, decimals, down, interval

if TYPE_CHECKING:
    from numerals.lab.comparison.report.findings import Findings, Standing


def ranking_table(findings: Findings) -> Table:
    """Show who is where, how surely, and beside what was published."""
    places = decimals(findings.n)
    rows = [
        (
            f"{s.rank}  {s.title}",
            down(s.accuracy, places),
            plus_minus(s.values("accuracy"), places),
            interval(s.share),
            f"{s.n - s.share.count:,}",
            down(s.mean("precision"), places),
            down(s.mean("recall"), places),
            down(s.mean("f1"), places),
            probability(s.below) if s.rank < len(findings.ranking) else "",
            _published(s),
        )
        for s in findings.ranking
    ]
    headings = (
        "system",
        "right, %",
        "over seeds",
        "95 % interval",
        "mistakes",
        "precision, %",
        "recall, %",
        "F1, %",
        "p to the next",
        "published, %",
    )
    how = (
        "“Over seeds” is the standard deviation between runs in points; the interval "
        "says where the accuracy would lie on other pictures of the same kind (Wilson); “p to the "
        "next” is McNemar's test against the row below, the median over the seeds (below 0.05 "
        "the two are told apart; of twenty pairs that are alike one comes out so by chance); "
        "precision, recall and F1 are plain means over the classes. ✓ marks a published figure "
        "that is reached within 0.3 points, ✗ one that is not."
    )
    return Table("The ranking", how, headings, rows)


def _published(s: Standing) -> str:
    if s.system.published is None:
        return UNDEFINED
    low, high = s.system.published
    shown = f"{low:g}" if low == high else f"{low:g} – {high:g}"
    return f"{shown} {'✓' if s.reached else '✗'}"


def cost_table(findings: Findings) -> Table:
    """Show what each system takes."""
    rows = []
    for s in findings.ranking:
        latency, memory = s.mean("latency_ms"), s.mean("memory_mb")
        rows.append(
            (
                f"{s.rank}  {s.title}",
                duration(s.mean("fit_seconds")),
                duration(None if latency is None else latency / 1000),
                count(s.mean("throughput")),
                size(s.mean("model_bytes")),
                size(None if memory is None else memory * 1e6),
                count(s.mean("multiply_adds")),
            )
        )
    headings = (
        "system",
        "time to train",
        "one picture",
        "pictures a second",
        "model",
        "peak memory",
        "multiply–adds a picture",
    )
    how = (
        "On the mean of the seeds and on the machine named below. “One picture” is "
        "the median time of a single one, “pictures a second” the speed in a batch; peak memory is "
        "while training and reading. – was not measured or does not apply."
    )
    return Table("What each system takes", how, headings, rows)


def learning_table(findings: Findings) -> Table | None:
    """Show the accuracy by size of the training set; None of a single size."""
    sizes = [n for n in findings.comparison.sizes if n <= findings.size]
    if len(sizes) < 2:
        return None
    places = decimals(findings.n)
    rows = []
    for s in findings.ranking:
        curve = dict(findings.curve(s.system.name))
        cells = []
        for n in sizes:
            values = curve.get(n)
            if values is None:
                cells.append(UNDEFINED)
            else:
                mean = down(sum(values) / len(values), places)
                cells.append(f"{mean} {plus_minus(values, places) if len(values) > 1 else ''}")
        rows.append((f"{s.rank}  {s.title}", *cells))
    how = "In %, ± the standard deviation over the seeds in points (none where there was one run)."
    title = "Accuracy by the number of training pictures"
    return Table(title, how, ("system", *(f"{n:,}" for n in sizes)), rows)


def outside_table(findings: Findings) -> Table | None:
    """Show the accuracy outside the test set; None if it was not measured."""
    names = list({name: None for s in findings.ranking for name in s.elsewhere})
    if not names:
        return None
    counts = {
        name: found.n
        for s in findings.ranking
        for cell in s.cells
        for key, found in cell.outside.items()
        if (name := key.removeprefix("wild/")) in names
    }
    places = decimals(findings.n)
    rows = []
    for s in findings.ranking:
        cells = []
        for name in names:
            accuracy = s.elsewhere.get(name)
            cells.append(down(accuracy, decimals(counts.get(name, 0))))
        rows.append((f"{s.rank}  {s.title}", down(s.accuracy, places), *cells))
    heads = (f"{name} (n = {counts.get(name, 0):,})" for name in names)
    how = (
        "In %, on the mean of the seeds. No system has learnt "
        "from these pictures: what falls far here had learnt the test set's manner more than the "
        "digits. “usps-like” are test pictures shrunk and shifted as the US Postal Service's are."
    )
    test = str((findings.comparison.run.get("test") or {}).get("name") or "test set")
    title = "Accuracy on pictures from elsewhere"
    return Table(title, how, ("system", test, *heads), rows)


def source_table(findings: Findings) -> Table:
    """Show what each system is and whom it follows, in the order of the zoo."""
    rows = [(s.title, s.name, s.family, s.source or UNDEFINED) for s in findings.comparison.systems]
    return Table(
        "The systems",
        "By the name in the second column a system is chosen: numerals compare NAMES.",
        ("system", "name", "family", "after"),
        rows,
        frozenset({1, 2, 3}),
    )


def trouble_table(findings: Findings) -> Table | None:
    """Show what failed, was skipped or could not be read; None if all went well."""
    titles = {s.name: s.title for s in findings.comparison.systems}
    rows = [
        (titles[c.system], f"{c.size:,}", str(c.seed), c.status, c.reason or UNDEFINED)
        for c in findings.not_ok
    ]
    rows += [
        (name, "", "", "unreadable", "the file is broken") for name in findings.comparison.broken
    ]
    if not rows:
        return None
    return Table(
        "Runs that gave no figures",
        "They count nowhere in this report.",
        ("system", "training pictures", "seed", "state", "reason"),
        rows,
        frozenset({3, 4}),
    )
