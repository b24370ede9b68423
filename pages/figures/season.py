"""Whether a season could be taken for a change, and the view of the same change a year before."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta

import pandas as pd

from data.catalog import Catalog
from data.grains import add_months
from metrics.definitions import DEFINITIONS, MetricDefinition
from metrics.inference.season import beside_last_year
from metrics.inference.verdicts import Verdict
from pages.figures.comparison import PERIOD
from pages.figures.coverage import covered_in_full
from view.periods import previous, year_before
from view.state import View


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


def judged(
    found: pd.DataFrame,
    catalog: Catalog,
    view: View,
    metrics: Sequence[MetricDefinition],
    keys: Sequence[str],
    grain: str,
    ask: Callable[[View, Sequence[MetricDefinition], tuple[str, ...]], pd.DataFrame | None],
) -> pd.DataFrame:
    """Figures by these keys with verdicts that a season alone does not make real.

    `ask` reads the same figures of another view; it is asked only for what would be real else.
    """
    real = set(found["metric"].array[found["verdict"].array == Verdict.REAL].unique())
    ago = same_a_year_before(view) if real else None
    asked = [one for one in metrics if one.key in real and season_known(catalog, view, one)]
    before = ask(ago, asked, tuple(keys)) if ago and asked else None
    if before is None:
        return found
    if PERIOD in keys:
        before = before.assign(**{PERIOD: _a_year_later(before[PERIOD], grain)})
    return beside_last_year(found, before, keys, _overlap(view))


def _overlap(view: View) -> float:
    """The share of the view's base that last year's same period has in common with it."""
    base, ago = previous(view.span), year_before(view.span)
    return max((ago.end - base.start).days + 1, 0) / base.days


def _a_year_later(periods: pd.Series, grain: str) -> pd.Series:
    """The periods of a trend a year later; weeks are 364 days apart."""
    if grain == "week":
        return periods + timedelta(days=364)
    return periods.map(lambda period: pd.Timestamp(add_months(period.date(), 12)))
