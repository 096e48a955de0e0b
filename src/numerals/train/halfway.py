"""Half-way: the mean of a network as it was and as it has become.

One that was learnt on with other pictures reads these better and others worse; half-way back to
where it began it reads both as well or better (Wortsman et al. 2022, "Robust fine-tuning of
zero-shot models"). Means and deviations of its maps are not the mean of both networks': its
normalisations are measured anew (Izmailov et al. 2018, "Averaging Weights Leads to Wider Optima
and Better Generalization", section 3.2).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

#: The network that a run began with, in its folder, where one half-way from it is to be kept.
BEGUN = "start.keras"


def go_halfway(last: Any, begun: Any, shown: Iterable[NDArray[Any]]) -> None:
    """Set a network's weights half-way back, and measure its normalisations.

    Args:
        last: A Keras model, as it has become; its weights are replaced.
        begun: The same, as it was.
        shown: Batches of what it learns from, float32 (n, h, w, 1) in [0, 1].
    """
    pairs = zip(begun.get_weights(), last.get_weights(), strict=True)
    last.set_weights([(a + b) / 2 for a, b in pairs])
    layers = [la for la in last.layers if type(la).__name__ == "BatchNormalization"]
    usual = [layer.momentum for layer in layers]
    for count, images in enumerate(shown if layers else ()):
        for layer in layers:
            layer.momentum = count / (count + 1)  # so that all batches count alike
        last(images, training=True)
    for layer, momentum in zip(layers, usual, strict=True):
        layer.momentum = momentum
