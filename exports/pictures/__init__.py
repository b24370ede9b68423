"""Panels and views as pictures, SVG or PNG, with scope, n, method and link; always light."""

from __future__ import annotations

from data.catalog import Catalog
from exports.about import About
from exports.charts.chart import Chart
from exports.pictures.paper import on_paper
from exports.pictures.png import png
from exports.pictures.shown import chart_drawn, panel_shown, small, small_lines
from exports.pictures.view import view_picture
from exports.words import heard, known_line, scope_line
from pages.as_json import rows_json
from pages.panel import Page, Panel

__all__ = ["chart_svg", "picture", "png", "view_picture"]

_TITLE = 20


def picture(panel: Panel, page: Page, catalog: Catalog, about: About) -> str:
    """The panel as SVG. Numbers are those of its rows in the JSON twin, not rounded in `data-*`."""
    rows = rows_json(panel, catalog)
    parts, told = panel_shown(panel, page, catalog, rows, _TITLE)
    scope, known = scope_line(about), known_line(panel, rows, about)
    foot = small(small_lines(scope, 3), small_lines(known, 3), small_lines(about.link, 4))
    return on_paper([*parts, foot], panel.title, " ".join([told, scope, known, about.link]))


def chart_svg(chart: Chart, title: str, *, alone: bool) -> str:
    """A chart with its legend and nothing else."""
    drawn = chart_drawn(chart, alone=alone)
    return on_paper(drawn, title, heard(chart, title, "Bars and bands"))
