"""CNN-HMM: strips read by a convolutional network's posteriors and hidden Markov models.

The network sees a window that slides along the strip and tells which state of which symbol stands
in its middle. It is trained by forced alignment: on states shared out evenly at first, then, round
by round, on those that it finds itself for the text that it is told (Bourlard & Morgan 1994). A
character then costs what makes the fewest errors on strips that it did not learn from.
"""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass, field, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from numerals.errors import MissingExtraError
from numerals.image.strip import HEIGHT
from numerals.lab.hmm import Hmm, flat
from numerals.lab.strings import edit_distance
from numerals.model.alphabet import ALPHABET

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    Strip = NDArray[np.uint8]
    States = NDArray[np.intp]

#: Columns of a strip to a frame.
STEP = 2
#: Columns that the network sees around each four: its window.
WINDOW = 29
#: What is narrow passes in two frames; all else has three states, as speech has.
_NARROW, _FEW, _MANY = "1.,'", 2, 3
#: A column with a pixel as strong as this shows ink.
_INK = 96
#: Strips of a batch are filled up with paper to a multiple of this width: few shapes to compile.
_WIDTH_STEP = 32
#: What is tried on strips held back: a character's cost, in nats, and the prior's weight.
_PENALTIES = (-4.0, -2.0, 0.0, 2.0, 4.0, 6.0, 8.0, 12.0)
_WEIGHTS = (0.0, 0.25, 0.5, 0.75, 1.0)
#: The target of a frame that is not part of its strip.
_NOTHING = -1


@dataclass(eq=False)
class CnnHmm:
    """A reader of strips, to be fitted before it reads.

    Attributes:
        symbols: The characters that it tells apart.
        rounds: How often it is trained, each time on states aligned anew.
        epochs: How often a round goes through the strips.
        batch_size: Strips a step.
        learning_rate: AdamW's at first; it falls along a cosine to 0 at the last step.
        held: The share of the strips that are held back for the penalty and the prior's weight.
        seed: Fixes initial weights, order and what is held back.
        tell: Is told in words how far the fitting is.
        network: The fitted Keras model, from (N, 32, W, 1) in [0, 1] to logits (N, W / 2, S).
        hmm: The fitted models of the symbols.
    """

    symbols: str = ALPHABET
    rounds: int = 5
    epochs: int = 1
    batch_size: int = 32
    learning_rate: float = 0.002
    held: float = 0.03
    seed: int = 0
    tell: Callable[[str], None] = field(default=lambda _: None, repr=False)
    network: Any = field(default=None, init=False, repr=False)
    hmm: Hmm = field(init=False, repr=False)

    def fit(self, strips: Sequence[Strip], texts: Sequence[str]) -> CnnHmm:
        """Learn to read from strips and their texts.

        Strips too narrow for their texts, a frame a state, are left out.

        Args:
            strips: uint8 (32, W) each, white ink on black, W a multiple of 4.
            texts: What stands on each, of the symbols.

        Raises:
            MissingExtraError: Keras is not installed.
            ValueError: No strips can be learnt from; a character that is none of the symbols.
        """
        keras = _load_keras()
        keras.utils.set_random_seed(self.seed)
        rng = np.random.default_rng(self.seed)
        counts = tuple(_FEW if symbol in _NARROW else _MANY for symbol in self.symbols)
        self.hmm = flat(self.symbols, counts)
        order = rng.permutation(_wide_enough(strips, texts, self.hmm))
        cut = max(1, round(self.held * len(order)))
        held, learn = order[:cut].tolist(), order[cut:].tolist()
        if not learn:
            raise ValueError("there is no strip to learn from")
        inputs, words = [strips[i] for i in learn], [texts[i] for i in learn]
        self.network = build(self.hmm.states)
        steps = self.rounds * self.epochs * -(-len(inputs) // self.batch_size)
        rate = keras.optimizers.schedules.CosineDecay(self.learning_rate, steps)
        self.network.compile(
            keras.optimizers.AdamW(rate, weight_decay=0.02, clipnorm=5.0),
            # Widths differ from step to step: compiling for each would take longer than it saves.
            jit_compile=False,
            loss=keras.losses.SparseCategoricalCrossentropy(True, ignore_class=_NOTHING),
        )
        paths = [_begin(s, t, self.hmm) for s, t in zip(inputs, words, strict=True)]
        for turn in range(self.rounds):
            if turn:
                paths = self._align(inputs, words)
            self.hmm = self.hmm.learn(paths)
            for _ in range(self.epochs):
                self._epoch(inputs, paths, rng, turn)
        self._fit_penalty([strips[i] for i in held], [texts[i] for i in held])
        return self

    def predict(self, strips: Sequence[Strip]) -> list[str]:
        """Read strips, uint8 (32, W) each, white ink on black, W a multiple of 4."""
        return [self.hmm.decode(logs) for logs in self.posteriors(strips)]

    def posteriors(self, strips: Sequence[Strip]) -> list[NDArray[np.float32]]:
        """Give the log-probability of each state in each frame of each strip, (W / 2, S)."""
        keras = _load_keras()
        found: dict[int, NDArray[np.float32]] = {}
        for chosen in _batches(strips, 4 * self.batch_size):
            outputs = self.network(_stack([strips[i] for i in chosen]), training=False)
            logs = keras.ops.convert_to_numpy(keras.ops.log_softmax(outputs))
            for i, log in zip(chosen, logs, strict=True):
                found[i] = np.asarray(log[: strips[i].shape[1] // STEP], np.float32)
        return [found[i] for i in range(len(strips))]

    def save(self, folder: Path) -> None:
        """Keep what was fitted in a folder: `network.keras` and `hmm.json`."""
        folder.mkdir(parents=True, exist_ok=True)
        self.network.save(folder / "network.keras")
        known = asdict(self.hmm)
        known |= {"stay": self.hmm.stay.tolist(), "prior": self.hmm.prior.tolist()}
        (folder / "hmm.json").write_text(json.dumps(known), encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> CnnHmm:
        """Load what `save` kept."""
        known = json.loads((folder / "hmm.json").read_text(encoding="utf-8"))
        for name in ("stay", "prior"):
            known[name] = np.array(known[name])
        reader = cls(known["symbols"])
        reader.hmm = Hmm(**known | {"counts": tuple(known["counts"])})
        reader.network = _load_keras().models.load_model(folder / "network.keras", compile=False)
        return reader

    def _align(self, strips: Sequence[Strip], texts: Sequence[str]) -> list[States]:
        """Find the states of each strip's frames, as the network sees them now."""
        found = zip(self.posteriors(strips), texts, strict=True)
        return [self.hmm.align(logs, text)[0] for logs, text in found]

    def _epoch(
        self,
        strips: Sequence[Strip],
        paths: Sequence[States],
        rng: np.random.Generator,
        turn: int,
    ) -> None:
        batches, losses = list(_batches(strips, self.batch_size, rng)), []
        for step in rng.permutation(len(batches)).tolist():
            images = _stack([strips[i] for i in batches[step]])
            targets = np.full((len(images), images.shape[2] // STEP), _NOTHING, np.int32)
            for row, i in zip(targets, batches[step], strict=True):
                row[: len(paths[i])] = paths[i]
            losses.append(float(self.network.train_on_batch(images, targets)))
        self.tell(f"round {turn + 1} of {self.rounds}: {np.mean(losses):.3f} nats a frame")

    def _fit_penalty(self, strips: Sequence[Strip], texts: Sequence[str]) -> None:
        """Choose what a character costs and what the prior weighs: the fewest edits."""
        logs = self.posteriors(strips)

        def edits(tried: Hmm) -> int:
            return sum(
                edit_distance(tried.decode(log), text)
                for log, text in zip(logs, texts, strict=True)
            )

        tries = [replace(self.hmm, weight=w, penalty=p) for w in _WEIGHTS for p in _PENALTIES]
        self.hmm = min(tries, key=edits)
        self.tell(f"penalty {self.hmm.penalty:g} nats, prior's weight {self.hmm.weight:g}")


def build(states: int) -> Any:
    """Build the network: residual convolutions, as of the strings' others, and nothing beyond.

    What sees 29 columns and is moved on by four computes what a window slid along would, but for
    what windows share; at a strip's ends it is filled up with paper. Each four columns have two
    answers.
    """
    keras = _load_keras()
    layers = keras.layers

    def convolve(x: Any, filters: int, size: Any, **options: Any) -> Any:
        x = layers.Conv2D(filters, size, use_bias=False, **options)(x)
        return layers.BatchNormalization(momentum=0.95)(x)

    def residual(x: Any) -> Any:
        return layers.ReLU()(layers.Add()([x, convolve(x, x.shape[-1], 3, padding="same")]))

    inputs = keras.Input((HEIGHT, None, 1))
    x = layers.ReLU()(convolve(inputs, 32, 5, strides=2, padding="same"))
    x = residual(x)
    x = layers.ReLU()(convolve(x, 64, 3, strides=2, padding="same"))
    x = residual(x)
    x = layers.ReLU()(convolve(x, 128, 3, strides=(2, 1), padding="same"))
    x = layers.ReLU()(convolve(x, 192, (HEIGHT // 8, 1)))
    x = layers.Dropout(0.2)(layers.Reshape((-1, 192))(x))
    x = layers.Dense(4 // STEP * states)(x)
    return keras.Model(inputs, layers.Reshape((-1, states))(x), name="cnn_hmm")


def _load_keras() -> Any:
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    try:
        import keras
    except ImportError as error:
        raise MissingExtraError("Training", error.name or "keras") from error
    return keras


def _wide_enough(strips: Sequence[Strip], texts: Sequence[str], hmm: Hmm) -> list[int]:
    """List the strips that have a frame for each state of their text."""
    found = enumerate(zip(strips, texts, strict=True))
    return [i for i, (s, text) in found if len(hmm.states_of(text)) <= s.shape[1] // STEP]


def _begin(strip: Strip, text: str, hmm: Hmm) -> States:
    """Share out the part of a strip that shows ink evenly among its text's states."""
    frames = strip.shape[1] // STEP
    inked = np.flatnonzero((strip >= _INK).any(axis=0)) // STEP
    if not len(inked):
        return hmm.spread(text, frames)
    return hmm.spread(text, frames, int(inked[0]), int(inked[-1]) + 1)


def _batches(
    strips: Sequence[Strip], size: int, rng: np.random.Generator | None = None
) -> Iterator[list[int]]:
    """Put strips of like width together, at random among these where there is a generator."""
    widths = np.array([-(-strip.shape[1] // _WIDTH_STEP) for strip in strips])
    order = np.arange(len(widths)) if rng is None else rng.permutation(len(widths))
    order = order[np.argsort(widths[order], kind="stable")]
    for start in range(0, len(order), size):
        yield order[start : start + size].tolist()


def _stack(strips: Sequence[Strip]) -> NDArray[np.float32]:
    """Put strips into one array (N, 32, W, 1) in [0, 1], with paper where they end."""
    widest = max(strip.shape[1] for strip in strips)
    width = -(-widest // _WIDTH_STEP) * _WIDTH_STEP
    images = np.zeros((len(strips), HEIGHT, width, 1), np.float32)
    for image, strip in zip(images, strips, strict=True):
        image[:, : strip.shape[1], 0] = strip
    images *= np.float32(1 / 255)
    return images
