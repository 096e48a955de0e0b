"""Words: what the numbers say, in sentences that are made from them and never ahead of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from numerals.lab.comparison.report.amounts import duration, points, size
from numerals.lab.comparison.report.claims import duel, published
from numerals.lab.comparison.report.findings import front
from numerals.lab.comparison.report.phrases import Statement, listed, mistakes, percent, plain
from numerals.lab.percent import decimals, down, interval, up

if TYPE_CHECKING:
    from numerals.lab.comparison.report.findings import Findings

#: Who is at most so far below the best is a bargain if it is cheap: 0.5 points.
_NEAR = 0.005


def summary(findings: Findings) -> list[Statement]:
    """Say what was found; only of what there are numbers for."""
    if not findings.ranking:
        return [Statement("So far", "No system is finished yet; run the comparison on.")]
    made = (
        _winner(findings),
        duel(findings),
        _bargain(findings),
        _learning(findings),
        published(findings),
        _corruptions(findings),
        _elsewhere(findings),
        _hard(findings),
        _trust(findings),
    )
    return [statement for statement in made if statement is not None]


def _winner(findings: Findings) -> Statement:
    best, *others = findings.ranking
    seeds = len(best.cells)
    how = "on the mean of its seeds" if seeds > 1 else "in its one run"
    text = (
        f"{best.title} reads {percent(best)} of the {findings.n:,} test pictures right {how} "
        f"(95 % interval {interval(best.share)} %): about {mistakes(best):,} mistakes."
    )
    trained = next((s for s in others if s.trained), None)
    if not best.trained and trained is not None:
        text += (
            " It was not trained here but comes trained with numerals, on other pictures; of those "
            f"trained here {trained.title} leads with {percent(trained)}."
        )
    if not others:
        return Statement("The ranking", f"{text} It is the only one finished so far.")
    second, last = others[0], others[-1]
    text += f" {second.title} follows, {points(best.accuracy - second.accuracy)} points behind."
    if best.answers is None:
        text += " Its answers are not in the folder, so nothing is known of chance."
    elif alike := findings.like_the_best():
        text += (
            f" On these pictures McNemar's test does not tell {listed([s.title for s in alike])} "
            f"from it: there the order may be chance."
        )
    else:
        text += " McNemar's test tells it from every other: that it leads is no chance."
    if last is not second:
        text += f" The last is {last.title} with {percent(last)}."
    return Statement("The ranking", text)


def _bargain(findings: Findings) -> Statement | None:
    if len(findings.ranking) < 2:
        return None
    best = findings.ranking[0]
    parts = []
    for cost, words, show in (
        ("fit_seconds", "training time", duration),
        ("latency_ms", "time for one picture", lambda ms: duration(ms / 1000)),
        ("model_bytes", "size", size),
    ):
        near = [s for s in front(findings.ranking, cost) if best.accuracy - s.accuracy <= _NEAR]
        if not near:
            continue
        cheap = near[0]
        price, top = cheap.mean(cost), best.mean(cost)
        if price is None:
            continue
        if cheap is best:
            parts.append(f"in {words} it is the best one itself ({show(price)})")
        else:
            than = "" if top is None else f" against {show(top)}"
            parts.append(f"in {words} {cheap.title} ({show(price)}{than}, {percent(cheap)} right)")
    if not parts:
        return None
    return Statement(
        "Most accuracy for its cost",
        f"Of those at most {_NEAR * 100:g} points below the best, the cheapest is: "
        f"{'; '.join(parts)}.",
    )


def _learning(findings: Findings) -> Statement | None:
    curves = {s.title: dict(findings.curve(s.system.name)) for s in findings.ranking}
    sizes = sorted({size for curve in curves.values() for size in curve})
    if len(sizes) < 2:
        return None
    parts = []
    for few in (sizes[0], sizes[-1]):
        means = {t: sum(c[few]) / len(c[few]) for t, c in curves.items() if few in c}
        title = max(means, key=lambda t: means[t])
        shown = down(means[title], decimals(findings.n))
        parts.append(f"With {few:,} training pictures {title} is best ({shown} %)")
    return Statement("How much data", f"{parts[0]}. {parts[1]}.")


def _corruptions(findings: Findings) -> Statement | None:
    tried = [(s, found) for s in findings.ranking if (found := s.corrupted)]
    if not tried:
        return None
    names = {name for _, found in tried for name in found}
    lost = {
        name: [s.accuracy - found[name] for s, found in tried if name in found] for name in names
    }
    mean = {name: sum(values) / len(values) for name, values in lost.items()}
    worst, mildest = max(mean, key=lambda n: mean[n]), min(mean, key=lambda n: mean[n])
    left = {s.title: sum(found.values()) / len(found) for s, found in tried}
    order = sorted(left, key=lambda t: -left[t])
    text = (
        f"Of {len(names)} corruptions {plain(worst)} costs most, {points(mean[worst])} points of "
        "accuracy on the mean of all systems"
    )
    if mildest != worst:
        verb = "costs least," if mean[mildest] >= 0 else "even gains"
        text += f"; {plain(mildest)} {verb} {points(mean[mildest])}"
    text += f". {order[0]} stands them best with {down(left[order[0]])} % on the mean of all"
    if len(order) > 1:
        text += f", {order[-1]} worst with {down(left[order[-1]])} %"
    best = findings.ranking[0].title
    if order[0] != best and best in left:
        text += f"; the best on clean pictures, {best}, has {down(left[best])} %"
    return Statement("Corrupted pictures", f"{text}.")


def _elsewhere(findings: Findings) -> Statement | None:
    names = {name: None for s in findings.ranking for name in s.elsewhere}
    parts = []
    for name in names:
        found = {s.title: s.elsewhere[name] for s in findings.ranking if name in s.elsewhere}
        top, last = max(found, key=lambda t: found[t]), min(found, key=lambda t: found[t])
        part = f"on “{name}” {top} reads {down(found[top])} %"
        parts.append(part if top == last else f"{part}, {last} {down(found[last])} %")
    if not parts:
        return None
    text = "; ".join(parts)
    return Statement("Pictures from elsewhere", f"{text[0].upper()}{text[1:]}.")


def _hard(findings: Findings) -> Statement | None:
    if findings.hard is None or findings.hard.systems < 2:
        return None
    wrong, systems = findings.hard.wrong, findings.hard.systems
    whole = "both systems" if systems == 2 else f"all {systems} systems"
    every, none = int((wrong == systems).sum()), int((wrong == 0).sum())
    return Statement(
        "Hard pictures",
        f"Of the {len(wrong):,} test pictures, {whole} read {none:,} right and "
        f"{every:,} wrong; on the other {len(wrong) - none - every:,} they disagree.",
    )


def _trust(findings: Findings) -> Statement | None:
    errors = {
        s.title: error
        for s, answers in findings.answered
        if (error := answers.calibration_error()) is not None
    }
    if len(errors) < 2:
        return None
    order = sorted(errors, key=lambda t: errors[t])
    return Statement(
        "Confidence",
        f"{order[0]} means its confidences most literally: they are off by {up(errors[order[0]])} "
        f"points on the mean. {order[-1]} is furthest off, by {up(errors[order[-1]])}.",
    )
