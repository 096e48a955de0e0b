"""Space: what is searched for a network: learning rate, batch size, width, depth, augmentation."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from numerals.train.recipes import Arguments

#: The learning rate is searched from a tenth of the recipe's to ten times of it.
_SPREAD = 10.0
_BATCHES = (32, 64, 128, 256)
#: An epoch has at least so many steps, or little could be learnt in it.
_LEAST_STEPS = 4


@dataclass(frozen=True, slots=True)
class Space:
    """What a search may choose from.

    Attributes:
        start: Where it begins: the network's recipe, as far as it lies within.
        learning_rate: The least and the greatest, between which it is drawn on a logarithmic scale.
        batch_sizes: Samples a step.
        widths: What channels and units are multiplied by.
        most_depth: Layers more than the zoo has, from 0.
        augments: How training pictures are varied; none that draws digits of its own.
    """

    start: Arguments
    learning_rate: tuple[float, float]
    batch_sizes: tuple[int, ...] = _BATCHES
    widths: tuple[float, ...] = (0.5, 0.75, 1.0, 1.5, 2.0)
    most_depth: int = 2
    augments: tuple[str, ...] = ("none", "light")

    def suggest(self, trial: Any) -> Arguments:
        """Have a trial of Optuna's choose; give the run that it asks."""
        low, high = self.learning_rate
        return replace(
            self.start,
            learning_rate=trial.suggest_float("learning_rate", low, high, log=True),
            batch_size=trial.suggest_categorical("batch_size", list(self.batch_sizes)),
            width=trial.suggest_categorical("width", list(self.widths)),
            depth=trial.suggest_int("depth", 0, self.most_depth),
            augment=trial.suggest_categorical("augment", list(self.augments)),
        )

    def first(self) -> dict[str, Any]:
        """Give the choice that the recipe is: what is found must be better than that."""
        names = ("learning_rate", "batch_size", "width", "depth", "augment")
        return {name: getattr(self.start, name) for name in names}


def space_of(recipe: Arguments, pictures: int) -> Space:
    """Lay a space around a recipe.

    Args:
        recipe: Where the search begins.
        pictures: How many there are to learn from; with few, batches are small.
    """
    rate = recipe.learning_rate
    sizes = sorted({*_BATCHES, recipe.batch_size})
    fitting = tuple(b for b in sizes if b * _LEAST_STEPS <= pictures) or _BATCHES[:1]
    space = Space(recipe, (rate / _SPREAD, rate * _SPREAD), fitting)
    batch = min(space.batch_sizes, key=lambda b: abs(b - recipe.batch_size))
    augment = recipe.augment if recipe.augment in space.augments else space.augments[-1]
    return replace(space, start=replace(recipe, batch_size=batch, augment=augment))
