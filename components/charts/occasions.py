"""When things happened to one customer: a row for each kind of event."""

from __future__ import annotations

from datetime import timedelta

from components import text
from components.charts.parts import build
from components.panels.timeline import NAMES
from components.theme import Theme
from pages.panel import Panel
from view.state import View

_ROW = 30
_MOST = 2_000  # marks; more could not be told apart


def draw(panel: Panel, _: View, theme: Theme) -> build.Chart:
    """The chart of a panel whose frame has `at` and `kind`, newest first."""
    frame = panel.frame.iloc[:_MOST]
    times = frame["at"].dt.to_pydatetime().tolist()
    words = [NAMES[kind] for kind in frame["kind"]]
    rows = [name for name in NAMES.values() if name in words]
    hover = [f"{word}<br>{text.day(at)}" for word, at in zip(words, times, strict=True)]
    marks = build.points(
        [at.isoformat() for at in times],
        [rows.index(word) for word in words],
        theme.accent,
        marker={"size": 9, "opacity": 0.55},
        hovertext=hover,
    )
    room = max((times[0] - times[-1]) * 0.02, timedelta(days=1))
    return build.figure(
        [marks],
        build.layout(
            theme,
            _ROW * len(rows) + 2 * build.TICK_LINE,
            margin={"l": build.room_for(rows), "r": 12, "t": 4, "b": 2 * build.TICK_LINE - 8},
            xaxis={
                "type": "date",
                "range": [(times[-1] - room).isoformat(), (times[0] + room).isoformat()],
                "tickformat": "%b\n%Y" if room > timedelta(days=4) else "%-d %b\n%Y",
                "nticks": 8,
                "tickangle": 0,
            },
            yaxis={
                "range": [len(rows) - 0.5, -0.5],
                "tickvals": list(range(len(rows))),
                "ticktext": rows,
            },
        ),
    )
