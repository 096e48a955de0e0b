"""CTC: what frames say of a text, against every path there is."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from numerals.model.alphabet import ALPHABET, BLANK, CLASS_OF
from numerals.model.ctc import align, align_each, best_path, log_probabilities


def softmax_log(logits: np.ndarray) -> np.ndarray:
    """Natural logarithms whose exponentials sum to 1 in each frame."""
    logits = logits.astype(np.float64)
    return (logits - np.logaddexp.reduce(logits, axis=1, keepdims=True)).astype(np.float32)


#: Up to 4 frames of a network that knows the blank, 0, 1 and 2.
few_frames = (
    st.integers(1, 4)
    .flatmap(lambda t: arrays(np.float32, (t, 4), elements=st.floats(-2, 2, width=32)))
    .map(softmax_log)
)


def read(path) -> str:
    """The text of a path, by the definition."""
    return "".join(ALPHABET[c - 1] for c, _ in itertools.groupby(path) if c != BLANK)


def all_texts(log_probs) -> dict[str, float]:
    """Each text's probability, as the sum over all paths."""
    texts: dict[str, float] = {}
    t, c = log_probs.shape
    for path in itertools.product(range(c), repeat=t):
        logs = sum(float(log_probs[i, label]) for i, label in enumerate(path))
        texts[read(path)] = texts.get(read(path), 0.0) + float(np.exp(logs))
    return texts


def frames(*labels: str, sure: float = 0.99) -> np.ndarray:
    """A strip whose frames say these characters; '' is a blank."""
    probs = np.full((len(labels), 1 + len(ALPHABET)), (1 - sure) / len(ALPHABET))
    for row, label in zip(probs, labels, strict=True):
        row[CLASS_OF[label] if label else BLANK] = sure
    return np.log(probs).astype(np.float32)


def test_the_classes_are_the_blank_and_each_character() -> None:
    assert sorted([BLANK, *CLASS_OF.values()]) == list(range(1 + len(ALPHABET)))
    assert [ALPHABET[CLASS_OF[char] - 1] for char in ALPHABET] == list(ALPHABET)


def test_the_best_path_drops_repeats_and_blanks() -> None:
    assert best_path(frames("", "1", "1", "", "1", ".", "2", "2", "")) == "11.2"
    assert best_path(frames("", "")) == ""
    assert best_path(np.zeros((0, 5), np.float32)) == ""


@given(few_frames)
def test_the_probability_of_each_text_is_the_sum_over_its_paths(log_probs) -> None:
    expected = all_texts(log_probs)
    found = np.exp(log_probabilities(log_probs, list(expected)))
    assert found == pytest.approx(list(expected.values()), rel=1e-6)
    assert found.sum() == pytest.approx(1, rel=1e-5)


def test_what_the_frames_cannot_hold_is_impossible() -> None:
    # Two like characters need a blank between.
    assert log_probabilities(frames("1", "1"), ["11", "12", "123", ""]) == pytest.approx(
        [-np.inf, 2 * np.log(0.01 / len(ALPHABET)) + np.log(99 * len(ALPHABET)), -np.inf,
         2 * np.log(0.01 / len(ALPHABET))], rel=1e-5
    )  # fmt: skip
    assert log_probabilities(frames(), ["", "1"]).tolist() == [0, -np.inf]
    assert log_probabilities(frames("1"), []).shape == (0,)


def test_probabilities_too_small_for_a_float_have_logarithms_still() -> None:
    strip = np.full((200, 1 + len(ALPHABET)), -80, np.float32)
    strip[:, BLANK] = 0
    (found,) = log_probabilities(strip, ["7" * 20])
    assert -20 * 80 < found < -20 * 80 + 100


def test_frames_of_impossible_classes_are_no_trouble() -> None:
    strip = np.full((3, 4), -np.inf, np.float32)
    strip[[0, 1, 2], [1, 0, 2]] = 0
    assert log_probabilities(strip, ["01", "0", ""]).tolist() == [0, -np.inf, -np.inf]
    assert align(strip, "01") == [(0, 0), (2, 2)]


def test_texts_of_unlike_length_are_aligned_at_once_as_one_by_one() -> None:
    rng = np.random.default_rng(0)
    log_probs = np.log(rng.dirichlet(np.ones(1 + len(ALPHABET)), 9))
    texts = ["", "1", "22", "1,204", "0" * 5, "0" * 6, "123456789", "1234567890"]
    for text, spans in zip(texts, align_each(log_probs, texts), strict=True):
        if spans is None:
            with pytest.raises(ValueError, match="no path of 9 frames"):
                align(log_probs, text)
        else:
            assert spans == align(log_probs, text)
    found = [spans is not None for spans in align_each(log_probs, texts)]
    assert found == [True, True, True, True, True, False, True, False]


def test_a_character_that_no_network_knows_is_refused() -> None:
    with pytest.raises(KeyError, match="x"):
        log_probabilities(frames("1"), ["x"])


def test_each_character_has_its_frames() -> None:
    strip = frames("", "1", "1", "", "1", ".", "2", "2", "")
    assert align(strip, "11.2") == [(1, 2), (4, 4), (5, 5), (6, 7)]
    assert align(strip, "") == []
    with pytest.raises(ValueError, match="no path of 2 frames reads '11'"):
        align(strip[:2], "11")


@given(few_frames, st.data())
def test_the_alignment_is_the_likeliest_path_of_the_text(log_probs, data) -> None:
    text = data.draw(st.sampled_from(sorted(all_texts(log_probs))))
    spans = align(log_probs, text)
    assert all(first <= last for first, last in spans)
    assert all(a[1] < b[0] for a, b in itertools.pairwise(spans))
    path = [BLANK] * len(log_probs)
    for char, (first, last) in zip(text, spans, strict=True):
        path[first : last + 1] = [CLASS_OF[char]] * (last + 1 - first)
    assert read(path) == text
    weights = {
        p: sum(float(log_probs[i, c]) for i, c in enumerate(p))
        for p in itertools.product(range(4), repeat=len(log_probs))
        if read(p) == text
    }
    assert weights[tuple(path)] == pytest.approx(max(weights.values()), abs=1e-5)
