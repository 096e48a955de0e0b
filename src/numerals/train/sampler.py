"""Sampler: what each trial of a study tries, fixed by the seed, its number and those before it.

Proposals are those of Bergstra et al. 2011, "Algorithms for Hyper-Parameter Optimization" (TPE), as
Optuna has it (Akiba et al. 2019). Its own generator goes on from trial to trial, and so would begin
anew in each process: a study that is gone on with, or shared, would try the same things twice.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from numerals.train.storage import load_optuna

#: So many trials are drawn at random before any is learnt from.
_RANDOM = 8


def sampler_of(seed: int) -> Any:
    """Give a sampler of Optuna's that begins anew with each trial, from the seed and its number."""
    optuna = load_optuna()
    base: Any = optuna.samplers.BaseSampler

    class Seeded(base):  # type: ignore[misc]
        """Has a fresh sampler propose each trial."""

        def before_trial(self, study: Any, trial: Any) -> None:
            state = np.random.SeedSequence((seed, trial.number)).generate_state(1)
            self._fresh = optuna.samplers.TPESampler(seed=int(state[0]), n_startup_trials=_RANDOM)
            self._fresh.before_trial(study, trial)

        def infer_relative_search_space(self, study: Any, trial: Any) -> Any:
            return self._fresh.infer_relative_search_space(study, trial)

        def sample_relative(self, study: Any, trial: Any, search_space: Any) -> Any:
            return self._fresh.sample_relative(study, trial, search_space)

        def sample_independent(self, study: Any, trial: Any, name: str, distribution: Any) -> Any:
            return self._fresh.sample_independent(study, trial, name, distribution)

        def after_trial(self, study: Any, trial: Any, state: Any, values: Any) -> None:
            # A trial of another process, given up in its place, has no sampler here.
            if hasattr(self, "_fresh"):
                self._fresh.after_trial(study, trial, state, values)

    return Seeded()
