"""What a card keeps folded away: interval, n, what stands beside the figure, what it means."""

from __future__ import annotations

import math

from dash import dcc, html

from components import text
from components.aria import unread
from components.charts.icons import chart_rows
from components.links import meaning
from data.catalog import Catalog
from metrics.inference.verdicts import Verdict
from pages.figures.figure import Figure
from pages.words.series_names import scale_note, unit_note
from view.pages import available_pages
from view.state import View


def more(row: Figure, beside: list[Figure], view: View, catalog: Catalog) -> html.Details:
    """The disclosure of a card, by touch and keyboard."""
    metric = row.definition
    told = {words: value for words, value in _rows(row, beside, view, catalog) if value}
    return html.Details(
        [
            html.Summary(
                [
                    html.Span("i", **unread()),
                    html.Span(f"More about {metric.name}", className="visually-hidden"),
                ],
                title=f"More about {metric.name}",
            ),
            html.Div(
                [
                    html.P(metric.question),
                    html.Dl([part for pair in told.items() for part in _pair(*pair)]),
                    html.P(metric.formula, className="cx-quiet"),
                    dcc.Link("In the dictionary", href=meaning(view, metric.key, catalog))
                    if "dictionary" in available_pages(catalog)
                    else None,
                ],
                className="cx-card-sheet",
            ),
        ],
        className="cx-card-more",
    )


def _pair(words: str, value: str) -> tuple[html.Dt, html.Dd]:
    return html.Dt(words), html.Dd(value)


def _rows(row: Figure, beside: list[Figure], view: View, catalog: Catalog) -> list[tuple[str, str]]:
    metric = row.definition
    rows = [
        ("Value", text.with_currency(text.amount(row.value, metric), metric, catalog.currency)),
        ("95% interval", text.interval(row.value, row.low, row.high, metric)),
        *([("Counted", f"{text.count(row.n)} {metric.noun}")] if not row.hidden else []),
        ("Unit", scale_note(row.series) or unit_note(row.series, catalog.currency)),
    ]
    if view.compare != "none" and not math.isnan(row.base_value):
        was = "The rest" if view.compare == "rest" else "Was"
        base = text.with_currency(text.amount(row.base_value, metric), metric, catalog.currency)
        rows.append((was, f"{base}, n {text.count(row.base_n)}"))
        rows.append(("Change", _change(row, view)))
    for other in beside:
        name = text.statistic(other.definition).capitalize()
        if not math.isnan(other.value):
            rows.append((name, _with_interval(other, view)))
            rows += [(f"{name}: target", _held(other, "target"))]
    if not math.isnan(row.weighted_value):
        weighted = row.weighted_value, row.weighted_low, row.weighted_high
        rows.append(("Weighted", text.with_interval(*weighted, metric)))
    rows.append(("Target", _held(row, "target")))
    rows += chart_rows(row, view)
    source = f" ({row.benchmark_source})" if row.benchmark_source else ""
    benchmark = _held(row, "benchmark")
    rows.append(("Benchmark", f"{benchmark}{source}" if benchmark else ""))
    return rows


def _held(row: Figure, name: str) -> str:
    told = text.target(row) if name == "target" else text.benchmark(row)
    return told.removeprefix(f"{name} ")


def _change(row: Figure, view: View) -> str:
    between = text.change_interval(row)
    told = f"{text.change(row)} ({between})" if between else text.change(row)
    return f"{told}, {text.judgement(row, view)}" if row.verdict != Verdict.NONE else told


def _with_interval(row: Figure, view: View) -> str:
    told = text.with_interval(row.value, row.low, row.high, row.definition)
    if view.compare == "none" or row.verdict != Verdict.REAL:
        return told
    return f"{told}, {text.change(row)} {text.judgement(row, view)}"
