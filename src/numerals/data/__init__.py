"""Data sets: fetched and checked, split, and varied for training.

>>> from numerals import data
>>> (images, labels), (test_images, test_labels) = data.mnist()  # doctest: +SKIP
"""

from numerals.data.folder import Labelled, labelled_folder
from numerals.data.mnist import Mnist, Samples, mnist
from numerals.data.split import stratified_split

__all__ = ["Labelled", "Mnist", "Samples", "labelled_folder", "mnist", "stratified_split"]
