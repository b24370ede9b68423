"""Small typed builders for traces and layouts. Tests check them against plotly.graph_objects."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from typing import Any

from components.theme import Theme

TICK_LINE = 26  # pixels below a chart for one line of tick labels
_LETTER = 7.2  # pixels, at the width of a digit in 12 pixel type; few letters are wider

Trace = dict[str, Any]
Layout = dict[str, Any]
Chart = dict[str, Any]
Values = Sequence[Any]

FONT = "Inter, Inter until it comes, system-ui, sans-serif"


def plain(text: str) -> str:
    """A text of the data, escaped: charts would read HTML in it."""
    return escape(text, quote=False)


def figure(traces: list[Trace], layout: Layout) -> Chart:
    """A figure as dcc.Graph takes it."""
    return {"data": traces, "layout": layout}


def layout(theme: Theme, height: int, **more: object) -> Layout:
    """The template all charts share, with what one chart adds."""
    axis = {
        "gridcolor": theme.line,
        "zeroline": False,
        "linecolor": theme.line,
        "tickfont": {"color": theme.quiet, "size": 12},
        "automargin": False,  # would lay every chart out twice; see `room_for`
        "fixedrange": True,
    }
    base: Layout = {
        "height": height,
        "autosize": True,
        "margin": {"l": 8, "r": 8, "t": 8, "b": TICK_LINE},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"family": FONT, "size": 13, "color": theme.ink},
        "showlegend": False,
        "hovermode": "closest",
        "hoverlabel": {
            "bgcolor": theme.surface,
            "bordercolor": theme.line,
            "font": {"family": FONT, "size": 13, "color": theme.ink},
            "align": "left",
        },
        "dragmode": False,
        "clickmode": "event",
    }
    for name in ("xaxis", "yaxis"):
        base[name] = {**axis, **more.pop(name, {})}  # type: ignore[dict-item]
    return {**base, **more}


def width_of(labels: Iterable[str]) -> int:
    """Pixels of the longest label, at most."""
    return round(_LETTER * max((len(label) for label in labels), default=0))


def room_for(labels: Iterable[str]) -> int:
    """Pixels that the longest tick label takes beside a chart."""
    return width_of(labels) + 14


def line(x: Values, y: Values, colour: str, *, dash: str = "solid", **more: object) -> Trace:
    """A line; None in y is a gap."""
    return {
        "type": "scatter",
        "mode": "lines",
        "x": x,
        "y": y,
        "line": {"color": colour, "width": 2.5 if dash == "solid" else 1.5, "dash": dash},
        "connectgaps": False,
        "hoverinfo": "skip",
        **more,
    }


def intervals(
    found: Iterable[tuple[int, float, float, str]], width: int = 7, *, upright: bool = False
) -> list[Trace]:
    """Thick lines between both ends of intervals, each given as place, low, high and colour.

    One trace a colour, since Plotly takes its time for each.
    """
    along, across = ("y", "x") if upright else ("x", "y")
    traces: dict[str, Trace] = {}
    for place, low, high, colour in found:
        if colour not in traces:
            thick = {"color": colour, "width": width}
            traces[colour] = {**line([], [], colour), "line": thick}
        traces[colour][along] += [low, high, None]
        traces[colour][across] += [place, place, None]
    return list(traces.values())


def points(x: Values, y: Values, colour: str | Sequence[str], **more: object) -> Trace:
    """Markers with hover texts given as `hovertext`."""
    # Of points of several sizes, Plotly would see through.
    marker = {"color": colour, "size": 10, "opacity": 1, **more.pop("marker", {})}  # type: ignore[dict-item]
    return {
        "type": "scatter",
        "mode": "markers",
        "x": x,
        "y": y,
        "marker": marker,
        "hoverinfo": "text",
        **more,
    }


def comparison(x: Values, y: Values, theme: Theme, **more: object) -> Trace:
    """Hollow markers of what figures are compared with; the figures' own hovers tell of them."""
    marker = {"symbol": "circle-open", "line": {"width": 2, "color": theme.base}}
    more = {"marker": marker, "hoverinfo": "skip", "name": "comparison", **more}
    return points(x, y, theme.base, **more)


def bars(x: Values, y: Values, colour: str | Sequence[str], **more: object) -> Trace:
    """Vertical bars with hover texts given as `hovertext`."""
    marker = {"color": colour, "line": {"width": 0}}
    return {"type": "bar", "x": x, "y": y, "marker": marker, "hoverinfo": "text", **more}


def note(x: object, y: object, text: str, colour: str, **more: object) -> dict[str, Any]:
    """A text at a place of the chart, without an arrow."""
    return {
        "x": x,
        "y": y,
        "text": text,
        "showarrow": False,
        "font": {"color": colour, "size": 12},
        **more,
    }
