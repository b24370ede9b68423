"""The rows of an action's segment and of the untouched ones, by four-week periods around it."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

import numpy as np
import pandas as pd

from data.catalog import Catalog
from data.grains import DAY
from data.scope import Filters, Span
from data.store.snapshots import Snapshot
from metrics.actions.blocks import BEFORE, DAYS, LEAST_N, Blocks, blocks_of, steady
from metrics.actions.verdict import Doubt
from metrics.definitions import MetricDefinition
from metrics.estimates import why_hidden
from metrics.inference import samples
from metrics.sums.cells import Cells
from metrics.sums.grouping import IntArray, coded
from pages.figures.comparison import PERIOD
from pages.figures.coverage import BY_ROWS
from pages.figures.observation_window import judged_days
from pages.figures.read import Figures, read
from pages.figures.series import Subject
from view.state import View


class Measured(NamedTuple):
    """What an action is judged by. `whole`: four-week periods after it that the data have whole.

    `blocks` None where nothing may be told, for the reason of `doubt`.
    """

    blocks: Blocks | None
    whole: int
    doubt: Doubt = Doubt.NONE


def can_be_judged(catalog: Catalog, metric: MetricDefinition, scope: Filters) -> bool:
    """True for means and shares of rows that each belong to one segment."""
    by_rows = metric.table in BY_ROWS and not metric.answered_by and not metric.of_parts
    divided = all(catalog.divides(key, metric) for key, _ in scope)
    return metric.is_average and by_rows and divided


def measured(
    snapshot: Snapshot, subject: Subject, scope: Filters, days: Span, periods: int
) -> Measured:
    """The periods around an action on these days, `periods` of them after it at most.

    Of all rows of the reader. Raises UnavailableError.
    """
    known = judged_days(snapshot.catalog, subject.metric, subject.series)
    before_end, after = min(days.start - DAY, known.end), days.end + DAY
    many = min(((before_end - known.start).days + 1) // DAYS, BEFORE)
    whole = max(((known.end - after).days + 1) // DAYS, 0)
    told = min(whole, periods)
    if many < 1 or not can_be_judged(snapshot.catalog, subject.metric, scope):
        return Measured(None, whole, Doubt.SHORT)
    before = Span(before_end - (many * DAYS - 1) * DAY, before_end)
    sides = [before, *([Span(after, after + (told * DAYS - 1) * DAY)] if told else [])]
    times = _times(snapshot, subject, scope, sides)
    if isinstance(times, Doubt):
        return Measured(None, whole, times)
    keys = tuple(key for key, _ in scope)
    days_of_both = _view(Span(before.start, sides[-1].end))
    figures = read(snapshot, days_of_both, [subject.metric], keys, "day")
    cells = _of_subject(figures, subject, (PERIOD, *keys))
    if cells is None:
        return Measured(None, whole, Doubt.SHORT)
    place = _places(cells, before_end, after)
    since = _days_since(cells, before_end)
    counted = np.flatnonzero((since <= 0) | (since > (after - before_end).days - 1))
    cells, place = cells.pick(counted), place[counted]
    unit = _units(cells, scope)
    spread = np.where(np.arange(unit.max() + 1) == 0, times[0], times[1])
    blocks = blocks_of(cells, unit, place, subject.metric, spread)
    return Measured(steady(blocks, max(LEAST_N, snapshot.catalog.minimum_n)), whole)


def _view(span: Span, filters: Filters = ()) -> View:
    """These days, compared with nothing."""
    return View(
        page="why", period="", span=span, grain="day", grain_given=False, compare="none",
        filters=filters, by="", metric="", weighted=False, scores=(), tables=(),
    )  # fmt: skip


def _of_subject(figures: Figures, subject: Subject, keys: tuple[str, ...]) -> Cells | None:
    metric = subject.metric
    if metric.feedback_metric:
        told = figures.answers if figures.has_common_figure(metric, keys) else None
    else:
        told = figures.found.by(keys).get(metric.key)
    if told is None:
        return None
    cells = told.now.added(keys)
    codes, names = coded(cells.labels["series"])
    rows = np.flatnonzero(np.array([name == subject.series for name in names], dtype=bool)[codes])
    return cells.pick(rows) if len(rows) else None


def _times(
    snapshot: Snapshot, subject: Subject, scope: Filters, sides: list[Span]
) -> tuple[float, float] | Doubt:
    """So many times less the answers tell as several are of one customer: there, and of all.

    Or why nothing may be told: there are no others, or either are too few customers on a side.
    """
    keys, metric = tuple(key for key, _ in scope), subject.metric
    found: list[tuple[float, float]] = []
    for side in sides:
        there = read(snapshot, _view(side, scope), [metric])
        every = read(snapshot, _view(side), [metric], keys)
        cells = _of_subject(every, subject, keys)
        if cells is None:
            return Doubt.SHORT
        hidden = why_hidden(cells, keys, snapshot.catalog.minimum_n, every.customers.persons()[0])
        others = (_units(cells, scope) > 0) & (cells.answers > 0)
        if not others.any():
            return Doubt.UNTOUCHED
        own, whole = (_wider(one, subject) for one in (there, every))
        if own is None or whole is None or not (others & (hidden == "")).any():
            return Doubt.HIDDEN
        found.append((own, whole))
    there_most, all_most = (max(one) for one in zip(*found, strict=True))
    return there_most, all_most


def _wider(figures: Figures, subject: Subject) -> float | None:
    """The variance of a figure by that of as many answers of different customers."""
    frame, cells = figures.table([subject.metric]), _of_subject(figures, subject, ())
    if frame is None or cells is None:
        return None
    row = frame[frame["series"] == subject.series]
    if len(row) != 1 or row["hidden"].iloc[0]:
        return None
    alone = samples.measure(samples.of_cells(cells, subject.metric), subject.metric)
    width = float((alone.high - alone.low)[0])
    return max(1.0, float((row["high"] - row["low"]).iloc[0] / width) ** 2) if width > 0 else 1.0


def _places(cells: Cells, before_end: date, after: date) -> IntArray:
    """The period of each cell: 0 for the first after, -1 for the last before; days between too."""
    since, back = _days_since(cells, after), -_days_since(cells, before_end)
    return np.where(back >= 0, -1 - back // DAYS, since // DAYS)


def _days_since(cells: Cells, day: date) -> IntArray:
    days = pd.DatetimeIndex(cells.labels[PERIOD]).to_numpy().astype("datetime64[D]")
    return (days - np.datetime64(day)).astype(np.int64)


def _units(cells: Cells, scope: Filters) -> IntArray:
    """0 for cells of the segment; the others by their levels, from 1 on."""
    there = np.ones(cells.size, dtype=bool)
    code = np.zeros(cells.size, dtype=np.int64)
    for key, levels in scope:
        own, names = coded(cells.labels[key])
        there &= np.array([name in levels for name in names], dtype=bool)[own]
        code = code * (len(names) + 1) + own
    unit = np.zeros(cells.size, dtype=np.int64)
    unit[~there] = 1 + np.unique(code[~there], return_inverse=True)[1]
    return unit
