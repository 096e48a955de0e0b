"""Config file: what a run is asked, in a file: JSON, or TOML if a person writes it."""

from __future__ import annotations

import json
import math
import tomllib
from dataclasses import fields
from typing import TYPE_CHECKING, Any

from numerals.errors import UsageError
from numerals.train.recipes import Arguments

if TYPE_CHECKING:
    from pathlib import Path

#: What a file may hold beside what is asked: it says where it comes from, and asks nothing.
ABOUT = "about"


def read_config(path: Path) -> dict[str, Any]:
    """Read what a file asks, as `arguments_for` takes it.

    Args:
        path: A `.json` or `.toml` file; its keys are the options of `numerals train`, with
            underscores.

    Raises:
        UsageError: It cannot be read, or asks what there is not; the text says which.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
        content = tomllib.loads(text) if path.suffix.lower() == ".toml" else json.loads(text)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        raise UsageError(f"--config {path} cannot be read: {reason}") from None
    if not isinstance(content, dict):
        raise UsageError(f"--config {path} holds no names with values")
    content.pop(ABOUT, None)
    known: dict[str, type[Any]] = {f.name: type(f.default) for f in fields(Arguments)}
    return {name: _value(path, name, value, known) for name, value in content.items()}


def _value(path: Path, name: str, value: Any, known: dict[str, type[Any]]) -> Any:
    if name not in known:
        raise UsageError(f"--config {path} asks for {name!r}; there are: {', '.join(known)}")
    kind: Any = known[name]
    if kind is float and type(value) is int:
        return float(value)
    if type(value) is not kind or (kind is float and not math.isfinite(value)):
        words = {str: "a text", int: "a whole number", float: "a number"}
        raise UsageError(f"--config {path}: {name} is {words[kind]}, not {value!r}")
    if name == "seed" and int(value) < 0:
        raise UsageError(f"--config {path}: seed is at least 0")
    return value
