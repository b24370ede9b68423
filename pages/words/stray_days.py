"""What pages say where the newest rows are a slip, so that presets end before them."""

from __future__ import annotations

from dataclasses import replace

from data.catalog import Catalog
from pages.panel import Page


def with_newest_alone(page: Page, catalog: Catalog) -> Page:
    """The page with a note of rows that its preset leaves out, or that its dates have alone."""
    alone, view = catalog.newest_alone, page.view
    if alone is None or view.period == "all":
        return page
    if view.period:
        said = f"{alone.sentence} This period ends there; “All data” has everything."
    elif view.span.start > alone.others:
        said = f"{alone.sentence} See “All data” for the others."
    else:
        return page
    return replace(page, note=f"{page.note} {said}".strip())
