"""Training: networks of the zoo, fitted in resumable runs, exported to ONNX. Needs the extra."""
