"""Views as slides: native charts and tables that people edit, with scope, n, method and link."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

from data.catalog import Catalog
from exports.about import About
from exports.slides.page import add_page
from exports.slides.template import TemplateError, presentation, read_template
from exports.words import plain
from pages.panel import Page

__all__ = ["TemplateError", "read_template", "slides"]


def slides(
    pages: Sequence[Page], catalog: Catalog, abouts: Sequence[About], template: bytes | None
) -> bytes:
    """A presentation (.pptx) of pages, one after the other; `abouts` has what each says of itself.

    `template`: a presentation whose layouts, colours and fonts are used; None for a plain one.
    Raises TemplateError where it can't be used.
    """
    deck, layout = presentation(template)
    for page, about in zip(pages, abouts, strict=True):
        add_page(deck, layout, page, catalog, about)
    known = deck.core_properties
    known.title = plain(", ".join(dict.fromkeys(about.title for about in abouts)), 250)
    known.author = known.last_modified_by = plain(catalog.company, 250)
    into = BytesIO()
    deck.save(into)
    return into.getvalue()
