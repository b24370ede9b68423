"""The reader's own cases: a row for each, with the ways to the customer, the case and all cases."""

from __future__ import annotations

from dash import dcc, html

from components import links, tables, text
from data.catalog import Catalog
from pages.panel import Page, Panel
from view.query import short
from view.state import View


def own_cases(panel: Panel, page: Page, catalog: Catalog, *_: object) -> html.Div:
    """The list, if there are any; below it the ways to all cases, theirs and those of others."""
    view = page.view
    rows = panel.frame.to_dict("records")
    head = ["Customer", "Case", "Due", "Root cause"]
    body = [_row(row, view, catalog) for row in rows]
    ways = html.P(
        [
            html.A(
                "Yours, with those that are closed", href=f"{view.root}cases?mine=yes&closed=yes"
            ),
            " · ",
            html.A("All cases", href=f"{view.root}cases"),
        ]
    )
    return html.Div(
        [*([tables.table(head, body, numeric=[False] * len(head))] if body else []), ways]
    )


def _row(row: tables.Row, view: View, catalog: Catalog) -> list[tables.Cell]:
    who = str(row["customer_id"])
    due = text.day(row["due"]) + (", overdue" if row["overdue"] else "")
    hidden = html.Span(f" case of {short(who)}", className="visually-hidden")
    return [
        dcc.Link(short(who), href=links.customer(view, who, catalog)),
        html.A([row["status"], hidden], href=f"{view.root}cases/{row['case']}"),
        due,
        row["cause"],
    ]
