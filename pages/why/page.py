"""Why: of one metric what its change is made of, where it changed differently, what comes next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

import pandas as pd

from data.catalog import Catalog
from data.store.snapshots import Snapshot
from metrics.definitions import DEFINITIONS, MetricDefinition
from metrics.inference.verdicts import Verdict
from pages.drivers.panels import driver_panels
from pages.figures.series import Subject, subject_of
from pages.forecasts.panels import KEY as FORECAST
from pages.forecasts.panels import forecast_panel, outlooks_panel
from pages.guard import panels_of, words_of
from pages.panel import Briefing, Choice, Finding, Kind, Page, Panel
from pages.panels.cards import overview_cards
from pages.panels.trends import no_figure
from pages.why.bridges import bridge_panel, crossed, ways_shown
from pages.why.cut import Cut, read_cut
from pages.why.places import places_panel
from pages.why.words import not_compared, what_changed
from pages.words.briefing import rest
from pages.words.left_out import left_out
from pages.words.sentence import account, details
from pages.words.series_names import unit_note
from view.state import View


def read_why(snapshot: Snapshot, view: View) -> Page:
    """What the change of a metric of the view is made of: that of the link, else of Overview."""
    catalog = snapshot.catalog
    subject = _subject(catalog, view)
    if subject is None:
        words = "No rate, mean or NPS here: only these have a bridge."
        return Page(view, words, details(catalog, view), ())
    cut = read_cut(snapshot, view, subject)
    note = left_out(catalog, view, (subject.metric.table,))
    if cut is None:
        figure = no_figure("figure", Kind.FIGURES, subject, view)
        figure = replace(figure, choices=_choices(catalog, view, subject.metric))
        beside = _beside(snapshot, view, subject)
        words = f"There is no figure of {subject.metric.subject} in this view."
        return Page(view, words, details(catalog, view), (figure, *beside), note)
    frame = cut.figures.table([subject.metric])
    assert frame is not None
    rows = frame[frame["series"] == cut.row.series].reset_index(drop=True)
    figure = _figure_panel(catalog, view, subject, rows)
    why_not = not_compared(view, cut.row, catalog)
    beside = _beside(snapshot, view, subject)
    if why_not:
        full = account(view, [cut.row], {}, catalog)
        said = Briefing(why_not, (), full)
        return _page(cut, said, [figure, *beside], note)
    return _compared(cut, figure, beside, note)


def _beside(snapshot: Snapshot, view: View, subject: Subject) -> list[Panel]:
    """What goes with the metric, and what comes next of it and of the key figures."""
    return [
        *panels_of("drivers", partial(driver_panels, snapshot, view, subject)),
        *panels_of(FORECAST, partial(forecast_panel, snapshot, view, subject)),
        *panels_of("outlooks", partial(outlooks_panel, snapshot, view)),
    ]


def _compared(cut: Cut, figure: Panel, beside: Sequence[Panel], note: str) -> Page:
    """The page of a figure that has another side."""
    view, catalog, row = cut.view, cut.catalog, cut.row
    why, search = cut.reason() if row.verdict == Verdict.REAL else None, cut.search()
    panels = [figure, *panels_of("where", lambda: places_panel(cut, search))]
    pair = crossed(cut, why)
    for key, way in ways_shown(cut, why, pair).items():
        panels += panels_of(key, partial(bridge_panel, key, cut, way))
    pair_of = [cut.dimensions[key] for key in pair]
    said = words_of(lambda: what_changed(view, row, why, search, pair_of, catalog))
    return _page(cut, said, [*panels, *beside], note)


def _page(cut: Cut, said: Briefing, panels: Sequence[Panel], note: str) -> Page:
    """The page; its quiet line leaves out the figure, of which all else tells."""
    view, catalog, row = cut.view, cut.catalog, cut.row
    quiet = rest([row], [Finding(row, row.definition.name, "")], catalog, view)
    return Page(
        view, said.headline, details(catalog, view), tuple(panels), note,
        rest=quiet, account=said.account,
    )  # fmt: skip


def _subject(catalog: Catalog, view: View) -> Subject | None:
    """What the link names, else the first card of Overview that has a bridge."""
    if view.metric:
        return subject_of(catalog, view.metric)
    first = next(iter(_able(catalog, view)), None)
    return None if first is None else subject_of(catalog, first.key)


def _able(catalog: Catalog, view: View) -> list[MetricDefinition]:
    """Those of Overview that have a bridge."""
    metrics = (DEFINITIONS[key] for key in overview_cards(catalog, view))
    whole = len(view.levels("touchpoint")) == 1
    able = (one for one in metrics if one.is_average and (one.pooled or whole))
    return [one for one in able if catalog.answers_metric(one)]


def _choices(catalog: Catalog, view: View, metric: MetricDefinition) -> tuple[Choice, ...]:
    """The key figures that have a page Why."""
    return tuple(
        Choice("metric", one.key, one.short, one == metric) for one in _able(catalog, view)
    )


def _figure_panel(catalog: Catalog, view: View, subject: Subject, rows: pd.DataFrame) -> Panel:
    """The figure itself, and the others of Overview to go on to."""
    metric = subject.metric
    return Panel(
        key="figure",
        kind=Kind.FIGURES,
        title=metric.name,
        subtitle=unit_note(subject.series, catalog.currency, metric),
        frame=rows,
        metric=metric.key,
        choices=_choices(catalog, view, metric),
        currency=catalog.currency,
    )
