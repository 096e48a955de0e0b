"""Beam: the likeliest texts, by prefix beam search (Graves 2006; Hannun et al. 2014).

The search goes from frame to frame and keeps the likeliest beginnings of texts, each with the
probability of its paths that end in a blank and of those that end in its last character. What is
known of a field takes part in it: a beginning that no allowed text has is dropped at once, and
beginnings apart in what they still ask for (a check digit's remainder, the count of digits) do not
push each other out.
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from numerals.model.alphabet import ALPHABET, BLANK
from numerals.model.ctc import log_probabilities

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

    from numerals.model.ctc import Log

#: A symbol less likely than this is not tried in a frame, and a frame of nothing else is passed.
LEAST_SYMBOL = 1e-4
#: Texts less likely than the best by this factor are not counted exactly, so nor is looked for what
#: begins with less; where a field rules out the likely ones, beginnings must be dropped later.
WORTH, FLOOR = 1e-5, 1e-7
#: How many beginnings are followed: where something is known, and where nothing is.
WIDTH, FREE = 16, 12
#: How many of one key are kept beyond the beam's width, and how many widths at most.
FEW, MOST = 2, 8
#: At most so many runners-up are told, each of at least this probability.
RUNNERS_UP, LEAST_TOLD = 5, 0.001


class Constraint(Protocol):
    """What is known of a text, as states that its characters lead through."""

    @property
    def start(self) -> Any:
        """The state of the empty text."""

    def step(self, state: Any, char: str) -> Any | None:
        """The state after one more character; None where no allowed text begins like that."""

    def accepts(self, state: Any) -> bool:
        """Whether the text that led here is allowed as a whole."""

    def key(self, state: Any) -> Hashable:
        """What is still asked for: beginnings of one key compete, of different keys need not."""


@dataclass(frozen=True, slots=True)
class Guess:
    """A text that may be what is written.

    Attributes:
        text: Of `ALPHABET`'s characters.
        log_prob: Natural logarithm of the network's probability, over all paths and exact.
        probability: In [0, 1], if the field surely holds: the network's probability as a share
            of what the texts known to break the field leave of 1. What the search never saw
            counts as allowed, so this is a lower bound. Without a field it is exp(log_prob).
    """

    text: str
    log_prob: float
    probability: float


@dataclass(frozen=True, slots=True)
class Decoding:
    """What a search found.

    Attributes:
        guesses: The likeliest allowed text, then at most 5 runners-up of at least 0.1 % each, by
            falling probability; empty where the search met no allowed text.
        free: The likeliest text if nothing were known of the field.
        constrained: Whether `free` breaks the field: the first guess, if there is one, is then
            an answer that only the field made possible.
        fits: By the network alone, the probability in [0, 1] that the text obeys the field, or
            less. Where it is small, the field may be wrong rather than the writing unclear.
    """

    guesses: tuple[Guess, ...]
    free: Guess
    constrained: bool
    fits: float


def decode(
    log_probs: Log,
    constraint: Constraint | None = None,
    width: int | None = None,
    again: Sequence[Log] = (),
) -> Decoding:
    """Find the likeliest texts that a field allows.

    Args:
        log_probs: (T, C) natural logarithms, each frame's exponentials summing to 1.
        constraint: What is known of the text; None where nothing is.
        width: How many beginnings are followed, from 1 on; None for as many as are worth it.
        again: What further looks at the same say, (U, C) each; probabilities are the mean of all.
    """
    looks = [log_probs, *again]

    def search(within: Constraint | None) -> list[str]:
        wide = width or (FREE if within is None else WIDTH)
        return list(dict.fromkeys(text for log in looks for text in _search(log, within, wide)))

    free = _exact(looks, search(None) or [""], 0.0)
    if constraint is None:
        return Decoding(_told(free), free[0], constrained=False, fits=1.0)
    broken = [guess for guess in free if not allows(constraint, guess.text)]
    ruled_out = math.fsum(math.exp(guess.log_prob) for guess in broken)
    texts = [guess.text for guess in free if guess not in broken]
    # Where one allowed text has all but a thousandth, no other can be told.
    if free[0] in broken or free[0].probability < 1 - LEAST_TOLD:
        texts += search(constraint)
    guesses = _exact(looks, list(dict.fromkeys(texts)), ruled_out)
    fits = max(0.0, 1 - ruled_out)
    return Decoding(_told(guesses), free[0], free[0] in broken, fits)


def allows(constraint: Constraint, text: str) -> bool:
    """Whether a whole text may be what is written."""
    state = constraint.start
    for char in text:
        state = constraint.step(state, char)
        if state is None:
            return False
    return constraint.accepts(state)


def _exact(looks: Sequence[Log], texts: Sequence[str], ruled_out: float) -> list[Guess]:
    """Give texts their exact probabilities, likeliest first, knowing what share is ruled out."""
    each = np.stack([log_probabilities(log_probs, texts) for log_probs in looks])
    logs = (np.logaddexp.reduce(each, axis=0) - math.log(len(looks))).tolist()
    # Rounding must not leave less than what the texts themselves have.
    left = max(1 - ruled_out, math.fsum(map(math.exp, logs))) or 1.0
    guesses = [Guess(*pair, math.exp(pair[1]) / left) for pair in zip(texts, logs, strict=True)]
    return sorted(guesses, key=lambda guess: (-guess.log_prob, guess.text))


def _told(guesses: Sequence[Guess]) -> tuple[Guess, ...]:
    """Choose what is told: the best, and the runners-up that are worth it."""
    rest = [guess for guess in guesses[1:] if guess.probability >= LEAST_TOLD]
    return (*guesses[:1], *rest[:RUNNERS_UP])


class _Prefix:
    """The beginning of a text in the search.

    Attributes:
        text, symbol, parent: The text, the class of its last character, and what is before it.
        state: The constraint's, once it is asked for.
        blank, label: Probability of its paths that end in a blank, in its last character,
            as a share of the best beginning's.
        next_blank, next_label: The same after the frame that is being looked at.
        reached: Whether that frame has given it any.
        children: What follows by class; None where the constraint forbids it.
    """

    __slots__ = (
        *("blank", "children", "label", "next_blank", "next_label"),
        *("parent", "reached", "state", "symbol", "text"),
    )

    def __init__(self, parent: _Prefix | None, symbol: int, state: Any = None) -> None:
        self.parent, self.symbol, self.state = parent, symbol, state
        self.text: str = "" if parent is None else parent.text + ALPHABET[symbol - 1]
        self.blank = self.label = self.next_blank = self.next_label = 0.0
        self.reached = False
        self.children: dict[int, _Prefix | None] = {}

    def total(self) -> float:
        return self.blank + self.label

    def next_total(self) -> float:
        return self.next_blank + self.next_label

    def allowed(self, constraint: Constraint) -> bool:
        """Whether an allowed text begins like this; if not, it is never reached again."""
        if self.state is None and self.parent is not None:
            self.state = constraint.step(self.parent.state, self.text[-1])
            if self.state is None:
                self.parent.children[self.symbol] = None
        return self.state is not None


def _search(log_probs: Log, constraint: Constraint | None, width: int) -> list[str]:
    """Find the likeliest allowed texts: at most `width`, by falling probability."""
    probs = np.exp(np.asarray(log_probs, np.float64))
    probs[:, BLANK + 1 :][probs[:, BLANK + 1 :] < LEAST_SYMBOL] = 0
    order = probs.argsort(axis=1)[:, ::-1].tolist()
    root = _Prefix(None, BLANK, constraint.start if constraint else None)
    root.blank = 1.0
    live, floor = [root], WORTH if constraint is None else FLOOR
    for row, labels in zip(probs.tolist(), order, strict=True):
        if row[BLANK] > 1 - LEAST_SYMBOL:
            for prefix in live:
                prefix.blank, prefix.label = prefix.blank + prefix.label, 0.0
        else:
            symbols = [(label, row[label]) for label in labels if label != BLANK and row[label]]
            live = _keep(_spread(live, row, symbols, floor), constraint, width, floor)
    if constraint is not None:
        live = [prefix for prefix in live if constraint.accepts(prefix.state)]
    live.sort(key=_Prefix.total, reverse=True)
    worth = WORTH * live[0].total() if live else 0.0
    return [prefix.text for prefix in live[:width] if prefix.total() >= worth]


def _spread(
    live: list[_Prefix], row: list[float], symbols: list[tuple[int, float]], floor: float
) -> list[_Prefix]:
    """Let one frame lengthen the beginnings, or not; give all that it leads to.

    Args:
        live: The beginnings so far.
        row: The frame's probability of each class.
        symbols: The classes to be tried with their probabilities, which fall.
        floor: What is less likely, as a share of the best, leads nowhere.
    """
    reached = []
    for prefix in live:
        blank, last, children = prefix.blank, prefix.symbol, prefix.children
        total = blank + prefix.label
        prefix.next_blank += total * row[BLANK]
        prefix.next_label += prefix.label * row[last]
        if not prefix.reached:
            prefix.reached = True
            reached.append(prefix)
        for symbol, probability in symbols:
            mass = total * probability
            if mass < floor:
                break
            child = children.get(symbol, prefix)
            if child is None:
                continue
            if child is prefix:
                child = children[symbol] = _Prefix(prefix, symbol)
            # A repeat that no blank divides is the same character.
            child.next_label += mass if symbol != last else blank * probability
            if not child.reached:
                child.reached = True
                reached.append(child)
    return reached


def _keep(
    reached: list[_Prefix], constraint: Constraint | None, width: int, floor: float
) -> list[_Prefix]:
    """End a frame: keep the likeliest allowed beginnings, as shares of the best one."""
    reached.sort(key=_Prefix.next_total, reverse=True)
    live: list[_Prefix] = []
    best = 0.0
    keys: Counter[Hashable] = Counter()
    for prefix in reached:
        blank, label = prefix.next_blank, prefix.next_label
        prefix.next_blank = prefix.next_label = prefix.blank = prefix.label = 0.0
        prefix.reached = False
        if blank + label <= best * floor or len(live) >= MOST * width:
            continue
        if constraint is not None:
            if not prefix.allowed(constraint):
                continue
            key = constraint.key(prefix.state)
            keys[key] += 1
            if len(live) >= width and keys[key] > FEW:
                continue
        elif len(live) >= width:
            continue
        best = best or blank + label
        prefix.blank, prefix.label = blank / best, label / best
        live.append(prefix)
    return live
