"""CTC: what log-probabilities a frame say of a text (Graves et al. 2006).

A path gives each frame one class. The text of a path is what is left when repeats are made one and
then blanks are dropped: so a doubled character has a blank between. The probability of a text is
the sum over its paths. Written with a blank before, between and after its n characters a text has
2n + 1 states; a path stays, goes to the next, or leaps over a blank between unlike characters.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from numerals.model.alphabet import ALPHABET, BLANK, CLASS_OF

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Log = NDArray[np.floating]


def best_path(log_probs: Log) -> str:
    """Read the text of the single likeliest path: fast, but not always the likeliest text.

    Args:
        log_probs: (T, C) natural logarithms, each frame's exponentials summing to 1.
    """
    path = np.asarray(log_probs).argmax(axis=1).tolist()
    last = BLANK
    read = []
    for label in path:
        if label not in (last, BLANK):
            read.append(ALPHABET[label - 1])
        last = label
    return "".join(read)


def log_probabilities(log_probs: Log, texts: Sequence[str]) -> NDArray[np.float64]:
    """Sum over all paths of each text: the forward algorithm, for many texts at once.

    Args:
        log_probs: (T, C) natural logarithms, as a network gives them.
        texts: N texts of `ALPHABET`'s characters; the empty text is one too.

    Returns:
        (N,) natural logarithms, -inf where the frames cannot hold the text.

    Raises:
        KeyError: A character that is not in `ALPHABET`.
    """
    states, leap = _states(texts)
    n, s = states.shape
    emitted = np.asarray(log_probs, np.float64)[:, states]
    # Two columns of nothing before the first state, so that a shift is a view. Before the first
    # frame a path is in the opening blank, which it may leave at once.
    reached = np.full((n, s + 2), -np.inf)
    reached[:, 2] = 0
    for frame in emitted:
        leapt = reached[:, :-2] + leap
        reached[:, 2:] = np.logaddexp(np.logaddexp(reached[:, 2:], reached[:, 1:-1]), leapt) + frame
    rows, ends = np.arange(n), 2 * np.array([len(text) for text in texts], np.intp) + 2
    # A path ends in the last blank or in the last character; of '' in its blank alone.
    total: NDArray[np.float64] = np.logaddexp(reached[rows, ends], reached[rows, ends - 1])
    return total


def align(log_probs: Log, text: str) -> list[tuple[int, int]]:
    """Find where each character of a text stands: the likeliest path that reads it (Viterbi).

    Args:
        log_probs: (T, C) natural logarithms.
        text: Of `ALPHABET`'s characters.

    Returns:
        For each character its first and its last frame, both inclusive; spans never overlap.

    Raises:
        ValueError: No path of these frames reads the text: there are too few of them.
    """
    (spans,) = align_each(log_probs, [text])
    if spans is None:
        raise ValueError(f"no path of {len(log_probs)} frames reads {text!r}")
    return spans


def align_each(log_probs: Log, texts: Sequence[str]) -> list[list[tuple[int, int]] | None]:
    """Align many texts at once, as `align`; None for those that no path reads."""
    states, leap = _states(texts)
    n, s = states.shape
    emitted = np.asarray(log_probs, np.float64)[:, states]
    reached = np.full((n, s + 2), -np.inf)
    reached[:, 2] = 0
    steps = np.zeros((len(emitted), n, s), np.int8)
    for frame, here in enumerate(emitted):
        best = reached[:, 2:].copy()
        for step, came in ((1, reached[:, 1:-1]), (2, reached[:, :-2] + leap)):
            better = came > best
            steps[frame][better] = step
            best = np.where(better, came, best)
        reached[:, 2:] = best + here
    found: list[list[tuple[int, int]] | None] = []
    for row, text in enumerate(texts):
        end = 2 * len(text)
        blank, last = reached[row, end + 2], reached[row, end + 1]
        if np.isneginf(max(blank, last)):
            found.append(None)
            continue
        state = end if not text or blank >= last else end - 1
        found.append(_follow(steps[:, row].tolist(), state, len(text)))
    return found


def _follow(steps: list[list[int]], state: int, characters: int) -> list[tuple[int, int]]:
    """Go a path back from its last state; give each character's first and last frame."""
    spans = [(len(steps), -1)] * characters
    for frame in range(len(steps) - 1, -1, -1):
        if state % 2:
            first, last = spans[state // 2]
            spans[state // 2] = (min(first, frame), max(last, frame))
        state -= steps[frame][state]
    return spans


def _states(texts: Sequence[str]) -> tuple[NDArray[np.intp], NDArray[np.float64]]:
    """Lay out texts with blanks between, padded by blanks at the end.

    Returns:
        The class of each state, (N, S), and what a leap over the state before costs: 0 or -inf.
    """
    s = 2 * max(map(len, texts), default=0) + 1
    states = np.full((len(texts), s), BLANK, np.intp)
    for row, text in zip(states, texts, strict=True):
        row[1 : 2 * len(text) : 2] = [CLASS_OF[char] for char in text]
    leap = np.full(states.shape, -np.inf)
    leap[:, 3::2][states[:, 3::2] != states[:, 1:-2:2]] = 0
    return states, leap
