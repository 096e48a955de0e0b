"""Begin: a network before its first step: built, and told what it learns by."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from numerals.train.backend import load_keras
from numerals.train.networks import build

if TYPE_CHECKING:
    from numerals.train.recipes import Arguments

#: How Keras calls what computes in each precision; weights are float32 in both.
POLICIES = {"float32": "float32", "bfloat16": "mixed_bfloat16"}


def begin(arguments: Arguments, classes: int) -> Any:
    """Build and compile the network that a run is asked for."""
    keras = load_keras()
    before = keras.config.dtype_policy()
    keras.config.set_dtype_policy(POLICIES[arguments.precision])
    try:
        model = build(arguments.network, classes)
    finally:
        keras.config.set_dtype_policy(before)
    model.compile(_optimizer(arguments), loss="categorical_crossentropy", metrics=["accuracy"])
    return model


def _optimizer(arguments: Arguments) -> Any:
    """Adam; with weights that decay beside it (Loshchilov & Hutter 2019, "AdamW") where asked."""
    optimizers = load_keras().optimizers
    if not arguments.weight_decay:
        return optimizers.Adam(arguments.learning_rate)
    optimizer = optimizers.AdamW(arguments.learning_rate, weight_decay=arguments.weight_decay)
    optimizer.exclude_from_weight_decay(var_names=["bias", "gamma", "beta"])
    return optimizer
