"""String finish: from a trained network of strings to a model that reads, calibrated and examined.

Nothing here chooses between networks: the last epoch's is kept, or the one half-way to it.
"""

from __future__ import annotations

import math
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from numerals.field import Field
from numerals.image.spans import Spans
from numerals.image.strip import as_strip
from numerals.lab.strings import edit_distance
from numerals.model.alphabet import ALPHABET
from numerals.model.calibrate import golden_section
from numerals.model.ctc import log_probabilities
from numerals.model.looks import Looks, look
from numerals.model.number import read_number
from numerals.model.risk import NUMBER_MAX_ERROR, fit_risk
from numerals.model.runtime import Network
from numerals.model.string_network import FIRST, StringNetwork, log_softmax
from numerals.opinion import Opinion
from numerals.train.backend import load_keras
from numerals.train.export import to_onnx
from numerals.train.halfway import BEGUN, go_halfway
from numerals.train.quantise import to_int8
from numerals.train.recipes import HALFWAY
from numerals.train.string_batches import stack
from numerals.train.string_fit import begin
from numerals.value import digits, value

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from numerals.train.folder import RunFolder
    from numerals.train.string_fit import StringEpoch
    from numerals.train.string_recipes import StringArguments
    from numerals.train.strip_pool import Strips

#: One number is fitted, the temperature, on so large a share and at most so many strips; the risk
#: of accepting takes many more to bound.
_FIT_SHARE, _FIT_MOST = 0.1, 2_000
#: Strips to find the range of each map with, where its values become whole numbers.
_RANGED, _SHOWN_BATCH = 600, 20
_TEMPERATURES = (0.5, 4.0)


def finish(
    folder: RunFolder,
    arguments: StringArguments,
    history: list[StringEpoch],
    held: Strips,
    model: Any,
) -> dict[str, Any]:
    """Export the network, calibrate it on strips held back, and examine it on them.

    Where another network looks again, both are calibrated and examined together. Examined, and the
    risk of accepting measured, is what they and the network of digits that ships read.

    Args:
        folder: The run's folder, where the results go.
        arguments: What the run was asked.
        history: Its epochs.
        held: Strips of writers and fonts that nothing was learnt from.
        model: The network after the last epoch.

    Returns:
        What metrics.json holds.
    """
    full = begin(replace(arguments, precision="float32"))
    full.set_weights(model.get_weights())
    cut = _cut(held)
    if arguments.keep == HALFWAY:
        begun = load_keras().models.load_model(folder.path / BEGUN, compile=False)
        go_halfway(full, begun, _shown(held.first(cut), cut))
    own = folder.path / FIRST
    to_onnx(full, own)
    to_int8(own, _shown(held.first(cut), _RANGED))
    config: dict[str, Any] = {
        "name": folder.path.resolve().name,
        "version": "1.0.0",
        "classes": list(ALPHABET),
        "alphabet": ALPHABET,
        "temperature": 1.0,
        "accept": 1.0,
        "command": arguments.command(),
        "seed": arguments.seed,
    }
    folder.write_json("config.json", config)
    calibrated = calibrate(_read(folder, held), held, Network())
    folder.write_json("config.json", config | calibrated.settings)
    metrics = {
        "network": arguments.network,
        "parameters": full.count_params(),
        "epochs": [asdict(epoch) for epoch in history],
        "held_back": calibrated.metrics,
        "seconds": round(sum(e.seconds for e in history), 1),
    }
    folder.write_json("metrics.json", metrics)
    return metrics


class Calibrated(NamedTuple):
    """What is found on strips held back.

    Attributes:
        settings: What config.json says of it: temperature, threshold, risk, and whose opinion of
            the digits was asked.
        metrics: What metrics.json says of how they are read.
    """

    settings: dict[str, Any]
    metrics: dict[str, Any]


def calibrate(looks: list[Looks], held: Strips, single: Network) -> Calibrated:
    """Calibrate networks of strings, with the opinion of one of digits, and examine them.

    Args:
        looks: What both looks say of each strip, at a temperature of 1.
        held: The strips, which nothing was learnt from. On the first of them the temperature is
            fitted, on the others the risk of accepting is measured.
        single: The network of digits.
    """
    cut, texts = _cut(held), held.texts.tolist()
    temperature = fit_temperature(looks[:cut], texts[:cut])
    softened = (_soften(each, temperature) for each in looks[cut:])
    opinions = (Opinion(Spans(as_strip(held[i])), single) for i in range(cut, len(looks)))
    numbers = [
        read_number(first, Field(), [second], opinion)
        for (first, second), opinion in zip(softened, opinions, strict=True)
    ]
    right = np.array([same(n.text, t) for n, t in zip(numbers, texts[cut:], strict=True)])
    risk = fit_risk(np.array([n.confidence for n in numbers]), right)
    point = risk.at(NUMBER_MAX_ERROR)
    edits = sum(edit_distance(n.text, t) for n, t in zip(numbers, texts[cut:], strict=True))
    settings = {
        "temperature": temperature,
        "accept": point.accept if point else 1.0,
        "expert": f"{single.config.name} {single.config.version}",
        "risk": risk.to_dict(),
    }
    metrics = {
        "strips": len(numbers),
        "exact": float(right.mean()),
        "edits_per_100_characters": 100 * edits / sum(map(len, texts[cut:])),
        "accepted": point.coverage if point else 0.0,
    }
    return Calibrated(settings, metrics)


def _cut(held: Strips) -> int:
    """Say how many of the strips held back, the first, are to fit with."""
    return min(_FIT_MOST, round(len(held) * _FIT_SHARE))


def same(read: str, truth: str) -> bool:
    """Tell whether two texts are one number: the same digits, and the same value."""
    return digits(read) == digits(truth) and value(read) == value(truth)


def _soften(looks: Looks, temperature: float) -> Looks:
    return Looks(*(log_softmax(log / np.float32(temperature)) for log in looks))


def fit_temperature(seen: list[Looks], texts: list[str]) -> float:
    """Find the temperature at which held-back texts are likeliest, by golden section.

    Args:
        seen: For each strip what both looks say.
        texts: What stands there.
    """

    def loss(log_t: float) -> float:
        total = 0.0
        for looks, text in zip(seen, texts, strict=True):
            softened = _soften(looks, math.exp(log_t))
            each = [log_probabilities(log, [text])[0] for log in softened]
            found = float(np.logaddexp.reduce(each)) - math.log(len(each))
            # What cannot be read at all must not outweigh all that can.
            total -= max(found, -50.0)
        return total

    low, high = (math.log(t) for t in _TEMPERATURES)
    return round(math.exp(golden_section(loss, low, high, 10)), 3)


def _shown(held: Strips, count: int) -> Iterator[NDArray[np.float32]]:
    """Give about so many strips in batches, those of about one width together."""
    order = np.argsort(held.widths, kind="stable")[:: max(1, len(held) // count)]
    for start in range(0, len(order), _SHOWN_BATCH):
        yield stack([held[i] for i in order[start : start + _SHOWN_BATCH].tolist()])


def _read(folder: RunFolder, held: Strips) -> list[Looks]:
    """Give what the exported network says of each strip, so that it is what the reader will see."""
    return look(StringNetwork(folder.path), [held[i] for i in range(len(held.texts))])
