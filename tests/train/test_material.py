"""Material: what is held back is held back, and every picture has the label it should."""

import numpy as np
import pytest

from numerals.data.mnist import Samples
from numerals.data.pool import NO_DIGIT
from numerals.data.world import everyday, world
from numerals.train.material import AUGMENTATIONS, gather, prepare
from numerals.train.recipes import Arguments
from tests.data.fake import digits
from tests.data.numbers import small_beside


@pytest.fixture(scope="module")
def samples():
    return Samples(*digits(200, 7))


@pytest.mark.parametrize("augment", AUGMENTATIONS)
def test_a_seed_fixes_the_material(samples, augment):
    one, same, other = (
        gather(Arguments(augment=augment, seed=seed), samples, small_beside(8))
        for seed in (1, 1, 2)
    )
    for name in ("training", "validation", "calibration"):
        assert np.array_equal(getattr(one, name).images, getattr(same, name).images)
        assert not np.array_equal(getattr(one, name).images, getattr(other, name).images)


@pytest.mark.parametrize("augment", ["none", "light"])
def test_with_mnist_alone_there_are_ten_classes_and_a_tenth_is_held_back(samples, augment):
    material = gather(Arguments(augment=augment), samples, None)
    assert material.classes == 10
    assert [len(part.labels) for part in material[:3]] == [180, 20, 20]
    assert np.array_equal(material.validation.labels, material.calibration.labels)


def test_the_world_has_an_eleventh_class_and_validates_on_mnist_alone(samples):
    material = gather(Arguments(augment="world"), samples, small_beside(8))
    assert material.classes == 11
    assert set(material.training.labels) == set(range(11))
    assert NO_DIGIT in material.calibration.labels
    assert NO_DIGIT not in material.validation.labels
    assert len(material.validation.labels) == 20
    # What is calibrated on has been framed; what is trained on is, when it is shown.
    assert material.calibration.images.shape[1:] == (28, 28)
    assert material.training.images.shape[1:] == (56, 56)


def test_what_is_calibrated_on_is_varied_as_everyday_paper_is():
    assert AUGMENTATIONS["world"].calibrate is everyday
    assert AUGMENTATIONS["world"].vary is world


def test_no_mnist_digit_is_both_learnt_and_held_back(samples):
    material = gather(Arguments(augment="none"), samples, None)
    learnt = {image.tobytes() for image in material.training.images}
    held = {image.tobytes() for image in material.validation.images}
    assert not learnt & held


def test_validation_pictures_are_never_varied(samples):
    assert prepare(samples.images, "none") is samples.images
    framed = prepare(samples.images, "world")
    assert np.array_equal(framed, prepare(samples.images, "light"))
