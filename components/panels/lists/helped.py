"""Did it help: a row for each outcome, with both sides, the difference and what is said of it."""

from __future__ import annotations

from dash import html

from components import tables, text
from metrics.inference.verdicts import Verdict
from pages.panel import Panel


def helped(panel: Panel, *_: object) -> html.Div:
    """The table; figures of too few pairs are dashes."""
    body: list[list[tables.Cell]] = []
    for row in panel.frame.astype(object).to_dict("records"):
        known = row["verdict"] != Verdict.TOO_FEW
        change = "–"
        if known:
            low, high = (text.number(row[end], 1) for end in ("low", "high"))
            change = f"{text.number(row['change'], 1)} ({low}\u00a0to\u00a0{high}) points"
        sides = [_number(row[side], row) if known else "–" for side in ("contacted", "others")]
        n = text.count(row["n"]) if known else "–"
        body.append([row["outcome"], *sides, change, n, _said(row)])
    head = ["Outcome", "Contacted", "Not contacted", "Difference, 95% interval", "Pairs", "Verdict"]
    return tables.table(head, body, numeric=[False, True, True, True, True, False])


def _number(value: float, row: tables.Row) -> str:
    return f"{text.number(value, 1)}{'%' if row['unit'] == '%' else ''}"


def _said(row: tables.Row) -> str:
    seen = f"{text.number(row['seen'], 1)} points"
    told = row["seen"] == row["seen"]  # else nothing is known of how such answers are spread
    if row["verdict"] == Verdict.TOO_FEW:
        would = f"; these would show a difference of {seen} in 8 of 10 cases" if told else ""
        return f"Too few pairs to tell: {row['least']} are needed{would}"
    if row["verdict"] == Verdict.REAL:
        return f"{'Higher' if row['change'] > 0 else 'Lower'} where customers were contacted"
    return f"Can't tell: within noise; {seen} would have been seen in 8 of 10 cases"
