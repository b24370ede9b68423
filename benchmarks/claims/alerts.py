"""A year of looks at fifty alerts of a company in which nothing changes, or one figure does.

What is counted of noise are alarms of a company in a year, which may be `FALSE_ALARMS` at most. A
period is judged once, so that looking every day is looking at each of them.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import stats

from benchmarks.claims.rows import Row, at_least, table
from data.grains import GRAINS, next_start
from metrics.alerts.answers import fewer, numbers
from metrics.alerts.changes import change
from metrics.alerts.conditions import State
from metrics.alerts.periods import FEW, MOST, Periods
from metrics.alerts.scales import NUMBERS, Scale
from metrics.alerts.spending import FALSE_ALARMS, LOOKS_A_YEAR, per_look
from metrics.alerts.targets import missed
from metrics.definitions import DEFINITIONS
from metrics.inference.intervals import Interval, count, net_share, proportion

Array = npt.NDArray[np.float64]
Numbers = npt.NDArray[np.int64]
Look = Callable[[Periods, int, State, float, str], State]

ALERTS = 50
_BY_CHANCE = 0.001
_STEP = 20.0  # points of NPS
_BEFORE = MOST["week"] + 2 * FEW["week"]  # weeks before the looks
_NPS, _SHARE = Scale(-100, 100), Scale(0, 100)

_ERROR = 100 * np.sqrt(0.45 + 0.20 - 0.25**2) / np.sqrt(150)  # of the NPS of 150 answers


class _Case(NamedTuple):
    """An alert in which nothing changes: its periods are made of (chance, shape)."""

    name: str
    made: Callable[[np.random.Generator, tuple[int, int]], tuple[Interval, Array]]
    scale: Scale = _NPS
    grain: str = "week"
    limited: bool = True  # False: what is said of it is no promise


def _nps(chance: np.random.Generator, n: Numbers, moved: Array) -> tuple[Interval, Array]:
    """Of n answers, whose truth of 25 has moved by some points."""
    promoters, detractors = np.clip(0.45 + moved / 200, 0, 1), np.clip(0.20 - moved / 200, 0, 1)
    positive = chance.binomial(n, promoters)
    negative = chance.binomial(n - positive, detractors / np.maximum(1 - promoters, 1e-9))
    size = np.maximum(n, 1).astype(float)
    found = net_share(size, positive / size, negative / size)
    return _shown(Interval(*(100 * part for part in found)), n), size


def _calm(chance: np.random.Generator, shape: tuple[int, int], n: int) -> tuple[Interval, Array]:
    return _nps(chance, chance.poisson(n, shape), np.zeros(shape))


def _share(chance: np.random.Generator, n: Numbers, share: float) -> tuple[Interval, Array]:
    size = np.maximum(n, 1).astype(float)
    found = proportion(size, chance.binomial(n, share) / size)
    return _shown(Interval(*(100 * part for part in found)), n), size


def _shown(found: Interval, n: Numbers) -> Interval:
    return found._replace(value=np.where(n >= 10, found.value, np.nan))


def _tickets(found: Numbers) -> tuple[Interval, Array]:
    """Numbers of a week, a day."""
    a_day = Interval(*(part / 7 for part in count(found.astype(float))))
    return a_day, np.full(found.shape, 7.0)


def _moving(
    chance: np.random.Generator, shape: tuple[int, int], alike: float
) -> tuple[Interval, Array]:
    """Levels of which each goes with the one before it, and vary as much as answers make it."""
    levels = np.empty(shape)
    levels[0] = chance.normal(0, 1, shape[1])
    for place in range(1, len(levels)):
        fresh = chance.normal(0, np.sqrt(1 - alike**2), shape[1])
        levels[place] = alike * levels[place - 1] + fresh
    return _nps(chance, chance.poisson(150, shape), _ERROR * levels)


CASES = (
    _Case("NPS, 150 answers", lambda c, s: _nps(c, c.poisson(150, s), np.zeros(s))),
    _Case("NPS, 20 answers", lambda c, s: _nps(c, c.poisson(20, s), np.zeros(s))),
    _Case(
        "NPS, 150 answers a month",
        lambda c, s: _nps(c, c.poisson(150, s), np.zeros(s)),
        grain="month",
    ),
    _Case(
        "NPS, uneven numbers, weeks 1.4 times as unlike",
        lambda c, s: _nps(c, c.poisson(c.gamma(2, 75, s)), c.normal(0, _ERROR, s)),
    ),
    _Case(
        "NPS, weeks 1.8 times as unlike",
        lambda c, s: _nps(c, c.poisson(150, s), c.normal(0, 1.5 * _ERROR, s)),
    ),
    _Case(
        "NPS with a season of 10 points up and down",
        lambda c, s: _nps(c, c.poisson(150, s), np.repeat(_season(s[0]), s[1], axis=1)),
    ),
    _Case("a share of 5 %, 100 answers", lambda c, s: _share(c, c.poisson(100, s), 0.05), _SHARE),
    _Case("a share of 95 %, 30 answers", lambda c, s: _share(c, c.poisson(30, s), 0.95), _SHARE),
    _Case("5 tickets", lambda c, s: _tickets(c.poisson(5, s)), NUMBERS),
    _Case(
        "60 tickets, weeks 2 times as unlike, skewed",
        lambda c, s: _tickets(c.poisson(c.gamma(20, 3, s))),
        NUMBERS,
        limited=False,
    ),
    _Case(
        "NPS, a level that goes with the week before by 0.5",
        lambda c, s: _moving(c, s, 0.5),
        limited=False,
    ),
    _Case(
        "NPS, a level that goes with the week before by 0.8",
        lambda c, s: _moving(c, s, 0.8),
        limited=False,
    ),
    _Case(
        "NPS, a level that goes with the week before by 0.95",
        lambda c, s: _moving(c, s, 0.95),
        limited=False,
    ),
)


def _season(weeks: int) -> Array:
    turns = np.arange(weeks, dtype=np.float64) / LOOKS_A_YEAR["week"]
    return np.asarray(10 * np.sin(2 * np.pi * turns)[:, None], dtype=np.float64)


def run(seed: int, rounds: int) -> pd.DataFrame:
    """Alarms a company and year, and shares of steps told: case, measure, value, limits.

    A round is a company of `ALERTS` in each case. What has no limits (NaN) is no promise: there the
    level itself moves, or periods are skewed.
    """
    chance, rows = np.random.default_rng(seed), list[Row]()
    for case in CASES:
        found = _alarms(chance, case, rounds)
        rows.append(_rate(case.name, "false alarms a year", found, rounds, case.limited))
    rows.append(_rate("answers, 150", "false alarms a year", _fewer(chance, rounds), rounds, True))
    rows.append(
        _rate("target = truth", "false alarms a year", _missed(chance, rounds), rounds, True)
    )
    return table([*rows, *_steps(chance, rounds)])


def _rate(case: str, measure: str, alarms: int, companies: int, limited: bool) -> Row:
    most = float(stats.poisson.isf(_BY_CHANCE, FALSE_ALARMS * companies)) / companies
    ends = (0.0, most) if limited else (np.nan, np.nan)
    return Row(case, measure, alarms / companies, *ends)


def _starts(grain: str, periods: int) -> list[date]:
    found = [date(2020, 1, 1) if GRAINS[grain].months else date(2020, 1, 6)]
    while len(found) < periods:
        found.append(next_start(found[-1], grain))
    return found


def _periods(found: Interval, n: Array, starts: list[date], place: int) -> Periods:
    value, low, high = (part[:, place] for part in found)
    return Periods(starts, value, low, high, n[:, place], [None] * len(starts))


def _begun(periods: Periods, look: Look, grain: str) -> list[int]:
    """Places of the looks, those of the last year, in which something begins."""
    took = per_look(ALERTS, LOOKS_A_YEAR[grain])
    state, found = State(), []
    for at in range(MOST[grain] + 2 * FEW[grain], len(periods.starts)):
        after = look(periods, at, state, took, grain)
        if after.direction and not state.direction:
            found.append(at)
        state = after
    return found


def _alarms(chance: np.random.Generator, case: _Case, companies: int) -> int:
    before = MOST[case.grain] + 2 * FEW[case.grain]
    starts = _starts(case.grain, before + round(LOOKS_A_YEAR[case.grain]))
    found, n = case.made(chance, (len(starts), ALERTS * companies))
    made = (_periods(found, n, starts, place) for place in range(n.shape[1]))
    return sum(len(_begun(case.scale.of(one), change, case.grain)) for one in made)


def _fewer(chance: np.random.Generator, companies: int) -> int:
    starts = _starts("week", _BEFORE + 52)
    n = chance.poisson(150, (len(starts), ALERTS * companies)).astype(float)
    empty = Interval(n, n, n)
    made = (_periods(empty, n, starts, place) for place in range(n.shape[1]))
    return sum(len(_begun(numbers(one, one.n), fewer, "week")) for one in made)


def _missed(chance: np.random.Generator, companies: int) -> int:
    """The target is the truth itself: more misses than these there are not."""
    starts, nps = _starts("week", _BEFORE + 52), DEFINITIONS["nps"]
    shape = (len(starts), ALERTS * companies)
    found, n = _nps(chance, chance.poisson(150, shape), np.zeros(shape))

    def look(periods: Periods, at: int, state: State, took: float, _grain: str) -> State:
        return missed(periods, at, state, took, 25.0, nps)

    made = (_periods(found, n, starts, place) for place in range(n.shape[1]))
    return sum(len(_begun(one, look, "week")) for one in made)


def _steps(chance: np.random.Generator, rounds: int) -> list[Row]:
    """One of fifty alerts loses `_STEP` points at once, in weeks of 150 answers."""
    starts, size = _starts("week", _BEFORE + 52), ALERTS * rounds
    moved = np.zeros((len(starts), size))
    moved[_BEFORE:] -= _STEP
    found, n = _nps(chance, chance.poisson(150, moved.shape), moved)
    after = []
    for place in range(size):
        begun = _begun(_NPS.of(_periods(found, n, starts, place)), change, "week")
        after.append(begun[0] - _BEFORE + 1 if begun else np.inf)
    case = f"a step of {_STEP:g} points, 150 answers a week"
    weeks = np.array(after)
    return [
        at_least(case, "told within a year", (weeks <= 52).sum(), size, 0.9),
        at_least(case, "told within 8 weeks", (weeks <= 8).sum(), size, 0.0),
        Row(case, "days until half are told", 7 * float(np.median(weeks)), np.nan, np.nan),
    ]
