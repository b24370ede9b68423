"""What comes next of each key figure, worked out together: too much for a page to wait for."""

from __future__ import annotations

import math

from pydantic import BaseModel, TypeAdapter

from data.catalog import Catalog
from data.store.snapshots import Snapshot
from data.work.questions import Step
from metrics.definitions import DEFINITIONS
from metrics.forecast.forecast import Outlook
from pages.figures.series import Subject, subject_of
from pages.forecasts.ahead import Ahead, ahead, can_be_forecast
from pages.panels.cards import overview_cards
from pages.panels.goals import target_of
from view.state import View


class OutlookRow(BaseModel):
    """One metric: its newest figure, and the last period that is forecast, in display units.

    `ahead` is 0 and all else but `newest` is None where nothing is told; `outlook` says why.
    """

    metric: str
    series: str
    outlook: Outlook
    newest: float | None
    ahead: int = 0
    value: float | None = None
    low_80: float | None = None
    high_80: float | None = None
    low_95: float | None = None
    high_95: float | None = None
    target: float | None = None
    chance: float | None = None


ROWS = TypeAdapter(list[OutlookRow])


def outlooks_json(snapshot: Snapshot, view: View, say: Step) -> str:
    """`ROWS` of the key figures that can be forecast. Raises UnavailableError."""
    subjects = subjects_of(snapshot.catalog, view)
    rows = []
    for place, subject in enumerate(subjects):
        say(f"{place} of {len(subjects)} metrics")
        target = target_of(snapshot.catalog, view, subject.metric)
        found = ahead(snapshot, view, subject, target)
        if found is not None:
            rows.append(_row(found, subject, target))
    return ROWS.dump_json(rows).decode()


def subjects_of(catalog: Catalog, view: View) -> list[Subject]:
    """The key figures of Overview that can be forecast."""
    cards = [DEFINITIONS[key] for key in overview_cards(catalog, view)]
    able = [subject_of(catalog, one.key) for one in cards if catalog.answers_metric(one)]
    return [one for one in able if can_be_forecast(catalog, one)]


def _row(found: Ahead, subject: Subject, target: float | None) -> OutlookRow:
    told = found.found
    newest = found.history["value"].iloc[-1]
    row = OutlookRow(
        metric=subject.metric.key,
        series=subject.series,
        outlook=told.outlook,
        newest=None if newest != newest else float(newest),
        target=target,
    )
    if told.outlook != Outlook.TOLD:
        return row
    last = {
        name: float(getattr(told, name)[-1])
        for name in ("value", "low_80", "high_80", "low_95", "high_95", "chance")
    }
    if math.isnan(last["chance"]):
        del last["chance"]
    return row.model_copy(update={"ahead": len(told.value), **last})
