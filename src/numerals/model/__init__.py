"""The networks at work: run by ONNX Runtime, calibrated, and judged."""
