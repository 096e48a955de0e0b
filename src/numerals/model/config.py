"""Config: what a model folder's `config.json` says of its network."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from numerals.errors import ModelError
from numerals.model.risk import RiskCurve

_UNREADABLE = 0.9


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
        risk: What each threshold lets pass; None where that was not measured.
    """

    name: str
    version: str = "0"
    classes: tuple[str, ...] = tuple("0123456789")
    temperature: float = 1.0
    accept: float = 0.9
    reject: bool = False
    unreadable: float = _UNREADABLE
    doubtful: float = 1.0
    risk: RiskCurve | None = None

    @property
    def outputs(self) -> int:
        """How many outputs the network has."""
        return len(self.classes) + self.reject


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
        risk=None if risk is None else RiskCurve.from_dict(risk),
    )
