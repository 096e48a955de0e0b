"""An alphabet that nobody writes, from its pictures to a model that names its symbols."""

import json

import pytest

from numerals.model.runtime import Network
from numerals.reader import Reader
from tests.symbols import NAMES, write_folder
from tests.train.conftest import read_json

pytestmark = [pytest.mark.train, pytest.mark.usefixtures("keras")]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return write_folder(tmp_path_factory.mktemp("set") / "symbols")


@pytest.fixture(scope="module")
def trained(keras, folder, tmp_path_factory):
    from numerals.data.load import load
    from numerals.train import fit
    from numerals.train.recipes import arguments_for
    from tests.train.conftest import Silent

    output = tmp_path_factory.mktemp("runs") / "shapes"
    asked = {"network": "fast", "epochs": 6, "batch_size": 16, "data": str(folder)}
    asked |= {"width": 0.5, "depth": 1}
    fit.train(arguments_for(asked), load(str(folder), None, lambda _: None), output, Silent())
    return output


def test_the_model_knows_its_names(trained):
    config = read_json(trained / "config.json")
    assert tuple(config["classes"]) == NAMES
    assert Network(trained).config.classes == NAMES
    metrics = read_json(trained / "metrics.json")
    assert metrics["test"]["samples"] == 4 * len(NAMES)
    assert metrics["test"]["accuracy"] > 0.5  # chance is 0.25
    dataset = read_json(trained / "arguments.json")["dataset"]
    assert dataset["name"] == "symbols"
    assert dataset["classes"] == list(NAMES)
    assert len(dataset["sha256"]) == 64


def test_read_and_evaluate_print_the_names(command, trained, folder):
    picture = folder / "ring" / "000.png"
    code, out, err = command("read", "--model", trained, "--format", "jsonl", picture)
    assert code == 0, err
    row = json.loads(out)
    named = {row["text"], *(a["value"] for a in row["digits"][0]["alternatives"])}
    assert named <= {*NAMES}
    assert row["kind"] == "digit"
    code, out, err = command("evaluate", folder, "--model", trained, "--format", "json")
    assert code == 0, err
    report = json.loads(out)
    assert report["expect"] == "digit"
    assert report["confusion"]["truth"] == list(NAMES)
    assert [row["digit"] for row in report["digits"]] == list(NAMES)
    assert report["accuracy"]["share"] > 0.5
    code, out, err = command("evaluate", folder, "--model", trained)
    assert all(f"{name} " in out for name in NAMES), out


def test_numbers_are_none_of_its_matter(command, trained, folder):
    assert Reader(trained).expect == "digit"
    code, _, err = command(
        "read", "--model", trained, "--expect", "number", folder / "ring" / "000.png"
    )
    assert code == 2
    assert "the model shapes reads single symbols" in err


def test_a_changed_folder_is_not_gone_on_with(command, trained, folder, tmp_path):
    from numerals.errors import UsageError
    from numerals.train.folder import RunFolder

    with pytest.raises(UsageError, match="pictures or classes have changed"):
        RunFolder(trained).must_be_same({"name": "symbols", "sha256": "other"})
    RunFolder(trained).must_be_same(read_json(trained / "arguments.json")["dataset"])


def test_the_world_is_for_digits(command, folder, tmp_path):
    code, _, err = command("train", "--data", folder, "--augment", "world")
    assert code == 2
    assert "--augment light, or none" in err
    assert not (tmp_path / "runs").exists()


def test_the_recipe_of_the_reader_leaves_the_world_out_where_it_does_not_fit():
    from numerals.train.recipes import arguments_for

    asked = arguments_for({"network": "reader", "data": "letters"})
    assert asked.augment == "light"
    assert "--augment light --data letters" in asked.command()
