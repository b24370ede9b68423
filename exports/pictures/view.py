"""A whole view as a picture: what the page says first, its panels in their order, and its link."""

from __future__ import annotations

from components.panels.kinds import KINDS
from components.theme import LIGHT
from data.catalog import Catalog
from exports.about import About, findings_of
from exports.pictures.letters import wrapped
from exports.pictures.paper import on_paper
from exports.pictures.shown import TEXT, panel_shown, small, small_lines
from exports.pictures.svg import MARGIN, ROOM, WIDTH, Block, lines, rule
from exports.words import known_line, plain, scope_line
from pages.as_json import rows_json
from pages.panel import Page

_HEADLINE, _FINDING, _PANEL = 24, 15, 17  # sizes of letters, in pixels


def view_picture(page: Page, catalog: Catalog, about: About) -> str:
    """The view as SVG. Panels are those of their own pictures, key figures and all."""
    scope = scope_line(about)
    parts = [small(small_lines(scope, 3)), *_briefing(page, catalog)]
    told = [scope, plain(page.headline)]
    for panel in page.panels:
        if panel.kind not in KINDS:  # sparklines are a part of the cards
            continue
        rows = rows_json(panel, catalog)
        drawn, spoken = panel_shown(panel, page, catalog, rows, _PANEL)
        known = known_line(panel, rows, about)
        parts += [_line(), *drawn, small(small_lines(known, 3))]
        told += [spoken, known]
    foot = small(small_lines(about.until, 1), small_lines(about.link, 4))
    told += [about.until, about.link]
    return on_paper([*parts, _line(), foot], f"{about.title}: {page.headline}", " ".join(told))


def _briefing(page: Page, catalog: Catalog) -> list[Block]:
    """Headline, findings, and the quiet lines."""
    headline = wrapped(plain(page.headline), ROOM, _HEADLINE, 4)
    findings = [wrapped(f"• {plain(one)}", ROOM, _FINDING, 3) for one in findings_of(page, catalog)]
    quiet = (page.rest, page.note, page.account, page.details, page.promise)
    return [
        lines(headline, _HEADLINE, LIGHT.ink, bold=True),
        *(lines(one, _FINDING, LIGHT.ink) for one in findings),
        *(lines(wrapped(plain(one), ROOM, TEXT, 8), TEXT, LIGHT.quiet) for one in quiet),
    ]


def _line() -> Block:
    """Between two panels."""
    return Block(rule(MARGIN, 6, WIDTH - MARGIN, 6, LIGHT.line), 12)
