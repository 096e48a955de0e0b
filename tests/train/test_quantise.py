"""Convolutions in eight bits: a smaller file with nearly the same answers."""

import numpy as np
import pytest

from numerals.model.runtime import Network

pytestmark = [pytest.mark.train, pytest.mark.usefixtures("keras")]


@pytest.fixture(scope="module")
def frames():
    return np.random.default_rng(0).integers(0, 256, (64, 28, 28), np.uint8)


@pytest.fixture(scope="module")
def exported(keras, tmp_path_factory):
    from numerals.train.export import to_onnx
    from numerals.train.networks import build

    keras.utils.set_random_seed(0)
    path = tmp_path_factory.mktemp("float") / "model.onnx"
    to_onnx(build("reader"), path)
    return path


@pytest.fixture
def quantised(exported, frames, tmp_path):
    from numerals.train.batches import to_input
    from numerals.train.quantise import to_int8

    path = tmp_path / "model.onnx"
    path.write_bytes(exported.read_bytes())
    to_int8(path, [to_input(frames[:32]), to_input(frames[32:])])
    return path


def test_it_answers_nearly_the_same(exported, quantised, frames):
    before, after = (Network(path).predict(frames) for path in (exported, quantised))
    assert 0 < np.abs(before - after).max() < 0.02


def test_it_is_less_than_half_as_large(exported, quantised):
    assert quantised.stat().st_size < 0.5 * exported.stat().st_size


def test_no_weight_has_more_than_seven_bits(quantised):
    """Processors without instructions for it add products up in sixteen bits."""
    import onnx

    graph = onnx.load(quantised).graph
    weights = [i for i in graph.initializer if i.data_type == onnx.TensorProto.INT8]
    large = [w for w in map(onnx.numpy_helper.to_array, weights) if w.ndim == 4]
    assert len(large) == 9
    assert all(np.abs(w.astype(int)).max() <= 64 for w in large)


def test_a_map_is_rounded_once(quantised):
    """Rounded before its ReLU and behind it, it would be so twice: half of the levels are lost."""
    import onnx

    graph = onnx.load(quantised).graph
    made_by = {name: node.op_type for node in graph.node for name in node.output}
    rectified = [node.input[0] for node in graph.node if node.op_type == "Relu"]
    assert len(rectified) == 6  # those behind a sum
    assert "DequantizeLinear" not in [made_by[name] for name in rectified]


def test_it_is_quiet(quantised, caplog, capsys):
    assert not caplog.get_records("setup")
    assert capsys.readouterr() == ("", "")


def test_what_is_interrupted_leaves_the_file_as_it_was(exported, tmp_path):
    from numerals.train.quantise import to_int8

    path = tmp_path / "model.onnx"
    path.write_bytes(exported.read_bytes())

    def batches():
        raise KeyboardInterrupt
        yield

    with pytest.raises(KeyboardInterrupt):
        to_int8(path, batches())
    assert path.read_bytes() == exported.read_bytes()
    assert [p.name for p in tmp_path.iterdir()] == ["model.onnx"]
