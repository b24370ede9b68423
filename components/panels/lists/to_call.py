"""Whom to call: a row for each customer, with the case that was made of it."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urlencode

import pandas as pd
from dash import dcc, html

from components import links, tables, text
from components.panels.lists.case import case_words
from data.catalog import Catalog
from metrics.definitions import DEFINITIONS
from pages.panel import Page, Panel
from view.query import counted, short
from view.state import View


def to_call(panel: Panel, page: Page, catalog: Catalog, *_: object) -> html.Div:
    """The list; with a last column where its reader may make cases."""
    view, frame = page.view, panel.frame
    money = DEFINITIONS["money_at_risk"]
    paid, asked = (bool(frame[c].notna().any()) for c in ("annual_revenue", "open_tickets"))
    cases = "case" in frame
    body: list[list[tables.Cell]] = []
    for row in frame.to_dict("records"):
        who = str(row["customer_id"])
        before = "" if pd.isna(row["before"]) else f", {row['before']:g} before"
        cells: list[tables.Cell] = [
            dcc.Link(short(who), href=links.customer(view, who, catalog)),
            f"{DEFINITIONS[row['metric']].short} {row['score']:g}{before}",
            row["why"],
            f"{text.day(row['answered'])}, {counted(row['days'], 'days')}",
        ]
        if paid:
            amount = text.amount(row["annual_revenue"], money)
            cells.append(text.with_currency(amount, money, catalog.currency))
        cells += [text.number(row["open_tickets"], 0)] if asked else []
        cells += [_case(row, view, catalog)] if cases else []
        body.append(cells)
    head = ["Customer", "Last answer", "Why", "Answered, days since"]
    numeric = [False] * len(head) + [True] * (paid + asked) + [False] * cases
    head += ["Annual revenue"] if paid else []
    head += ["Open tickets"] if asked else []
    head += ["Case"] if cases else []
    return tables.table(head, body, numeric=numeric)


def _case(row: tables.Row, view: View, catalog: Catalog) -> html.A:
    """What has become of the case, or the way to make one."""
    who = str(row["customer_id"])
    if pd.isna(row["case"]):
        here = links.href(replace(view, root="/"), catalog)
        query = urlencode({"customer": who, "view": here})
        hidden = html.Span(f" of {short(who)}", className="visually-hidden")
        href = f"{view.root}cases/new?{query}"
        return html.A(["Make a case", hidden], href=href, className="cx-ways")
    told = (row[f"case_{name}"] for name in ("status", "owner", "due", "closed"))
    return html.A(case_words(*told), href=f"{view.root}cases/{int(row['case'])}")
