"""The small letters of slides and pictures: the scope, n, the method, what is hidden, the day."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date

from components import text
from data.catalog import Catalog
from exports.about import About
from exports.charts.chart import Chart
from exports.xml_text import xml_text
from metrics.definitions import DEFINITIONS
from metrics.definitions.words import KINDS
from pages.figures.observation_window import not_known_yet
from pages.panel import Kind, Panel
from view.state import View

Rows = Sequence[Mapping[str, object]]

_BREAKS = re.compile(r"[\t\n\r]+")
_NAMED = 4  # levels that are hidden, by name
_SHARES = "95% intervals of shares: Wilson (1927)"
_FORECAST = "95% intervals of the history, 95% bands ahead"
_WRITTEN = {Kind.SHARES: _SHARES, Kind.DISTRIBUTION: _SHARES, Kind.FORECAST: _FORECAST}
_LETTERS = 420  # of a note below a chart
_MARKS = ("●", "○", "❘", "wide band")  # of the page's own charts
_FIGURES = frozenset({Kind.TREND, Kind.BREAKDOWN, Kind.HEATMAP, Kind.RANKING, Kind.JOURNEY})


def plain(words: str, most: int = 0) -> str:
    """Words in one line, without signs that XML refuses; cut to so many where `most` is given."""
    found = _BREAKS.sub(" ", xml_text(words)).strip()
    return f"{found[: most - 1].rstrip()}…" if most and len(found) > most else found


def scope_line(about: About) -> str:
    """Whose it is, of what."""
    return plain(" · ".join(filter(None, (about.company, about.title, about.scope))))


def known_line(panel: Panel, rows: Rows, about: About) -> str:
    """n, how the interval is made, and until when the data run."""
    return plain(" · ".join(filter(None, (_n(rows), _method(panel), about.until))))


def subtitle_line(panel: Panel) -> str:
    """What the figures are in, without the signs that charts of the page alone have."""
    parts = panel.subtitle.split(" · ")
    return plain(" · ".join(one for one in parts if not any(mark in one for mark in _MARKS)))


def more_line(left: int, panel: Panel | None = None) -> str:
    """What there was no room for: "" where nothing is left.

    A `panel` that pages through more rows than it has says how many there are by itself.
    """
    of = " of these" if panel and panel.pages else ""
    return f"And {left:,} more{of}, see the link." if left > 0 else ""


def columns_line(left: int) -> str:
    """Which columns there was no room for: "" where none is left."""
    return f"And {left} more columns, see the link." if left > 0 else ""


def notes_of(panel: Panel, rows: Rows, view: View, catalog: Catalog) -> list[str]:
    """What stands below the figures: the panel's note, and what is hidden."""
    return [plain(one, _LETTERS) for one in (panel.note, hidden_line(rows, view, catalog)) if one]


def heard(chart: Chart, title: str, intervals: str) -> str:
    """The chart for those who do not see it. `intervals`: what they are drawn as."""
    names = ", ".join(one.name for one in chart.series)
    told = f" {intervals} are 95% intervals." if chart.intervals else ""
    first, last = chart.categories[0], chart.categories[-1]
    return plain(f"{chart.form.value.capitalize()}: {title}. {names}, {first} to {last}.{told}")


def hidden_line(rows: Rows, view: View, catalog: Catalog) -> str:
    """Which figures are not shown, and why: "" where none is hidden."""
    found: dict[str, list[str]] = {}
    for row in rows:
        why = row.get("hidden")
        if not isinstance(why, str):
            continue
        metric = DEFINITIONS.get(str(row.get("metric")))
        name = row.get("touchpoint") or row.get("segment") or row.get("period")
        reason = text.PROTECTS
        if metric:
            period = row.get("period")
            start = date.fromisoformat(period) if isinstance(period, str) else view.span.start
            unknown = not_known_yet(catalog, metric.key, max(start, view.span.start))
            reason = text.hidden(why, metric, unknown)
        found.setdefault(reason, []).append(str(name or (metric.short if metric else "one")))
    return " ".join(
        f"Not shown: {_listed(list(dict.fromkeys(names)))}: {reason}."
        for reason, names in found.items()
    )


def _listed(names: Sequence[str]) -> str:
    more = len(names) - _NAMED
    return ", ".join(names[:_NAMED]) + (f" and {more} more" if more > 0 else "")


def _n(rows: Rows) -> str:
    """`n 1,830`, or the least and the most of the rows."""
    known = [n for row in rows if isinstance(n := row.get("answers", row.get("n")), int)]
    if not known:
        return ""
    ends = dict.fromkeys((min(known), max(known)))
    each = " each" if len(ends) > 1 else ""
    return f"n {' to '.join(map(text.count, ends))}{each}"


def _method(panel: Panel) -> str:
    """How intervals and changes of the panel's figures are worked out."""
    if panel.kind in _WRITTEN:
        return _WRITTEN[panel.kind]
    if panel.metric in DEFINITIONS and panel.kind in _FIGURES:
        return f"Interval and change: {KINDS[DEFINITIONS[panel.metric].kind][1]}"
    if panel.kind in (Kind.CARDS, Kind.FIGURES, Kind.BRIDGE, Kind.CONTRIBUTIONS, Kind.DRIVERS):
        return "95% intervals as the page Dictionary says of each metric"
    return ""
