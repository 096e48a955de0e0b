"""Small networks for tests: the shipped one, with ten outputs, or an eleventh that tests rule."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING, Any

import pytest

from numerals.model.risk import CONFIDENCE
from numerals.model.runtime import DEFAULT_MODEL, WEIGHTS

if TYPE_CHECKING:
    from pathlib import Path

SHIPPED = WEIGHTS / DEFAULT_MODEL
#: A curve as config.json holds it: 0.1 % is promised at best.
RISK: dict[str, Any] = {
    "samples": 50_000,
    "confidence": CONFIDENCE,
    "accept": [0.9995, 0.99, 0.9, 0.5],
    "coverage": [0.7, 0.85, 0.95, 0.99],
    "max_error": [0.001, 0.002, 0.005, 0.02],
}


def configured(folder: Path, **changes: Any) -> Path:
    """Copy the shipped model, with changes to its config.json; None takes an entry out."""
    shutil.copytree(SHIPPED, folder)
    path = folder / "config.json"
    content = json.loads(path.read_text(encoding="utf-8")) | {"risk": None} | changes
    kept = {name: value for name, value in content.items() if value is not None}
    path.write_text(json.dumps(kept), encoding="utf-8")
    return folder


def ten_outputs(model: Any) -> str:
    """Append to an ONNX model of eleven outputs what makes ten that sum to 1; give their name."""
    onnx = pytest.importorskip("onnx", reason="needs the train extra")
    helper, graph = onnx.helper, model.graph
    for name, values in (("first", [0]), ("end", [10]), ("axis", [1])):
        graph.initializer.append(
            helper.make_tensor(name, onnx.TensorProto.INT64, [len(values)], values)
        )
    graph.node.extend(
        [
            helper.make_node("Slice", [graph.output[0].name, "first", "end", "axis"], ["digits"]),
            helper.make_node("ReduceSum", ["digits", "axis"], ["digits_sum"], keepdims=1),
            helper.make_node("Div", ["digits", "digits_sum"], ["ten"]),
        ]
    )
    return "ten"


def without_reject(folder: Path, **changes: Any) -> Path:
    """Make a model of ten outputs, which knows digits only."""
    onnx = pytest.importorskip("onnx", reason="needs the train extra")
    configured(folder, **{"reject": None} | changes)
    model = onnx.load(folder / "model.onnx")
    name = ten_outputs(model)
    del model.graph.output[:]
    value = onnx.helper.make_tensor_value_info
    model.graph.output.append(value(name, onnx.TensorProto.FLOAT, [None, 10]))
    onnx.save(model, folder / "model.onnx")
    return folder


def rejecting(folder: Path, level: float = 0.25, **changes: Any) -> Path:
    """Make a model of eleven outputs, the last near 1 where a frame's mean ink is over `level`.

    A blob fills its frame and a digit does not; between them P(no digit) is
    1 / (1 + exp(-200 (mean - level))). The ten others share what is left as the shipped ones do.
    """
    onnx = pytest.importorskip("onnx", reason="needs the train extra")
    helper = onnx.helper
    configured(folder, **{"reject": True, "temperature": 1.0} | changes)
    model = onnx.load(folder / "model.onnx")
    graph = model.graph
    frame, ten = graph.input[0].name, ten_outputs(model)

    def constant(name: str, value: float) -> Any:
        return helper.make_tensor(name, onnx.TensorProto.FLOAT, [], [value])

    graph.initializer.extend([constant("level", level), constant("gain", 200.0)])
    graph.initializer.append(constant("whole", 1.0))
    graph.initializer.append(helper.make_tensor("row", onnx.TensorProto.INT64, [2], [-1, 1]))
    axes = list(range(1, len(graph.input[0].type.tensor_type.shape.dim)))
    graph.node.extend(
        [
            helper.make_node("ReduceMean", [frame], ["ink"], axes=axes, keepdims=0),
            helper.make_node("Sub", ["ink", "level"], ["over"]),
            helper.make_node("Mul", ["over", "gain"], ["steep"]),
            helper.make_node("Sigmoid", ["steep"], ["none"]),
            helper.make_node("Reshape", ["none", "row"], ["none_column"]),
            helper.make_node("Sub", ["whole", "none_column"], ["some"]),
            helper.make_node("Mul", [ten, "some"], ["ten_of_eleven"]),
            helper.make_node("Concat", ["ten_of_eleven", "none_column"], ["eleven"], axis=1),
        ]
    )
    del graph.output[:]
    graph.output.append(helper.make_tensor_value_info("eleven", onnx.TensorProto.FLOAT, [None, 11]))
    onnx.checker.check_model(model)
    onnx.save(model, folder / "model.onnx")
    return folder
