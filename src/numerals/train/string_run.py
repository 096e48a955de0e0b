"""String run: a network that reads numbers, from the arguments to the finished folder, resumable.

Its folder holds, beside what `folder` lists,

- strips.npz, held.npz: the strips that are learnt from, and those held back to judge by
- second.onnx: where another network looks again, that network, copied at the start
- start.keras: where one half-way to the last epoch's is kept, the network that it began with

and neither best.keras nor model.keras. What was drawn is drawn once; the checkpoint is written
after the history, as in `fit`.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol
from zipfile import BadZipFile

from numerals.data.divide import divide_hands
from numerals.data.files import write_atomically
from numerals.errors import UsageError
from numerals.model.string_network import FIRST, SECOND
from numerals.train import strip_pool
from numerals.train.backend import make_deterministic, versions
from numerals.train.begin import take_up
from numerals.train.check import check_numbers, check_taken
from numerals.train.folder import RunFolder
from numerals.train.halfway import BEGUN
from numerals.train.recipes import HALFWAY
from numerals.train.string_batches import stack
from numerals.train.string_finish import finish
from numerals.train.string_fit import StringEpoch, begin, one_epoch
from numerals.train.warm import start_with

if TYPE_CHECKING:
    from numerals.data.beside import Beside
    from numerals.data.divide import Divided
    from numerals.data.mnist import Samples
    from numerals.data.writer import Hands
    from numerals.train.string_recipes import StringArguments
    from numerals.train.strip_pool import Strips

#: So many of those held back measure what a network that is taken up gives.
_MEASURED = 512
#: So many strips are held back …
HELD = 60_000
#: … and drawn from another seed than those learnt from, so far off that no run's come near it.
HELD_SEED = 10**6


class StringWatcher(Protocol):
    """Is told how a run goes; the command line shows it."""

    def on_draw(self, drawn: int, of: int) -> None:
        """So many strips are drawn; 0 before the first."""

    def on_start(self, arguments: StringArguments, steps: int, done: list[StringEpoch]) -> None:
        """The first of `arguments.epochs` × `steps` steps is next, after `done` epochs."""

    def on_step(self, epoch: int, step: int, loss: float) -> None:
        """A step of the epoch is done; `step` counts from 1."""

    def on_epoch(self, row: StringEpoch) -> None:
        """An epoch is done and safe on disk."""


def train_numbers(
    arguments: StringArguments,
    mnist: Samples,
    beside: Beside,
    output: Path,
    watcher: StringWatcher,
    resume: bool = False,
) -> dict[str, Any]:
    """Train a network that reads numbers into a run folder.

    Args:
        arguments: What to train and how; when resuming, as the run's folder has them.
        mnist: MNIST's training half. A tenth of it writes strips that nothing is learnt from.
        beside: Fonts and pens; so does every eighth font.
        output: The run's folder.
        watcher: Is told of the drawing, and of each step and epoch.
        resume: Go on after the last finished epoch.

    Returns:
        What metrics.json holds.

    Raises:
        UsageError: The arguments make no sense, or the folder holds a run and is not resumed.
        MissingExtraError: Keras, its backend, or what exports is not installed.
    """
    folder = RunFolder(output)
    if not resume:
        check_numbers(arguments)
        check_taken(arguments)
    make_deterministic(arguments.seed)
    if resume:
        folder.sweep()
    else:
        folder.start(arguments, versions())
        (output / SECOND).unlink(missing_ok=True)
    _keep_beside(arguments, folder)
    steps = strip_pool.whole_chunks(arguments.strips) // arguments.batch_size
    model, history = _restore(arguments, folder, steps) if resume else (None, [])
    draw = _Drawing(divide_hands(mnist, beside, arguments.seed), arguments, output, watcher)
    held = draw.held()
    if model is None:
        model, history = _fresh(arguments, held), []
        if arguments.keep == HALFWAY:
            folder.save_model(model, BEGUN)
    if not is_over(arguments, history):
        strips = draw.learnt()
    watcher.on_start(arguments, steps, history)
    while not is_over(arguments, history):
        epoch = len(history)

        def tell(step: int, _: int, loss: float, number: int = epoch + 1) -> None:
            watcher.on_step(number, step, loss)

        history.append(one_epoch(model, strips, held, arguments, epoch, tell))
        folder.write_history(history)
        folder.save_model(model, "checkpoint.keras")
        watcher.on_epoch(history[-1])
    return finish(folder, arguments, history, held, model)


def is_over(arguments: StringArguments, history: list[StringEpoch]) -> bool:
    """Tell whether a run with this history has no epoch to go."""
    return len(history) >= arguments.epochs


def _keep_beside(arguments: StringArguments, folder: RunFolder) -> None:
    """Copy the network that looks again: at the end of a long run it may be there no more."""
    second = folder.path / SECOND
    if not arguments.beside or second.exists():
        return
    try:
        write_atomically(second, (Path(arguments.beside) / FIRST).read_bytes())
    except OSError as error:
        raise UsageError(f"--beside {arguments.beside} cannot be read: {error.strerror}") from error


def _fresh(arguments: StringArguments, held: Strips) -> Any:
    """Give the network as it is before the first step."""
    model = begin(arguments)
    if arguments.start:
        measured = range(min(_MEASURED, len(held)))
        start_with(model, arguments.start, stack([held[i] for i in measured]))
    return model


@dataclass(frozen=True, slots=True)
class _Drawing:
    """Draws the strips that a run's folder lacks, and tells of it."""

    divided: Divided
    arguments: StringArguments
    output: Path
    watcher: StringWatcher

    def held(self) -> Strips:
        """Give the strips held back; they come first: what is wrong shows within seconds."""
        seed = HELD_SEED + self.arguments.seed
        drawn = (self.output / "strips.npz").exists()
        after = 0 if drawn else strip_pool.whole_chunks(self.arguments.strips)
        return self._kept(self.output / "held.npz", self.divided.held, HELD, seed, 0, after)

    def learnt(self) -> Strips:
        """Give the strips to learn from."""
        path, count = self.output / "strips.npz", self.arguments.strips
        before = strip_pool.whole_chunks(HELD)
        return self._kept(path, self.divided.learnt, count, self.arguments.seed, before, 0)

    def _kept(
        self, path: Path, hands: Hands, count: int, seed: int, before: int, after: int
    ) -> Strips:
        """Load strips, or draw and keep them: where they are not yet there, or are damaged.

        Told is how many of all are drawn, those `before` these and those to come `after` them.
        """
        try:
            strips = strip_pool.load(path)
            if len(strips) == strip_pool.whole_chunks(count):
                return strips
        except (OSError, EOFError, ValueError, KeyError, BadZipFile):
            pass

        def tell(drawn: int) -> None:
            of = before + strip_pool.whole_chunks(count) + after
            self.watcher.on_draw(before + drawn, of)

        tell(0)
        strips = strip_pool.draw_strips(hands, count, seed, tell)
        strip_pool.save(strips, path)
        return strips


def _restore(
    arguments: StringArguments, folder: RunFolder, steps: int
) -> tuple[Any, list[StringEpoch]]:
    """Take up the checkpoint, and the history up to it; None where no epoch was finished."""
    path = folder.path / "checkpoint.keras"
    if not path.exists():
        return None, []
    model = take_up(begin(arguments), path)
    done = round(float(model.optimizer.iterations) / steps)
    return model, folder.history(StringEpoch)[:done]
