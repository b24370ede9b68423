"""Money at risk: what it comes to, and what each NPS group did after its answers."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from dash import html

from components import tables, text
from components.chip import chip
from data.catalog import Catalog
from metrics.series import NPS_GROUPS
from pages.figures.figure import Figure, figures_of
from pages.panel import Page, Panel
from view.state import View

_HEADS = {
    "left_after_answer": "Left",
    "revenue_left_after_answer": "Annual revenue lost",
    "ordered_after_answer": "Ordered, each",
}


def money_at_risk(panel: Panel, page: Page, catalog: Catalog, *_: object) -> html.Div:
    """The sum in words, and a table of the NPS groups, each compared with promoters."""
    view, currency = page.view, catalog.currency
    cells = {(row.metric, row.segment): row for row in figures_of(panel.frame)}
    shown = [metric for metric in _HEADS if any(metric == key for key, _ in cells)]
    head = ["NPS group", "Customers"]
    for metric in shown:
        unit = f", {currency}" if metric == "ordered_after_answer" and currency else ""
        head += [f"{_HEADS[metric]}{unit}", "against promoters"]
    body: list[list[tables.Cell]] = []
    for group in NPS_GROUPS:
        first = cells.get((shown[0], group))
        if first is None:
            continue
        row: list[tables.Cell] = [group.capitalize(), text.n_of(first.shown_n)]
        for metric in shown:
            row += _figure(cells.get((metric, group)), view)
        body.append(row)
    table = tables.table(head, body, numeric_from=1)
    money = cells.get(("money_at_risk", NPS_GROUPS[0]))
    return html.Div([*_sum(money, currency), table])


def _figure(row: Figure | None, view: View) -> list[tables.Cell]:
    if row is None:
        return ["–", ""]
    if row.hidden:
        return [text.hidden(row.hidden, row.definition), ""]
    found = text.with_interval(row.value, row.low, row.high, row.definition)
    # Groups are compared, not periods.
    return [found, chip(row, replace(view, compare="rest")) if row.base_n else ""]


def _sum(row: Figure | None, currency: str) -> list[Any]:
    if row is None or row.hidden:
        return []
    metric = row.definition
    return [
        html.Div(
            [
                html.Span(
                    f"{currency} {text.short_amount(row.value, metric)}", className="cx-hero"
                ),
                html.Span(
                    text.short_interval(row.value, row.low, row.high, metric),
                    className="cx-quiet",
                    title="95% interval",
                ),
            ],
            className="cx-figure",
        ),
        html.P(
            f"a year: the annual revenue of {text.count(row.n)} current detractors, times the "
            "share of revenue that detractors lost beyond promoters.",
            className="cx-quiet",
        ),
    ]
