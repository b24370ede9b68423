"""How wide each panel is, in twelfths of a wide screen."""

from __future__ import annotations

from pages.panel import Kind, Page, Panel
from view.pages import PAGES

_ALL = 12
_MOST_BESIDE = 12  # levels: a longer list would leave the half beside it empty
# By kind; a page may have some of its own (view/pages.py).
_WIDTHS = {
    Kind.CARDS: 12,
    Kind.TREND: 7,
    Kind.DISTRIBUTION: 5,
    Kind.SHARES: 6,
    Kind.BREAKDOWN: 6,
    Kind.CONTRIBUTIONS: 5,
    Kind.HEATMAP: 12,
    Kind.JOURNEY: 12,
    Kind.BACKLOG: 5,
    Kind.RANKING: 6,
    Kind.MOVEMENT: 6,
    Kind.COHORTS: 12,
    Kind.RISK: 12,
    Kind.FIGURES: 12,
    Kind.COMMENTS: 12,
    Kind.RECORDS: 6,
    Kind.DEFINITIONS: 12,
    Kind.FACTS: 12,
    Kind.TIMELINE: 12,
    Kind.FAILED: 6,
}
# Without any of these it has the whole width.
_BESIDE = {
    Kind.TREND: {Kind.DISTRIBUTION, Kind.CONTRIBUTIONS, Kind.BACKLOG},
    Kind.DISTRIBUTION: {Kind.TREND},
    Kind.BACKLOG: {Kind.TREND},
}


def width(panel: Panel, page: Page) -> int:
    """Twelfths that a panel takes beside the others of its page; alone in its row it has all."""
    rows: list[dict[str, int]] = [{}]
    for other in page.panels:
        if other.kind != Kind.SPARKLINES:
            own = _beside_others(other, page)
            if sum(rows[-1].values()) + own > _ALL:
                rows.append({})
            rows[-1][other.key] = own
    (row,) = (row for row in rows if panel.key in row)
    return row[panel.key] if len(row) > 1 else _ALL


def _beside_others(panel: Panel, page: Page) -> int:
    if panel.kind == Kind.BREAKDOWN and len(panel.frame) > _MOST_BESIDE:
        return _ALL
    wide = Kind.CONTRIBUTIONS if "moved" in page.view.tables else None  # a table of many columns
    if panel.kind == wide:
        return 12
    kinds = {other.kind for other in page.panels} - {wide}
    if _BESIDE.get(panel.kind) and kinds.isdisjoint(_BESIDE[panel.kind]):
        return 12
    if panel.key == "others" and not page.panel("invitations_by"):
        return 12
    own = PAGES[page.view.page].widths
    return own.get(panel.key, own.get(panel.kind, _WIDTHS[panel.kind]))
