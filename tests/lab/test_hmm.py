"""Viterbi, alignment and decoding against all paths that there are."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from numerals.lab.hmm import GAP, Hmm, Moves, flat, viterbi


def drawn(seed: int, symbols: str = "ab", counts: tuple[int, ...] = (2, 3)) -> Hmm:
    """A model whose every number is drawn."""
    rng = np.random.default_rng(seed)
    states = 1 + sum(counts)
    stay, prior = rng.uniform(0.1, 0.9, states), rng.uniform(0.1, 1, states)
    gap, weight, penalty = rng.uniform(0.1, 0.9), rng.uniform(0, 1), rng.normal()
    return Hmm(symbols, counts, stay, gap, prior / prior.sum(), weight, penalty)


def posteriors(seed: int, frames: int, states: int) -> np.ndarray:
    return np.log(np.random.default_rng(seed).dirichlet(np.ones(states), frames))


def spelt(path: tuple[int, ...]) -> str | None:
    """The text of a path of a's states 1, 2 and b's 3, 4, 5, or None where it is none."""
    text, last = "", GAP
    for state in path:
        if state != last:
            if state in (1, 3):
                if last not in (GAP, 2, 5):
                    return None
                text += "ab"[state == 3]
            elif (last, state) not in {(1, 2), (3, 4), (4, 5), (2, GAP), (5, GAP)}:
                return None
        last = state
    return text if last in (GAP, 2, 5) else None


def likelihood(path: tuple[int, ...], logs: np.ndarray, hmm: Hmm) -> float:
    """The logarithm of a path that is one, written out from the definition."""
    enter = np.log(1 / len(hmm.symbols)) - hmm.penalty
    scaled = logs - hmm.weight * np.log(hmm.prior)
    total = np.log(hmm.gap) if path[0] == GAP else np.log(1 - hmm.gap) + enter
    for t, state in enumerate(path):
        total += scaled[t, state]
        if t == 0:
            continue
        last = path[t - 1]
        if last == state:
            total += np.log(hmm.stay[state])
            continue
        total += np.log(1 - hmm.stay[last])
        if state == GAP:
            total += np.log(hmm.gap)
        elif state in (1, 3):
            total += enter + (0 if last == GAP else np.log(1 - hmm.gap))
    return float(total)


def every_path(logs: np.ndarray, hmm: Hmm) -> dict[str, tuple[float, tuple[int, ...]]]:
    """The likeliest path of each text, of all S^T paths."""
    best: dict[str, tuple[float, tuple[int, ...]]] = {}
    for path in product(range(hmm.states), repeat=len(logs)):
        text = spelt(path)
        if text is not None:
            best[text] = max(best.get(text, (-np.inf, ())), (likelihood(path, logs, hmm), path))
    return best


@given(st.integers(0, 10**6), st.integers(1, 5), st.integers(1, 4))
@settings(deadline=None, max_examples=40)
def test_viterbi_finds_the_likeliest_of_all_paths(seed, frames, states):
    rng = np.random.default_rng(seed)
    moves = Moves(*(rng.normal(size=n) for n in (states, (states, states), states)))
    logs = rng.normal(size=(frames, states))

    def of(path):
        steps = sum(moves.step[b, a] for a, b in pairwise(path))
        total = moves.start[path[0]] + steps + moves.end[path[-1]]
        return total + sum(logs[t, s] for t, s in enumerate(path))

    best = max(product(range(states), repeat=frames), key=of)
    path, score = viterbi(logs, moves)
    assert tuple(path) == best
    assert score == pytest.approx(of(best))


@given(st.integers(0, 10**6), st.integers(1, 6))
@settings(deadline=None, max_examples=15)
def test_alignment_and_decoding_find_the_likeliest_of_all_paths(seed, frames):
    hmm = drawn(seed)
    logs = posteriors(seed, frames, hmm.states)
    best = every_path(logs, hmm)
    for text, (score, path) in best.items():
        aligned, found = hmm.align(logs, text)
        assert tuple(aligned) == path
        assert found == pytest.approx(score)
        assert hmm.spell(aligned) == text
    assert hmm.decode(logs) == max(best, key=lambda text: best[text][0])


@given(st.text("ab", max_size=5), st.integers(0, 30), st.integers(0, 10**6))
@settings(deadline=None, max_examples=60)
def test_a_path_spells_the_text_that_it_was_made_for(text, more, seed):
    hmm = drawn(seed)
    frames = max(1, len(hmm.states_of(text)) + more)
    first, last = sorted(np.random.default_rng(seed).integers(0, frames + 1, 2).tolist())
    for path in (
        hmm.spread(text, frames, first, last),
        hmm.align(posteriors(seed, frames, hmm.states), text)[0],
    ):
        assert path.shape == (frames,)
        assert hmm.spell(path) == text


def test_frames_are_spread_evenly_where_there_is_ink():
    path = flat("ab", (2, 3)).spread("ab", 14, first=2, last=12)
    assert path.tolist() == [0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 0, 0]


def test_too_few_frames_are_refused():
    hmm = flat("ab", (2, 3))
    with pytest.raises(ValueError, match="no path of 4 frames"):
        hmm.align(np.zeros((4, 6)), "ab")
    with pytest.raises(ValueError, match="4 frames are too few"):
        hmm.spread("ab", 4)


def test_a_stranger_is_refused():
    with pytest.raises(ValueError, match="substring"):
        flat("ab", (2, 3)).align(np.zeros((9, 6)), "c")


@pytest.mark.parametrize(("symbols", "counts"), [("ab", (1, 2)), ("aa", (2, 2)), ("ab", (2,))])
def test_a_model_without_sense_is_refused(symbols, counts):
    with pytest.raises(ValueError, match="two states or more"):
        flat(symbols, counts)


def test_counting_tells_how_long_states_last_and_how_common_they_are():
    hmm = flat("ab", (2, 3)).learn([np.array([0, 0, 1, 1, 1, 2, 1, 2, 2, 0, 3, 4, 5])])
    frames = np.array([3, 4, 3, 1, 1, 1]) + 1
    visits = np.array([2, 2, 2, 1, 1, 1]) + 1
    np.testing.assert_allclose(hmm.prior, frames / frames.sum())
    np.testing.assert_allclose(hmm.stay, 1 - visits / (frames + 1))
    # Two symbols are left before the end: one for the other, one for a gap.
    assert hmm.gap == 0.5


def test_a_penalty_makes_texts_shorter():
    hmm = drawn(3)
    logs = posteriors(3, 40, hmm.states)
    lengths = [len(replace(hmm, penalty=p).decode(logs)) for p in (-20, 0, 2, 1000)]
    assert lengths == sorted(lengths, reverse=True)
    assert lengths[0] > lengths[2] > lengths[-1] == 0


def test_a_prior_takes_from_what_is_common():
    """Of two states that a network finds as likely, the one that it is rarer to see."""
    hmm = replace(flat("ab", (2, 2)), prior=np.array([0.2, 0.35, 0.35, 0.05, 0.05]))
    logs = np.log(np.full((4, 5), 0.2))
    assert set(hmm.decode(logs)) == {"b"}
