"""Record: an evaluation as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from numerals import __version__
from numerals.lab.metrics import DIGITS, ECE_BINS, OTHER, Share
from numerals.reading import Status, floor4

if TYPE_CHECKING:
    from numerals.lab.evaluate import Evaluation, Figures, Outcome
    from numerals.lab.metrics import DigitScores, MacroScores

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
            "pictures": len(evaluation.outcomes),
            "single_digit": single,
            "no_digit": none,
        },
        "model": {"name": evaluation.model, "version": evaluation.model_version},
        "expect": evaluation.expect,
        "accept": evaluation.accept,
        "max_error": evaluation.max_error,
        "accuracy": _share(figures.accuracy),
        "status": {str(s): {"count": n.count, "share": n.value} for s, n in figures.status.items()},
        "accepted_wrong": _share(figures.accepted_wrong),
        "no_digit": {str(s): _share(n) for s, n in figures.no_digit.items()} if none else None,
        "risk_coverage": _risk(figures),
        "digits": [_fields(s, "digit", "support", "read", "right", *_SCORES) for s in digits]
        if single
        else None,
        "macro": _fields(figures.macro, *_SCORES, "digits") if figures.macro else None,
        "confusion": {
            "truth": list(DIGITS),
            "read": [*DIGITS, OTHER],
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
        "promised": [
            {
                "max_error": row.max_error,
                "accept": row.accept,
                "coverage": None if row.coverage is None else _share(row.coverage),
                "wrong": None if row.wrong is None else _share(row.wrong),
            }
            for row in figures.stated
        ],
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
    return {
        "file": outcome.file,
        "truth": outcome.truth,
        "read": reading.text,
        "confidence": floor4(reading.confidence),
        "status": str(reading.status),
        "reason": reading.reason,
    }
