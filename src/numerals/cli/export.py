"""`numerals export`: a Keras file as ONNX, which is what reading takes."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from numerals.cli.console import say
from numerals.errors import ExitCode, ModelError, UsageError


def export(
    file: Annotated[
        Path,
        typer.Argument(metavar="FILE", help="A Keras model: .keras, or the older .h5."),
    ],
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            metavar="ONNX",
            show_default="FILE with .onnx in the place of its suffix",
            help="Where to write the ONNX file.",
        ),
    ] = None,
    force: Annotated[
        bool, typer.Option("--force", help="Overwrite the ONNX file if it is there already.")
    ] = False,
) -> int:
    """Turn a Keras model into ONNX, for reading without Keras.

    The model takes one 28×28 picture, white ink on black, pixels in [0, 1], and gives ten
    probabilities. What the ONNX file answers to 32 random pictures is compared with Keras' own
    answers, and the largest difference told.

    Examples:

      numerals export mnist_digit_recognition_model.h5

      numerals read --model mnist_digit_recognition_model.onnx photo.jpg

      numerals export runs/cnn-seed0/model.keras --output digits.onnx
    """  # noqa: D412 - the empty line keeps the examples' indent in --help
    target = output or file.with_suffix(".onnx")
    if not file.is_file():
        raise ModelError(f"no such model file: {file}")
    if target.is_dir():
        raise UsageError(f"--output {target} is a folder; name the ONNX file itself")
    if target.exists() and target.samefile(file):
        raise UsageError(f"--output {target} is the model itself, which stays as it is")
    if target.exists() and not force:
        raise UsageError(f"{target} is there already: add --force to overwrite it")
    from numerals.train.backend import require_extra
    from numerals.train.export import largest_difference, load_network, to_onnx

    require_extra()
    model = load_network(file)
    try:
        to_onnx(model, target)
    except OSError as error:
        raise UsageError(f"--output {target} cannot be written: {error.strerror}") from error
    difference = largest_difference(model, target)
    say(f"Keras and ONNX differ by at most {difference:.1e} on 32 random pictures")
    typer.echo(target)
    return ExitCode.OK
