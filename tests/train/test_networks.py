"""The zoo is the report's, layer by layer."""

import pytest

from numerals.errors import UsageError
from numerals.train import networks
from numerals.train.networks import NETWORKS, PARAMETERS, build

pytestmark = [pytest.mark.train, pytest.mark.usefixtures("keras")]

#: Type, output shape, parameters and activation of each layer, as the report's tables have them.
REPORT = {
    "cnn": [
        ("Conv2D", (None, 26, 26, 32), 320, "relu"),
        ("MaxPooling2D", (None, 13, 13, 32), 0, None),
        ("Conv2D", (None, 11, 11, 64), 18_496, "relu"),
        ("MaxPooling2D", (None, 5, 5, 64), 0, None),
        ("Conv2D", (None, 3, 3, 64), 36_928, "relu"),
        ("Flatten", (None, 576), 0, None),
        ("Dense", (None, 64), 36_928, "relu"),
        ("Dense", (None, 10), 650, "softmax"),
    ],
    "rnn": [
        ("Reshape", (None, 28, 28), 0, None),
        ("LSTM", (None, 128), 80_384, "tanh"),
        ("Dense", (None, 10), 1_290, "softmax"),
    ],
}


@pytest.mark.parametrize(
    ("name", "total"),
    [("cnn", 93_322), ("rnn", 81_674), ("fast", 107_626), ("reader", 350_762)],
)
def test_the_number_of_parameters(name, total):
    assert build(name).count_params() == total == PARAMETERS[name]
    if name in REPORT:
        assert sum(row[2] for row in REPORT[name]) == total


@pytest.mark.parametrize("name", REPORT)
def test_the_layers(name):
    model = build(name)
    assert model.input_shape == (None, 28, 28, 1)
    found = [
        (
            type(layer).__name__,
            (None, *layer.output.shape[1:]),
            layer.count_params(),
            getattr(getattr(layer, "activation", None), "__name__", None),
        )
        for layer in model.layers
    ]
    assert found == REPORT[name]


@pytest.mark.parametrize("name", NETWORKS)
def test_every_network_goes_from_pixels_to_probabilities_of_any_number_of_classes(name):
    model = build(name, classes=11)
    assert model.input_shape == (None, 28, 28, 1)
    assert model.output_shape == (None, 11)
    assert model.layers[-1].activation.__name__ == "softmax"


def test_a_network_of_another_size_is_not_built(monkeypatch):
    monkeypatch.setitem(networks.NETWORKS, "cnn", lambda *asked: NETWORKS["rnn"](*asked))
    with pytest.raises(AssertionError, match="cnn has 81674"):
        build("cnn")


def test_an_unknown_name_lists_the_known():
    with pytest.raises(UsageError, match="'vgg'; there are: cnn, rnn, fast, reader"):
        build("vgg")
