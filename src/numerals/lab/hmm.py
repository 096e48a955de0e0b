"""Hidden Markov models of symbols, left to right, with a network's posteriors as emissions.

Each symbol is a row of states, passed through in order, each for a frame or more (Rabiner 1989,
"A Tutorial on Hidden Markov Models"); one state that all share is what stands between symbols:
paper, lines, dirt. A network gives p(state | frame); divided by p(state) it is, but for a factor
that no path changes, p(frame | state), which a hidden Markov model asks for: the hybrid of
Bourlard & Morgan 1994, "Connectionist Speech Recognition". Where the symbols of a training strip
begin and end is the likeliest path that spells its text (forced alignment).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    Log = NDArray[np.floating]
    Path = NDArray[np.intp]

#: The state between symbols. A symbol's own states follow, in the order of the symbols.
GAP = 0


class Moves(NamedTuple):
    """How paths go, as natural logarithms: 0 where free, -inf where forbidden.

    Attributes:
        start: float64 (S,), to begin in a state.
        step: float64 (S, S), to come to a state (row) from a state (column), itself included.
        end: float64 (S,), to end in a state.
    """

    start: NDArray[np.float64]
    step: NDArray[np.float64]
    end: NDArray[np.float64]


def viterbi(emitted: Log, moves: Moves) -> tuple[Path, float]:
    """Find the likeliest path (Viterbi 1967).

    Args:
        emitted: (T, S) log-likelihood of each frame in each state; T ≥ 1.
        moves: Of the same S states.

    Returns:
        The state of each frame, (T,), and the path's logarithm; -inf where no path leads through,
        and then the states mean nothing.
    """
    logs = np.asarray(emitted, np.float64)
    frames, states = logs.shape
    came = np.empty((frames, states), np.intp)
    every = np.arange(states)
    reached = moves.start + logs[0]
    for t in range(1, frames):
        ways = moves.step + reached
        came[t] = best = ways.argmax(axis=1)
        reached = ways[every, best] + logs[t]
    reached = reached + moves.end
    path = np.empty(frames, np.intp)
    path[-1] = reached.argmax()
    for t in range(frames - 1, 0, -1):
        path[t - 1] = came[t, path[t]]
    return path, float(reached[path[-1]])


@dataclass(frozen=True, eq=False)
class Hmm:
    """What is known of the states of all symbols, but for what a network says of a frame.

    Attributes:
        symbols: The characters, each once.
        counts: How many states each has, at least 2: of one alone a repeat could not be told.
        stay: float64 (S,), in (0, 1): the probability that a frame's state is the next one's too.
        gap: In (0, 1): the probability that a gap follows a symbol, rather than another symbol.
        prior: float64 (S,), over 0, of sum 1: the share of all frames in each state.
        weight: How much of the prior the posteriors are divided by, its exponent: 1 by theory.
        penalty: What each character costs, in nats; below 0 it is a reward.
    """

    symbols: str
    counts: tuple[int, ...]
    stay: NDArray[np.float64]
    gap: float
    prior: NDArray[np.float64]
    weight: float = 1.0
    penalty: float = 0.0

    @property
    def states(self) -> int:
        """How many states there are, S: the gap and those of all symbols."""
        return 1 + sum(self.counts)

    def states_of(self, text: str) -> Path:
        """List the states of a text's symbols, one after the other, without gaps.

        Raises:
            ValueError: A character that is none of the symbols.
        """
        spelt = [np.arange(*self._spans[self.symbols.index(char)]) for char in text]
        return np.concatenate([np.empty(0, np.intp), *spelt])

    def decode(self, posteriors: Log) -> str:
        """Read the text of the likeliest path over all texts.

        Args:
            posteriors: (T, S) natural logarithms, as a network gives them.
        """
        path, _ = viterbi(self._emitted(posteriors), self._loop)
        return self.spell(path)

    def align(self, posteriors: Log, text: str) -> tuple[Path, float]:
        """Find the likeliest path that spells a text, with gaps or none around its symbols.

        Args:
            posteriors: (T, S) natural logarithms.
            text: Of the symbols; the empty text is one too.

        Returns:
            The state of each frame, (T,), and the path's logarithm, penalties included: texts
            may be compared by it.

        Raises:
            ValueError: No path of these frames spells the text: there are too few of them.
        """
        chain, moves = self._chain(text)
        path, score = viterbi(self._emitted(posteriors)[:, chain], moves)
        if np.isneginf(score):
            raise ValueError(f"no path of {len(posteriors)} frames spells {text!r}")
        return chain[path], score

    def scores(self, posteriors: Log, texts: Sequence[str]) -> NDArray[np.float64]:
        """Compare texts on many strips at once, by the likeliest path that spells each.

        Args:
            posteriors: (N, T, S) natural logarithms, of N strips that are equally wide.
            texts: Of the symbols.

        Returns:
            (N, texts), what `align` would tell of each; -inf where no path spells it.
        """
        emitted = self._emitted(posteriors)
        found = np.empty((len(emitted), len(texts)))
        for k, text in enumerate(texts):
            chain, moves = self._chain(text)
            logs = emitted[:, :, chain]
            reached = moves.start + logs[:, 0]
            for t in range(1, logs.shape[1]):
                reached = (moves.step + reached[:, None, :]).max(axis=2) + logs[:, t]
            found[:, k] = (reached + moves.end).max(axis=1)
        return found

    def spread(self, text: str, frames: int, first: int = 0, last: int | None = None) -> Path:
        """Share frames out evenly among a text's states: the flat start of an alignment.

        Args:
            text: Of the symbols.
            frames: How many there are, T.
            first: The first that shows ink; those before are gap, unless they are needed.
            last: The one after the last that shows ink.

        Raises:
            ValueError: The text has more states than there are frames.
        """
        states = self.states_of(text)
        last = frames if last is None else last
        if last - first < len(states):
            first, last = 0, frames
        if len(states) > frames:
            raise ValueError(f"{frames} frames are too few for {text!r}")
        path = np.full(frames, GAP, np.intp)
        if len(states):
            path[first:last] = states[np.arange(last - first) * len(states) // (last - first)]
        return path

    def spell(self, path: Path) -> str:
        """Tell the text of a path: a symbol for each time that its first state is entered."""
        opens = np.array([first for first, _ in self._spans])
        entered = path[np.diff(path, prepend=-1) != 0]
        read = np.searchsorted(opens, entered[np.isin(entered, opens)])
        return "".join(self.symbols[i] for i in read)

    def learn(self, paths: Iterable[Path]) -> Hmm:
        """Estimate how long states last, how common they are and how common gaps, by counting.

        One more of each way is counted than there is, so that nothing is impossible.
        """
        frames, visits = np.ones(self.states), np.ones(self.states)
        joined, parted = 1, 1
        closes = np.array([end - 1 for _, end in self._spans])
        for path in paths:
            frames += np.bincount(path, minlength=self.states)
            entered = path[np.diff(path, prepend=-1) != 0]
            visits += np.bincount(entered, minlength=self.states)
            after = entered[1:][np.isin(entered[:-1], closes)]
            parted += int((after == GAP).sum())
            joined += int((after != GAP).sum())
        return replace(
            self,
            stay=1 - visits / (frames + 1),
            gap=parted / (parted + joined),
            prior=frames / frames.sum(),
        )

    @cached_property
    def _spans(self) -> list[tuple[int, int]]:
        """Each symbol's first state, and the one after its last."""
        ends = (1 + np.cumsum(self.counts)).tolist()
        return list(zip([1, *ends], ends, strict=False))

    @cached_property
    def _prior_logs(self) -> NDArray[np.float64]:
        return self.weight * np.log(self.prior)

    def _emitted(self, posteriors: Log) -> NDArray[np.float64]:
        """Turn posteriors into likelihoods, each frame's but for a factor of its own."""
        return np.asarray(posteriors, np.float64) - self._prior_logs

    @cached_property
    def _loop(self) -> Moves:
        """Lay out the moves that any text makes: from any symbol to any, each as likely."""
        stay, leave = np.log(self.stay), np.log1p(-self.stay)
        enter = -np.log(len(self.symbols)) - self.penalty
        start, end = np.full((2, self.states), -np.inf)
        step = np.full((self.states, self.states), -np.inf)
        opens = [first for first, _ in self._spans]
        closes = [last - 1 for _, last in self._spans]
        start[GAP], start[opens] = np.log(self.gap), np.log1p(-self.gap) + enter
        for first, last in self._spans:
            within = np.arange(first, last - 1)
            step[within + 1, within] = leave[within]
        step[opens, GAP] = leave[GAP] + enter
        step[np.ix_(opens, closes)] = leave[closes] + np.log1p(-self.gap) + enter
        step[GAP, closes] = leave[closes] + np.log(self.gap)
        np.fill_diagonal(step, stay)
        end[GAP], end[closes] = 0, 0
        return Moves(start, step, end)

    def _chain(self, text: str) -> tuple[Path, Moves]:
        """Lay out a text's states with gaps before, between and after; and the loop's moves there.

        A path stays, goes to the next, or leaps over a gap; the loop forbids any other leap.
        """
        parts = [np.array([GAP])]
        for char in text:
            parts += [self.states_of(char), parts[0]]
        chain = np.concatenate(parts)
        place = np.arange(len(chain))
        ahead = place[:, None] - place
        step = np.where((ahead >= 0) & (ahead <= 2), self._loop.step[np.ix_(chain, chain)], -np.inf)
        start = np.where(place <= 1, self._loop.start[chain], -np.inf)
        end = np.where(place >= len(chain) - 2, self._loop.end[chain], -np.inf)
        return chain, Moves(start, step, end)


def flat(symbols: str, counts: tuple[int, ...]) -> Hmm:
    """Begin with a model that knows nothing: all states are as common, and stay as long.

    Raises:
        ValueError: A symbol has fewer than two states, or occurs twice.
    """
    if min(counts) < 2 or len(set(symbols)) < len(symbols) or len(symbols) != len(counts):
        raise ValueError("each symbol occurs once and has two states or more")
    states = 1 + sum(counts)
    return Hmm(symbols, counts, np.full(states, 0.5), 0.5, np.full(states, 1 / states))
