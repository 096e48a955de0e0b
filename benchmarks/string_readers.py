"""Readers of strings, compared: CNN-RNN, a convolutional net, CNN-HMM, and cutting into digits.

    python benchmarks/string_readers.py NUMBERS ... --strips 20000 --passes 5 \
        --output benchmarks/results/string_readers.csv

The first three learn from the same strips, drawn as `numerals train-numbers` draws them, and go
through them equally often: the CNN-RNN and the convolutional net by CTC, the CNN-HMM by forced
alignment, once a round. None has learnt anything before. Cutting takes the strokes apart and reads
each as the digit that the shipped network of digits sees. Nothing is chosen by what is held back.

What is held back is written with digits and fonts that nothing is learnt from. Each NUMBERS is a
folder that `numerals evaluate` takes, whose labels are numbers. The share is that of numbers whose
digits are read exactly, in their order, by the likeliest path; its interval is Wilson's, of 95 %.
The time is that of one strip after the other: of the first two with ONNX Runtime on one core, in
single precision, one look each; of the CNN-HMM with Keras and Viterbi decoding.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from measuring import keep

Read = Callable[[list[Any]], list[str]]
#: A reader, and how many parameters were learnt for it; None of what was not trained here.
Made = tuple[Read, int | None]
SEED = 0
_HELD_SEED = 10**6
_BATCH = 64
_TIMED = 200


def main() -> None:
    """Train the readers, examine them, and print a table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("numbers", type=Path, nargs="*", help="labelled folders of numbers")
    parser.add_argument("--strips", type=int, default=20_000, help="to learn from (20,000)")
    parser.add_argument("--held", type=int, default=2_000, help="to be examined on (2,000)")
    parser.add_argument("--passes", type=int, default=5, help="how often to go through them (5)")
    parser.add_argument("--output", type=Path, help="a CSV file for the results")
    asked = parser.parse_args()
    strips, held = _drawn(asked.strips, asked.held)
    sets = {"held back": ([held[i] for i in range(len(held))], held.texts.tolist())}
    sets |= {folder.name: _cut(folder) for folder in asked.numbers}
    rows = []
    for name, make in {"cutting": _cutting, "crnn": _ctc, "fcn": _ctc, "cnn-hmm": _hmm}.items():
        start = time.perf_counter()
        read, parameters = make(name, strips, asked.passes)
        seconds = time.perf_counter() - start
        some = sets["held back"][0][:_TIMED]
        read(some[:2])
        start = time.perf_counter()
        for strip in some:
            read([strip])
        each = 1000 * (time.perf_counter() - start) / len(some)
        for set_name, (pictures, texts) in sets.items():
            rows.append(_row(name, set_name, read(pictures), texts))
            rows[-1] |= {"parameters": parameters, "seconds": round(seconds), "ms": round(each, 2)}
            rows[-1] |= {"strips": len(strips), "passes": asked.passes, "seed": SEED}
            print(rows[-1], flush=True)
    keep(rows, asked.output)


def _row(name: str, set_name: str, read: list[str], texts: list[str]) -> dict[str, Any]:
    from numerals.lab.metrics import Share

    right = sum(_digits(a) == _digits(b) for a, b in zip(read, texts, strict=True))
    share = Share(right, len(texts))
    low, high = (round(100 * edge, 1) for edge in share.interval)
    exact = round(100 * right / len(texts), 1)
    return {
        "reader": name,
        "set": set_name,
        "n": len(texts),
        "exact": exact,
        "low": low,
        "high": high,
    }


def _digits(text: str) -> str:
    return "".join(c for c in text if c.isdigit())


def _drawn(strips: int, held: int) -> tuple[Any, Any]:
    import numerals.data as data
    from numerals.data.beside import beside_mnist
    from numerals.data.divide import divide_hands
    from numerals.train.strip_pool import draw_strips

    divided = divide_hands(data.mnist().train, beside_mnist(), SEED)
    print(f"drawing {strips:,} + {held:,} strips", file=sys.stderr, flush=True)
    return draw_strips(divided.learnt, strips, SEED), draw_strips(divided.held, held, _HELD_SEED)


def _cut(folder: Path) -> tuple[list[Any], list[str]]:
    from numerals.data import labelled_folder
    from numerals.image.open import open_picture
    from numerals.image.strip import cut_strip

    labels = labelled_folder(folder)
    strips = [cut_strip(open_picture(label.path).pixels) for label in labels]
    paper = np.zeros((32, 32), np.uint8)
    return [paper if s is None else s.pixels for s in strips], [label.text for label in labels]


def _cutting(_name: str, _strips: Any, _passes: int) -> Made:
    from numerals.image.find import find_row
    from numerals.image.frame import frame_digit
    from numerals.image.ink import find_ink
    from numerals.model.runtime import Network

    network = Network()

    def one(strip: Any) -> str:
        ink = find_ink(255 - strip)
        regions = [] if ink is None else find_row(ink)[0]
        if not regions:
            return ""
        frames = np.stack([frame_digit(region.ink) for region in regions])
        return "".join(map(str, network.predict(frames)[:, :10].argmax(axis=1)))

    return lambda strips: [one(strip) for strip in strips], None


def _ctc(name: str, strips: Any, passes: int) -> Made:
    from numerals.model.ctc import best_path
    from numerals.model.runtime import load_session
    from numerals.train.backend import make_deterministic
    from numerals.train.export import to_onnx
    from numerals.train.schedule import rate_at
    from numerals.train.string_batches import epoch_batches, stack
    from numerals.train.string_fit import begin
    from numerals.train.string_recipes import StringArguments

    make_deterministic(SEED)
    arguments = StringArguments(name, batch_size=_BATCH, epochs=passes, seed=SEED)
    model = begin(arguments)
    steps = len(strips) // _BATCH
    for epoch in range(passes):
        for step, (images, labels) in enumerate(epoch_batches(strips, _BATCH, SEED, epoch)):
            model.optimizer.learning_rate = rate_at(
                "onecycle", arguments.learning_rate, epoch * steps + step, passes * steps
            )
            model.train_on_batch(images, labels)
        print(f"{name}: {epoch + 1} of {passes}", file=sys.stderr, flush=True)

    with tempfile.TemporaryDirectory() as folder:
        to_onnx(model, Path(folder) / "model.onnx")
        session = load_session(Path(folder) / "model.onnx")
    given = session.get_inputs()[0].name

    def read(pictures: list[Any]) -> list[str]:
        logits = (session.run(None, {given: stack([p])})[0][0] for p in pictures)
        return [best_path(log[: p.shape[1] // 2]) for log, p in zip(logits, pictures, strict=True)]

    return read, model.count_params()


def _hmm(_name: str, strips: Any, passes: int) -> Made:
    from numerals.lab.cnn_hmm import CnnHmm
    from numerals.train.backend import make_deterministic

    make_deterministic(SEED)
    reader = CnnHmm(rounds=passes, seed=SEED, tell=lambda words: print(words, file=sys.stderr))
    reader.fit([strips[i] for i in range(len(strips))], strips.texts.tolist())
    return reader.predict, reader.network.count_params()


if __name__ == "__main__":
    main()
