"""Money at risk: what each NPS group did after its answers, and which customers may leave."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd
from dash import dcc, html

from components import links, tables, text
from components.chip import chip
from data.catalog import Catalog
from metrics.definitions import DEFINITIONS
from metrics.series import NPS_GROUPS
from pages.figures.figure import Figure, figures_of
from pages.panel import Page, Panel
from view.query import counted, short
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
    return [
        _hero(row.value, row.low, row.high, currency),
        html.P(
            f"a year: the annual revenue of {text.count(row.n)} current detractors, times the "
            "share of revenue that detractors lost beyond promoters.",
            className="cx-quiet",
        ),
    ]


def _hero(value: float, low: float, high: float, currency: str) -> html.Div:
    """An amount of money with its interval, large."""
    metric = DEFINITIONS["money_at_risk"]
    return html.Div(
        [
            html.Span(f"{currency} {text.short_amount(value, metric)}", className="cx-hero"),
            html.Span(
                text.short_interval(value, low, high, metric),
                className="cx-quiet",
                title="95% interval",
            ),
        ],
        className="cx-figure",
    )


def leaving_list(panel: Panel, page: Page, catalog: Catalog, *_: object) -> html.Div:
    """The revenue at risk in words, and the customers, each a link to all that is known of them."""
    whole, people = panel.frame.iloc[0], panel.frame.iloc[1:]
    parts: list[Any] = []
    if pd.notna(whole["revenue_at_risk"]):
        value, low, high = (whole[f"revenue_at_risk{end}"] for end in ("", "_low", "_high"))
        parts.append(_hero(value, low, high, panel.currency))
        words = "a year: the annual revenue of customers who are expected to leave within 90 days."
        parts.append(html.P(words, className="cx-quiet"))
    if len(people):
        parts.append(_people(people, page.view, catalog))
    return html.Div(parts)


def _people(people: pd.DataFrame, view: View, catalog: Catalog) -> html.Div:
    money = DEFINITIONS["money_at_risk"]

    def amount(value: float) -> str:
        return text.with_currency(text.amount(value, money), money, catalog.currency)

    pays, orders = (bool(people[c].notna().any()) for c in ("annual_revenue", "order_chance"))
    body: list[list[tables.Cell]] = []
    for row in people.to_dict("records"):
        who = str(row["customer_id"])
        cells: list[tables.Cell] = [
            dcc.Link(short(who), href=links.customer(view, who, catalog)),
            text.share(row["risk"], row["risk_low"], row["risk_high"]),
        ]
        cells += [amount(row["annual_revenue"])] if pays else []
        if orders:
            chance, days = row["order_chance"], row["order_days"]
            cells += [
                "–" if pd.isna(chance) else f"{chance:.0f}%",
                "–" if pd.isna(days) else counted(days, "days"),
                amount(row["order_value"]),
            ]
        # Broken between reasons alone: where there is little room, rows would be tall.
        reasons = row["raised_by"].replace(" ", "\u00a0").replace(";\u00a0", "; ")
        body.append([*cells, reasons or "–"])
    head = ["Customer", "Risk, 95% interval", *(["Annual revenue"] if pays else [])]
    head += ["Orders in 90 days", "As likely as not within", "Order worth"] if orders else []
    numbers = [False, *[True] * (len(head) - 1), False]
    return tables.table([*head, "Risk raised by"], body, numeric=numbers)


def leaving_tested(panel: Panel, *_: object) -> html.Div:
    """How many left of the first of each list, and of each tenth by risk beside what was told."""
    metric, between = DEFINITIONS[panel.metric], "\u00a0–\u00a0"
    body: list[list[tables.Cell]] = []
    for row in panel.frame.to_dict("records"):
        first = row["part"] != "tenth"
        ends = (text.number(row[f"lift_{end}"], 1) for end in ("low", "high"))
        body.append(
            [
                _which(row["part"], int(row["of"])),
                text.count(row["n"]),
                "" if first else text.amount(row["expected"], metric),
                text.share(row["value"], row["low"], row["high"]),
                f"{text.number(row['lift'], 1)} times ({between.join(ends)})" if first else "",
            ]
        )
    head = ["Customers", "n", "Told", "Left, 95% interval", "Against all"]
    return tables.table(head, body, numeric_from=1)


def _which(part: str, of: int) -> str:
    if part == "tenth":
        ends = {1: "the tenth with the lowest risks", 10: "the tenth with the highest risks"}
        return ends.get(of, f"tenth {of}")
    highest = f"the {of:,} highest risks of a period"
    return f"{highest}, a tenth" if part == "first tenth" else highest
