"""Record: an evaluation as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from numerals import __version__
from numerals.lab.metrics import ECE_BINS, OTHER, Share
from numerals.lab.numbers import ANSWERS
from numerals.reading import Status, floor4

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numerals.lab.cells import CellFigures, PageFigures
    from numerals.lab.evaluate import Evaluation, Judge
    from numerals.lab.metrics import DigitScores, MacroScores
    from numerals.lab.numbers import ErrorRate, NumberFigures
    from numerals.lab.outcome import Outcome
    from numerals.lab.results import Figures
    from numerals.lab.selective import Stated

#: A field is never renamed or dropped within a version; docs/evaluation.md describes them.
REPORT_VERSION = 1
_SCORES = ("precision", "recall", "f1")
#: So many points of the risk–coverage curve are kept, evenly by coverage.
_POINTS = 100


def to_dict(evaluation: Evaluation, figures: Figures) -> dict[str, Any]:
    """Give plain Python types: the JSON of docs/evaluation.md. Shares are not rounded."""
    digits, single = figures.digits, figures.single_digit
    none = figures.no_digit[Status.ACCEPTED].of
    return {
        "version": REPORT_VERSION,
        "numerals": __version__,
        "data": {
            "name": evaluation.data,
            "pictures": evaluation.pages or len(evaluation.outcomes),
            "single_digit": single,
            "no_digit": none,
        },
        "model": {"name": evaluation.model, "version": evaluation.model_version},
        "expect": evaluation.expect,
        "accept": evaluation.accept,
        "max_error": evaluation.max_error,
        "of_numbers": _judge(evaluation.of_numbers) if evaluation.of_numbers else None,
        "field": evaluation.field,
        "accuracy": _share(figures.accuracy),
        "status": {str(s): {"count": n.count, "share": n.value} for s, n in figures.status.items()},
        "accepted_wrong": _share(figures.accepted_wrong),
        "no_digit": {str(s): _share(n) for s, n in figures.no_digit.items()} if none else None,
        "risk_coverage": _risk(figures),
        "numbers": _numbers(figures.numbers) if figures.numbers else None,
        "cells": _cells(figures.cells) if figures.cells else None,
        "digits": [_fields(s, "digit", "support", "read", "right", *_SCORES) for s in digits]
        if single
        else None,
        "macro": _fields(figures.macro, *_SCORES, "digits") if figures.macro else None,
        "confusion": {
            "truth": list(evaluation.classes),
            "read": [*evaluation.classes, OTHER],
            "counts": figures.confusion.tolist(),
        }
        if single
        else None,
        "calibration": {
            "error": figures.calibration_error,
            "bins": ECE_BINS,
            "pictures": figures.calibration_of,
        },
        "seconds_per_picture": evaluation.seconds_per_picture,
        "errors": [_error(o) for o in evaluation.errors],
    }


def _risk(figures: Figures) -> dict[str, Any]:
    curve = figures.selective
    wanted = np.linspace(1, curve.most, min(_POINTS, curve.most))
    k = np.unique(np.searchsorted(curve.accepted, wanted))
    return {
        "pictures": curve.most,
        "area": curve.aurc,
        "accept": curve.thresholds[k].tolist(),
        "coverage": (curve.accepted[k] / curve.of).tolist(),
        "error": (curve.wrong[k] / curve.accepted[k]).tolist(),
        "promised": _promised(figures.stated),
        "promised_of_numbers": None
        if figures.stated_of_numbers is None
        else _promised(figures.stated_of_numbers),
    }


def _promised(rows: Sequence[Stated]) -> list[dict[str, Any]]:
    return [
        {
            "max_error": row.max_error,
            "accept": row.accept,
            "coverage": None if row.coverage is None else _share(row.coverage),
            "wrong": None if row.wrong is None else _share(row.wrong),
        }
        for row in rows
    ]


def _judge(judge: Judge) -> dict[str, Any]:
    return {
        "model": {"name": judge.model, "version": judge.model_version},
        "accept": judge.accept,
        "max_error": judge.max_error,
    }


def _numbers(numbers: NumberFigures) -> dict[str, Any]:
    return {
        "error_rate": _rate(numbers.error_rate),
        "length_right": _share(numbers.length_right),
        "among": {"answers": ANSWERS, **_share(numbers.among)},
        "constrained": _share(numbers.constrained),
        "by_length": [
            {
                "digits": row.digits,
                "right": _share(row.right),
                "error_rate": _rate(row.error_rate),
            }
            for row in numbers.by_length
        ],
        "confusions": [
            {"truth": edit.truth, "read": edit.read, "count": n} for edit, n in numbers.confusions
        ],
    }


def _rate(rate: ErrorRate) -> dict[str, Any]:
    low, high = rate.interval
    return {
        "edits": rate.edits,
        "characters": rate.characters,
        "rate": rate.value,
        "low": low if rate.characters else None,
        "high": high if rate.characters else None,
    }


def _cells(cells: CellFigures) -> dict[str, Any]:
    return {
        **_page(cells.total),
        "told": _share(cells.told),
        "pages": [{"file": page.page, **_page(page)} for page in cells.pages],
    }


def _page(page: PageFigures) -> dict[str, Any]:
    return {
        "all": _share(page.all),
        "handwritten": _share(page.hand),
        "printed": _share(page.printed),
        "missing": page.missing,
        "extra": page.extra,
    }


def _fields(scores: DigitScores | MacroScores, *names: str) -> dict[str, Any]:
    return {name: getattr(scores, name) for name in names}


def _share(share: Share) -> dict[str, Any]:
    low, high = share.interval
    return {
        "count": share.count,
        "of": share.of,
        "share": share.value,
        "low": low if share.of else None,
        "high": high if share.of else None,
    }


def _error(outcome: Outcome) -> dict[str, Any]:
    reading = outcome.reading
    place = outcome.place
    where = {"row": place.row, "column": place.column} if place is not None else {}
    return {
        "file": place.page if place is not None else outcome.file,
        **where,
        "truth": outcome.truth,
        "read": reading.text,
        "confidence": floor4(reading.confidence),
        "status": str(reading.status),
        "reason": reading.reason,
    }
