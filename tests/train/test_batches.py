"""Batches: fixed by seed, epoch and step; Keras is not needed for them."""

import numpy as np
import pytest

from numerals.data.mnist import Samples
from numerals.train.batches import epoch_batches, steps_per_epoch
from numerals.train.material import AUGMENTATIONS
from tests.data.fake import digits


@pytest.fixture(scope="module")
def samples():
    return Samples(*digits(50, 7))


def batches(samples, augmentation="light", seed=3, epoch=1, size=16):
    vary = AUGMENTATIONS[augmentation].vary
    return list(epoch_batches(samples, 10, vary, size, seed, epoch))


def same(first, second):
    return all(
        np.array_equal(a, b)
        for one, other in zip(first, second, strict=True)
        for a, b in zip(one, other, strict=True)
    )


@pytest.mark.parametrize("augmentation", AUGMENTATIONS)
def test_an_epoch_is_the_same_whenever_it_is_made(samples, augmentation):
    first = batches(samples, augmentation)
    batches(samples, augmentation, epoch=0)
    np.random.default_rng().random(5)
    assert same(first, batches(samples, augmentation))
    assert not same(first, batches(samples, augmentation, epoch=2))
    assert not same(first, batches(samples, augmentation, seed=4))


def test_an_epoch_that_is_left_half_way_disturbs_no_other(samples):
    first = batches(samples)
    half = epoch_batches(samples, 10, AUGMENTATIONS["light"].vary, 16, 3, 1)
    next(half)
    half.close()
    assert same(first, batches(samples))


def test_each_sample_comes_once_as_float_in_0_to_1(samples):
    made = batches(samples, "none")
    assert [len(images) for images, _ in made] == [16, 16, 16, 2]
    images = np.concatenate([images for images, _ in made])
    labels = np.concatenate([labels for _, labels in made])
    assert images.shape == (50, 28, 28, 1)
    assert images.dtype == labels.dtype == np.float32
    assert images.min() == 0
    assert images.max() == 1
    seen = {(label.argmax(), image.tobytes()) for image, label in zip(images, labels, strict=True)}
    given = {
        (int(label), (image / np.float32(255)).astype(np.float32).tobytes())
        for image, label in zip(samples.images, samples.labels, strict=True)
    }
    assert seen == given


@pytest.mark.parametrize(("samples", "size", "steps"), [(64, 64, 1), (65, 64, 2), (1, 64, 1)])
def test_the_last_batch_may_be_smaller(samples, size, steps):
    assert steps_per_epoch(samples, size) == steps
