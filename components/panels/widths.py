"""How wide each panel is, in twelfths of a wide screen."""

from __future__ import annotations

from components.panels.kinds import KINDS
from pages.panel import Kind, Page, Panel

_ALL = 12
_WIDTHS_OF_PAGES: dict[tuple[str, str], int] = {  # of a kind, or of one panel
    ("customers", Kind.TREND): 12,
    ("data", "doubts"): 12,
    ("loyalty", Kind.CARDS): 3,
    ("loyalty", Kind.TREND): 9,
    ("loyalty", Kind.SHARES): 7,
    ("loyalty", Kind.BREAKDOWN): 12,
    ("service", "agents"): 12,
    ("loyalty", "others"): 6,
    ("loyalty", "invitations_by"): 6,
}


def width_of(panel: Panel, page: Page) -> int:
    """Twelfths that a panel takes beside the others of its page; alone in its row it has all."""
    rows: list[dict[str, int]] = [{}]
    for other in page.panels:
        if other.kind in KINDS:
            own = _beside_others(other, page)
            if sum(rows[-1].values()) + own > _ALL:
                rows.append({})
            rows[-1][other.key] = own
    (row,) = (row for row in rows if panel.key in row)
    return row[panel.key] if len(row) > 1 else _ALL


def _beside_others(panel: Panel, page: Page) -> int:
    usual = KINDS[panel.kind]
    kinds = {other.kind for other in page.panels if not _is_wide_table(other, page)}
    alone = usual.beside and kinds.isdisjoint(usual.beside)
    long = usual.most_rows is not None and len(panel.frame) > usual.most_rows
    if alone or long or _is_wide_table(panel, page):
        return _ALL
    place = page.view.page
    of_kind = _WIDTHS_OF_PAGES.get((place, panel.kind), usual.width)
    return _WIDTHS_OF_PAGES.get((place, panel.key), of_kind)


def _is_wide_table(panel: Panel, page: Page) -> bool:
    kind = KINDS.get(panel.kind)
    return kind is not None and kind.wide_table and panel.key in page.view.tables
