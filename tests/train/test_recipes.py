"""Recipes: every network brings one, every option overrides it, the command spells what differs."""

import dataclasses
import shlex

import pytest

from numerals.errors import UsageError
from numerals.train.material import AUGMENTATIONS
from numerals.train.networks import NETWORKS
from numerals.train.recipes import RECIPES, Arguments, arguments_for
from numerals.train.schedule import SCHEDULES


def test_every_network_has_a_recipe_that_can_be_followed():
    assert [*RECIPES] == [*NETWORKS]
    for name, recipe in RECIPES.items():
        assert recipe.network == name
        assert recipe.augment in AUGMENTATIONS
        assert recipe.schedule in SCHEDULES
        assert recipe.seed == 0


def test_without_anything_it_is_the_reports_run():
    report = Arguments("cnn", 5, 64, 0, "none", "constant", 0.001, 0.0, "float32", "best", 0)
    assert arguments_for({}) == RECIPES["cnn"] == Arguments() == report


def test_a_network_brings_its_own_values_and_what_is_given_goes_before_them():
    fast = arguments_for({"network": "fast"})
    assert fast == RECIPES["fast"]
    assert (fast.epochs, fast.schedule) == (1, "onecycle")
    changed = arguments_for({"network": "fast", "epochs": 5, "schedule": "constant"})
    assert changed == dataclasses.replace(fast, epochs=5, schedule="constant")


def test_a_name_that_is_not_there_lists_those_that_are():
    with pytest.raises(UsageError, match="--network is one of: cnn, rnn, fast, reader"):
        arguments_for({"network": "vgg"})


@pytest.mark.parametrize("network", NETWORKS)
def test_the_command_spells_what_differs_from_the_recipe(network):
    recipe = RECIPES[network]
    plain = "numerals train" if network == "cnn" else f"numerals train --network {network}"
    assert recipe.command() == plain
    others = {"epochs": 7, "batch_size": 32, "seed": 3, "augment": "light", "schedule": "cosine"}
    others |= {"learning_rate": 0.01, "weight_decay": 0.3, "early_stopping": 2}
    others |= {"data": "my letters", "width": 1.5, "depth": 1, "start": "a run"}
    others["precision"] = "float32" if recipe.precision != "float32" else "bfloat16"
    others["keep"] = "best" if recipe.keep != "best" else "last"
    words = dataclasses.replace(recipe, **others).command().removeprefix(plain)
    names = [f.name for f in dataclasses.fields(Arguments)][1:]
    words = shlex.split(words)
    assert words[::2] == [f"--{name.replace('_', '-')}" for name in names]
    assert words[1::2] == [str(others[name]) for name in names]


def test_what_is_of_the_cnns_recipe_is_spelt_where_it_is_not_of_this_one():
    """Or the command in arguments.json would ask for another run."""
    slow = arguments_for({"network": "fast", "epochs": 5, "batch_size": 64})
    assert slow.command() == "numerals train --network fast --epochs 5 --batch-size 64"
