"""Figures: which there are, in which order, and what is told of each."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from numerals.lab.comparison.report import figure_hard
from numerals.lab.comparison.report.figure_confusions import draw_confusions
from numerals.lab.comparison.report.figure_cost import draw_cost
from numerals.lab.comparison.report.figure_duel import draw_duel
from numerals.lab.comparison.report.figure_heat import draw_by_class, draw_corruptions
from numerals.lab.comparison.report.figure_learning import draw_learning
from numerals.lab.comparison.report.figure_ranking import draw_ranking
from numerals.lab.comparison.report.figure_reliability import draw_reliability
from numerals.lab.comparison.report.figure_risk import draw_risk_coverage
from numerals.lab.comparison.report.html import Figure
from numerals.lab.comparison.report.look import look
from numerals.lab.comparison.report.sheet import finish
from numerals.lab.comparison.report.told import footer_lines

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from numerals.lab.comparison.report.findings import Findings

_Told = tuple[str, str, str, str, "Callable[[], Any]"]


def figures(findings: Findings) -> list[Figure]:
    """Draw all figures that there are numbers for.

    Raises:
        MissingExtraError: matplotlib is not installed.
    """
    lines = footer_lines(findings)
    made = []
    with look():
        for name, title, how, alt, draw in _all(findings):
            made.append(Figure(name, title, how, alt, finish(draw(), name, title, lines)))
    return made


def _all(findings: Findings) -> Iterator[_Told]:
    if not findings.ranking:
        return
    noun = "digit" if findings.comparison.digits else "class"
    yield from _accuracy(findings)
    yield from _answers(findings, noun)
    yield from _hard(findings, noun)
    yield from _beyond(findings)


def _accuracy(findings: Findings) -> Iterator[_Told]:
    ranking = findings.ranking
    cnn, rnn = findings.first_of("convolutional", "cnn"), findings.first_of("recurrent", "rnn")
    if cnn is not None and rnn is not None:
        yield (
            "duel",
            "Accuracy and speed of both",
            "Each mark is one run, the line their mean. Further up is better on the left; shorter "
            "is better in the other two. The scale on the left does not begin at 0: it is a "
            "magnifying glass, and the distances look larger than they are.",
            f"Three panels compare {cnn.title} and {rnn.title}: accuracy, time to train and time "
            "for one picture, each run as a mark. The numbers stand in the tables.",
            lambda: draw_duel(cnn, rnn),
        )
    yield (
        "ranking",
        "Who reads best",
        "The filled mark is the mean, its form and colour the family, the short strokes the "
        "single runs, the line the 95 % interval for other pictures of the same kind. Between "
        "two neighbours stands McNemar's p: below 0.05 the order of the two is hardly chance; ≈ "
        "marks those that these pictures cannot tell apart. The scale is stretched towards 100 %: "
        "half as many mistakes are everywhere the same step.",
        f"The accuracy of {len(ranking)} systems from {ranking[0].title}, the best, down to "
        f"{ranking[-1].title}, with intervals. The numbers stand in the table of the ranking.",
        lambda: draw_ranking(findings),
    )
    yield (
        "cost",
        "Accuracy against cost",
        "Further up is more accurate, further left is cheaper. Filled marks on the dashed line are "
        "the front (Pareto): no other system is both cheaper and better. A system below the line "
        "is beaten by one on it. The numbers are the ranks.",
        "Three panels with the accuracy of each system against its time to train, its time for "
        "one picture and its size. The numbers stand in the table of costs.",
        lambda: draw_cost(findings),
    )
    learners = [s for s in ranking if len(findings.curve(s.system.name)) > 1]
    if learners:
        yield (
            "learning",
            "How much data each needs",
            "A panel a family, all other systems as faint lines behind it. A line is the mean of "
            "the runs, the band reaches from the worst to the best run. A line that still climbs "
            "at the right end would gain from more data.",
            "Learning curves: the accuracy of each system against the number of training "
            "pictures. The numbers stand in the table below.",
            lambda: draw_learning(findings, learners),
        )


def _answers(findings: Findings, noun: str) -> Iterator[_Told]:
    answered, classes = findings.answered, findings.comparison.classes
    if answered:
        yield (
            "confusions",
            "What is taken for what",
            "A square a system. A row is what is written, a column what was read; the grey "
            "diagonal is what is right, a coloured field a mistake, the darker the commoner. "
            "Below each stands its commonest. All squares have one scale; all runs are counted.",
            f"Confusion matrices of {len(answered)} systems. Their commonest mistakes stand below "
            "each.",
            lambda: draw_confusions(answered, classes),
        )
    scored = [s for s in findings.ranking if len(s.by_class) == len(classes) > 0]
    if scored:
        yield (
            "by-class",
            f"Which {noun} is hard for whom",
            f"A row a system, a column a {noun}; the field says the F1 in percent (the harmonic "
            "mean of precision and recall), the darker the worse. A dark column is hard for all, a "
            "dark field in a light row one system's own weakness.",
            f"A table of {len(scored)} systems and {len(classes)} classes with the F1 of each.",
            lambda: draw_by_class(scored, classes),
        )


def _hard(findings: Findings, noun: str) -> Iterator[_Told]:
    comparison, hard = findings.comparison, findings.hard
    images, labels = comparison.images, comparison.labels
    if hard is None or images is None or labels is None or len(images) != len(labels):
        return
    if hard.systems < 2:
        return
    told = {
        "all": (
            "read wrong by all",
            "Below each picture stands what is written and what most took it for. Look whether you "
            "would read it: some are written so that nobody can, some are labelled wrongly.",
        ),
        "some": (
            "on which the systems disagree",
            "Those that divide the systems most evenly. Below stands what is written, what most of "
            "the mistaken took it for, and how many of the systems were wrong.",
        ),
        "none": (
            "read right by all",
            f"The first of each {noun}: this is what easy looks like.",
        ),
    }
    for pick in figure_hard.picks(hard, labels, len(comparison.classes)):
        if not pick.shown:
            continue
        what, how = told[pick.kind]
        few = len(pick.shown)
        part = f" Shown are {few} of {pick.total:,}." if few < pick.total else ""
        pictures = "picture" if pick.total == 1 else "pictures"
        yield (
            f"wrong-by-{pick.kind}",
            f"{pick.total:,} {pictures} {what}",
            how + part + " A system counts as wrong if most of its runs are.",
            f"{few} test pictures {what}, each with its label.",
            partial(figure_hard.draw_hard, pick, images, labels, hard, comparison.classes),
        )


def _beyond(findings: Findings) -> Iterator[_Told]:
    tried = [s for s in findings.ranking if s.corrupted]
    if tried:
        names = list({name: None for s in tried for name in s.corrupted})
        yield (
            "corruptions",
            "What corrupted pictures do",
            "The same test pictures, spoilt in the manner of MNIST-C: a row a system, a column a "
            "corruption; the field says what is still read right, in percent. A dark column is a "
            "corruption that hurts all, a light row a system that stands much.",
            f"A table of {len(tried)} systems and {len(names)} corruptions with the accuracy under "
            "each.",
            lambda: draw_corruptions(tried, names),
        )
    answered = findings.answered
    if answered:
        yield (
            "reliability",
            "Whether a confidence can be believed",
            "The answers are sorted by confidence into ten bins; a mark shows how many of a bin's "
            "were right, its size how many there are. On the dashed diagonal a confidence means "
            "what it says; below it the system is too sure of itself, above it too modest. Bins "
            "of fewer than 20 answers are left out; the number in the title is the expected "
            "calibration error (ECE).",
            f"Reliability diagrams of {len(answered)} systems, each with its calibration error.",
            lambda: draw_reliability(answered),
        )
        yield (
            "risk-coverage",
            "What a stricter threshold buys",
            "If only the surest answers are accepted and a person reads the rest: how many of the "
            "accepted are wrong? Further right more is accepted, further down less is wrong. A "
            "line that falls steeply to the left belongs to a system that knows when it is "
            "guessing. A line at “none” has no mistake left.",
            "Risk–coverage curves: the share of wrong answers among the accepted, against the "
            "share that is accepted, a panel a family.",
            lambda: draw_risk_coverage(answered),
        )
