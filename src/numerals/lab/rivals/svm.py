"""SVM: the support vector machine with a Gaussian kernel, and with virtual support vectors.

Cortes & Vapnik 1995; one machine for each two classes, by libsvm (Chang & Lin 2011). Virtual
support vectors: Decoste & Schölkopf 2002, "Training Invariant Support Vector Machines", section 3:
the support vectors of a first machine, each also moved by a pixel, train a second one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from sklearn.metrics.pairwise import rbf_kernel
from sklearn.svm import SVC

from numerals.lab.rivals.picture_classifier import PictureClassifier, as_pictures

if TYPE_CHECKING:
    from numpy.typing import NDArray

#: Rows at a time, so that kernels of many support vectors fit into memory.
_BATCH = 1000
#: A pixel to each side.
_SHIFTS = ((0, 1), (0, -1), (1, 0), (-1, 0))


class RbfSvm(PictureClassifier):
    """A support vector machine with the kernel exp(−γ‖x − x'‖²).

    Such a machine has no probabilities. What is given for them is for each class the product over
    its rivals of the logistic function of twice the margin, made to sum to 1; it is not calibrated.
    The answer is the class where it is greatest.

    Args:
        C: What an error costs against a wide margin, over 0.
        gamma: The kernel's, over 0, or `scale` for 1 / (features × variance).
        virtual: Whether a second machine is trained on the first one's support vectors, moved by
            a pixel to each side; rows are then pictures of 784.

    Attributes:
        support_vectors_: float32 (S, F).
    """

    def __init__(self, C: float = 10.0, gamma: Any = "scale", virtual: bool = False) -> None:  # noqa: N803
        self.C = C
        self.gamma = gamma
        self.virtual = virtual

    def _learn(self, rows: NDArray[np.float32], targets: NDArray[np.intp]) -> None:
        # Copies of a picture have another variance than it has: both machines take the first's.
        scale = rows.shape[1] * float(rows.var())
        self.gamma_ = (1 / scale if scale > 0 else 1.0) if self.gamma == "scale" else self.gamma
        machine = self._machine(rows, targets)
        if self.virtual:
            kept = machine.support_
            machine = self._machine(*with_shifts(rows[kept], targets[kept]))
        self.support_vectors_ = np.asarray(machine.support_vectors_, np.float32)
        self._split_up(machine)

    def _machine(self, rows: NDArray[np.float32], targets: NDArray[np.intp]) -> Any:
        # break_ties and the like play no part: margins are computed below.
        return SVC(C=self.C, gamma=self.gamma_, cache_size=1500).fit(rows, targets)

    def _split_up(self, machine: Any) -> None:
        """Lay the machines of all pairs out as one matrix, so that margins are one product.

        libsvm keeps, for a support vector of class i, its coefficient against class j in row j of
        `dual_coef_`, or in row j − 1 if j > i.
        """
        count = len(self.classes_)
        ends = np.cumsum(machine.n_support_)
        starts = ends - machine.n_support_
        pairs = [(i, j) for i in range(count) for j in range(i + 1, count)]
        self._weights = np.zeros((len(self.support_vectors_), len(pairs)), np.float32)
        for k, (i, j) in enumerate(pairs):
            for own, row in ((i, j - 1), (j, i)):
                place = slice(starts[own], ends[own])
                self._weights[place, k] = machine.dual_coef_[row, place]
        self._intercepts = machine.intercept_.astype(np.float32)
        if count == 2:  # of two classes libsvm's margin points the other way in scikit-learn
            self._weights, self._intercepts = -self._weights, -self._intercepts
        self._pairs = np.array(pairs)

    def margins(self, rows: NDArray[np.float32]) -> NDArray[np.float32]:
        """Give the margin of each pair of classes, over 0 for the former, (N, K(K − 1)/2)."""
        parts = [
            rbf_kernel(rows[start : start + _BATCH], self.support_vectors_, self.gamma_)
            @ self._weights
            for start in range(0, len(rows), _BATCH)
        ]
        return np.asarray(np.concatenate(parts) + self._intercepts, np.float32)

    def _probabilities(self, rows: NDArray[np.float32]) -> NDArray[np.float64]:
        twice = 2 * self.margins(rows).astype(np.float64)
        logs = np.zeros((len(rows), len(self.classes_)))
        for k, (i, j) in enumerate(self._pairs):
            logs[:, i] -= np.logaddexp(0, -twice[:, k])
            logs[:, j] -= np.logaddexp(0, twice[:, k])
        shares = np.exp(logs - logs.max(axis=1, keepdims=True))
        return np.asarray(shares / shares.sum(axis=1, keepdims=True))

    def multiply_adds(self) -> int:
        """Count a distance to each support vector, and each coefficient once."""
        vectors, features = self.support_vectors_.shape
        return int(vectors * (features + len(self.classes_) - 1))


def with_shifts(
    rows: NDArray[np.float32], targets: NDArray[np.intp]
) -> tuple[NDArray[np.float32], NDArray[np.intp]]:
    """Put pictures, (N, 784), with their classes beside copies moved by a pixel to each side."""
    pictures = as_pictures(rows)
    padded = np.pad(pictures, ((0, 0), (1, 1), (1, 1)))
    moved = [padded[:, 1 + y : 29 + y, 1 + x : 29 + x].reshape(rows.shape) for y, x in _SHIFTS]
    return np.concatenate([rows, *moved]), np.tile(targets, 1 + len(_SHIFTS))
