"""Costs: the multiplications that a picture takes, counted from what a system is made of.

One multiplication with its addition counts once. What is left out is of a lower order: biases,
activations, poolings, norms. Systems that compare more than they multiply, as trees do, have none.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable


def network_multiply_adds(network: Any) -> int | None:
    """Count those of a Keras network, for one input; None where a layer is not known.

    Args:
        network: A built Keras model whose shapes are fixed but for the batch.
    """
    counts = [_of_layer(layer) for layer in network.layers]
    return None if None in counts else sum(c for c in counts if c is not None)


def _of_layer(layer: Any) -> int | None:
    kind = type(layer).__name__
    if kind == "Conv2D":
        return _size(layer.output.shape[1:]) * _size(layer.kernel.shape[:3])
    if kind == "Dense":
        return _size(layer.output.shape[1:]) * int(layer.kernel.shape[0])
    if kind in ("LSTM", "GRU"):
        return _of_cell(layer.cell) * int(layer.input.shape[1])
    if kind == "Bidirectional":
        cells = (layer.forward_layer.cell, layer.backward_layer.cell)
        return sum(map(_of_cell, cells)) * int(layer.input.shape[1])
    return None if layer.weights and kind not in _FREE else 0


#: Layers with weights whose work is of a lower order, or folded into the convolution before.
_FREE = ("BatchNormalization",)


def _of_cell(cell: Any) -> int:
    """Count a step of a recurrent cell: each of its weights once."""
    return _size(cell.kernel.shape) + _size(cell.recurrent_kernel.shape)


def _size(shape: Iterable[int]) -> int:
    return math.prod(shape)


def onnx_multiply_adds(content: bytes) -> int:
    """Count those of an ONNX network's convolutions and dense layers, for one picture."""
    import onnx

    graph = onnx.shape_inference.infer_shapes(onnx.load_model_from_string(content)).graph
    weights = {tensor.name: list(tensor.dims) for tensor in graph.initializer}
    for node in graph.node:
        if node.op_type == "DequantizeLinear" and node.input[0] in weights:
            weights[node.output[0]] = weights[node.input[0]]
    sizes = {
        value.name: [max(1, d.dim_value) for d in value.type.tensor_type.shape.dim]
        for value in (*graph.value_info, *graph.output)
    }
    total = 0
    for node in graph.node:
        kernel = weights.get(node.input[1]) if len(node.input) > 1 else None
        if kernel is None or node.op_type not in ("Conv", "Gemm", "MatMul"):
            continue
        if node.op_type == "Conv":
            total += math.prod(sizes[node.output[0]][1:]) * math.prod(kernel[1:])
        else:
            total += math.prod(kernel)
    return total
