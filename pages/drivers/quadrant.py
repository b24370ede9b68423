"""Importance against performance: what matters and falls short (Martilla and James 1977)."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pandas as pd

from data.store.snapshots import Snapshot
from metrics.targets import TargetVerdict, against_target
from pages.drivers.predictors import Group, Predictor
from pages.drivers.work import Driver, Found
from pages.figures.figure import Figure, figures_of
from pages.figures.read import read
from pages.figures.series import Subject, definition_of
from pages.panel import Kind, Panel
from pages.panels.goals import goal_of, places_of
from view.state import View

_PEERS = 3  # touchpoints of a question, at least, whose mean is a threshold
_NAMES = {  # of importance above its mean, and of performance
    (True, TargetVerdict.MISSED): "Concentrate here",
    (True, TargetVerdict.MET): "Keep up the good work",
    (False, TargetVerdict.MISSED): "Low priority",
    (False, TargetVerdict.MET): "Possible overkill",
}


def quadrant_panel(snapshot: Snapshot, view: View, subject: Subject, found: Found) -> list[Panel]:
    """A row for each touchpoint that was weighed; none where no score is above noise.

    driver, touchpoint, series, importance with its interval and their mean, above_noise, value with
    low, high and n in the view, threshold (its target, else the mean of the touchpoints with the
    same question; `threshold_is`), gap between both (points, better above 0) and quadrant: empty
    where it is within noise, too close to call, or goes the other way than better with better.
    """
    drivers = next((one.drivers for one in found.groups if one.group == Group.SCORES), [])
    if not any(one.above_noise for one in drivers):
        return []
    mean = sum(one.weight for one in drivers) / len(drivers)
    asked = [one for one in drivers if len(one.of) == 1 and one.of[0].touchpoint]
    figures = _figures(snapshot, view, [one.of[0] for one in asked])
    known = [(one, row) for one in asked if (row := figures.get(_place(one.of[0])))]
    shown = Counter(row.series for _, row in known)
    rows = []
    for one, row in known:
        goal = goal_of(
            snapshot.catalog.targets, row.metric,
            (*places_of(view), ("touchpoint", row.touchpoint)),
        )  # fmt: skip
        if goal is None and shown[row.series] < _PEERS:
            continue
        peers = [other.value for _, other in known if other.series == row.series]
        threshold = goal.value if goal else sum(peers) / len(peers)
        rows.append(
            _row(one, row, threshold, mean, subject)
            | {"threshold_is": "target" if goal else "mean"}
        )
    if not rows:
        return []
    return [
        Panel(
            key="quadrant",
            kind=Kind.QUADRANT,
            title=f"Importance for {subject.metric.short} against performance",
            subtitle="weight in % · points from the target, else from the mean of its question",
            frame=pd.DataFrame(rows),
            metric=subject.metric.key,
            note=_note(len(drivers) - len(rows), rows),
        )
    ]


def _place(one: Predictor) -> tuple[str, str]:
    return one.series, one.touchpoint


def _figures(
    snapshot: Snapshot, view: View, asked: list[Predictor]
) -> dict[tuple[str, str], Figure]:
    """The figures of the view that are shown, by series and touchpoint."""
    metrics = list(dict.fromkeys(definition_of(one.series) for one in asked))
    own = replace(view, compare="none", weighted=False)
    frame = read(snapshot, own, metrics, ("touchpoint",)).table(metrics, ("touchpoint",))
    rows = [] if frame is None else figures_of(frame)
    return {(row.series, row.touchpoint): row for row in rows if row.value == row.value}


def _row(
    one: Driver, row: Figure, threshold: float, mean: float, subject: Subject
) -> dict[str, object]:
    better = one.correlation > 0
    if subject.metric.higher_is_better is False:
        better = not better
    judged = against_target(row.low, row.high, threshold, row.definition)
    name = _NAMES.get((one.weight >= mean, judged), "") if one.above_noise and better else ""
    return {
        "driver": one.name,
        "touchpoint": row.touchpoint,
        "series": row.series,
        "importance": one.weight,
        "importance_low": one.low,
        "importance_high": one.high,
        "importance_mean": mean,
        "above_noise": one.above_noise,
        "value": row.value,
        "low": row.low,
        "high": row.high,
        "n": row.n,
        "threshold": threshold,
        "gap": row.value - threshold,
        "quadrant": name,
    }


def _note(missing: int, rows: list[dict[str, object]]) -> str:
    """Which to concentrate on, and which of those that were weighed are not here."""
    first = [str(row["driver"]) for row in rows if row["quadrant"] == "Concentrate here"]
    told = "; ".join(first) if first else "none for certain"
    words = f"Concentrate here: {told}. Importance is an association, not a cause."
    if missing:
        told = "1 score is" if missing == 1 else f"{missing} scores are"
        words += f" {told} not here: without a target, or of fewer than {_PEERS} such touchpoints."
    return words
