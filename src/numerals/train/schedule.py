"""Schedule: how the learning rate goes over a run, step by step.

A rate is a function of the step's number alone, so that a run that is gone on with, at an
epoch's border, has the rates of one that nobody disturbed.
"""

from __future__ import annotations

import math
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

#: The share of a one-cycle run in which the rate rises, and what it rises from, of its peak.
_RISE = 0.3
_ONSET = 1 / 25


class Schedule(StrEnum):
    """The names of the schedules."""

    CONSTANT = "constant"
    COSINE = "cosine"
    ONECYCLE = "onecycle"


def constant(_: float) -> float:
    """Stay."""
    return 1.0


def cosine(at: float) -> float:
    """Fall from 1 to nearly 0: Loshchilov & Hutter 2017, "SGDR", without restarts."""
    return 0.5 * (1 + math.cos(math.pi * at))


def onecycle(at: float) -> float:
    """Rise in a line to 1, then fall to nearly 0: Smith & Topin 2018, "Super-convergence"."""
    if at < _RISE:
        return _ONSET + (1 - _ONSET) * at / _RISE
    return cosine((at - _RISE) / (1 - _RISE))


#: Each maps how much of a run is done, in [0, 1), to a share of the run's learning rate, in (0, 1].
SCHEDULES: dict[str, Callable[[float], float]] = {
    Schedule.CONSTANT: constant,
    Schedule.COSINE: cosine,
    Schedule.ONECYCLE: onecycle,
}


def rate_at(schedule: str, peak: float, step: int, steps: int) -> float:
    """Give the learning rate of a step.

    Args:
        schedule: A name in `SCHEDULES`.
        peak: The run's learning rate, the greatest that a step gets.
        step: The step's number in the whole run, from 0.
        steps: How many steps the whole run has.
    """
    return peak * SCHEDULES[schedule](step / steps)
