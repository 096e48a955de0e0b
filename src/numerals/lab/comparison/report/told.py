"""Told: what a comparison is told to be: its data, machine, command, and what was cut."""

from __future__ import annotations

from typing import TYPE_CHECKING

from numerals.lab.comparison.report.phrases import listed
from numerals.lab.layout import visible

if TYPE_CHECKING:
    from numerals.lab.comparison.report.findings import Findings


def footer(findings: Findings) -> str:
    """Say below each figure: n, seeds, machine, command."""
    run = findings.comparison.run
    return (
        f"n = {findings.n:,} ({test_name(findings)}) · {seeds(findings)} · "
        f"trained on {findings.size:,} pictures · {machine(findings)} · "
        f"{visible(str(run.get('date') or 'no date'))} · {command(findings)}"
    )


def footer_lines(findings: Findings) -> str:
    """Give the same in two lines, for a figure's file."""
    parts = footer(findings).split(" · ")
    return f"{' · '.join(parts[:3])}\n{' · '.join(parts[3:])[:190]}"


def seeds(findings: Findings) -> str:
    """Say how many seeds there were: '3 seeds (0, 1, 2)', 'one seed (0)'."""
    found = findings.seeds
    names = ", ".join(map(str, found))
    if len(found) == 1:
        return f"one seed ({names}), so no spread"
    counts = {len(s.cells) for s in findings.ranking}
    most = "" if len(counts) < 2 else f"; {min(counts)} to {max(counts)} a system"
    return f"{len(found)} seeds ({names}{most})"


def machine(findings: Findings) -> str:
    """Say in a few words what it ran on."""
    told = findings.comparison.run.get("machine") or {}
    cores = told.get("cores")
    words = [str(told.get("cpu") or "an unnamed machine")]
    if cores:
        words.append(f"{cores} core{'' if cores == 1 else 's'}")
    return visible(", ".join(words))


def command(findings: Findings) -> str:
    """Give the command line."""
    return visible(str(findings.comparison.run.get("command") or "numerals compare"))


def test_name(findings: Findings) -> str:
    """Give the test set's name."""
    test = findings.comparison.run.get("test") or {}
    return visible(str(test.get("name") or "test set"))


def facts(findings: Findings) -> list[tuple[str, str]]:
    """Say how it was done, as pairs of a term and what is said of it."""
    run = findings.comparison.run
    told = run.get("machine") or {}
    validation = (run.get("validation") or {}).get("n")
    libraries = (told.get("libraries") or {}).items()
    sizes = [f"{size:,}" for size in findings.comparison.sizes]
    pairs = [
        ("Command", command(findings)),
        ("Date", run.get("date")),
        ("Data", run.get("data")),
        ("Test set", f"{test_name(findings)}, {findings.n:,} pictures; it chooses nothing"),
        ("Validation set", f"{validation:,} pictures" if validation else None),
        ("Training pictures", listed(sizes) if sizes else None),
        ("Seeds", ", ".join(map(str, findings.comparison.seeds))),
        ("Processor", machine(findings)),
        ("Memory", f"{told['memory_gb']:g} GB" if told.get("memory_gb") else None),
        ("System", told.get("os")),
        ("Python", told.get("python")),
        ("Libraries", ", ".join(f"{name} {version}" for name, version in libraries)),
        ("numerals", run.get("numerals")),
    ]
    return [(term, visible(str(said))) for term, said in pairs if said]


def warnings(findings: Findings) -> list[str]:
    """Say what a reader must know before any figure: what was cut, and what is not there yet."""
    comparison = findings.comparison
    told = [_sentence(visible(str(words))) for words in comparison.run.get("cut") or [] if words]
    if comparison.run.get("quick"):
        told.insert(0, "This is a quick run: for a look, not for citing.")
    if not findings.whole:
        of = "" if comparison.planned is None else f" of {comparison.planned:,}"
        told.append(
            f"The comparison is not finished: {len(comparison.cells):,}{of} runs are there. "
            "Go on with --resume."
        )
    if findings.ranking and findings.size < max(comparison.sizes, default=0):
        told.append(
            f"The ranking is at {findings.size:,} training pictures, the largest size that at "
            f"least two systems have finished; {max(comparison.sizes):,} are planned."
        )
    if findings.ranking and findings.missing:
        titles = [s.title for s in findings.missing]
        told.append(f"Without figures at this size, and so not in the ranking: {listed(titles)}.")
    if any(not c.ok for c in comparison.cells) or comparison.broken:
        told.append("Some runs gave no figures; they are listed at the end.")
    if findings.ranking and len(findings.seeds) == 1:
        told.append("There is one seed: nothing is known of the spread between runs.")
    return told


def _sentence(words: str) -> str:
    return words[0].upper() + words[1:] + ("" if words.endswith((".", "!")) else ".")
