"""String recipes: what each network of strings asks of a training run by itself."""

from __future__ import annotations

import shlex
from dataclasses import dataclass, field, fields

from numerals.train.recipes import LATER

DEFAULT = "crnn"


@dataclass(frozen=True, slots=True)
class StringArguments:
    """What a run that learns to read numbers is asked.

    Attributes:
        network: A name of `string_networks`.
        strips: How many strips are drawn to learn from; each is shown once an epoch.
        epochs: How often they are gone through.
        batch_size: Strips a step.
        seed: Fixes initial weights, strips, order, variation and the validation split.
        learning_rate: AdamW's, the greatest that a step gets; over 0.
        weight_decay: How fast weights decay.
        schedule: How the learning rate goes, a name in `schedule.SCHEDULES`.
        precision: What is computed with, a name in `begin.POLICIES`.
        start: The folder of a run whose network this one begins with; '' for one that has learnt
            nothing. Its seed must be this one's, or what was learnt from is held back.
        beside: The folder of a run or a model whose network looks at each strip again (`looks`);
            '' for one network that looks twice. Its seed must be this one's, too.
        keep: `last` for the last epoch's network, `halfway` for the mean of it and of the one that
            the run began with.
    """

    network: str = DEFAULT
    strips: int = 200_000
    epochs: int = 7
    batch_size: int = 192
    seed: int = 0
    learning_rate: float = 0.003
    weight_decay: float = 0.02
    schedule: str = "onecycle"
    precision: str = "float32"
    start: str = ""
    beside: str = field(default="", metadata=LATER)
    keep: str = field(default="last", metadata=LATER)

    def command(self) -> str:
        """Spell the shortest command line that asks for this run."""
        words = ["numerals train-numbers"]
        for f in fields(self):
            value = getattr(self, f.name)
            if value != f.default:
                words.append(f"--{f.name.replace('_', '-')} {shlex.quote(str(value))}")
        return " ".join(words)
