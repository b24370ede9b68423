"""What the colours of a chart mean, and what its intervals are drawn as."""

from __future__ import annotations

from components.theme import LIGHT
from exports.charts.chart import Chart, Form
from exports.pictures.letters import shortened, width
from exports.pictures.svg import MARGIN, WIDTH, Block, element, write

_SIZE, _LINE, _KEY, _GAP = 12, 20, 22, 22
_MOST = 260  # how wide a name is
_INTERVAL = "95% interval"


def legend(chart: Chart) -> Block:
    """The series by name, where there are several, and the interval."""
    several = len(chart.series) > 1
    parts = [(one.name, one.colour, one.dashed) for one in chart.series if several]
    drawn, x, y = list[str](), float(MARGIN), float(_SIZE)
    for name, colour, dashed in [*parts, *_interval(chart)]:
        words = shortened(name, _MOST, _SIZE)
        wide = _KEY + width(words, _SIZE) + _GAP
        if x + wide > WIDTH - MARGIN and x > MARGIN:
            x, y = float(MARGIN), y + _LINE
        drawn.append(_key(chart.form, name, colour, x, y - 4, dashed=dashed))
        drawn.append(write(x + _KEY, y, words, _SIZE, LIGHT.quiet))
        x += wide
    return Block("".join(drawn), y + 8 if drawn else 0)


def _interval(chart: Chart) -> list[tuple[str, str, bool]]:
    return [(_INTERVAL, LIGHT.ink, False)] if chart.intervals else []


def _key(form: Form, name: str, colour: str, x: float, y: float, *, dashed: bool) -> str:
    if name == _INTERVAL and form == Form.LINE:
        band = {"x": x, "y": y - 5, "width": 16, "height": 10, "fill": LIGHT.accent}
        return element("rect", {**band, "fill-opacity": 0.16})
    if name == _INTERVAL:
        path = f"M{x} {y}h16M{x} {y - 3.5}v7M{x + 16} {y - 3.5}v7"
        return element("path", {"d": path, "stroke": colour, "fill": "none"})
    if form != Form.LINE:
        return element("rect", {"x": x, "y": y - 5, "width": 14, "height": 10, "fill": colour})
    dashes: dict[str, object] = {"stroke-dasharray": "5 3"} if dashed else {}
    line = {"d": f"M{x} {y}h16", "stroke": colour, "stroke-width": 2.0, "fill": "none"}
    return element("path", {**line, **dashes})
