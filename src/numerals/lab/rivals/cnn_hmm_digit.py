"""CNN-HMM for single symbols: the reader of strips, told that just one symbol stands there.

A picture is a strip; each class is a symbol with states of its own. What is asked of a path is
which one symbol it spells, not which text: Rabiner 1989, section V, isolated words.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from sklearn.utils import check_random_state

from numerals.image.strip import HEIGHT
from numerals.lab.cnn_hmm import CnnHmm
from numerals.lab.rivals.costs import network_multiply_adds
from numerals.lab.rivals.picture_classifier import SIDE, PictureClassifier, as_pictures
from numerals.train.backend import load_keras, make_deterministic

if TYPE_CHECKING:
    from numpy.typing import NDArray

#: Classes are called by these; none is one that `cnn_hmm` gives fewer states.
_FIRST_SYMBOL = "A"
#: Pictures at a time, so that their posteriors fit into memory.
_BATCH = 2048


class CnnHmmDigit(PictureClassifier):
    """A convolutional network's posteriors, columns by columns, and a hidden Markov model a class.

    The probability of a class is that of its likeliest path against those of the others, a frame
    counting as one observation for all: 1 / frames of its logarithm, since frames overlap.

    Args:
        rounds: How often the network is trained, each time on states aligned anew.
        min_steps: A round goes through the pictures so often that all rounds together have as
            many steps.
        random_state: Fixes initial weights and order.

    Attributes:
        reader_: The fitted `CnnHmm`.
    """

    def __init__(self, rounds: int = 3, min_steps: int = 0, random_state: Any = None) -> None:
        self.rounds = rounds
        self.min_steps = min_steps
        self.random_state = random_state

    def _learn(self, rows: NDArray[np.float32], targets: NDArray[np.intp]) -> None:
        self._symbols = [chr(ord(_FIRST_SYMBOL) + i) for i in range(len(self.classes_))]
        seed = int(check_random_state(self.random_state).randint(2**31))
        load_keras().utils.clear_session()
        make_deterministic(seed)
        size = 64
        steps = self.rounds * -(-len(rows) // size)
        epochs = max(1, -(-self.min_steps // steps))
        reader = CnnHmm(
            "".join(self._symbols), self.rounds, epochs, batch_size=size, held=0.01, seed=seed
        )
        self.reader_ = reader.fit(_strips(rows), [self._symbols[i] for i in targets])

    def _probabilities(self, rows: NDArray[np.float32]) -> NDArray[np.float64]:
        parts = [
            self._of_some(rows[start : start + _BATCH]) for start in range(0, len(rows), _BATCH)
        ]
        return np.concatenate(parts)

    def _of_some(self, rows: NDArray[np.float32]) -> NDArray[np.float64]:
        posteriors = np.stack(self.reader_.posteriors(_strips(rows)))
        scores = self.reader_.hmm.scores(posteriors, self._symbols) / posteriors.shape[1]
        shares = np.exp(scores - scores.max(axis=1, keepdims=True))
        return np.asarray(shares / shares.sum(axis=1, keepdims=True))

    def multiply_adds(self) -> int | None:
        """Count the network's, on a strip of 32×32; those of the paths are of a lower order."""
        keras = load_keras()
        sized = keras.Input((HEIGHT, HEIGHT, 1))
        return network_multiply_adds(keras.models.clone_model(self.reader_.network, sized))

    def __getstate__(self) -> dict[str, Any]:
        """Keep the network as its weights."""
        state: dict[str, Any] = super().__getstate__().copy()
        if "reader_" in state:
            state["reader_"] = (state["reader_"].hmm, state["reader_"].network.get_weights())
        return state

    def __setstate__(self, state: dict[str, Any]) -> None:
        from numerals.lab.cnn_hmm import build

        kept = state.get("reader_")
        super().__setstate__({k: v for k, v in state.items() if k != "reader_"})
        if kept is not None:
            self.reader_ = CnnHmm("".join(self._symbols), batch_size=64)
            self.reader_.hmm = kept[0]
            self.reader_.network = build(kept[0].states)
            self.reader_.network.set_weights(kept[1])


def _strips(rows: NDArray[np.float32]) -> list[NDArray[np.uint8]]:
    """Lay pictures on paper as high as a strip: uint8 (32, 28) each."""
    pictures = np.rint(np.clip(as_pictures(rows), 0, 1) * 255).astype(np.uint8)
    edge = (HEIGHT - SIDE) // 2
    return list(np.pad(pictures, ((0, 0), (edge, edge), (0, 0))))
