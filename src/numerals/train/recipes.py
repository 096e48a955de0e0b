"""Recipes: what a training run is asked, and what each network of the zoo asks by itself."""

from __future__ import annotations

import shlex
from dataclasses import dataclass, field, fields, replace
from typing import Any

from numerals.errors import UsageError

#: The network that is trained where none is named: the report's.
DEFAULT = "cnn"
#: The data that is learnt from where none is named.
MNIST = "mnist"
#: Keeps what lies between the network that a run began with and what it became.
HALFWAY = "halfway"
#: Draws digits and what is none, and so is for MNIST alone; on other data, what stands for it.
_OF_DIGITS, _OF_ANY = "world", "light"
#: Marks what the arguments of older runs do not tell.
LATER = {"later": True}


@dataclass(frozen=True, slots=True)
class Arguments:
    """What a training run is asked; as it stands, the report's CNN in the report's way.

    Attributes:
        network: A name of the zoo.
        epochs: How often the training set is gone through.
        batch_size: Samples a step.
        seed: Fixes initial weights, order, variation and the validation split.
        augment: How training pictures are varied, a name in `material.AUGMENTATIONS`.
        schedule: How the learning rate goes, a name in `schedule.SCHEDULES`.
        learning_rate: Adam's, the greatest that a step gets; over 0.
        weight_decay: How fast weights decay, AdamW's; 0 for plain Adam.
        precision: What is computed with, a name in `begin.POLICIES`.
        keep: Whose network the run results in: the `best` epoch's on validation, the `last`, or one
            `halfway` between that and the one that it began with.
        early_stopping: Epochs without a better validation accuracy to stop after; 0 for never.
        data: What is learnt from: `mnist`, another name of `data.load`, or a path.
        width: What the network's channels and units are multiplied by; over 0.
        depth: How many more layers it has at each place that it names; see `networks`.
        start: The folder of a run, or of a model, whose network this one begins with; '' for one
            that has learnt nothing. Its seed must be this one's, or what was learnt from is held
            back.
    """

    network: str = DEFAULT
    epochs: int = 5
    batch_size: int = 64
    seed: int = 0
    augment: str = "none"
    schedule: str = "constant"
    learning_rate: float = 0.001
    weight_decay: float = 0.0
    precision: str = "float32"
    keep: str = "best"
    early_stopping: int = 0
    data: str = field(default=MNIST, metadata=LATER)
    width: float = field(default=1.0, metadata=LATER)
    depth: int = field(default=0, metadata=LATER)
    start: str = field(default="", metadata=LATER)

    def command(self) -> str:
        """Spell the shortest command line that asks for this run."""
        words = ["numerals train"]
        if self.network != DEFAULT:
            words.append(f"--network {self.network}")
        recipe = RECIPES.get(self.network, Arguments(self.network))
        for f in fields(self):
            value = getattr(self, f.name)
            if value != getattr(recipe, f.name):
                words.append(f"--{f.name.replace('_', '-')} {shlex.quote(str(value))}")
        return " ".join(words)


#: What `numerals train --network NAME` asks without any other option.
RECIPES = {
    "cnn": Arguments("cnn"),
    "rnn": Arguments("rnn"),
    "fast": Arguments("fast", epochs=1, batch_size=192, schedule="onecycle", learning_rate=0.02),
    "reader": Arguments(
        "reader",
        epochs=60,
        batch_size=256,
        augment="world",
        schedule="onecycle",
        learning_rate=0.004,
        weight_decay=0.02,
        keep="last",
    ),
}


def arguments_for(given: dict[str, Any]) -> Arguments:
    """Complete what was asked with the recipe of the network it was asked of.

    Args:
        given: Fields of `Arguments` and their values, those alone that were asked for.

    Raises:
        UsageError: No network has the name that was asked for.
    """
    network = given.get("network", DEFAULT)
    if network not in RECIPES:
        raise UsageError(f"--network is one of: {', '.join(RECIPES)}")
    recipe = RECIPES[network]
    if given.get("data", MNIST) != MNIST and recipe.augment == _OF_DIGITS:
        recipe = replace(recipe, augment=_OF_ANY)
    return replace(recipe, **given)
