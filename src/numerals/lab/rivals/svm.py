"""SVM: the support vector machine with a Gaussian kernel, and with virtual support vectors.

Cortes & Vapnik 1995; one machine for each pair of classes, by libsvm (Chang & Lin 2011). Virtual
support vectors: Decoste & Schölkopf 2002, "Training Invariant Support Vector Machines", section 3:
the support vectors of a first machine, each also moved by a pixel, train another.
"""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from itertools import combinations
from typing import TYPE_CHECKING, Any

import numpy as np
from sklearn.decomposition import PCA
from sklearn.metrics.pairwise import rbf_kernel
from sklearn.svm import SVC

from numerals.lab.rivals.picture_classifier import PictureClassifier, as_pictures

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Rows = NDArray[np.float32]
    Targets = NDArray[np.intp]

#: Rows at a time, so that kernels of many support vectors fit into memory.
_BATCH = 1000
#: A pixel to each side.
_SHIFTS = ((0, 1), (0, -1), (1, 0), (-1, 0))


class RbfSvm(PictureClassifier):
    """A support vector machine with the kernel exp(−γ‖x − x'‖²), one for each pair of classes.

    Such a machine has no probabilities. What is given for them is for each class the product over
    its rivals of the logistic function of twice the margin, made to sum to 1; it is not calibrated.
    The answer is the class where it is greatest.

    Args:
        C: What an error costs against a wide margin, over 0.
        gamma: The kernel's, over 0, or `scale` for 1 / (features × variance).
        virtual: Whether further machines are trained on the first ones' support vectors, beside
            copies moved by a pixel to each side; rows are then pictures of 784.
        components: How many principal components the kernel sees; None for the rows themselves.
            It takes less time, and hardly any digit is told by what is left out.

    Attributes:
        support_vectors_: float32 (S, F), or (S, components).
    """

    def __init__(
        self,
        C: float = 10.0,  # noqa: N803 - scikit-learn's name
        gamma: Any = "scale",
        virtual: bool = False,
        components: int | None = None,
    ) -> None:
        self.C = C
        self.gamma = gamma
        self.virtual = virtual
        self.components = components

    def _learn(self, rows: Rows, targets: Targets) -> None:
        if self.virtual:
            as_pictures(rows)  # says what is wrong, if it is
        # Copies have another variance than what they are of: all machines take the first's.
        scale = rows.shape[1] * float(rows.var())
        self.gamma_ = (1 / scale if scale > 0 else 1.0) if self.gamma == "scale" else self.gamma
        self.pca_ = None
        if self.components is not None and self.components < min(rows.shape):
            self.pca_ = PCA(self.components, svd_solver="covariance_eigh").fit(rows)
        self._pairs = list(combinations(range(len(self.classes_)), 2))
        kept = self._train(rows, targets)
        if self.virtual:
            self._train(*with_shifts(rows[kept], targets[kept]))

    def _train(self, rows: Rows, targets: Targets) -> Targets:
        """Train a machine for each pair; give which rows are support vectors of any."""
        seen = self._seen(rows)
        members = [np.flatnonzero(targets == k) for k in range(len(self.classes_))]

        def machine(pair: tuple[int, int]) -> tuple[Targets, NDArray[np.float64], float]:
            places = np.concatenate([members[k] for k in pair])
            first = np.arange(len(places)) < len(members[pair[0]])
            found = SVC(C=self.C, gamma=self.gamma_, cache_size=500).fit(seen[places], first)
            return places[found.support_], found.dual_coef_[0], float(found.intercept_[0])

        with ThreadPoolExecutor(os.cpu_count()) as pool:  # libsvm lets other threads run
            machines = list(pool.map(machine, self._pairs))
        kept = np.unique(np.concatenate([places for places, _, _ in machines]))
        self.support_vectors_ = seen[kept]
        # One matrix of all machines' coefficients, so that all margins are one product.
        self._weights = np.zeros((len(kept), len(machines)), np.float32)
        for k, (places, coefficients, _) in enumerate(machines):
            self._weights[np.searchsorted(kept, places), k] = coefficients
        self._intercepts = np.array([bias for _, _, bias in machines], np.float32)
        return kept

    def _seen(self, rows: Rows) -> Rows:
        return rows if self.pca_ is None else np.asarray(self.pca_.transform(rows), np.float32)

    def margins(self, rows: Rows) -> NDArray[np.float32]:
        """Give the margin of each pair of classes, over 0 for the former, (N, K(K − 1)/2)."""
        rows = self._seen(rows)
        parts = [
            rbf_kernel(rows[start : start + _BATCH], self.support_vectors_, self.gamma_)
            @ self._weights
            for start in range(0, len(rows), _BATCH)
        ]
        return np.asarray(np.concatenate(parts) + self._intercepts, np.float32)

    def _probabilities(self, rows: Rows) -> NDArray[np.float64]:
        twice = 2 * self.margins(rows).astype(np.float64)
        logs = np.zeros((len(rows), len(self.classes_)))
        for k, (i, j) in enumerate(self._pairs):
            logs[:, i] -= np.logaddexp(0, -twice[:, k])
            logs[:, j] -= np.logaddexp(0, twice[:, k])
        shares = np.exp(logs - logs.max(axis=1, keepdims=True))
        return np.asarray(shares / shares.sum(axis=1, keepdims=True))

    def multiply_adds(self) -> int:
        """Count a distance to each support vector, each coefficient, and the components."""
        vectors, features = self.support_vectors_.shape
        projected = 0 if self.pca_ is None else features * self.n_features_in_
        return int(vectors * features + np.count_nonzero(self._weights) + projected)


def with_shifts(rows: Rows, targets: Targets) -> tuple[Rows, Targets]:
    """Put pictures, (N, 784), with their classes beside copies moved by a pixel to each side."""
    pictures = as_pictures(rows)
    padded = np.pad(pictures, ((0, 0), (1, 1), (1, 1)))
    moved = [padded[:, 1 + y : 29 + y, 1 + x : 29 + x].reshape(rows.shape) for y, x in _SHIFTS]
    return np.concatenate([rows, *moved]), np.tile(targets, 1 + len(_SHIFTS))
