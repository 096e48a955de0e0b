"""Rescue: what a run goes back to when a step gives what is no number.

It was seen once in thousands of steps in bfloat16; whatever is learnt after it is nothing.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from numerals.errors import UsageError
from numerals.train.backend import load_keras

if TYPE_CHECKING:
    from numpy.typing import NDArray

#: A copy is taken each so many steps: some megabytes, and nothing beside a step's time.
_EACH = 50
_TIMES = 20


class Rescue:
    """Keeps a copy of a network and its optimizer, and goes back to it where a loss is no number.

    Args:
        model: A compiled Keras model, its weights finite.
    """

    def __init__(self, model: Any) -> None:
        self._model = model
        model.optimizer.build(model.trainable_variables)  # does nothing where it is built
        self._kept = self._copy()
        self._steps = self._rescued = 0

    def after(self, loss: float) -> bool:
        """Look at what a step gave: go back where it is no number, or keep a copy now and then.

        Args:
            loss: The step's.

        Returns:
            Whether the step counts.

        Raises:
            UsageError: It has been no number too often: another run would help, not more steps.
        """
        if math.isfinite(loss):
            self._steps += 1
            if self._steps % _EACH == 0:
                self._keep()
            return True
        self._rescued += 1
        if self._rescued > _TIMES:
            raise UsageError(
                "The loss is no number again and again. "
                "A lower --learning-rate, or --precision float32, helps."
            )
        self._go_back()
        return False

    def end(self) -> None:
        """Look at what the last step left, which no loss tells of: go back where it is none."""
        if not self._keep():
            self._go_back()

    def _keep(self) -> bool:
        """Keep a copy, unless the last step spoilt the weights, and tell whether it is kept."""
        copy = self._copy()
        sound = all(np.isfinite(values).all() for values in copy)
        if sound:
            self._kept = copy
        return sound

    def _go_back(self) -> None:
        """Set all as it was, but for the count of steps: by it, a run knows its epochs."""
        optimizer = self._model.optimizer
        steps = int(optimizer.iterations)
        for variable, values in zip(self._variables(), self._kept, strict=True):
            variable.assign(values)
        optimizer.iterations.assign(steps)

    def _variables(self) -> list[Any]:
        return [*self._model.variables, *self._model.optimizer.variables]

    def _copy(self) -> list[NDArray[Any]]:
        ops = load_keras().ops
        return [np.array(ops.convert_to_numpy(v)) for v in self._variables()]
