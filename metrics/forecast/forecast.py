"""What comes next: a metric some periods ahead with bands, where that beats last year's value."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from metrics.forecast.backtest import Backtest, backtest, outcomes
from metrics.forecast.scales import Scale, observed
from metrics.forecast.state_space import Mixture, forecasts, with_sampling
from metrics.sums.grouping import Array, IntArray

YEARS = 2  # of whole periods, at least
LONG = 3  # years from which on the horizon is the long one
SHORT_HORIZON, LONG_HORIZON = 3, 6  # periods; quarters have the short one
ORIGINS = 3  # at least
_MORE_THAN_A_YEAR = 3  # known periods more, before the first origin
_GROUPS = 4  # of months, by how many answer
HELD_80, HELD_95 = 0.6, 0.8  # of the figures of the backtest, at least, in the bands


class Outlook(StrEnum):
    """What can be said of the periods ahead."""

    TOLD = "told"
    TOO_SHORT = "too short"  # a history of less than two years, or of too few origins
    NO_BETTER = "no better"  # than last year's value
    UNSTEADY = "unsteady"  # bands did not hold in the past


@dataclass(frozen=True)
class History:
    """A metric by whole periods without a gap: NaN where a period has no figure.

    In display units, with 95 % intervals; `season`: of each period, 0 to `seasons` - 1 (months of
    the year, or quarters).
    """

    value: Array
    low: Array
    high: Array
    n: Array
    season: IntArray
    seasons: int


@dataclass(frozen=True)
class Forecast:
    """Periods ahead, an element each; all empty unless `outlook` is TOLD.

    `value` is the middle of what is probable. `chance`: how probable it is that the target is met,
    NaN without one, and where bands held less in the past than they promise.
    """

    outlook: Outlook
    backtest: Backtest | None
    value: Array
    low_80: Array
    high_80: Array
    low_95: Array
    high_95: Array
    chance: Array


def forecast(
    history: History, scale: Scale, target: float | None = None, higher_is_better: bool = True
) -> Forecast:
    """The figures that will be read, if as many answer as did in the last year.

    Told where there are two years of known periods and forecasts from at least three earlier
    periods were nearer, by MASE, than the value of a year before.
    """
    known = np.isfinite(history.value)
    seasons, size = history.seasons, len(history.value)
    horizon = horizon_of(int(known.sum()), seasons)
    origins = _origins(known, horizon, seasons)
    if known.sum() < YEARS * seasons or len(origins) < ORIGINS:
        return _untold(Outlook.TOO_SHORT)
    place, variance = observed(history.value, history.low, history.high, history.n, scale)
    found = forecasts(
        *(place, variance, history.season, horizon, np.append(origins, size), seasons)
    )
    past = Mixture(*(part[:-1] for part in found))
    last = Mixture(*(part[-1] for part in found))
    tested = _tested(history, scale, place, variance, past, origins)
    if not tested.better:
        return _untold(Outlook.NO_BETTER, tested)
    if tested.within_80 < HELD_80 or tested.within_95 < HELD_95:
        return _untold(Outlook.UNSTEADY, tested)
    usual = np.flatnonzero(np.isfinite(variance))[-seasons:]
    last = with_sampling(last, np.tile(_spread(variance[usual]), (horizon, 1)))
    answers = _harmonic(history.n[usual])
    chance = np.full(horizon, np.nan)
    if target is not None and not tested.held_less:
        below = last.below(np.full(horizon, scale.place(scale.inside(np.array(target), answers))))
        chance = 1 - below if higher_is_better else below

    def at(q: float) -> Array:
        return scale.read(scale.value(last.quantile(q)), answers)

    return Forecast(Outlook.TOLD, tested, at(0.5), at(0.1), at(0.9), at(0.025), at(0.975), chance)


def horizon_of(known: int, seasons: int) -> int:
    """How many periods ahead: six months where three years are known, else three periods."""
    return LONG_HORIZON if seasons > LONG_HORIZON and known >= LONG * seasons else SHORT_HORIZON


def _origins(known: np.typing.NDArray[np.bool_], horizon: int, seasons: int) -> IntArray:
    """Known periods of each origin: of more than a year, with the whole horizon after them."""
    enough = np.flatnonzero(np.cumsum(known) >= seasons + _MORE_THAN_A_YEAR) + 1
    return enough[enough <= len(known) - horizon]


def _tested(
    history: History, scale: Scale, place: Array, variance: Array, past: Mixture, origins: IntArray
) -> Backtest:
    """Each figure that came beside its forecast, with the sampling variance that it has."""
    horizon = past.mean.shape[1]
    came, sampled = (outcomes(one, origins, horizon) for one in (place, variance))
    below = with_sampling(past, sampled[..., None]).below(came)
    middle = scale.value(past.centre)
    return backtest(history.value, middle, below, origins, history.seasons)


def _spread(variance: Array) -> Array:
    """A few variances that stand for all of them: the means of those that are nearest."""
    parts = np.array_split(np.sort(variance), min(_GROUPS, len(variance)))
    return np.array([part.mean() for part in parts])


def _harmonic(n: Array) -> Array:
    """Answers of a period whose sampling variance is the mean of that of these."""
    return np.array(len(n) / (1 / n).sum())


def _untold(outlook: Outlook, tested: Backtest | None = None) -> Forecast:
    none = np.empty(0)
    return Forecast(outlook, tested, none, none, none, none, none, none)
