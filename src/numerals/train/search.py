"""Search: a study of trials, each a short training run that is judged on validation alone.

Trials that do worse than half of the others did at the same epoch are given up: the median rule of
Golovin et al. 2017, "Google Vizier", as Optuna has it (Akiba et al. 2019).
"""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Protocol

from numerals.errors import UsageError
from numerals.lab.tuning import Tried
from numerals.train.backend import load_keras, make_deterministic
from numerals.train.begin import begin
from numerals.train.fit import Steps, one_epoch
from numerals.train.material import Material, gather
from numerals.train.sampler import sampler_of
from numerals.train.storage import load_optuna

if TYPE_CHECKING:
    from numerals.data.mnist import Samples
    from numerals.train.folder import Epoch
    from numerals.train.recipes import Arguments
    from numerals.train.space import Space

#: So many trials are run to their end before any is given up.
_UNPRUNED = 4
_ASKED = "asked"


class Watcher(Steps, Protocol):
    """Is told how a study goes."""

    def on_trial(self, number: int, arguments: Arguments) -> None:
        """A trial begins."""

    def on_epoch(self, row: Epoch, best: bool) -> None:
        """An epoch of it is done."""

    def on_end(self, trial: Tried, best: bool) -> None:
        """It is over."""


class Search:
    """A study of one network on one data set.

    Args:
        storage: Where it is kept, as `open_storage` gives it.
        name: What it is called there.
        space: What may be chosen.
        train: The training half of the data. A tenth of it, by the seed, is validated on.
        names: What its classes are called.
        identity: What tells these data from others.

    Raises:
        UsageError: A study of that name was begun with something else.
    """

    def __init__(
        self,
        storage: Any,
        name: str,
        space: Space,
        train: Samples,
        names: tuple[str, ...],
        identity: str,
    ) -> None:
        optuna = load_optuna()
        self.space, self._train, self._names = space, train, names
        self._material: dict[str, Material] = {}
        self._study = optuna.create_study(
            study_name=name,
            storage=storage,
            load_if_exists=True,
            direction="maximize",
            sampler=sampler_of(space.start.seed),
            pruner=optuna.pruners.MedianPruner(n_startup_trials=_UNPRUNED),
        )
        asked = {**asdict(space.start), "data": identity}
        before = self._study.user_attrs.get(_ASKED)
        if before is None:
            self._study.set_user_attr(_ASKED, asked)
            self._study.enqueue_trial(space.first(), skip_if_exists=True)
        for key, value in asked.items():
            if before is not None and before.get(key) != value:
                raise UsageError(
                    f"the study {name} was begun with another {key.replace('_', ' ')} "
                    f"({before.get(key)}, not {value}): begin another with another --output, or "
                    "another --study"
                )

    def tried(self) -> list[Tried]:
        """List the trials that ended, complete or given up, in their order."""
        return [_tried(t) for t in self._ended()]

    def best(self) -> tuple[Tried, Arguments] | None:
        """Give the best complete trial, of equals the first, and the run it stands for."""
        complete = [t for t in self.tried() if t.complete]
        if not complete:
            return None
        found = max(complete, key=lambda t: t.value)
        optuna = load_optuna()
        return found, self.space.suggest(optuna.trial.FixedTrial(found.params))

    def importances(self) -> dict[str, float]:
        """Tell how much of the differences each choice explains, in [0, 1], by fANOVA.

        Hutter, Hoos & Leyton-Brown 2014. Empty where there are too few trials, or no differences.
        """
        optuna = load_optuna()
        complete = [t for t in self.tried() if t.complete]
        if len(complete) < 4 or len({t.value for t in complete}) < 2:
            return {}
        evaluator = optuna.importance.FanovaImportanceEvaluator(seed=0)
        found = optuna.importance.get_param_importances(self._study, evaluator=evaluator)
        return {name: float(share) for name, share in found.items()}

    def run(self, trials: int, timeout: float | None, watcher: Watcher) -> None:
        """Try until so many trials have ended, those of earlier calls and other machines too.

        Args:
            trials: How many in all.
            timeout: After so many seconds no other trial begins; None for never.
            watcher: Is told how it goes.

        Raises:
            KeyboardInterrupt: A person stopped it; the trial that ran is given back to the study.
        """
        optuna = load_optuna()
        if len(self._ended()) >= trials:
            return
        ended = (optuna.trial.TrialState.COMPLETE, optuna.trial.TrialState.PRUNED)
        enough = optuna.study.MaxTrialsCallback(trials, states=ended)

        def tell(_: Any, trial: Any) -> None:
            best = self.best()
            if trial.state in ended:
                watcher.on_end(_tried(trial), best is not None and best[0].number == trial.number)

        self._study.optimize(
            lambda trial: self._try(trial, watcher), timeout=timeout, callbacks=[tell, enough]
        )

    def _try(self, trial: Any, watcher: Watcher) -> float:
        """Train as a trial chooses; give its validation accuracy."""
        arguments = self.space.suggest(trial)
        watcher.on_trial(trial.number, arguments)
        try:
            return self._train_one(trial, arguments, watcher)
        except KeyboardInterrupt:
            self._study.enqueue_trial(trial.params)
            raise
        finally:
            load_keras().utils.clear_session()

    def _train_one(self, trial: Any, arguments: Arguments, watcher: Watcher) -> float:
        optuna = load_optuna()
        make_deterministic(arguments.seed)
        material = self._gathered(arguments)
        model = begin(arguments, material.classes)
        best = 0.0
        for epoch in range(arguments.epochs):
            row = one_epoch(model, material, arguments, epoch, watcher)
            trial.report(row.val_accuracy, epoch + 1)
            watcher.on_epoch(row, row.val_accuracy > best)
            best = max(best, row.val_accuracy) if arguments.keep == "best" else row.val_accuracy
            if epoch + 1 < arguments.epochs and trial.should_prune():
                raise optuna.TrialPruned
        return best

    def _gathered(self, arguments: Arguments) -> Material:
        if arguments.augment not in self._material:
            gathered = gather(arguments, self._train, None, self._names)
            self._material[arguments.augment] = gathered
        return self._material[arguments.augment]

    def _ended(self) -> list[Any]:
        state = load_optuna().trial.TrialState
        ended = (state.COMPLETE, state.PRUNED)
        trials: list[Any] = self._study.get_trials(deepcopy=False, states=ended)
        return trials


def _tried(trial: Any) -> Tried:
    """Take from a trial of Optuna's what is told of it."""
    accuracies = tuple(
        trial.intermediate_values[step] for step in sorted(trial.intermediate_values)
    )
    complete = trial.state.name == "COMPLETE"
    value = trial.value if complete else (accuracies[-1] if accuracies else 0.0)
    spent = trial.duration.total_seconds() if trial.duration is not None else 0.0
    return Tried(trial.number, dict(trial.params), accuracies, float(value), complete, spent)
