"""Elements of SVG as text: the one place where words become markup."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple
from xml.sax.saxutils import escape

from components.theme import LIGHT
from exports.charts.chart import Chart, Number, Series, written
from exports.words import plain

WIDTH, MARGIN = 960, 32  # of every picture, in pixels
ROOM = WIDTH - 2 * MARGIN
_QUOTES = {'"': "&quot;"}
LATIN = "Inter, system-ui, sans-serif"
# The first of these that the machine has. Inter comes with CX Lens: words never have no font.
_CHINESE = (
    "Noto Sans CJK SC, Noto Sans SC, Source Han Sans SC, WenQuanYi Zen Hei, PingFang SC, "
    "Microsoft YaHei, Inter, sans-serif"
)
_OTHER = "DejaVu Sans, Noto Sans, Liberation Sans, Arial, Inter, sans-serif"
_LATIN_ENDS, _CHINESE_BEGINS = 0x250, 0x2E80
_SIGNS = range(0x2000, 0x2800)  # dashes, arrows and the like, which Inter has


class Block(NamedTuple):
    """A part of a picture that has all its width: what it is, and how high."""

    svg: str
    height: float


def element(name: str, attributes: Mapping[str, object], *inside: str) -> str:
    """One element. Attributes are escaped; what is inside is markup already."""
    told = "".join(f' {key}="{_attribute(value)}"' for key, value in attributes.items())
    return f"<{name}{told}>{''.join(inside)}</{name}>" if inside else f"<{name}{told}/>"


def said(name: str, words: str) -> str:
    """An element of words alone, such as `title`."""
    return element(name, {}, escape(plain(words)))


def write(
    x: float,
    y: float,
    words: str,
    size: float,
    colour: str = LIGHT.ink,
    anchor: str = "start",
    *,
    bold: bool = False,
) -> str:
    """A line of text; `y` is where its letters stand."""
    clean = plain(words)
    more: dict[str, object] = {"font-weight": 600} if bold else {}
    family = _family(clean)
    if family != LATIN:
        more["font-family"] = family
    if anchor != "start":
        more["text-anchor"] = anchor
    place = {"x": x, "y": y, "font-size": size, "fill": colour}
    return element("text", {**place, **more}, escape(clean))


def lines(words: list[str], size: float, colour: str, *, bold: bool = False) -> Block:
    """Lines of text at the left, one below the other."""
    step = size * 1.4
    drawn = [
        write(MARGIN, step * at + size, one, size, colour, bold=bold)
        for at, one in enumerate(words)
    ]
    return Block("".join(drawn), step * len(words))


def rule(x1: float, y1: float, x2: float, y2: float, colour: str, wide: float = 1) -> str:
    """A straight line."""
    ends = {"x1": x1, "y1": y1, "x2": x2, "y2": y2}
    return element("line", {**ends, "stroke": colour, "stroke-width": wide})


def mark(name: str, shape: Mapping[str, object], chart: Chart, series: Series, at: int) -> str:
    """What stands for one figure, which it tells: not rounded to programs, rounded to people."""
    known = {
        "data-value": series.values[at],
        "data-low": _at(series.low, at),
        "data-high": _at(series.high, at),
        "data-n": _at(series.n, at),
    }
    full = {key: repr(value) for key, value in known.items() if value is not None}
    title = f"{chart.categories[at]}, {series.name}: {figure(chart, series, at)}"
    told = {**shape, "data-series": series.name, "data-category": chart.categories[at], **full}
    return element(name, told, said("title", title))


def figure(chart: Chart, series: Series, at: int) -> str:
    """`41.2 (38.1 to 44.0), n 1,234`, as far as it is known; `21.1 (12.8 or more)` without an upper
    end."""
    value, low, high = (_at(some, at) for some in (series.values, series.low, series.high))
    if value is None:
        return "–"
    form, n = chart.number_format, _at(series.n, at)
    told = written(value, form)
    if low is not None:
        most = "or more" if high is None else f"to {written(high, form)}"
        told += f" ({written(low, form)} {most})"
    return told if n is None else f"{told}, n {n:,.0f}"


def _at(some: tuple[Number, ...], at: int) -> Number:
    return some[at] if some else None


def _attribute(value: object) -> str:
    if isinstance(value, float):
        return f"{value:.2f}".rstrip("0").rstrip(".")
    return escape(plain(str(value)), _QUOTES)


def _family(words: str) -> str:
    signs = [ord(one) for one in words if ord(one) >= _LATIN_ENDS and ord(one) not in _SIGNS]
    if not signs:
        return LATIN
    return _CHINESE if max(signs) >= _CHINESE_BEGINS else _OTHER
