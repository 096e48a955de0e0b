"""A network is taken from a folder or a file, and refused with a reason if it is none of ours."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from numerals.errors import ExitCode, ModelError
from numerals.model.config import Config
from numerals.model.runtime import Network
from tests.model.nets import RISK, SHIPPED, configured, rejecting, without_reject


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(SHIPPED, tmp_path / "mine")
    return tmp_path / "mine"


def test_a_folder_a_file_and_none_are_the_same_network(folder: Path) -> None:
    frames = np.random.default_rng(1).integers(0, 256, (5, 28, 28)).astype(np.uint8)
    wanted = Network().predict(frames)
    for model in (folder, str(folder), folder / "model.onnx"):
        np.testing.assert_array_equal(Network(model).predict(frames), wanted)
    assert Network(folder).config == Network().config
    assert Network(folder / "model.onnx").config == Config(name="model", reject=True)


def test_no_frames_give_no_rows() -> None:
    assert Network().predict(np.zeros((0, 28, 28), np.uint8)).shape == (0, 11)


def test_a_folder_without_config_has_the_defaults(folder: Path) -> None:
    (folder / "config.json").unlink()
    assert Network(folder).config == Config(name="mine", reject=True)


@pytest.mark.parametrize(
    "change",
    [
        {"temperature": 0},
        {"temperature": float("nan")},
        {"temperature": "warm"},
        {"accept": 2},
        {"classes": []},
        {"classes": None},
        {"unreadable": 1.5},
        {"unreadable": "often"},
        {"reject": "yes"},
        {"risk": []},
        {"risk": {"samples": 9}},
        {"risk": RISK | {"accept": [0.5, 0.9, 0.99, 0.9995]}},
        None,
    ],
)
def test_a_broken_config_is_refused(folder: Path, change: dict | None) -> None:
    path = folder / "config.json"
    content = json.loads(path.read_text(encoding="utf-8"))
    path.write_text("{" if change is None else json.dumps(content | change), encoding="utf-8")
    with pytest.raises(ModelError, match=r"config\.json cannot be used"):
        Network(folder)


def test_what_is_no_model(tmp_path: Path) -> None:
    false = tmp_path / "false.onnx"
    false.write_bytes(b"\0" * 100)
    for model, words in (
        (tmp_path / "none.onnx", "no such model"),
        (tmp_path, "holds no model"),
        (false, "no ONNX model"),
    ):
        with pytest.raises(ModelError, match=words) as caught:
            Network(model)
        assert caught.value.exit_code is ExitCode.BAD_MODEL


def test_another_number_of_classes_is_refused(folder: Path) -> None:
    path = folder / "config.json"
    content = json.loads(path.read_text(encoding="utf-8")) | {"classes": list("abc")}
    path.write_text(json.dumps(content), encoding="utf-8")
    with pytest.raises(ModelError, match="another network"):
        Network(folder)


def test_another_kind_of_onnx_is_refused(onnx, tmp_path: Path) -> None:
    value = onnx.helper.make_tensor_value_info
    nodes = [onnx.helper.make_node("Identity", ["x"], ["y"])]
    tensors = [[value(n, onnx.TensorProto.FLOAT, [None, 32, 32])] for n in "xy"]
    graph = onnx.helper.make_graph(nodes, "other", *tensors)
    opset = onnx.helper.make_opsetid("", 17)
    model = onnx.helper.make_model(graph, opset_imports=[opset], ir_version=8)
    onnx.save(model, tmp_path / "other.onnx")
    with pytest.raises(ModelError, match="another network: it takes"):
        Network(tmp_path / "other.onnx")


@pytest.fixture
def onnx():
    return pytest.importorskip("onnx", reason="needs the train extra")


def test_a_batch_fixed_to_one_reads_many_all_the_same(onnx, tmp_path: Path) -> None:
    model = onnx.load(SHIPPED / "model.onnx")
    size = model.graph.input[0].type.tensor_type.shape.dim[0]
    size.ClearField("dim_param")
    size.dim_value = 1
    onnx.save(model, tmp_path / "one.onnx")
    frames = np.random.default_rng(1).integers(0, 256, (3, 28, 28)).astype(np.uint8)
    found = Network(tmp_path / "one.onnx").predict(frames)
    np.testing.assert_allclose(found, Network().predict(frames), atol=1e-6)
    size.dim_value = 4
    onnx.save(model, tmp_path / "four.onnx")
    with pytest.raises(ModelError, match="another network: it takes"):
        Network(tmp_path / "four.onnx")


def test_a_network_without_softmax_is_refused(onnx, tmp_path: Path) -> None:
    model = onnx.load(SHIPPED / "model.onnx")
    softmax = model.graph.node[-1]
    assert softmax.op_type == "Softmax"
    before = softmax.input[0]
    del model.graph.node[-1]
    model.graph.output[0].name = before
    onnx.save(model, tmp_path / "logits.onnx")
    with pytest.raises(ModelError, match="do not sum to 1"):
        Network(tmp_path / "logits.onnx")


def test_a_network_that_knows_what_is_no_digit(tmp_path: Path) -> None:
    network = Network(rejecting(tmp_path / "eleven"))
    frames = np.zeros((3, 28, 28), np.uint8)
    frames[1, 4:24, 12:16] = 255
    frames[2, 4:24, 4:24] = 255
    outputs = network.predict(frames)
    assert outputs.shape == (3, 11)
    np.testing.assert_allclose(outputs.sum(axis=1), 1, atol=1e-5)
    assert (outputs[:, 10] > 0.5).tolist() == [False, False, True]
    assert network.predict(frames[:0]).shape == (0, 11)


def test_eleven_outputs_and_their_word_in_the_config_go_together(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"another network: .* and 10 probabilities"):
        Network(rejecting(tmp_path / "silent", reject=False))
    with pytest.raises(ModelError, match=r"another network: .* and 11 probabilities"):
        Network(without_reject(tmp_path / "boasting", reject=True))
    assert Network(without_reject(tmp_path / "plain", reject=False)).config.outputs == 10


def test_the_config_holds_a_curve(tmp_path: Path) -> None:
    config = Network(configured(tmp_path / "states", risk=RISK, unreadable=0.8)).config
    assert config.risk is not None
    assert config.risk.at(0.005).accept == 0.9
    assert config.unreadable == 0.8


def test_a_bare_file_tells_by_its_width_what_it_knows(tmp_path: Path) -> None:
    assert Network(without_reject(tmp_path / "ten") / "model.onnx").config == Config(name="model")
    eleven = Network(rejecting(tmp_path / "eleven") / "model.onnx")
    assert eleven.config == Config(name="model", reject=True)
