"""Systems: what a rival says of itself, and how it is made."""

from __future__ import annotations

import importlib.util
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from numerals.errors import MissingDataError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path
    from types import ModuleType

FAMILIES = (
    "convolutional",
    "recurrent",
    "dense",
    "neighbours",
    "kernel",
    "trees",
    "features",
    "hybrid",
    "shipped",
)


class UnsuitableError(ValueError):
    """A system cannot learn what it is given, by what it is; its cell is skipped."""


@dataclass(frozen=True, slots=True)
class System:
    """A rival.

    Attributes:
        title: What people call it.
        family: One of `FAMILIES`.
        source: The paper it follows, and where it departs from it.
        make: Gives a fresh scikit-learn classifier for a seed; what is true tells that it shall be
            a quick one, of fewer epochs or smaller trees. It is fitted on float32 (N, 784) in
            [0, 1] and labels (N,), and answers by `predict_proba`.
        published: The lowest and the highest accuracy on MNIST that its source, or others who had
            the same, tell, in percent; None where there is no such figure.
        fitted: Whether it learns at all; what does not is measured once.
        most_seeds: How many seeds it is measured with at most, where one fit takes long.
        in_quick: Whether a quick comparison has it where no names are given.
    """

    title: str
    family: str
    source: str
    make: Callable[[int, bool], Any]
    published: tuple[float, float] | None = None
    fitted: bool = True
    most_seeds: int | None = None
    in_quick: bool = True

    def __post_init__(self) -> None:
        if self.family not in FAMILIES:
            raise ValueError(f"family is one of {', '.join(FAMILIES)}, not {self.family!r}")


def systems(files: Sequence[Path] = ()) -> dict[str, System]:
    """Give all systems by name: the zoo's, in its order, then those of the files.

    Args:
        files: Python files of the user's own, each with a dictionary `RIVALS` of `System`s.

    Raises:
        MissingDataError: There is no such file.
        UsageError: It cannot be run, has no `RIVALS`, or a name that is taken.
    """
    from numerals.lab.rivals.zoo import ZOO

    found = dict(ZOO)
    for file in files:
        if not file.is_file():
            raise MissingDataError(f"no such file: {file}")
        try:
            rivals = getattr(_load(file), "RIVALS", None)
        except Exception as error:  # whatever a person's own code may raise
            raise UsageError(f"--rival {file} cannot be run: {error!r}") from error
        if not isinstance(rivals, dict) or not all(isinstance(s, System) for s in rivals.values()):
            raise UsageError(f"--rival {file} needs RIVALS = {{'name': System(…)}}")
        for name in rivals:
            if name in found:
                raise UsageError(f"--rival {file}: the name {name!r} is taken")
            if not name.replace("-", "").isalnum():
                raise UsageError(f"--rival {file}: {name!r} is no name: letters, digits, hyphens")
        found |= rivals
    return found


def _load(file: Path) -> ModuleType:
    """Run a file as a module of its own, which pickle finds its classes in."""
    name = f"numerals_rival_{file.stem}"
    spec = importlib.util.spec_from_file_location(name, file)
    if spec is None or spec.loader is None:
        raise ImportError("no Python file")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module
