"""Configuration files: what they may hold, and that what is typed beside them wins."""

import json

import pytest

from numerals.errors import UsageError
from numerals.train.config_file import read_config
from numerals.train.recipes import RECIPES


def written(tmp_path, text, name="a.json"):
    (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path / name


def test_json_and_toml_say_the_same(tmp_path):
    asked = {"network": "fast", "learning_rate": 0.02, "width": 2.0, "depth": 1}
    assert read_config(written(tmp_path, json.dumps(asked | {"about": "words"}))) == asked
    toml = 'network = "fast"\nlearning_rate = 2e-2\nwidth = 2\ndepth = 1\n'
    assert read_config(written(tmp_path, toml, "a.toml")) == asked


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "cannot be read"),
        ("[]", "holds no names"),
        ('{"epoch": 3}', "asks for 'epoch'; there are: network, epochs"),
        ('{"epochs": 2.5}', "epochs is a whole number, not 2.5"),
        ('{"epochs": true}', "epochs is a whole number, not True"),
        ('{"learning_rate": "fast"}', "learning_rate is a number, not 'fast'"),
        ('{"learning_rate": NaN}', "learning_rate is a number"),
        ('{"seed": -1}', "seed is at least 0"),
    ],
)
def test_what_makes_no_sense_is_named(tmp_path, text, said):
    with pytest.raises(UsageError, match=said):
        read_config(written(tmp_path, text))


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(UsageError, match="cannot be read: No such file"):
        read_config(tmp_path / "none.json")


@pytest.mark.train
def test_options_beside_the_file_win(keras, command, tmp_path, monkeypatch):
    asked = []
    monkeypatch.setattr("numerals.train.fit.train", lambda a, *_: asked.append(a))
    monkeypatch.setattr("numerals.cli.train._print_results", lambda _: None)
    path = written(tmp_path, '{"network": "fast", "epochs": 3, "width": 1.5}')
    code, _, err = command("train", "--config", path, "--epochs", 7)
    assert code == 0, err
    assert (asked[0].network, asked[0].epochs, asked[0].width) == ("fast", 7, 1.5)
    assert asked[0].batch_size == RECIPES["fast"].batch_size
