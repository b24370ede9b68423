"""How wide each panel is, in twelfths of a wide screen."""

from __future__ import annotations

from components.panels.kinds import KINDS
from pages.panel import Page, Panel
from view.pages import PAGES

_ALL = 12


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
    own = PAGES[page.view.page].widths
    return own.get(panel.key, own.get(panel.kind, usual.width))


def _is_wide_table(panel: Panel, page: Page) -> bool:
    kind = KINDS.get(panel.kind)
    return kind is not None and kind.wide_table and panel.key in page.view.tables
