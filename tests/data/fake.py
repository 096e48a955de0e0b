"""A small stand-in for MNIST: printed digits, shaken, as idx bytes under MNIST's own names."""

import gzip
import importlib

import cv2
import numpy as np

from numerals.data.files import sha256
from numerals.data.sources import to_idx

# `numerals.data.mnist` names the function; the module is had by its full name alone.
mnist_module = importlib.import_module("numerals.data.mnist")
NAMES = tuple(mnist_module.PARTS)


def digits(count: int, seed: int):
    """Draw uint8 (count, 28, 28) digits, ten classes in turn, and their labels."""
    rng = np.random.default_rng(seed)
    labels = (np.arange(count) % 10).astype(np.uint8)
    images = np.zeros((count, 28, 28), np.uint8)
    for image, label in zip(images, labels, strict=True):
        at = (int(rng.integers(3, 10)), int(rng.integers(20, 26)))
        cv2.putText(image, str(label), at, cv2.FONT_HERSHEY_SIMPLEX, 0.7, 255, 2)
        image[rng.random((28, 28)) < 0.03] = 120
    return images, labels


def make_arrays(train: int = 600, test: int = 100):
    """Give x_train, y_train, x_test, y_test."""
    return (*digits(train, 1), *digits(test, 2))


def make_parts(train: int = 600, test: int = 100) -> dict[str, bytes]:
    """Give the idx bytes by MNIST's file names."""
    return {n: to_idx(a) for n, a in zip(NAMES, make_arrays(train, test), strict=True)}


def hashes(parts: dict[str, bytes]) -> dict[str, str]:
    """Give what PARTS must be for these parts to pass for MNIST."""
    return {name: sha256(content) for name, content in parts.items()}


def gzipped(content: bytes) -> bytes:
    return gzip.compress(content, mtime=0)
