"""What the rivals' tests share: printed digits as rows, and Keras' warning that is none of ours."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from tests.data.fake import digits


def pytest_collection_modifyitems(items):
    """Let Keras convert TensorFlow's tensors in the way that NumPy 2 frowns upon."""
    frown = "ignore:__array__ implementation doesn't accept a copy keyword:DeprecationWarning"
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.filterwarnings(frown))


@pytest.fixture(scope="session")
def printed():
    """120 digits as float32 (N, 784) in [0, 1], and their labels."""
    images, labels = digits(120, 1)
    return images.reshape(120, -1).astype(np.float32) / 255, labels.astype(np.int64)
