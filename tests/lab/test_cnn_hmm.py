"""A reader so small that it learns three printed symbols in seconds."""

from __future__ import annotations

import sys

import cv2
import numpy as np
import pytest

from numerals.errors import MissingExtraError
from numerals.lab import cnn_hmm
from numerals.lab.cnn_hmm import STEP, CnnHmm

pytestmark = [
    pytest.mark.train,
    pytest.mark.usefixtures("keras"),
    # Keras converts TensorFlow's tensors in the way that NumPy 2 frowns upon.
    pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning"),
]
SYMBOLS = "01-"


@pytest.fixture(scope="module")
def keras():
    try:
        return cnn_hmm._load_keras()
    except MissingExtraError as error:
        pytest.skip(str(error))


def print_strip(text: str, rng: np.random.Generator) -> np.ndarray:
    """Print a text in white on black, uint8 (32, 96), with more or less paper between.

    All are as wide: Keras takes longer to compile for a width than to learn from it.
    """
    strip = np.zeros((32, 96), np.uint8)
    x = int(rng.integers(0, 9))
    for char in text:
        cv2.putText(strip, char, (x, 27), cv2.FONT_HERSHEY_SIMPLEX, 0.9, 255, 2, cv2.LINE_AA)
        x += int(rng.integers(18, 24))
    return strip


def print_some(count: int, seed: int) -> tuple[list[np.ndarray], list[str]]:
    rng = np.random.default_rng(seed)
    texts = ["".join(rng.choice(list(SYMBOLS), rng.integers(3, 5))) for _ in range(count)]
    return [print_strip(text, rng) for text in texts], texts


@pytest.fixture(scope="module")
def fitted(keras):
    said: list[str] = []
    reader = CnnHmm(SYMBOLS, rounds=3, epochs=4, batch_size=8, held=0.1, tell=said.append)
    reader.said = said
    return reader.fit(*print_some(300, 0))


def test_it_reads_what_it_did_not_see(fitted):
    strips, texts = print_some(40, 1)
    read = fitted.predict(strips)
    assert sum(a == b for a, b in zip(read, texts, strict=True)) >= 36
    assert len(fitted.said) == 3 * 4 + 1


def test_states_begin_where_symbols_do(fitted):
    """Each symbol is found where it was printed: the alignment is not a uniform one."""
    strip = np.zeros((32, 160), np.uint8)
    for x, char in ((8, "0"), (110, "1")):
        cv2.putText(strip, char, (x, 27), cv2.FONT_HERSHEY_SIMPLEX, 0.9, 255, 2, cv2.LINE_AA)
    path, _ = fitted.hmm.align(fitted.posteriors([strip])[0], "01")
    zero, one = (STEP * np.flatnonzero(np.isin(path, fitted.hmm.states_of(c))) for c in "01")
    assert 0 <= zero.min() < zero.max() <= 40
    assert 96 <= one.min() < one.max() <= 144


def test_posteriors_are_of_each_strips_own_frames(fitted):
    strips = [strip[:, :w] for strip, w in zip(print_some(3, 2)[0], (96, 36, 64), strict=True)]
    found = fitted.posteriors(strips)
    for logs, strip in zip(found, strips, strict=True):
        assert logs.shape == (strip.shape[1] // STEP, fitted.hmm.states)
        np.testing.assert_allclose(np.exp(logs).sum(axis=1), 1, rtol=1e-4)
    assert fitted.posteriors([]) == fitted.predict([]) == []


def test_what_is_kept_reads_the_same(fitted, tmp_path):
    strips, _ = print_some(20, 3)
    fitted.save(tmp_path / "kept")
    again = CnnHmm.load(tmp_path / "kept")
    assert again.predict(strips) == fitted.predict(strips)
    assert (again.symbols, again.hmm.penalty) == (fitted.symbols, fitted.hmm.penalty)
    assert again.hmm.weight == fitted.hmm.weight


def test_the_window_is_as_wide_as_it_says(keras):
    """What changes beyond a frame's window changes nothing there; what changes within does."""
    columns = np.arange(128)
    strip = np.random.default_rng(0).random((1, 32, 128, 1), np.float32)
    others = np.repeat(strip, 128, axis=0)
    others[columns, :, columns] = 1 - others[columns, :, columns]
    network = cnn_hmm.build(5)
    before, after = (np.asarray(network(x, training=False)) for x in (strip, others))
    assert before.shape == (1, 128 // STEP, 5)
    told = np.flatnonzero((np.abs(after - before) > 1e-6).any(axis=2)[:, 32])
    assert told.max() - told.min() + 1 == cnn_hmm.WINDOW
    assert abs(told.mean() - 32 * STEP) <= 4


@pytest.fixture
def little(keras, monkeypatch):
    """In the network's place one that is soon compiled: a convolution, a frame for two columns."""

    def build(states: int):
        layers = keras.layers
        inputs = keras.Input((32, None, 1))
        x = layers.Conv2D(states, (32, 6), strides=(32, STEP), padding="same")(inputs)
        return keras.Model(inputs, layers.Reshape((-1, states))(x))

    monkeypatch.setattr(cnn_hmm, "build", build)


@pytest.mark.usefixtures("little")
def test_two_fits_with_a_seed_are_one():
    strips, texts = print_some(40, 4)
    first, second, other = (
        CnnHmm(SYMBOLS, rounds=2, seed=seed).fit(strips, texts).posteriors(strips[:1])[0]
        for seed in (0, 0, 1)
    )
    np.testing.assert_allclose(first, second, atol=1e-3)
    assert np.abs(first - other).max() > 0.1


@pytest.mark.usefixtures("little")
def test_strips_too_narrow_for_their_texts_are_left_out():
    strips, texts = print_some(30, 5)
    narrow = [np.zeros((32, 32), np.uint8)] * 3
    CnnHmm(SYMBOLS, rounds=2).fit([*narrow, *strips], ["0" * 30] * 3 + texts)
    with pytest.raises(ValueError, match="no strip"):
        CnnHmm(SYMBOLS).fit(narrow, ["0" * 30] * 3)
    with pytest.raises(ValueError, match="substring"):
        CnnHmm(SYMBOLS).fit(strips, ["9"] * 30)


def test_without_keras_it_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "keras", None)
    with pytest.raises(MissingExtraError):
        CnnHmm(SYMBOLS).fit(*print_some(4, 6))
