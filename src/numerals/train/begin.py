"""Begin: a network before its first step, built and told what it learns by; and taken up again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from numerals.train.backend import load_keras
from numerals.train.networks import build
from numerals.train.shape import Shape

if TYPE_CHECKING:
    from pathlib import Path

    from numerals.train.recipes import Arguments

#: How Keras calls what computes in each precision; weights are float32 in both.
POLICIES = {"float32": "float32", "bfloat16": "mixed_bfloat16"}


def begin(arguments: Arguments, classes: int) -> Any:
    """Build and compile the network that a run is asked for."""
    keras = load_keras()
    before = keras.config.dtype_policy()
    keras.config.set_dtype_policy(POLICIES[arguments.precision])
    try:
        shape = Shape(arguments.width, arguments.depth)
        model = build(arguments.network, classes, shape)
    finally:
        keras.config.set_dtype_policy(before)
    model.compile(_optimizer(arguments), loss="categorical_crossentropy", metrics=["accuracy"])
    return model


def take_up(model: Any, path: Path) -> Any:
    """Bring a network that was just begun to where a checkpoint left it.

    What Keras loads by itself is not quite what was saved: its optimizer lets norms and biases
    decay too, and its dropout starts anew, with another seed. A network begun from the same seed
    has the right ones; its dropout has drawn once a step.

    Args:
        model: What `begin` gave, from the same seed and the same arguments.
        path: The checkpoint.

    Returns:
        The same network.
    """
    kept = load_keras().models.load_model(path)
    model.set_weights(kept.get_weights())
    model.optimizer.build(model.trainable_variables)
    for mine, its in zip(model.optimizer.variables, kept.optimizer.variables, strict=True):
        mine.assign(its)
    for layer in model.layers:
        generator = getattr(layer, "seed_generator", None)
        if generator is not None:
            seed = np.asarray(load_keras().ops.convert_to_numpy(generator.state))
            steps = round(float(model.optimizer.iterations))
            generator.state.assign(np.array([seed[0], steps], seed.dtype))
    return model


def _optimizer(arguments: Arguments) -> Any:
    """Adam; with weights that decay beside it (Loshchilov & Hutter 2019, "AdamW") where asked."""
    optimizers = load_keras().optimizers
    if not arguments.weight_decay:
        return optimizers.Adam(arguments.learning_rate)
    optimizer = optimizers.AdamW(arguments.learning_rate, weight_decay=arguments.weight_decay)
    optimizer.exclude_from_weight_decay(var_names=["bias", "gamma", "beta"])
    return optimizer
