"""Are mix, place and month told right? Companies with a planted cause, and without any."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pandas as pd

from benchmarks.claims.rows import Row, at_least, at_most, between, table
from metrics.definitions import DEFINITIONS
from metrics.estimates import figures
from metrics.reasons.change_point import Months, beginning
from metrics.reasons.explain import Mix, explain
from metrics.reasons.leading import Leading
from metrics.sums.counts import moments
from metrics.sums.grouping import IntArray
from metrics.sums.paired_cells import outer
from pages.figures.figure import figures_of

CSAT = DEFINITIONS["csat"]
PLACES = {"touchpoint", "plan", "region"}
CUTS: tuple[tuple[str, ...], ...] = (("touchpoint", "plan"), ("touchpoint", "region"), ("channel",))
LEVELS = {
    "touchpoint": ["Support", "Billing", "Delivery", "Shop", "App"],
    "plan": ["Basic", "Plus", "Team", "Large"],
    "region": ["EMEA", "Americas", "Asia"],
    "channel": ["mail", "web"],
}
_SHARES = [[0.25, 0.25, 0.2, 0.2, 0.1], [0.3, 0.3, 0.2, 0.2], [0.5, 0.3, 0.2], [0.6, 0.4]]
_LEVEL = [[0.0, -0.05, 0.0, 0.05, 0.05], [-0.15, 0.0, 0.05, 0.1], [0.0, 0.03, -0.03], [0.0, 0.0]]
_MONTHS = pd.date_range("2024-01-01", periods=24, freq="MS")  # the second year against the first
_FELL_IN = 17  # the month of a planted step
_AXES = dict(zip(LEVELS, range(4), strict=True))

RIGHT = 22 / 24

Array = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Company:
    """Share of the answers of each cell (touchpoint x plan x region x channel) and its CSAT."""

    shares: tuple[Array, Array]  # of the year before, and of the view
    fall: Array  # from the year before to the view
    answers: int = 10_000  # of a year
    course: str = "view"  # when it falls: with the view, in a step, in a drift


@dataclass(frozen=True)
class Told:
    """What is said of a company: is its change real, why, and since when."""

    real: bool
    why: Mix | Leading | None
    since: Months | None


def run(seed: int, rounds: int) -> pd.DataFrame:
    """How often what is said is right, of `rounds` companies of each kind.

    A frame as `benchmarks.claims.rows.table`: shares of the companies whose change is found, and
    for noise of all of them.
    """
    rng = np.random.default_rng(seed)
    rows: list[Row] = []
    for case, (company, right) in planted().items():
        found = [one for one in (ask(company, rng) for _ in range(rounds)) if one.real]
        rows.append(at_least(case, "told rightly", sum(map(right, found)), len(found), RIGHT))
        mixes = [one.why.parts.rate for one in found if isinstance(one.why, Mix)]
        if len(mixes) > len(found) / 2:
            truth = -100 * float(company.fall.flat[0])
            held = sum(rate.low <= truth <= rate.high for rate in mixes)
            rows.append(between(case, "interval of the rate", held, len(mixes)))
    noise = [ask(nothing(), rng) for _ in range(4 * rounds)]
    said = sum(one.real and one.why is not None for one in noise)
    rows.append(at_most("nothing changed", "a reason is told", said, len(noise)))
    return table(rows)


def planted() -> dict[str, tuple[Company, Callable[[Told], bool]]]:
    """Each kind of company, and what is right to say of it."""
    step, drift = (replace(_fall(0.12, touchpoint="Support"), course=c) for c in ("step", "drift"))
    mixes = {
        f"pure mix, {n:,} answers": (replace(_mix(0.0), answers=n), _is_mix)
        for n in (3_000, 10_000, 30_000)
    }
    return {
        **mixes,
        "mix, every plan up (Simpson)": (_mix(-0.04, moved=0.4), _is_turn),
        "half mix, half everywhere": (_mix(0.03), _is_part),
        "one touchpoint": (_fall(0.12, touchpoint="Support"), _is_at(touchpoint="Support")),
        "one plan": (_fall(0.1, plan="Basic"), _is_at(plan="Basic")),
        "one plan at one touchpoint": (
            _fall(0.4, touchpoint="Support", plan="Basic"),
            _is_at(touchpoint="Support", plan="Basic"),
        ),
        "two touchpoints alike": (_two(), _is_two),
        "everywhere alike": (_fall(0.04), lambda told: told.why is None),
        "a step in a month": (step, _is_since),
        "a drift": (drift, lambda told: told.since is None),
    }


def nothing() -> Company:
    """A company without any change."""
    share = np.ones(1)
    for place, own in enumerate(_SHARES):
        share = share * _along(own, place)
    return Company((share, share), np.zeros(1))


def ask(company: Company, rng: np.random.Generator) -> Told:
    """Draws the answers of two years, and asks what is said of the second."""
    names = pd.MultiIndex.from_product(list(LEVELS.values()), names=list(LEVELS))
    n, happy = _drawn(company, rng)
    now, base = (
        names.to_frame(index=False).assign(n=n[year].sum(axis=0), happy=happy[year].sum(axis=0))
        for year in (slice(12, 24), slice(0, 12))
    )
    (row,) = figures_of(figures(_sums(now, ()), _sums(base, ()), ["csat"]))
    if row.verdict != "real":
        return Told(False, None, None)
    cuts = {keys: outer(_sums(now, keys), _sums(base, keys), ["csat"], keys) for keys in CUTS}
    why = explain(cuts, CSAT, PLACES)
    if not isinstance(why, Leading):
        return Told(True, why, None)
    inside = np.zeros(len(now), dtype=bool)
    for cell in why.cells:
        inside |= np.all([now[key] == level for key, level in cell.items()], axis=0)
    by_month = pd.DataFrame(
        {"month": _MONTHS, "n": n[:, inside].sum(axis=1), "happy": happy[:, inside].sum(axis=1)}
    )
    since = beginning(_sums(by_month, ("month",)), CSAT, "month", _MONTHS[12].date(), row.change)
    return Told(True, why, since)


def _drawn(company: Company, rng: np.random.Generator) -> tuple[IntArray, IntArray]:
    """Answers, and satisfied ones, of each month and cell."""
    level = np.full([len(levels) for levels in LEVELS.values()], 0.75)
    for place, own in enumerate(_LEVEL):
        level = level + _along(own, place)
    months = []
    for month in range(len(_MONTHS)):
        share = company.shares[int(month >= 12)].ravel()
        n = rng.multinomial(rng.poisson(company.answers / 12), share / share.sum())
        p = (level - _course(company.course, month) * company.fall).ravel()
        months.append((n, rng.binomial(n, p)))
    n, happy = np.array(months).swapaxes(0, 1)
    return n, happy


def _course(course: str, month: int) -> float:
    """How much of its fall a company has had in a month."""
    match course:
        case "step":
            return float(month >= _FELL_IN) * 2
        case "drift":
            return max(month - 11, 0) / 6
    return float(month >= 12)


def _sums(cells: pd.DataFrame, keys: tuple[str, ...]) -> pd.DataFrame:
    """The moments of these cells as answers of 5 and of 2."""
    happy = cells.assign(score=5.0, n=cells["happy"])
    other = cells.assign(score=2.0, n=cells["n"] - cells["happy"])
    return moments(pd.concat([happy, other]).assign(series="csat:1-5"), list(keys))


def _along(values: list[float], place: int) -> Array:
    """Values of the levels of one dimension, to be broadcast over the cells."""
    shape = [1] * len(LEVELS)
    shape[place] = -1
    return np.array(values).reshape(shape)


def _fall(size: float, **where: str) -> Company:
    """A fall in one cell alone, or everywhere."""
    fall = np.full([len(levels) for levels in LEVELS.values()], size)
    for key, level in where.items():
        named = [float(one == level) for one in LEVELS[key]]
        fall = fall * _along(named, _AXES[key])
    return replace(nothing(), fall=fall)


def _two() -> Company:
    parts = [_fall(0.1, touchpoint=one).fall for one in ("Support", "Billing")]
    return replace(nothing(), fall=parts[0] + parts[1])


def _mix(everywhere: float, moved: float = 0.2) -> Company:
    """Plan Basic gains what plan Large and Team lose, and all cells fall by so much."""
    company, plans = nothing(), np.array([0.3 + moved, 0.3, 0.2 - moved / 2, 0.2 - moved / 2])
    plans = np.maximum(plans, 0.02)
    now = company.shares[0] / _along(_SHARES[1], 1) * _along(list(plans / plans.sum()), 1)
    return replace(company, shares=(company.shares[0], now), fall=np.full(1, everywhere))


def _is_mix(told: Told) -> bool:
    """The mix of plans is told."""
    return isinstance(told.why, Mix) and told.why.by == "plan"


def _is_part(told: Told) -> bool:
    """So it is, and never that all of it is the mix."""
    return isinstance(told.why, Mix) and told.why.by == "plan" and not told.why.parts.all_mix


def _is_turn(told: Told) -> bool:
    return isinstance(told.why, Mix) and told.why.by == "plan" and told.why.parts.turns


def _is_at(**cell: str) -> Callable[[Told], bool]:
    return lambda told: isinstance(told.why, Leading) and told.why.cells == (cell,)


def _is_two(told: Told) -> bool:
    """Both, or neither."""
    if told.why is None:
        return True
    both = {"Support", "Billing"}
    return isinstance(told.why, Leading) and {c.get("touchpoint") for c in told.why.cells} == both


def _is_since(told: Told) -> bool:
    return (
        told.since is not None and told.since.first <= _MONTHS[_FELL_IN].date() <= told.since.last
    )
