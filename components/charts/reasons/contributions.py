"""What each part of a composite adds to its change, the change itself on the last line."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd
from dash import html

from components import tables, text
from components.charts.parts import build, words
from components.links import following, patch
from components.theme import Theme
from data.catalog import Catalog
from metrics.definitions import DEFINITIONS
from metrics.inference.verdicts import Verdict
from pages.panel import Panel
from pages.panels.contributions import weights_in_words
from view.state import View

HEIGHT = 300  # of the trend beside it
_SHORT = {Verdict.REAL: "beyond noise", Verdict.NOISE: "noise"}


def draw(panel: Panel, view: View, theme: Theme) -> build.Chart:
    """A dot for what each part adds; without a comparison, for its score from 0 to 100."""
    whole = DEFINITIONS[panel.metric]
    rows: list[tables.Row] = panel.frame.to_dict("records")[::-1]
    weights = weights_in_words(panel.frame["weight"])[::-1]
    rows = [{**row, "weight": weight} for row, weight in zip(rows, weights, strict=True)]
    compared = not panel.frame["contribution"].isna().all()
    shown = "contribution" if compared else "score"
    places = list(range(len(rows)))
    tones = [text.tone(row["contribution"], row["verdict"], whole) for row in rows]
    ink = theme.inks(theme.ink)
    traces = build.intervals(
        (place, row[f"{shown}_low"], row[f"{shown}_high"], theme.bands[tone])
        for place, row, tone in zip(places, rows, tones, strict=True)
        if not math.isnan(row[f"{shown}_low"])
    )
    known = [place for place in places if not math.isnan(rows[place][shown])]
    traces.append(
        build.points(
            [rows[place][shown] for place in known],
            known,
            [ink[tones[place]] for place in known],
            marker={"size": [words.size(rows[place]["verdict"]) for place in known]},
            cliponaxis=False,
            hovertext=[_hover(rows[place], view) for place in known],
            customdata=[_click(rows[place]["metric"]) for place in known],
            name=whole.short,
        )
    )
    notes = [
        build.note(
            1, place, words.weight(_note(rows[place], shown), rows[place]["verdict"]),
            ink[tones[place]] if compared else theme.quiet,
            xref="paper", xanchor="left", xshift=8,
        )
        for place in known
    ]  # fmt: skip
    names = [_name(row) for row in rows]
    return build.figure(
        traces,
        build.layout(
            theme,
            HEIGHT,
            margin={"l": build.room_for(names), "r": 128, "t": 4, "b": build.TICK_LINE},
            xaxis={"range": _range(rows, shown), "nticks": 5, "tickangle": 0},
            yaxis={
                "tickvals": places,
                "ticktext": [build.plain(name) for name in names],
                "range": [-0.6, len(rows) - 0.4],
                "showgrid": False,
            },
            shapes=_rules(theme, zero=compared),
            annotations=notes,
        ),
    )


def _name(row: tables.Row) -> str:
    return f"{DEFINITIONS[row['metric']].short} {row['weight']}"


def _note(row: tables.Row, shown: str) -> str:
    if shown == "score":
        return text.number(row["score"], 1)
    size = text.number(abs(row["contribution"]), 1)
    return f"{text.arrow(row['contribution'], 1)} {size} {_SHORT.get(row['verdict'], '')}".strip()


def _click(metric: str) -> str:
    """A click on a part that can have a card shows the trend of that part."""
    return "" if DEFINITIONS[metric].beside else patch(metric=metric)


def _hover(row: tables.Row, view: View) -> str:
    metric, whole = DEFINITIONS[row["metric"]], DEFINITIONS["xqi"]
    lines = [
        f"<b>{metric.name}</b>, weight {row['weight']}",
        f"{text.with_interval(row['value'], row['low'], row['high'], metric)}, "
        f"n {text.count(row['n'])}",
        f"{text.number(row['score'], 1)} on the scale from 0 to 100",
    ]
    if not math.isnan(row["contribution"]):
        ends = (row["contribution_low"], row["contribution_high"])
        lines += [
            f"compared with {text.amount(row['compared_value'], metric)}",
            f"adds {text.with_interval(row['contribution'], *ends, whole)}: "
            f"{text.verdict(row['verdict'], view)}",
        ]
    return "<br>".join(lines)


def _range(rows: list[tables.Row], shown: str) -> list[float] | None:
    ends = [row[f"{shown}{end}"] for row in rows for end in ("", "_low", "_high")]
    known = [end for end in ends if not math.isnan(end)] + [0.0] * (shown == "contribution")
    room = max(0.04 * (max(known) - min(known)), 0.02) if known else 0
    return [min(known) - room, max(known) + room] if known else None


def _rules(theme: Theme, *, zero: bool) -> list[dict[str, Any]]:
    """A vertical line at no change, and a horizontal one above the row of the whole."""
    found = [{"type": "line", "xref": "paper", "x0": 0, "x1": 1, "y0": 0.5, "y1": 0.5}]
    if zero:
        found.append({"type": "line", "yref": "paper", "x0": 0, "x1": 0, "y0": 0, "y1": 1})
    return [{**one, "line": {"color": theme.line, "width": 1}} for one in found]


def table(panel: Panel, view: View, catalog: Catalog) -> html.Div:
    """The parts of a composite: figure, score from 0 to 100, and what each adds."""
    follow = following(view, catalog)
    body: list[list[tables.Cell]] = []
    weights = weights_in_words(panel.frame["weight"])
    for weight, row in zip(weights, panel.frame.to_dict("records"), strict=True):
        metric, whole = DEFINITIONS[row["metric"]], DEFINITIONS[panel.metric]
        ends = (row["contribution_low"], row["contribution_high"])
        added = text.with_interval(row["contribution"], *ends, whole)
        body.append(
            [
                tables.linked(metric.short, _click(row["metric"]), follow),
                weight,
                text.with_interval(row["value"], row["low"], row["high"], metric),
                "–" if pd.isna(row["n"]) else text.count(row["n"]),
                text.amount(row["compared_value"], metric),
                text.number(row["score"], 1),
                added,
                text.verdict(row["verdict"], view),
            ]
        )
    head = ["Part", "Weight", "Figure, 95% interval", "n", "Compared with", "0 to 100", "Adds"]
    return tables.table([*head, "Verdict"], body, numeric_from=1)
