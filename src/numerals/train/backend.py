"""Backend: load Keras once, quietly, and make it repeat itself to the bit."""

from __future__ import annotations

import contextlib
import importlib.util
import os
import sys
import tempfile
from typing import TYPE_CHECKING, Any

from numerals.errors import MissingExtraError

if TYPE_CHECKING:
    from collections.abc import Iterator


def load_keras() -> Any:
    """Import Keras with the backend that `KERAS_BACKEND` names (TensorFlow by default).

    Raises:
        MissingExtraError: Keras or its backend is not installed.
    """
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    # TensorFlow leaves oneDNN out on processors without AVX-512, which it would make faster too.
    os.environ.setdefault("TF_ENABLE_ONEDNN_OPTS", "1")
    try:
        with _hushed():
            import keras
    except ImportError as error:
        raise MissingExtraError("Training", error.name or "keras") from error
    return keras


@contextlib.contextmanager
def _hushed() -> Iterator[None]:
    """Keep what native code says while it loads off stderr, unless the loading fails.

    TensorFlow 2.21 tells of its own log and of oneDNN whatever TF_CPP_MIN_LOG_LEVEL says.
    """
    if "keras" in sys.modules:
        yield
        return
    sys.stderr.flush()
    with tempfile.TemporaryFile() as said:
        stderr = os.dup(2)
        os.dup2(said.fileno(), 2)
        try:
            yield
        except BaseException:
            said.seek(0)
            os.write(stderr, said.read())
            raise
        finally:
            os.dup2(stderr, 2)
            os.close(stderr)


def require_extra() -> None:
    """Load what training begins with, and look for what it ends with: plots and ONNX.

    Raises:
        MissingExtraError: Something is not installed. Better now than after the last epoch.
    """
    keras = load_keras()
    needed = ["matplotlib", "onnx"]
    if keras.backend.backend() == "tensorflow":
        needed.append("tf2onnx")
    for name in needed:
        try:
            found = importlib.util.find_spec(name) is not None
        except (ImportError, ValueError):
            found = False
        if not found:
            raise MissingExtraError("Training", name)


def make_deterministic(seed: int) -> None:
    """Seed Python, NumPy and the backend, and forbid the backend any unordered sum."""
    keras = load_keras()
    keras.utils.set_random_seed(seed)
    if keras.backend.backend() == "tensorflow":
        import tensorflow

        tensorflow.config.experimental.enable_op_determinism()


def versions() -> dict[str, str]:
    """Name what a run's numbers depend on."""
    import platform

    import cv2
    import numpy
    import PIL
    from PIL import features

    import numerals

    keras = load_keras()
    backend = keras.backend.backend()
    found = {
        "numerals": numerals.__version__,
        "python": platform.python_version(),
        "numpy": numpy.__version__,
        "opencv": cv2.__version__,
        "pillow": PIL.__version__,
        "freetype": features.version("freetype2") or "none",  # with Raqm, it draws the fonts
        "raqm": features.version("raqm") or "none",
        "keras": keras.__version__,
        "backend": backend,
        "machine": f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores",
    }
    module = __import__(backend)
    found[backend] = getattr(module, "__version__", "unknown")
    return found
