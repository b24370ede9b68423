"""Agents or teams in three groups: worse than the others beyond noise, within it, and better.

Inside the noise nobody has a place before another; the table has ranks, as ranges.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd
from dash import html
from dash.development.base_component import Component

from components import text
from components.aria import unread
from components.links import Follow, following, patch
from components.tables import Cell, figure_cells, figure_heads, linked, table
from data.catalog import Catalog
from metrics.definitions import DEFINITIONS
from metrics.inference.verdicts import Verdict
from pages.figures.figure import Figure, figures_of
from pages.panel import Page, Panel
from view.state import View

_NAMED = 12  # of those that are not ranked
_OPEN = 8  # of a group; more are folded
_MOST = 40  # of a group; the CSV has all
_GROUPS = {"bad": "worse than {}, beyond noise", "neutral": "within noise",
           "good": "better than {}, beyond noise"}  # fmt: skip
Groups = dict[str, list[Figure]]


def ranking(panel: Panel, page: Page, catalog: Catalog, *_: object) -> html.Div:
    """The groups with their counts, whom the link names marked, and below them who is left out."""
    groups, follow = grouped(panel), following(page.view, catalog)
    named = frozenset(page.view.levels(panel.dimension))
    dimension = catalog.dimension(panel.dimension)
    label = dimension.noun if dimension else panel.dimension
    others = "their team" if "team" in panel.frame else f"the other {label}s together"
    line = _Line([row for rows in groups.values() for row in rows])
    parts: list[Component] = []
    for tone, words in _GROUPS.items():
        rows = groups[tone]
        if rows:
            head = html.H3(f"{len(rows):,} {words.format(others)}")
            shown = [row for at, row in enumerate(rows) if at < _MOST or row.segment in named]
            chosen = [row.segment in named for row in shown]
            items = [
                _item(row, line, panel, follow, marked=mark)
                for row, mark in zip(shown, chosen, strict=True)
            ]
            left = len(rows) - len(shown)
            parts += _group(head, items, chosen, left, fold_all=tone == "neutral")
    return html.Div([*parts, *ranking_notes(panel)], className="cx-ranking")


def grouped(panel: Panel) -> Groups:
    """Who is ranked, by the tone of the difference: worst and best first, others by name."""
    found: Groups = {tone: [] for tone in _GROUPS}
    for row in figures_of(panel.rows[panel.rows["rank"] > 0]):
        found[text.tone(row.change, row.verdict, row.definition)].append(row)
    found["bad"].reverse()
    found["neutral"].sort(key=lambda row: (row.segment.casefold(), row.team))
    return found


def _group(
    head: html.H3, items: Sequence[html.Li], chosen: Sequence[bool], left: int, *, fold_all: bool
) -> list[Component]:
    """The list below its heading, of which `left` are not shown.

    Of a long one of noise all is folded, else what is beyond some; not over whom the link names.
    """
    told = f"{left:,} more are in the CSV."
    more = [html.P(told, className="cx-quiet")] if left else []
    first = 0 if fold_all and len(items) > _OPEN else _OPEN
    if len(items) <= first:
        return [head, html.Ul(items)]
    folded = [html.Ul(items[first:]), *more]
    is_open = any(chosen[first:])
    if not first:
        return [html.Details([html.Summary(head), *folded], open=is_open)]
    rest = html.Details([html.Summary(f"{len(items) - first:,} more"), *folded], open=is_open)
    return [head, html.Ul(items[:first]), rest]


class _Line:
    """Where a figure and its interval lie between the ends of all, in per cent of the width."""

    def __init__(self, rows: Iterable[Figure]) -> None:
        ends = [end for row in rows for end in (*_spot(row), _reference(row))]
        self._least = min(ends, default=0.0)
        self._size = max(ends, default=1.0) - self._least or 1.0

    def _at(self, value: float) -> float:
        return 100 * (value - self._least) / self._size

    def draw(self, row: Figure) -> html.Div:
        """The interval, the figure in it, filled where it is beyond noise, and the reference."""
        value, low, high = map(self._at, _spot(row))
        reference = self._at(_reference(row))
        tone = text.tone(row.change, row.verdict, row.definition)
        return html.Div(
            [
                html.Span(
                    className="cx-rank-interval",
                    style={"left": f"{low:.1f}%", "width": f"{high - low:.1f}%"},
                ),
                html.Span(className="cx-rank-reference", style={"left": f"{reference:.1f}%"}),
                html.Span(className="cx-rank-dot", style={"left": f"{value:.1f}%"}),
            ],
            className=f"cx-rank-line cx-rank-{tone}",
            **unread(),
        )


def _spot(row: Figure) -> tuple[float, float, float]:
    """Of an agent the difference to their team, else the figure itself."""
    if row.team:
        return row.change, row.change_low, row.change_high
    return row.value, row.low, row.high


def _reference(row: Figure) -> float:
    return 0.0 if row.team else row.average


def _item(row: Figure, line: _Line, panel: Panel, follow: Follow, *, marked: bool) -> html.Li:
    metric = row.definition
    told = [
        row.team,
        text.with_interval(row.value, row.low, row.high, metric),
        f"n {text.count(row.n)}",
        text.satisfaction(row) if row.csat_n else "",
    ]
    own = linked(row.segment, patch(**{panel.dimension: row.segment}), follow)
    between = text.change_interval(row)
    here: dict[str, Any] = {"aria-current": "true"} if marked else {}
    return html.Li(
        [
            html.Div(
                [own, html.Div(" · ".join(filter(None, told)), className="cx-quiet")],
                className="cx-rank-who",
            ),
            line.draw(row),
            html.Div(
                [
                    html.Strong(text.change(row)) if row.verdict == Verdict.REAL
                    else html.Span(text.change(row)),
                    html.Div(between, className="cx-quiet", title="95% interval of the difference"),
                ],
                className="cx-rank-change",
            ),
        ],
        className="cx-rank-chosen" if marked else None,
        **here,
    )  # fmt: skip


def ranking_notes(panel: Panel) -> list[html.P]:
    """Sentences on who is in no group, and why; they tell no figure of these."""
    left = panel.rows[panel.rows["rank"] == 0]
    told = []
    for why, words in (
        ("too_few", f"too few {DEFINITIONS[panel.metric].noun}"),
        ("protects", text.PROTECTS),
        ("", "nobody to be compared with"),
    ):
        those = left[left["hidden"] == why]
        if len(those):
            told.append(f"Not ranked, {words}: {_named(those)}.")
    return [html.P(one, className="cx-quiet") for one in told]


def _named(rows: pd.DataFrame) -> str:
    first = figures_of(rows.head(_NAMED))
    names = ", ".join(
        row.segment if row.hidden else f"{row.segment} (n {text.count(row.n)})" for row in first
    )
    return f"{names} and {len(rows) - _NAMED:,} more" if len(rows) > _NAMED else names


def ranking_table(panel: Panel, view: View, catalog: Catalog) -> html.Div:
    """The levels of a ranking with their ranks, and below them those that are not ranked."""
    follow, against_rest = following(view, catalog), replace(view, compare="rest")
    teams, satisfied = "team" in panel.frame, "csat_value" in panel.frame
    body: list[list[Cell]] = [
        [
            row.ranks if row.rank else "–",
            linked(row.segment, patch(**{panel.dimension: row.segment}), follow),
            *([row.team] if teams else []),
            *figure_cells(row, against_rest),
            *([text.satisfaction(row).removeprefix("CSAT ")] if satisfied else []),
        ]
        for row in figures_of(panel.frame)
    ]
    names = [str(panel.frame["dimension"].iloc[0]).capitalize(), *(["Team"] if teams else [])]
    figures = figure_heads(against_rest, "Difference")
    figures += ["CSAT, 95% interval, n"] if satisfied else []
    end = "lower" if DEFINITIONS[panel.metric].higher_is_better else "upper"
    head = [f"Rank by the {end} end", *names, *figures]
    return table(head, body, numeric_from=1 + len(names), heads=(1,))
