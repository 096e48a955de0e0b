"""The run's folder: what it was asked, how it went, and what came of it.

- arguments.json: what the run was asked, and the versions it ran with
- history.csv: a row an epoch
- checkpoint.keras: network and optimizer after the last finished epoch
- best.keras: the network of the epoch that did best on validation
- model.keras: the result: best.keras again, under the name people look for
- model.onnx: the same for reading; config.json makes the folder a model folder
- metrics.json: accuracies, parameters, seconds
- curves.png, curves.svg: learning curves
"""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
import tempfile
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Protocol, TypeVar

from numerals.data.files import must_be_writable, write_atomically
from numerals.errors import UsageError
from numerals.lab.percent import down

if TYPE_CHECKING:
    from collections.abc import Sequence


class Row(Protocol):
    """A dataclass of numbers: its `epoch` is a whole one."""

    __dataclass_fields__: ClassVar[dict[str, Any]]


class Asked(Row, Protocol):
    """A dataclass of what a run is asked."""

    def command(self) -> str:
        """Spell the command line that asks for it."""


A = TypeVar("A", bound=Asked)
E = TypeVar("E", bound=Row)


@dataclass(frozen=True, slots=True)
class Epoch:
    """A row of history.csv; accuracies in [0, 1], the learning rate that of the last step."""

    epoch: int
    loss: float
    accuracy: float
    val_loss: float
    val_accuracy: float
    learning_rate: float
    seconds: float

    def words(self) -> str:
        """Say how it went, for a person."""
        return (
            f"loss {self.loss:.4f}, accuracy {down(self.accuracy, 2)} %; validation loss "
            f"{self.val_loss:.4f}, accuracy {down(self.val_accuracy, 2)} %"
        )


class RunFolder:
    """Reads and writes one run's files, each whole or not at all.

    What kind of run it is, whoever reads says: what it was asked, and what its epochs tell.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    def must_be_free(self) -> None:
        """Refuse a folder that a run lives in, or that cannot be made or written.

        Raises:
            UsageError: It holds a run already, or nothing can be written there.
        """
        if (self.path / "arguments.json").exists():
            raise UsageError(
                f"{self.path} holds a run already: add --resume to go on with it, "
                "or name another folder with --output"
            )
        must_be_writable(self.path)

    def start(
        self, arguments: Asked, versions: dict[str, str], data: dict[str, Any] | None = None
    ) -> None:
        """Make the folder and note what is asked.

        Args:
            arguments: What the run is asked.
            versions: What its numbers depend on.
            data: What it learns from, where that is more than a name.

        Raises:
            UsageError: It holds a run already, or cannot be written.
        """
        self.must_be_free()
        content = {**asdict(arguments), "command": arguments.command(), "versions": versions}
        content |= {"dataset": data} if data else {}
        try:
            self.write_json("arguments.json", content)
        except OSError as error:
            raise UsageError(f"--output {self.path} cannot be written: {error.strerror}") from error

    def arguments(self, kind: type[A]) -> A:
        """Give what the run was asked, as `kind`.

        Raises:
            UsageError: There is no run here, or its arguments cannot be read.
        """
        try:
            saved = json.loads((self.path / "arguments.json").read_text(encoding="utf-8"))
            later = {f.name: f.default for f in fields(kind) if f.metadata.get("later")}
            return kind(**{f.name: (later | saved)[f.name] for f in fields(kind)})
        except (FileNotFoundError, NotADirectoryError):
            raise UsageError(f"{self.path} holds no run to resume") from None
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise UsageError(f"{self.path / 'arguments.json'} cannot be read: {error!r}") from None

    def must_be_same(self, data: dict[str, Any]) -> None:
        """Refuse to go on with other data than the run was begun with.

        Raises:
            UsageError: It has changed.
        """
        saved = json.loads((self.path / "arguments.json").read_text(encoding="utf-8"))
        before = saved.get("dataset") or {}
        if before.get("sha256") != data.get("sha256"):
            raise UsageError(
                f"{data.get('name', 'the data')} is not what the run in {self.path} was begun "
                "with: pictures or classes have changed since; begin another run with another "
                "--output"
            )

    def history(self, kind: type[E]) -> list[E]:
        """Give the finished epochs, each as `kind`."""
        try:
            text = (self.path / "history.csv").read_text(encoding="utf-8")
        except FileNotFoundError:
            return []
        return [
            kind(**{k: int(v) if k == "epoch" else float(v) for k, v in row.items()})
            for row in csv.DictReader(io.StringIO(text))
        ]

    def write_history(self, history: Sequence[Row]) -> None:
        """Write all finished epochs, at least one."""
        out = io.StringIO()
        writer = csv.DictWriter(out, [f.name for f in fields(history[0])], lineterminator="\n")
        writer.writeheader()
        writer.writerows(asdict(epoch) for epoch in history)
        write_atomically(self.path / "history.csv", out.getvalue().encode())

    def sweep(self) -> None:
        """Remove what a killed run left half written; nothing ever reads it."""
        for part in self.path.glob("*.part"):
            if part.is_dir():
                shutil.rmtree(part, ignore_errors=True)
            else:
                part.unlink(missing_ok=True)

    def save_model(self, model: Any, name: str) -> None:
        """Save a Keras model, optimizer included."""
        with tempfile.TemporaryDirectory(dir=self.path, prefix=name, suffix=".part") as folder:
            part = Path(folder) / name
            model.save(part)
            with part.open("rb") as file:
                os.fsync(file.fileno())
            part.replace(self.path / name)

    def write_json(self, name: str, content: dict[str, Any]) -> None:
        """Write a JSON file for people and programs."""
        text = json.dumps(content, indent=2, ensure_ascii=False) + "\n"
        write_atomically(self.path / name, text.encode())
