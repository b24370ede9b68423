"""What goes with a metric, worked out: too much for a page to wait for."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

import numpy as np
from pydantic import BaseModel

from data.store.snapshots import Snapshot
from data.work.questions import Step
from metrics.reasons.complete_cases import EVENTS, complete_cases, merged_twins
from metrics.reasons.relative_weights import weigh
from metrics.sums.grouping import Array
from pages.drivers.customers import Known, known_of_customers
from pages.drivers.predictors import Group, Predictor
from pages.figures.series import subject_of
from view.state import View


class Driver(BaseModel):
    """A predictor, or several that are told as one, with its weight as % of all differences.

    `correlation` with the outcome, from -1 to 1; `above_noise`: beyond what random variables get.
    """

    of: list[Predictor]
    weight: float
    low: float
    high: float
    correlation: float
    above_noise: bool

    @property
    def name(self) -> str:
        """What people read."""
        return " and ".join(one.name for one in self.of)


class Weighed(BaseModel):
    """Drivers of one group, the largest first; none where too few customers are complete.

    `noise`: the weight that random variables stay below (%); `complete`: customers of whom all is
    known, of whom `rows` were looked at; `left_out`: names of what is known of too few; `alike`: of
    what is the same for nearly all of them.
    """

    group: Group
    drivers: list[Driver] = []
    noise: float = 0.0
    rows: int = 0
    complete: int = 0
    left_out: list[str] = []
    alike: list[str] = []


class Found(BaseModel):
    """All groups; `asked`: customers with an outcome, drawn from `many`; its days, theirs."""

    groups: list[Weighed] = []
    many: int = 0
    asked: int = 0
    outcome_days: tuple[date, date] | None = None
    days: tuple[date, date] | None = None


class _Cases(NamedTuple):
    """A group before it is weighed: scores (rows, drivers), what each is of, and the outcome."""

    said: Weighed
    scores: Array
    members: list[list[Predictor]]
    outcome: Array


def drivers_json(snapshot: Snapshot, view: View, say: Step) -> str:
    """`Found` of the metric of a view, in its days and with its filters."""
    say("reading what is known of each customer")
    known = known_of_customers(snapshot, view, subject_of(snapshot.catalog, view.metric))
    if known is None:
        return Found().model_dump_json()
    say("weighing what goes with it")
    return weighed(known, snapshot.catalog.minimum_n).model_dump_json()


def weighed(known: Known, minimum_n: int) -> Found:
    """What goes with the outcome: each group by the customers of whom all of it is known.

    Of all groups together no driver is named in 95 of 100 views without any.
    """
    names = dict.fromkeys(one.group for one in known.predictors)
    cases = [_cases(known, name, minimum_n) for name in names]
    tests = sum(len(one.members) for one in cases)
    return Found(
        groups=[_weighed(one, tests) for one in cases],
        many=known.many,
        asked=len(known.outcome),
        outcome_days=(known.outcome_days.start, known.outcome_days.end),
        days=(known.days.start, known.days.end),
    )


def _cases(known: Known, group: Group, minimum_n: int) -> _Cases:
    """The complete cases of a group."""
    own = [place for place, one in enumerate(known.predictors) if one.group == group]
    predictors, values = [known.predictors[place] for place in own], known.values[:, own]
    found = complete_cases(values, known.outcome)
    if found is None or found.rows.sum() < minimum_n or np.ptp(known.outcome[found.rows]) == 0:
        nothing = Weighed(group=group, left_out=[one.name for one in predictors])
        return _Cases(nothing, np.empty((0, 0)), [], np.empty(0))
    values, outcome = values[found.rows][:, found.columns], known.outcome[found.rows]
    kept = [predictors[place] for place in found.columns]
    differ = [_differ(column) for column in values.T]
    said = Weighed(
        group=group,
        complete=len(outcome),
        left_out=[one.name for one in predictors if one not in kept],
        alike=[one.name for one, does in zip(kept, differ, strict=True) if not does],
    )
    if not any(differ):
        return _Cases(said, np.empty((0, 0)), [], outcome)
    scores, members = merged_twins(values[:, differ])
    kept = [one for one, does in zip(kept, differ, strict=True) if does]
    return _Cases(said, scores, [[kept[place] for place in own] for own in members], outcome)


def _differ(column: Array) -> bool:
    """True where at least `EVENTS` rows differ from the value that most have."""
    _, n = np.unique(column, return_counts=True)
    return bool(len(column) - n.max() >= EVENTS)


def _weighed(cases: _Cases, tests: int) -> Weighed:
    if not cases.members:
        return cases.said
    found = weigh(cases.scores, cases.outcome, tests)
    drivers = [
        Driver(
            of=own,
            weight=100 * found.weight[place],
            low=100 * found.low[place],
            high=100 * found.high[place],
            correlation=found.correlation[place],
            above_noise=bool(found.above_noise[place]),
        )
        for place, own in enumerate(cases.members)
    ]
    told = {
        "drivers": sorted(drivers, key=lambda one: -one.weight),
        "noise": 100 * found.noise,
        "rows": found.rows,
    }
    return cases.said.model_copy(update=told)
