"""numerals reads handwritten digits and says which of its answers a person should check.

>>> import numerals
>>> numerals.read("photo.jpg")  # doctest: +SKIP
Reading('7', 99.5 %, accepted)
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from numerals import data, explain
    from numerals.errors import NumeralsError
    from numerals.field import Field
    from numerals.reader import Reader, read
    from numerals.reading import Digit, Reading, Status

__version__ = "0.1.0"
__all__ = [
    "Digit",
    "Field",
    "NumeralsError",
    "Reader",
    "Reading",
    "Status",
    "__version__",
    "data",
    "explain",
    "read",
]

# OpenCV and ONNX Runtime take a fifth of a second to load, which `numerals --help` need not pay.
_HOMES = {
    "Digit": "numerals.reading",
    "Field": "numerals.field",
    "NumeralsError": "numerals.errors",
    "Reader": "numerals.reader",
    "Reading": "numerals.reading",
    "Status": "numerals.reading",
    "data": "numerals.data",
    "explain": "numerals.explain",
    "read": "numerals.reader",
}


def __getattr__(name: str) -> Any:
    """Load a public name from its home on first use (PEP 562)."""
    if name not in _HOMES:
        raise AttributeError(f"module 'numerals' has no attribute {name!r}")
    from importlib import import_module

    if _HOMES[name] == f"numerals.{name}":
        return import_module(_HOMES[name])
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return __all__
