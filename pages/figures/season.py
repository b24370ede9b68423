"""Whether a season could be taken for a change: the same change a year before, or in all years."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import TypeAlias

import pandas as pd

from data.catalog import Catalog
from data.grains import GRAINS, add_months, bucket_start, bucket_within, buckets
from data.scope import Span
from metrics.definitions import DEFINITIONS, MetricDefinition
from metrics.inference.seasonal_verdicts import YEARS, beside_last_year, beside_usual_season
from metrics.inference.verdicts import Verdict
from pages.figures.comparison import PERIOD
from pages.figures.coverage import BY_ROWS, covered_in_full, grows_with_days
from pages.figures.observation_window import judged_to
from view.known_days import known_days
from view.periods import previous, year_before
from view.state import View

_MOST_YEARS = 4  # before the view: seasons change
Ask: TypeAlias = Callable[
    [View, Sequence[MetricDefinition], tuple[str, ...], str], pd.DataFrame | None
]


def same_a_year_before(view: View) -> View | None:
    """The view of the same change a year before; None where both sides are of the same season.

    They are where nothing but the segment differs, or where the base begins a year before.
    """
    ago = year_before(view.span)
    if view.compare != "previous" or previous(view.span).start <= ago.start:
        return None
    return replace(view, span=ago)


def season_known(catalog: Catalog, view: View, metric: MetricDefinition) -> bool:
    """True where the data cover last year's same change of a metric, both sides in full."""
    ago = same_a_year_before(view)
    parts = [DEFINITIONS[part.metric] for part in catalog.xqi] if metric.of_parts else [metric]
    return ago is not None and all(covered_in_full(catalog, ago, one.table) for one in parts)


def usual_season_known(catalog: Catalog, view: View, metric: MetricDefinition) -> bool:
    """True where the usual season of the view's change can be told from `YEARS` years before.

    Of a whole month or quarter; of what is told by its rows alone and does not grow with the days.
    Not to readers who are held to their days, and not where each view stands for itself.
    """
    grain = _grain(view)
    if not grain or catalog.anonymous or catalog.days_held or not _by_period(metric):
        return False
    span = _periods_before(view, grain, YEARS)
    return known_days(catalog, metric.table).days(span) == span.days


def judged(
    found: pd.DataFrame,
    catalog: Catalog,
    view: View,
    metrics: Sequence[MetricDefinition],
    keys: Sequence[str],
    grain: str,
    ask: Ask,
) -> pd.DataFrame:
    """Figures by these keys with verdicts that a season alone does not make real.

    Of the whole view beside the usual season where that can be told, else beside last year's same
    change. `ask` reads the same figures of another view, by other keys and a grain; it is asked
    only for what would be real else.
    """
    real = set(found["metric"].array[found["verdict"].array == Verdict.REAL].unique())
    ago = same_a_year_before(view) if real else None
    if ago is None:
        return found
    left = [one for one in metrics if one.key in real]
    if not keys:
        usual = [one for one in left if usual_season_known(catalog, view, one)]
        left = [one for one in left if one not in usual]
        found = _beside_usual_season(found, catalog, view, usual, ask) if usual else found
    asked = [one for one in left if season_known(catalog, view, one)]
    before = ask(ago, asked, tuple(keys), grain) if asked else None
    if before is None:
        return found
    if PERIOD in keys:
        before = before.assign(**{PERIOD: _a_year_later(before[PERIOD], grain)})
    return beside_last_year(found, before, keys, _overlap(view))


def _beside_usual_season(
    found: pd.DataFrame,
    catalog: Catalog,
    view: View,
    metrics: Sequence[MetricDefinition],
    ask: Ask,
) -> pd.DataFrame:
    """The same beside all periods of the last years, which are read at once."""
    grain = _grain(view)
    span = _periods_before(view, grain, _MOST_YEARS)
    own = replace(view, span=span, compare="none", grain=grain, weighted=False)
    earlier = ask(own, metrics, (PERIOD,), grain)
    if earlier is None:
        return found
    starts = buckets(span, grain)
    ago = {pd.Timestamp(start): place for place, start in enumerate(reversed(starts))}
    whole = [
        (metric, series, pd.Timestamp(start))
        for metric, series in earlier[["metric", "series"]].drop_duplicates().to_numpy()
        for start in starts
        if _in_full(catalog, metric, series, bucket_within(start, grain, span))
    ]
    rows = pd.MultiIndex.from_frame(earlier[["metric", "series", PERIOD]].astype({"series": str}))
    kept = earlier[rows.isin(whole)]
    kept = kept.assign(ago=[ago[period] for period in pd.DatetimeIndex(kept[PERIOD])])
    return beside_usual_season(found, kept, 12 // GRAINS[grain].months)


def _in_full(catalog: Catalog, metric: str, series: str, span: Span) -> bool:
    """True where the data cover a period, and the metric can judge all of its days."""
    to = judged_to(catalog, metric)
    known = known_days(catalog, DEFINITIONS[metric].table, series)
    return known.days(span) == span.days and (to is None or span.end <= to)


def _by_period(metric: MetricDefinition) -> bool:
    """True of metrics whose figures of all periods are read at once.

    Not of an index, whose parts may have another season each, of what has readers of its own, and
    of percentiles beside a median, which are not asked by period.
    """
    apart = metric.answered_by or metric.of_parts or (metric.quantile and metric.beside)
    return metric.table in BY_ROWS and not apart and not grows_with_days(metric)


def _grain(view: View) -> str:
    """`month` or `quarter` where the view is exactly one, else nothing."""
    months = {1: "month", 3: "quarter"}
    grain = months.get(view.span.whole_months, "")
    return grain if grain and bucket_start(view.span.start, grain) == view.span.start else ""


def _periods_before(view: View, grain: str, years: int) -> Span:
    """The days of the periods before the view, back to what the change so long ago was from."""
    months = 12 * years + GRAINS[grain].months
    return Span(add_months(view.span.start, -months), previous(view.span).end)


def _overlap(view: View) -> float:
    """The share of the view's base that last year's same period has in common with it."""
    base, ago = previous(view.span), year_before(view.span)
    return max((ago.end - base.start).days + 1, 0) / base.days


def _a_year_later(periods: pd.Series, grain: str) -> pd.Series:
    """The periods of a trend a year later; weeks are 364 days apart."""
    if grain == "week":
        return periods + timedelta(days=364)
    return periods.map(lambda period: pd.Timestamp(add_months(period.date(), 12)))
