"""The charts of a mail as PNG, which come with it: a mail program fetches nothing."""

from __future__ import annotations

import hashlib
from typing import NamedTuple

from components.panels.kinds import KINDS
from data.catalog import Catalog
from exports.about import About
from exports.charts import charts_of
from exports.charts.chart import Chart
from exports.pictures import chart_svg, png
from exports.pictures.svg import figure
from exports.words import heard, known_line, more_line, notes_of, plain, subtitle_line
from pages.as_json import rows_json
from pages.panel import Kind, Page, Panel
from view.state import View

_MOST = 3  # panels: a mail stays small
_DOMAIN = "cx-lens"  # behind the @ of a Content-ID, which looks like an address: RFC 2392


class Picture(NamedTuple):
    """A chart. `key`: its Content-ID, the same for the same pixels; `told`: it in words."""

    key: str
    png: bytes
    told: str


class MailPanel(NamedTuple):
    """A panel of a mail: its title, what its figures are in, its charts, and the small letters."""

    title: str
    subtitle: str
    pictures: tuple[Picture, ...]
    notes: tuple[str, ...]


def mail_panels(page: Page, catalog: Catalog, about: About) -> tuple[MailPanel, ...]:
    """At most three panels that have a chart, trends first, then in the order of the page."""
    found = list[MailPanel]()
    for panel in sorted(page.panels, key=lambda one: one.kind != Kind.TREND):
        if len(found) == _MOST:
            break
        if panel.kind in KINDS and (charts := charts_of(panel, page, catalog)):
            found.append(_drawn(panel, charts, page.view, catalog, about))
    return tuple(found)


def _drawn(
    panel: Panel, charts: list[Chart], view: View, catalog: Catalog, about: About
) -> MailPanel:
    rows = rows_json(panel, catalog)
    notes = notes_of(panel, rows, view, catalog)
    notes = [more_line(charts[0].left_out), *notes, known_line(panel, rows, about)]
    pictures = [_picture(one, panel, alone=len(charts) == 1) for one in charts]
    return MailPanel(
        plain(panel.title), subtitle_line(panel), tuple(pictures), tuple(filter(None, notes))
    )


def _picture(chart: Chart, panel: Panel, *, alone: bool) -> Picture:
    drawn = png(chart_svg(chart, panel.title, alone=alone))
    key = f"{hashlib.sha256(drawn).hexdigest()[:20]}@{_DOMAIN}"
    return Picture(key, drawn, f"{heard(chart, panel.title, 'Bars and bands')} {_read(chart)}")


def _read(chart: Chart) -> str:
    """The first and the last figure of the first series, as on the page."""
    series = chart.series[0]
    known = [at for at, value in enumerate(series.values) if value is not None]
    ends = dict.fromkeys((known[0], known[-1])) if known else {}
    read = [f"{chart.categories[at]}: {figure(chart, series, at)}" for at in ends]
    return plain(f"{series.name} {'; '.join(read)}.") if read else ""
