"""A ranking: who is where, how sure that is, and who can't be told from the average."""

from __future__ import annotations

import math

from components import text
from components.charts import build, words
from components.links import patch
from components.theme import Theme
from metrics.definitions import DEFINITIONS
from metrics.verdicts import Verdict
from pages.panel import Panel
from pages.reading import Reading, readings
from view.state import View

SHOWN = 25  # the first of the ranking; all others are in its table
_ROW = 27
_LETTERS = 20


def draw(panel: Panel, view: View, theme: Theme) -> build.Figure:
    """The first of a panel whose frame is `metrics.ranking.ranked`, with `average` of all."""
    metric = DEFINITIONS[panel.metric]
    rows = [row for row in readings(panel.frame) if row.rank][:SHOWN][::-1]
    tones = [text.tone(row.change, row.verdict, metric) for row in rows]
    ink = {"good": theme.good, "bad": theme.bad, "neutral": theme.base}
    bands = {"good": theme.good_band, "bad": theme.bad_band, "neutral": theme.neutral_band}
    traces = [
        build.line(
            [row.low, row.high],
            [place, place],
            bands[tone],
            line={"color": bands[tone], "width": 7},
        )
        for place, (row, tone) in enumerate(zip(rows, tones, strict=True))
    ]
    traces.append(
        build.points(
            [row.value for row in rows],
            list(range(len(rows))),
            [ink[tone] for tone in tones],
            # Hollow is who can't be told from the average, in whatever colour that is seen.
            marker={
                "size": 10,
                "symbol": ["circle-open" if tone == "neutral" else "circle" for tone in tones],
                "line": {"width": 2, "color": [ink[tone] for tone in tones]},
            },
            cliponaxis=False,
            hovertext=[f"{row.rank}. {words.hover(row, view)}" for row in rows],
            customdata=[patch(**{panel.dimension: row.segment}) for row in rows],
            name=metric.short,
        )
    )
    average = rows[0].average if rows else math.nan
    labels = [f"{row.rank}  {words.label(row.segment, _LETTERS, 1)}" for row in rows]
    return build.figure(
        traces,
        build.layout(
            theme,
            66 + _ROW * max(len(rows), 2),
            margin={"l": build.room_for(labels), "r": 92, "t": 22, "b": build.TICK_LINE},
            xaxis={"range": _range(rows), "nticks": 6, "tickangle": 0,
                   "ticksuffix": "%" if metric.unit == "%" else ""},
            yaxis={
                "tickvals": list(range(len(rows))),
                "ticktext": labels,
                "range": [-0.6, len(rows) - 0.4],
                "showgrid": False,
            },
            shapes=[_line(average, theme)],
            annotations=[
                build.note(
                    average, 1, f"average {text.amount(average, metric)}", theme.quiet,
                    yref="paper", yanchor="bottom",
                ),
                *(
                    build.note(
                        1, place, _difference(row), ink[tone] if tone != "neutral" else theme.quiet,
                        xref="paper", xanchor="left", xshift=8,
                    )
                    for place, (row, tone) in enumerate(zip(rows, tones, strict=True))
                ),
            ],
        ),
    )  # fmt: skip


def _difference(row: Reading) -> str:
    return words.change(row) if row.verdict == Verdict.REAL else "≈ average"


def _line(average: float, theme: Theme) -> dict[str, object]:
    return {
        "type": "line", "yref": "paper", "y0": 0, "y1": 1, "x0": average, "x1": average,
        "line": {"color": theme.quiet, "width": 1, "dash": "dot"},
    }  # fmt: skip


def _range(rows: list[Reading]) -> list[float] | None:
    ends = [end for row in rows for end in (row.low, row.high, row.average)]
    if not ends:
        return None
    room = max(0.04 * (max(ends) - min(ends)), 0.02)
    return [min(ends) - room, max(ends) + room]
