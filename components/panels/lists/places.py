"""Segments that changed differently from all others: a list of links, and as a table."""

from __future__ import annotations

from dash import dcc, html

from components import tables, text
from components.links import following, patch
from data.catalog import Catalog
from metrics.definitions import DEFINITIONS
from pages.panel import Page, Panel
from pages.why.words import place_words
from view.state import View

_NUMBERS = (
    *("change", "rest_change", "apart", "apart_low", "apart_high"),
    *("contribution", "contribution_low", "contribution_high"),
)


def places(panel: Panel, page: Page, catalog: Catalog, *_: object) -> html.Ol:
    """A line for each segment, which is a link that filters to it."""
    follow, metric = following(page.view, catalog), DEFINITIONS[panel.metric]
    noun = "differs by" if page.view.compare == "rest" else "moved"
    lines = []
    for row in panel.frame.to_dict("records"):
        tone = text.tone(row["apart"], row["verdict"], metric)
        own, rest, apart, low, high, part, least, most = (
            text.signed(row[name], metric, row["value"], panel.currency) for name in _NUMBERS
        )
        adds = f"adds {part} ({least} to {most})"
        lines.append(
            html.Li(
                [
                    html.Span(text.arrow(row["apart"], 12), className=f"cx-arrow cx-mark-{tone}"),
                    dcc.Link(
                        _place(row, catalog), href=follow(_click(row)), className="cx-place-name"
                    ),
                    html.Span(f"{noun} {own}, all others {rest}", className="cx-finding-value"),
                    html.Span(
                        f"{apart} apart ({low} to {high}), beyond noise",
                        className="cx-finding-why",
                    ),
                    html.Span(
                        f"{text.number(row['share'], 0)}% of {metric.noun}, {adds}",
                        className="cx-finding-cost",
                    ),
                ],
                className="cx-finding",
            )
        )
    return html.Ol(lines, className="cx-findings cx-places")


def places_table(panel: Panel, view: View, catalog: Catalog) -> html.Div:
    """The same with n on all four sides."""
    follow, metric = following(view, catalog), DEFINITIONS[panel.metric]
    body: list[list[tables.Cell]] = []
    for row in panel.frame.to_dict("records"):
        own, rest, apart, low, high, part, least, most = (
            text.signed(row[name], metric, row["value"]) for name in _NUMBERS
        )
        sides = ("compared_n", "n", "rest_compared_n", "rest_n")
        body.append(
            [
                tables.linked(_place(row, catalog), _click(row), follow),
                text.amount(row["compared_value"], metric),
                text.amount(row["value"], metric),
                own,
                rest,
                f"{apart} ({low}\u00a0to\u00a0{high})",
                text.verdict(row["verdict"], view),
                *(text.count(row[side]) for side in sides),
                f"{text.number(row['share'], 1)}%",
                f"{part} ({least}\u00a0to\u00a0{most})",
            ]
        )
    head = ["Segment", "Before", "Now", "Change", "All others", "Apart, 95% interval", "Verdict"]
    head += ["n before", "n", "n others before", "n others", "Share", "Adds, 95% interval"]
    return tables.table(head, body, numeric_from=1)


def _place(row: tables.Row, catalog: Catalog) -> str:
    """`Billing · Region EMEA`."""
    return place_words(_levels(row), catalog).removeprefix("at ").removeprefix("where ")


def _levels(row: tables.Row) -> dict[str, str]:
    pairs = ((row[f"dimension{end}"], row[f"level{end}"]) for end in ("", "_2"))
    return {key: level for key, level in pairs if key}


def _click(row: tables.Row) -> str:
    return patch(**_levels(row))
