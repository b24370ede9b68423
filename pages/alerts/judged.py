"""What began and what ended at a figure since it was judged last."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from data.catalog import Catalog
from data.grains import next_start
from data.store.snapshots import Snapshot
from metrics.alerts.conditions import Condition, State
from metrics.alerts.spending import LOOKS_A_YEAR, per_look
from metrics.definitions import MetricDefinition
from pages.alerts.late import earliest_late, late_from
from pages.alerts.looks import Looks
from pages.alerts.periods import figures_before, newest_whole, whole_to
from pages.figures.series import Subject
from pages.panels.goals import target_of
from pages.unusual.histories import is_charted
from view.known_days import known_days
from view.state import View

_NONE = float("nan")
_BY_CHANCE = (Condition.CHANGE, Condition.TARGET, Condition.ANSWERS)  # in the order of their news


@dataclass(frozen=True)
class News:
    """One condition began or ended.

    The figure is that of the period, as the trend of the same link shows it: NaN, and n 0, where
    there is none, and of late data. `expected`: of a change, where 95 % of values without it would
    be. `least`: of too few answers, how many a period usually has at least.
    """

    condition: Condition
    begins: bool
    direction: int  # of what began or ended: see `State`
    period: date  # first day of the whole period that it was seen in
    since: date  # when it began
    value: float
    low: float
    high: float
    n: int
    expected: tuple[float, float] | None
    target: float | None
    least: int | None
    last_day: date  # of the figure's data


@dataclass(frozen=True)
class Watched:
    """What is asked: a figure, and what was known of it when it was judged last."""

    view: View  # its grain is that of the periods; its days don't matter
    subject: Subject
    conditions: frozenset[Condition]
    states: Mapping[Condition, State]
    judged_to: date  # first day of the newest period judged so far: those after it are news
    alerts: int  # running in the company, which share the false alarms


@dataclass(frozen=True)
class Judged:
    """What came of it, to be kept for the next time."""

    news: tuple[News, ...]  # oldest first; empty while nothing begins or ends
    states: Mapping[Condition, State]
    judged_to: date


def newest_period(snapshot: Snapshot, view: View) -> date:
    """The first day of the newest whole period of the data: a new alert tells of those after it."""
    return whole_to(snapshot.catalog.newest_day, view.grain)


def possible(catalog: Catalog, view: View, metric: MetricDefinition) -> frozenset[Condition]:
    """The conditions that a figure can be watched for.

    Late data of any. A change of what has a control chart: what customers come to do, totals and
    percentiles beside a median have none. Of what customers did after an answer it is known half a
    year later, when its periods have been judged. A missed target of these where there is one; too
    few answers where these are not what is counted.
    """
    if not is_charted(metric) or metric.reader == "outcomes":
        return frozenset({Condition.DATA})
    found = {Condition.DATA, Condition.CHANGE}
    if target_of(catalog, view, metric) is not None:
        found.add(Condition.TARGET)
    if metric.kind != "count":
        found.add(Condition.ANSWERS)
    return frozenset(found)


def judge(snapshot: Snapshot, asked: Watched, today: date) -> Judged:
    """All whole periods since the newest one that was judged, one after the other.

    Each is judged once, whenever and however often it is asked. A condition that the figure can't
    be watched for (any more) is quiet. `today`: in the time zone of the data, which tells whether
    they are late. Raises UnavailableError.
    """
    catalog, view, subject = snapshot.catalog, asked.view, asked.subject
    able = asked.conditions & possible(catalog, view, subject.metric)
    states = {
        one: asked.states.get(one, State()) if one in able else State() for one in asked.conditions
    }
    newest = newest_whole(catalog, view, subject)
    by_chance = [one for one in _BY_CHANCE if one in able]
    last_day = min(
        known_days(catalog, subject.metric.table, subject.series).last, catalog.newest_day
    )
    news: list[News] = []
    if by_chance and newest > asked.judged_to:
        news = _looked(snapshot, asked, by_chance, states, newest, last_day)
    if Condition.DATA in able:
        late = earliest_late(last_day, newest, view.grain)
        if today >= late and subject.metric.has_periods:
            late = _late(snapshot, asked, newest, last_day)
        news += _of_days(states, late, today, newest, last_day)
    return Judged(tuple(news), states, max(newest, asked.judged_to))


def _looked(
    snapshot: Snapshot,
    asked: Watched,
    by_chance: list[Condition],
    states: dict[Condition, State],
    newest: date,
    last_day: date,
) -> list[News]:
    """News of the conditions that are judged by chance; changes their states."""
    view, subject = asked.view, asked.subject
    grain = view.grain
    begun = [since for one in by_chance if (since := states[one].since)]
    oldest = min([next_start(asked.judged_to, grain), *begun])
    figures = figures_before(snapshot, view, subject, oldest, newest)
    target = target_of(snapshot.catalog, view, subject.metric)
    chance = per_look(asked.alerts, LOOKS_A_YEAR[grain] * len(by_chance))
    looks = Looks(figures, subject, grain, target, chance)
    news = []
    for at, start in enumerate(figures.shown.starts):
        for condition in by_chance if start > asked.judged_to else ():
            before = states[condition]
            after = states[condition] = looks.after(condition, at, before)
            if before.direction != after.direction and before.level == after.level:
                begins = after.direction != 0
                news.append(_news(condition, begins, before, after, looks, at, last_day))
    return news


def _news(
    condition: Condition,
    begins: bool,
    before: State,
    after: State,
    looks: Looks,
    at: int,
    last_day: date,
) -> News:
    """What the change of a state from `before` to `after` says, with the figure of its period."""
    shown = looks.figures.shown
    told = after if begins else before
    return News(
        condition=condition,
        begins=begins,
        direction=told.direction,
        period=shown.starts[at],
        since=told.since or shown.starts[at],
        value=float(shown.value[at]),
        low=float(shown.low[at]),
        high=float(shown.high[at]),
        n=int(shown.n[at]),
        expected=looks.expected(at, before) if condition == Condition.CHANGE else None,
        target=looks.target if condition == Condition.TARGET else None,
        least=looks.usual_least(at, before) if condition == Condition.ANSWERS else None,
        last_day=last_day,
    )


def _late(snapshot: Snapshot, asked: Watched, newest: date, last_day: date) -> date:
    """The first day on which the data are late; the periods are read where it may be here."""
    view, subject = asked.view, asked.subject
    figures = figures_before(snapshot, view, subject, newest, newest)
    answered = zip(figures.shown.starts, figures.answers > 0, strict=True)
    return late_from(last_day, newest, view.grain, [start for start, any_ in answered if any_])


def _of_days(
    states: dict[Condition, State], late: date, today: date, newest: date, last_day: date
) -> list[News]:
    """That data are late, or no longer; changes their state."""
    before = states[Condition.DATA]
    begins = today >= late
    if begins == (before.direction != 0):
        return []
    states[Condition.DATA] = State(1, late) if begins else State()
    return [
        News(
            condition=Condition.DATA,
            begins=begins,
            direction=1,
            period=newest,
            since=before.since or late,
            value=_NONE,
            low=_NONE,
            high=_NONE,
            n=0,
            expected=None,
            target=None,
            least=None,
            last_day=last_day,
        )
    ]
