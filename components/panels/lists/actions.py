"""Registered actions and what came of them: a list of links to their trends, and as a table."""

from __future__ import annotations

from datetime import date, timedelta
from urllib.parse import parse_qsl

import pandas as pd
from dash import dcc, html

from components import tables, text
from components.links import href
from data.catalog import Catalog
from data.scope import Filters, Span
from metrics.actions.verdict import Outcome
from metrics.definitions import DEFINITIONS
from pages.actions.words import WEEKS, expected_words, outcome_words
from pages.panel import Page, Panel
from view.pages import page_of_trend
from view.state import View

_AROUND = timedelta(days=364)  # of an action that the trend shows, before and after
_MARKS = {Outcome.WORKED: "good", Outcome.DID_NOT: "bad"}


def actions(panel: Panel, page: Page, catalog: Catalog, *_: object) -> html.Ol:
    """A line for each action: its verdict, its effect, both groups before and after."""
    return html.Ol(
        [_line(row, panel, page.view, catalog) for row in _rows(panel)],
        className="cx-findings cx-actions",
    )


def _line(row: tables.Row, panel: Panel, view: View, catalog: Catalog) -> html.Li:
    tone = _MARKS.get(Outcome(row["verdict"]), "neutral")
    known = row["effect"] is not None
    mark = text.arrow(row["effect"], 12) if known else "="
    parts = [
        html.Span(mark, className=f"cx-arrow cx-mark-{tone}"),
        dcc.Link(row["action"], href=_trend(row, view, catalog), className="cx-place-name"),
        html.Span(_outcome(row), className="cx-finding-value"),
        html.Span(
            _effect(row, panel) if known else row["would_be_seen"], className="cx-finding-why"
        ),
        html.Span(_about(row), className="cx-finding-cost"),
    ]
    return html.Li(parts, className="cx-finding")


def actions_table(panel: Panel, view: View, catalog: Catalog) -> html.Div:
    """The same with n of both groups before and after."""
    body: list[list[tables.Cell]] = []
    for row in _rows(panel):
        metric, known = DEFINITIONS[row["metric"]], row["effect"] is not None
        sides = ("before", "after", "others_before", "others_after")
        numbers = ("n_before", "n", "others_n_before", "others_n")
        effect = "–"
        if known:
            value, low, high = _signed(row, "effect", "low", "high")
            effect = f"{value} ({low}\u00a0to\u00a0{high})"
        body.append(
            [
                dcc.Link(row["action"], href=_trend(row, view, catalog)),
                row["where"],
                text.days(Span(row["first_day"], row["last_day"])),
                metric.short,
                _outcome(row),
                effect,
                *(text.amount(row[side], metric) for side in sides),
                *(text.count(row[name]) if known else "–" for name in numbers),
                "–" if row["seen"] is None else text.amount(row["seen"], metric),
            ]
        )
    head = ["Action", "Where", "Days", "Metric", "Verdict", "Effect, 95% interval"]
    head += ["There before", "There after", "Others before", "Others after"]
    head += ["n before", "n", "n others before", "n others", "Least seen"]
    return tables.table(head, body, numeric_from=5)


def _rows(panel: Panel) -> list[tables.Row]:
    """Those of the panel, with None where nothing is known."""
    records = panel.frame.astype(object).to_dict("records")
    return [
        {name: None if pd.isna(value) else value for name, value in row.items()} for row in records
    ]


def _outcome(row: tables.Row) -> str:
    periods = row["weeks"] // WEEKS
    return outcome_words(row["verdict"], row["doubt"], row["whole"], periods, less=row["less"])


def _signed(row: tables.Row, *names: str, currency: str = "") -> list[str]:
    metric = DEFINITIONS[row["metric"]]
    return [text.signed(row[name], metric, row["after"], currency) for name in names]


def _effect(row: tables.Row, panel: Panel) -> str:
    """`NPS +7.1 beyond the others (+3.0 to +11.2): there 30.1 to 38.2, others 32.0 to 33.0`."""
    metric = DEFINITIONS[row["metric"]]
    value, low, high = _signed(row, "effect", "low", "high", currency=panel.currency)
    there, others = (
        f"{text.amount(row[first], metric)} to {text.amount(row[last], metric)}"
        for first, last in (("before", "after"), ("others_before", "others_after"))
    )
    return (
        f"{metric.short} {value} beyond the others ({low} to {high}): there {there} "
        f"(n {text.count(row['n'])}), others {others} (n {text.count(row['others_n'])})"
    )


def _about(row: tables.Row) -> str:
    """`Region: EMEA · 1 Mar 2026 · NPS expected up by 5.0 points or more after 12 weeks`."""
    metric = DEFINITIONS[row["metric"]]
    expected = expected_words(row["sign"], row["size"], row["weeks"] // WEEKS, metric)
    said = [row["where"], text.days(Span(row["first_day"], row["last_day"]))]
    said.append(f"{metric.short} {expected}")
    if row["registered"] > row["first_day"]:
        said.append(f"registered after it began, {text.day(row['registered'])}")
    return " · ".join(said)


def _trend(row: tables.Row, view: View, catalog: Catalog) -> str:
    """The trend of its metric in its segment, a year before and after it as far as data go."""
    first, last = row["first_day"], row["last_day"]
    start: date = max(first - _AROUND, catalog.first_day)
    end: date = min(last + _AROUND, catalog.last_day)
    if start > end:  # of days to come
        start, end = max(catalog.last_day - _AROUND, catalog.first_day), catalog.last_day
    pairs = parse_qsl(row["filters"], keep_blank_values=True)
    scope: Filters = tuple(
        (one.key, levels)
        for one in catalog.dimensions
        if (levels := tuple(level for key, level in pairs if key == one.key))
    )
    return href(
        view, catalog, page=page_of_trend(view.page), period="", span=Span(start, end),
        compare="none", grain="month", grain_given=True, filters=scope,
        metric=row["named"],
    )  # fmt: skip
