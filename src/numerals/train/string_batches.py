"""String batches: strips of like width, varied anew each time that they are shown."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, NamedTuple

import cv2
import numpy as np

from numerals.image.strip import HEIGHT, MAX_WIDTH, MIN_WIDTH
from numerals.model.alphabet import BLANK, CLASS_OF

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from numerals.train.strip_pool import Strips

#: Batches are filled up with paper to a multiple of this width: few shapes to compile for.
WIDTH_STEP = 32
#: So many batches' strips are sorted by width together.
_SORTED = 32
#: Labels are filled up with blanks to a multiple of this length.
_LABEL_STEP = 4
#: A strip's points are moved by some pixels (standard deviation, a normal deviate's share of it, at
#: most so many times as much), as smoothly as if every so many pixels one were moved freely.
_BENT, _MOST_BENT = 0.7, 1.5
_APART = (7.0, 14.0)
#: Half of them also like this: whole parts of a digit larger, smaller or elsewhere.
_BENT_WIDELY = 1.5
_FAR_APART = (14.0, 28.0)
_THREADS = 2
_AHEAD = 6


class Batch(NamedTuple):
    """What a network sees and should say.

    Attributes:
        images: float32 (N, 32, W, 1) in [0, 1].
        labels: int32 (N, L), classes of the characters, then blanks.
    """

    images: NDArray[np.float32]
    labels: NDArray[np.int32]


def epoch_batches(strips: Strips, batch_size: int, seed: int, epoch: int) -> Iterator[Batch]:
    """Yield an epoch's batches, each made on other threads while the last one is learnt.

    Args:
        strips: What to learn from; those that do not fill a last batch are left out.
        batch_size: Strips a batch.
        seed: The run's.
        epoch: Fixes, with the seed, order and variation.
    """
    chosen = _order(strips.widths, batch_size, np.random.default_rng((seed, epoch)))

    def make(step: int) -> Batch:
        rng = np.random.default_rng((seed, epoch, 1 + step))
        images = [vary(strips[i], rng) for i in chosen[step].tolist()]
        return Batch(stack(images), encode(strips.texts[chosen[step]].tolist()))

    with ThreadPoolExecutor(_THREADS) as pool:
        pending = [pool.submit(make, step) for step in range(min(_AHEAD, len(chosen)))]
        for step in range(len(chosen)):
            ready = pending.pop(0).result()
            if step + _AHEAD < len(chosen):
                pending.append(pool.submit(make, step + _AHEAD))
            yield ready


def _order(
    widths: NDArray[np.int64], batch_size: int, rng: np.random.Generator
) -> NDArray[np.int64]:
    """Put strips of like width into batches (steps, batch_size), at random all the same."""
    order = rng.permutation(len(widths))
    stretch = _SORTED * batch_size
    parts = [order[i : i + stretch] for i in range(0, len(order), stretch)]
    order = np.concatenate([part[np.argsort(widths[part], kind="stable")] for part in parts])
    steps = len(order) // batch_size
    return rng.permutation(order[: steps * batch_size].reshape(steps, batch_size))


def vary(strip: NDArray[np.uint8], rng: np.random.Generator) -> NDArray[np.uint8]:
    """Stretch, slant, shift and bend a strip a little, and ink it stronger or weaker."""
    wide, tall = np.exp(rng.uniform((-0.22, -0.12), (0.36, 0.1)))
    slant, drop = rng.uniform(-0.12, 0.12), rng.normal(0, 1.0)
    h, w = strip.shape
    width = min(max(MIN_WIDTH, round(w * wide)), MAX_WIDTH)
    middle = (h - 1) / 2
    affine = np.array([[width / w, slant, -slant * middle], [0, tall, middle * (1 - tall) + drop]])
    warped = cv2.warpAffine(strip, affine, (width, h), flags=cv2.INTER_LINEAR)
    bent = _bend(np.asarray(warped, np.uint8), rng)
    if rng.random() < 0.5:
        power = np.exp(rng.uniform(-0.5, 0.5))
        levels = np.rint(255 * (np.arange(256) / 255) ** power).astype(np.uint8)
        bent = np.asarray(cv2.LUT(bent, levels), np.uint8)
    return bent


def _bend(strip: NDArray[np.uint8], rng: np.random.Generator) -> NDArray[np.uint8]:
    """Bend a strip elastically, as `world` bends a digit: other hands' forms are a little off."""
    h, w = strip.shape
    field = _field(strip.shape, _APART, _BENT, rng)
    if rng.random() < 0.5:
        field += _field(strip.shape, _FAR_APART, _BENT_WIDELY, rng)
    x = field[..., 0] + np.arange(w, dtype=np.float32)
    y = field[..., 1] + np.arange(h, dtype=np.float32)[:, None]
    return np.asarray(cv2.remap(strip, x, y, cv2.INTER_LINEAR), np.uint8)


def _field(
    shape: tuple[int, int], apart: tuple[float, float], bent: float, rng: np.random.Generator
) -> NDArray[np.float32]:
    """Draw a smooth field of displacements, float32 (h, w, 2)."""
    h, w = shape
    far = rng.uniform(*apart)
    grid = (max(2, round(w / far) + 1), max(2, round(h / far) + 1))
    amount = min(abs(rng.normal()), _MOST_BENT) * bent
    coarse = rng.normal(0, amount, (*grid[::-1], 2)).astype(np.float32)
    return np.asarray(cv2.resize(coarse, (w, h), interpolation=cv2.INTER_CUBIC), np.float32)


def stack(strips: Sequence[NDArray[np.uint8]]) -> NDArray[np.float32]:
    """Put strips into one array (N, 32, W, 1) in [0, 1], with paper where they end."""
    widest = max(strip.shape[1] for strip in strips)
    images = np.zeros((len(strips), HEIGHT, -(-widest // WIDTH_STEP) * WIDTH_STEP, 1), np.float32)
    for image, strip in zip(images, strips, strict=True):
        image[:, : strip.shape[1], 0] = strip
    images *= 1 / 255
    return images


def encode(texts: Sequence[str]) -> NDArray[np.int32]:
    """Turn texts into classes, (N, L), filled up with blanks."""
    longest = max(map(len, texts))
    labels = np.full((len(texts), -(-longest // _LABEL_STEP) * _LABEL_STEP), BLANK, np.int32)
    for row, text in zip(labels, texts, strict=True):
        row[: len(text)] = [CLASS_OF[character] for character in text]
    return labels
