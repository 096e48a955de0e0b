"""Saliency: which ink spoke for the first choice, and which for the second.

The networks are ONNX files, which give no gradients: they are asked what they say when ink is
missing. Random blobs of a digit's ink are erased, and the loss of log-odds is explained by a
linear model of what went (LIME: Ribeiro, Singh & Guestrin 2016, "Why Should I Trust You?"). Its
weights are a smooth map (a Gaussian process prior: Rasmussen & Williams 2006, ch. 2), for
neighbouring pixels of a stroke mean much the same. `benchmarks/explaining.py` compares it with
occlusion (Zeiler & Fergus 2014) and RISE (Petsiuk, Das & Saenko 2018); docs/explain.md has the
figures.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from numerals.explain.erase import Ink, random_fields

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

METHOD = "regression on random erasures, after LIME (Ribeiro et al. 2016)"
ERASURES = 1000
SEED = 0
#: At most this share of the ink goes: with less left there is no digit to speak of.
_MOST = 0.4
#: Pixels: how wide an erased blob is, and how far a pixel's meaning reaches.
_BLOB, _REACH = 1.0, 1.5
#: The noise, in units of what an erasure explains on average.
_NOISE = 0.5


def saliency(
    frame: NDArray[np.uint8], contrast: Callable[[NDArray[np.uint8]], NDArray[np.float64]]
) -> NDArray[np.float64]:
    """Map which ink decides.

    Args:
        frame: uint8 (28, 28), white ink on black, not all black.
        contrast: What is explained: frames (N, 28, 28) to log-odds (N,).

    Returns:
        float64 (28, 28), nats lost for each full pixel of ink that is erased: positive where ink
        speaks for the first choice, negative where for the second, 0 off the ink. The same call
        gives the same map.
    """
    ink = Ink.of(frame)
    fields = random_fields(ERASURES, frame.shape[0], _BLOB, SEED)
    # Shares spread evenly, not in the order of the fields: no draw of luck in them.
    shares = _MOST * (np.arange(ERASURES) * 619 % ERASURES + 0.5) / ERASURES
    gone = ink.erased(fields[:, ink.rows, ink.columns], shares)
    values = contrast(np.concatenate([frame[None], ink.without(gone)]))
    weights = np.zeros(frame.shape)
    weights[ink.rows, ink.columns] = _regress(gone * ink.mass, values[0] - values[1:], ink)
    return weights


def _regress(
    erased: NDArray[np.float64], lost: NDArray[np.float64], ink: Ink
) -> NDArray[np.float64]:
    """Find the smooth weights (n,) whose sum over the erased ink (k, n) is what was lost (k,)."""
    places = np.column_stack([ink.rows, ink.columns])
    squares = ((places[:, None] - places[None]) ** 2).sum(axis=2)
    values, vectors = np.linalg.eigh(np.exp(-squares / (2 * _REACH**2)))
    root = vectors * np.sqrt(np.maximum(values, 0))
    features = erased @ root
    square = features.T @ features
    ridge = _NOISE * max(float(np.trace(square)) / len(erased), 1e-9)
    inner = np.linalg.solve(square + ridge * np.eye(len(square)), features.T @ lost)
    return np.asarray(root @ inner)
