"""CNN-SVM: a convolutional network finds the features, a support vector machine judges by them.

Niu & Suen 2012, "A novel hybrid CNN–SVM classifier for recognizing handwritten digits": the network
is trained by itself first; its last layer then makes room for the machine.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from sklearn.preprocessing import StandardScaler

from numerals.lab.rivals.keras_classifier import KerasClassifier
from numerals.lab.rivals.picture_classifier import PictureClassifier
from numerals.lab.rivals.svm import RbfSvm

if TYPE_CHECKING:
    from numpy.typing import NDArray


class CnnSvm(PictureClassifier):
    """The report's CNN, and an SVM with a Gaussian kernel on its 64 features, each of variance 1.

    Args:
        C: The machine's, over 0.
        epochs: The network's; see `KerasClassifier`.
        min_steps: The network's too.
        random_state: Fixes the network.

    Attributes:
        cnn_: The fitted network.
        svm_: The fitted machine.
    """

    def __init__(
        self,
        C: float = 10.0,  # noqa: N803 - scikit-learn's name
        epochs: int = 5,
        min_steps: int = 0,
        random_state: Any = None,
    ) -> None:
        self.C = C
        self.epochs = epochs
        self.min_steps = min_steps
        self.random_state = random_state

    def _learn(self, rows: NDArray[np.float32], targets: NDArray[np.intp]) -> None:
        self.cnn_ = KerasClassifier(
            "cnn", self.epochs, min_steps=self.min_steps, random_state=self.random_state
        ).fit(rows, targets)
        features = self.cnn_.features(rows)
        self.scaler_ = StandardScaler().fit(features)
        self.svm_ = RbfSvm(self.C).fit(self.scaler_.transform(features), targets)

    def _probabilities(self, rows: NDArray[np.float32]) -> NDArray[np.float64]:
        features = self.scaler_.transform(self.cnn_.features(rows))
        return np.asarray(self.svm_.predict_proba(features))

    def multiply_adds(self) -> int | None:
        """Count the network's and the machine's."""
        network = self.cnn_.multiply_adds()
        return None if network is None else network + self.svm_.multiply_adds()
