"""Claims: what was said elsewhere, held against what was found here, in sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from numerals.lab.comparison.report.amounts import duration, probability, times
from numerals.lab.comparison.report.answers import difference
from numerals.lab.comparison.report.phrases import Statement, listed, percent
from numerals.lab.comparison.report.significance import LEVEL

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numerals.lab.comparison.report.findings import Findings

#: Who trained on fewer had not what the papers had, who used MNIST's 60,000 or most of them.
_AS_MANY = 50_000


def duel(findings: Findings) -> Statement | None:
    """Check the claim that a CNN beats an RNN in accuracy and in speed."""
    cnn, rnn = findings.first_of("convolutional", "cnn"), findings.first_of("recurrent", "rnn")
    if cnn is None or rnn is None:
        return None
    p = difference(cnn.answers, rnn.answers)
    ahead, behind = (cnn, rnn) if cnn.accuracy >= rnn.accuracy else (rnn, cnn)
    text = f"{ahead.title} reads {percent(ahead)} right, {behind.title} {percent(behind)}"
    clear = p is not None and p < LEVEL and ahead.accuracy > behind.accuracy
    if p is None:
        text += "; without their answers nothing is known of chance."
    elif clear:
        text += f", and that is more than chance (McNemar's p {probability(p)})."
    else:
        text += f", which may be chance (McNemar's p {probability(p)})."
    quicker: list[bool] = []
    for measure, words in (("fit_seconds", "Training"), ("latency_ms", "One picture")):
        one, other = cnn.mean(measure), rnn.mean(measure)
        if one is None or other is None or not min(one, other) > 0:
            continue
        unit = 1 if measure == "fit_seconds" else 1000
        ratio = max(one, other) / min(one, other)
        quicker.append(one < other)
        longer = "RNN" if one < other else "CNN"
        text += (
            f" {words} takes the CNN {duration(one / unit)} and the RNN {duration(other / unit)}: "
            f"the {longer} {times(ratio)} times as long."
        )
    state = "is not shown" if not clear else "holds" if ahead is cnn else "does not hold"
    return Statement("CNN against RNN", f"{text} {_verdict(state, quicker)}")


def _verdict(state: str, quicker: Sequence[bool]) -> str:
    """Say what became of the claim: in accuracy, and in each time that was measured."""
    claim = f"That a CNN beats an RNN in accuracy and in speed {state} here in"
    if not quicker:
        return f"{claim} accuracy; speed was not measured."
    if state == "holds" and all(quicker):
        return f"{claim} both."
    fast = "it holds" if all(quicker) else "it holds in part" if any(quicker) else "it does not"
    return f"{claim} accuracy; in speed {fast}."


def published(findings: Findings) -> Statement | None:
    """Hold the figures of the papers against those found here; None without any of MNIST."""
    if findings.comparison.run.get("data") != "mnist":
        return None
    claimed = [s for s in findings.ranking if s.reached is not None]
    if not claimed:
        return None
    missed = [s for s in claimed if not s.reached]
    text = (
        "Within 0.3 points of the published figure, or above it: "
        f"{len(claimed) - len(missed)} of {len(claimed)}."
    )
    parts = []
    for s in missed:
        least = (s.system.published or (0.0, 0.0))[0]
        parts.append(f"{s.title} ({percent(s)} against {least:g} %)")
    if parts:
        text += f" Not reached: {listed(parts)}."
    if findings.size < _AS_MANY:
        text += (
            f" But the systems here saw only {findings.size:,} training pictures, those of the "
            "papers about 60,000."
        )
    return Statement("Against the literature", text)
