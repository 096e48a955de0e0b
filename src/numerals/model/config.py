"""Config: what a model folder's `config.json` says of its network."""

from __future__ import annotations

import json
import math
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from numerals.errors import ModelError
from numerals.model.risk import RiskCurve

_UNREADABLE = 0.9
_DIGITS = tuple("0123456789")


@dataclass(frozen=True, slots=True)
class Config:
    """What a model's `config.json` says; for a bare ONNX file, these defaults.

    Attributes:
        name: What the model is called.
        version: The version of its weights.
        classes: What its outputs stand for, in order.
        temperature: What its logits are divided by to be calibrated.
        accept: An answer below this confidence is for a person to review, where no `risk` says
            it better.
        reject: Whether one more output, the last, stands for 'no digit'.
        unreadable: From which probability of 'no digit' on a picture is not read at all.
        doubtful: From which probability of 'no digit' on it is for review, however sure the rest.
        expert: The network of digits, and its version, whose opinion was asked when `risk` was
            measured; '' where none was.
        risk: What each threshold lets pass; None where that was not measured.
    """

    name: str
    version: str = "0"
    classes: tuple[str, ...] = _DIGITS
    temperature: float = 1.0
    accept: float = 0.9
    reject: bool = False
    unreadable: float = _UNREADABLE
    doubtful: float = 1.0
    expert: str = ""
    risk: RiskCurve | None = None

    @property
    def reads_digits(self) -> bool:
        """Whether it reads nothing but digits 0 … 9; else numbers are none of its matter."""
        return set(self.classes) <= set(_DIGITS)

    @property
    def outputs(self) -> int:
        """How many outputs the network has."""
        return len(self.classes) + self.reject


def classes_of(model: str | os.PathLike[str] | None) -> tuple[str, ...]:
    """Tell what a model's outputs stand for without loading it; digits if nothing else is said.

    Raises:
        ModelError: Its config.json is broken.
    """
    folder = Path(model) if model is not None else None
    if folder is None or not (folder / "config.json").is_file() or reads_numbers(folder):
        return _DIGITS
    return load_config(folder).classes


def reads_numbers(model: str | os.PathLike[str]) -> bool:
    """Tell whether a model folder holds a network that reads numbers."""
    config = os.path.join(os.fspath(model), "config.json")  # noqa: PTH118 - Path() costs time
    try:
        with open(config, encoding="utf-8") as file:  # noqa: PTH123
            return '"alphabet"' in file.read()
    except (OSError, ValueError):  # what is wrong with it is said where it is loaded
        return False


def load_config(folder: Path) -> Config:
    """Read a model folder's `config.json`; without one, the defaults under the folder's name.

    Raises:
        ModelError: It is broken, or a value is out of its range; the text says which.
    """
    path = folder / "config.json"
    try:
        config = _from_dict(json.loads(path.read_text(encoding="utf-8")), folder.name)
    except FileNotFoundError:
        return Config(name=folder.name)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise ModelError(f"{path} cannot be used: {error!r}") from None
    names = ("accept", "unreadable", "doubtful")
    shares = {name: getattr(config, name) for name in names}
    wrong = [name for name, value in shares.items() if not 0 <= value <= 1]
    if not 0 < config.temperature < math.inf:
        wrong.append("temperature")
    if not config.classes:
        wrong.append("classes")
    if wrong:
        raise ModelError(f"{path} cannot be used: out of its range: {', '.join(wrong)}")
    return config


def _from_dict(content: dict[str, Any], name: str) -> Config:
    reject = content.get("reject", False)
    if not isinstance(reject, bool):
        raise TypeError(f"reject is true or false, not {reject!r}")
    risk = content.get("risk")
    return Config(
        name=str(content.get("name", name)),
        version=str(content.get("version", "0")),
        classes=tuple(str(c) for c in content["classes"]),
        temperature=float(content["temperature"]),
        accept=float(content["accept"]),
        reject=reject,
        unreadable=float(content.get("unreadable", _UNREADABLE)),
        doubtful=float(content.get("doubtful", 1.0)),
        expert=str(content.get("expert", "")),
        risk=None if risk is None else RiskCurve.from_dict(risk),
    )
