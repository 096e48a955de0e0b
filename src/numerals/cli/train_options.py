"""What `numerals train` can be asked, option by option; `numerals tune` shares some of it.

The options default to None: what is not asked comes from --config, from the network's recipe, or,
with --resume, from the run. The values shown as defaults are those of the recipe `cnn`.
"""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from numerals.cli.run import Precision
from numerals.train.schedule import Schedule


class Zoo(StrEnum):
    """The networks that can be trained."""

    CNN = "cnn"
    RNN = "rnn"
    FAST = "fast"
    READER = "reader"


class Augment(StrEnum):
    """How training pictures are varied."""

    NONE = "none"
    LIGHT = "light"
    WORLD = "world"


class Keep(StrEnum):
    """Whose network the run results in."""

    BEST = "best"
    LAST = "last"
    HALFWAY = "halfway"


Network = Annotated[
    Zoo | None,
    typer.Option(
        show_default="cnn",
        help="cnn: the report's three convolutions. "
        "rnn: an LSTM that reads the picture row by row. "
        "fast: a CNN that reaches 99 % in a tenth of the cnn's time. "
        "reader: the one that is shipped.",
    ),
]
Epochs = Annotated[
    int | None,
    typer.Option(
        min=1, metavar="N", show_default="5", help="How often to go through the training set."
    ),
]
BatchSize = Annotated[
    int | None,
    typer.Option(min=1, metavar="N", show_default="64", help="Pictures learnt from at a time."),
]
Seed = Annotated[
    int | None,
    typer.Option(
        min=0,
        metavar="N",
        show_default="0",
        help="Fixes initial weights, order, variation and the validation split: "
        "the same seed gives the same network on the same machine.",
    ),
]
Augmented = Annotated[
    Augment | None,
    typer.Option(
        show_default="none",
        help="none: MNIST's pixels as they are. light: turned, slanted, stretched and "
        "re-inked, for digits from other pens and scanners. world: also bent, crossed, cut "
        "and coarsened, beside pens, maps, handwriting fonts, school hands, and what is no digit.",
    ),
]
Scheduled = Annotated[
    Schedule | None,
    typer.Option(
        show_default="constant",
        help="The learning rate stays (constant), falls to nearly 0 (cosine), or rises "
        "before it falls (onecycle).",
    ),
]
LearningRate = Annotated[
    float | None,
    typer.Option(
        metavar="RATE",
        show_default="0.001",
        help="Adam's learning rate, the greatest that the schedule reaches; over 0.",
    ),
]
WeightDecay = Annotated[
    float | None,
    typer.Option(metavar="RATE", show_default="0", help="AdamW's weight decay; 0: plain Adam."),
]
Precise = Annotated[
    Precision | None,
    typer.Option(
        show_default="float32",
        help="What is computed with: bfloat16 is faster where the processor has it. "
        "The resulting network is float32 in both cases.",
    ),
]
Kept = Annotated[
    Keep | None,
    typer.Option(
        show_default="best",
        help="Whose network the run results in: the best epoch's on validation, the last, or one "
        "halfway between the last and that of --start.",
    ),
]
Start = Annotated[
    str | None,
    typer.Option(
        metavar="DIR",
        help="Begin with the network of the run or the model in DIR, of the same --seed, instead "
        "of with one that has learnt nothing.",
    ),
]
EarlyStopping = Annotated[
    int | None,
    typer.Option(
        min=0,
        metavar="N",
        show_default="0",
        help="Stop after N epochs without a better validation accuracy; 0: never.",
    ),
]
WorldFonts = Annotated[
    Path | None,
    typer.Option(
        metavar="PATH",
        help="A folder with the handwriting fonts that --augment world needs, or their npm "
        "packages, for machines that cannot fetch them.",
    ),
]
Data = Annotated[
    str | None,
    typer.Option(
        metavar="NAME|PATH",
        show_default="mnist",
        help="What to learn from: mnist, fashion-mnist, kmnist, emnist-digits, emnist-letters; or "
        "a folder of pictures in sub-folders called like their classes or with a labels.csv, of "
        "idx files, or an npz file.",
    ),
]
SourceDir = Annotated[
    Path | None,
    typer.Option(
        "--data-dir",
        metavar="PATH",
        help="A folder or archive with the files of mnist or of another NAME, for machines that "
        "cannot fetch them.",
    ),
]
Width = Annotated[
    float | None,
    typer.Option(
        metavar="FACTOR",
        show_default="1",
        help="What the network's channels and units are multiplied by.",
    ),
]
Depth = Annotated[
    int | None,
    typer.Option(
        min=0,
        metavar="N",
        show_default="0",
        help="How many more layers the network has at each place that it names: convolutions, or "
        "LSTMs.",
    ),
]
Config = Annotated[
    Path | None,
    typer.Option(
        metavar="FILE",
        help="A .json or .toml file with options, as numerals tune writes one. Options that are "
        "given beside it win.",
    ),
]
