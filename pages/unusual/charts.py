"""The control charts of a page: one of each key figure, over whole periods, and who reads them.

They go back further than the view, so that twelve months are seen beside those before them. Cards,
headline and trend read the same chart.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

import numpy as np
import numpy.typing as npt
import pandas as pd

from data.catalog import Catalog
from data.grains import DAY, bucket_start, buckets, next_start
from data.scope import Span
from data.store.snapshots import Snapshot
from metrics.alerts.scales import scale_of
from metrics.definitions import DEFINITIONS
from metrics.inference.control_charts import FEWEST, Limits, limits
from metrics.inference.monitoring import LONGEST, Band, band
from pages.figures.series import Subject
from pages.guard import value_of
from pages.heavy.kinds import answer_of
from pages.unusual.histories import (
    ROWS,
    Histories,
    History,
    Key,
    few_rows,
    is_charted,
    periods_before,
    read_histories,
)
from pages.unusual.phases import days_of, joined, of_phase, phases
from pages.unusual.shown import Chart, Charts
from view.state import View

Array = npt.NDArray[np.float64]
_NONE = np.empty(0)
_UNTOLD = Limits(np.nan, _NONE, _NONE, np.nan, np.nan, np.nan)  # of a phase that is too short


def charts_of(
    snapshot: Snapshot, view: View, totals: Iterable[pd.DataFrame | None], subject: Subject | None
) -> Charts:
    """The charts of the cards and of the trend of a page, which are read together.

    None where they fail: the page stands without. Raises UnavailableError.
    """
    keys: list[Key] = [] if subject is None else [(subject.metric.key, subject.series)]
    for one in totals:
        if one is not None:
            keys += zip(one["metric"], one["series"].astype(str), strict=True)
    charted = [key for key in dict.fromkeys(keys) if is_charted(DEFINITIONS[key[0]])]
    found, _ = value_of("charts", lambda: _read(snapshot, view, charted))
    return found or Charts()


def _read(snapshot: Snapshot, view: View, keys: Sequence[Key]) -> Charts:
    span = _span(view, snapshot.catalog)
    if not keys or len(buckets(span, view.grain)) <= FEWEST:
        return Charts(early=frozenset(keys))
    found = _histories(snapshot, replace(view, span=span), keys)
    made = _made(found.of, keys, replace(view, span=span), snapshot.catalog)
    early = {key for key in keys if key in found.of and (key not in made or made[key].is_early)}
    return Charts(made, frozenset(early), found.pending)


def _histories(snapshot: Snapshot, view: View, keys: Sequence[Key]) -> Histories:
    """Those of the keys; pending while they are worked out."""
    metrics = [DEFINITIONS[metric] for metric in dict.fromkeys(metric for metric, _ in keys)]
    catalog = snapshot.catalog
    if _days_alone(catalog) or few_rows(catalog, metrics):
        rows = read_histories(snapshot, view, metrics)
    else:
        answer = answer_of(snapshot, view, "histories", grain=view.grain)
        if answer.result is None:
            return Histories({}, answer.key)
        rows = [] if answer.result.failed else ROWS.validate_json(answer.result.content)
    return Histories({(one.metric, one.series): one for one in rows})


def _days_alone(catalog: Catalog) -> bool:
    """True for readers who may not read the months before those of their view."""
    return catalog.anonymous or catalog.days_held


def _span(view: View, catalog: Catalog) -> Span:
    """`LONGEST` periods up to the end of the view, all of the view, of the days of the data."""
    if _days_alone(catalog):
        return view.span
    back = periods_before(view.span.end, view.grain, LONGEST)
    first = bucket_start(view.span.start, view.grain)
    return Span(max(min(back, first), min(catalog.first_day, view.span.start)), view.span.end)


def _made(
    histories: Mapping[Key, History], keys: Sequence[Key], view: View, catalog: Catalog
) -> dict[Key, Chart]:
    """The charts of whole periods in the view's span; all limits in one go.

    Of each phase there is a column.
    """
    span, grain = view.span, view.grain
    known = [key for key in keys if key in histories]
    after = next_start(bucket_start(span.end, grain), grain)
    last = after if after - DAY == span.end else bucket_start(span.end, grain)
    periods = [one for one in buckets(span, grain) if span.start <= one < last]
    if not known or not periods:
        return {}
    parts = {key: phases(periods, last, days_of(key, view.new_levels, catalog)) for key in known}
    value, error, n = (
        np.stack(
            [
                of_phase(_on(periods, histories[key], name), part)
                for key in known
                for part in parts[key]
            ],
            axis=1,
        )
        for name in ("value", "error", "n")
    )
    found, made, place = band(value, error, n, grain, len(keys)), {}, 0
    for key in known:
        own = range(place, place := place + len(parts[key]))
        if max(np.isfinite(value[:, at]).sum() for at in own) <= FEWEST:
            continue
        days, newest = _on(periods, histories[key], "days"), own[-1]
        limits_of = joined([found.of(at) for at in own], parts[key])
        columns = value[:, newest], error[:, newest], n[:, newest], days
        made[key] = _chart(key, periods, columns, limits_of)
    return made


def _on(periods: Sequence[date], history: History, name: str) -> Array:
    """One of its lists by these periods, NaN where it has none of them."""
    known = dict(zip(history.periods, getattr(history, name), strict=True))
    return np.array([known.get(one, np.nan) for one in periods], dtype=float)


def _chart(
    key: Key, periods: list[date], columns: tuple[Array, Array, Array, Array], found: Band
) -> Chart:
    """Of one metric: value, standard error, n of the newest phase and days by period."""
    value, error, n, days = columns
    metric, series = key
    definition, known = DEFINITIONS[metric], np.isfinite(value)
    least, most = scale_of(definition, series)
    size = int(known.sum())
    usual = limits(value[known], error[known], n[known]) if size > FEWEST else _UNTOLD
    return Chart(
        periods,
        days,
        found._replace(low=np.maximum(found.low, least), high=np.minimum(found.high, most)),
        size,
        usual.sigma_z,
        (max(usual.usual_low, least), min(usual.usual_high, most)),
        definition.kind == "count",
    )
