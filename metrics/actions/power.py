"""What effect would be seen, before anything is known of it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from scipy import optimize, stats

from metrics.actions.blocks import LEAST_BEFORE, Blocks
from metrics.actions.effect import Effect, effect, one_sided
from metrics.sums.grouping import Array

POWER = 0.8
_STEPS = 80  # drifts that are tried, each as likely


def least_seen(found: Effect) -> float:
    """The effect that is called worked in 80 of 100 cases, in display units, of either sign.

    All that `metrics.actions.verdict` asks of it but the placebos, where nothing drifts: drift and
    effect are independent of each other, the effect's deviate is noncentral t.
    """
    limit = float(stats.t.ppf(0.975, found.freedom)) * found.error
    without = one_sided(found) * float(np.hypot(found.error, found.drift_error))
    reach = one_sided(found) * found.drift_error
    drift = stats.norm.ppf((np.arange(_STEPS) + 0.5) / _STEPS) * found.drift_error

    def missed(size: float) -> float:
        needed = np.maximum(limit, drift + without) / found.error
        seen = stats.nct.sf(needed, found.freedom, size / found.error)
        return float(np.where(np.abs(drift) + reach < size, seen, 0).mean()) - POWER

    most = 12 * found.error + reach + 6 * found.drift_error
    return float(optimize.brentq(missed, 1e-9 * most, most, rtol=1e-4))


def least_seen_after(blocks: Blocks, periods: int) -> float | None:
    """The same, before the action: as many answers a period as in those before.

    `blocks` are of periods before alone, and `periods` how many come after. None with too few.
    """
    before = blocks.of(blocks.place < 0)
    if len(before.n) < 2 or len(before.place) < LEAST_BEFORE:
        return None
    n = np.repeat(before.n.mean(axis=1)[:, None], periods, axis=1)
    # As they were before, so that periods to come are no surprise: only their number is new.
    value = np.repeat(_mean(before)[:, None], periods, axis=1)
    place = np.concatenate([before.place - before.place.max() - 1, np.arange(periods)])
    planned = Blocks(
        place, np.hstack([before.n, n]), np.hstack([before.value, value]), before.variance
    )
    found = effect(planned)
    return None if found is None else least_seen(_as_varied(found, periods))


def _as_varied(found: Effect, periods: int) -> Effect:
    """With the spread of the periods before alone: those to come lie on their mean."""
    spread = found.spread * found.freedom / max(found.freedom - periods + 1, 1)
    wider = float(np.sqrt(max(1.0, spread) / found.dispersion))
    return replace(
        found, spread=spread, error=found.error * wider, drift_error=found.drift_error * wider
    )


def _mean(blocks: Blocks) -> Array:
    mean: Array = (blocks.n * blocks.value).sum(axis=1) / blocks.n.sum(axis=1)
    return mean
