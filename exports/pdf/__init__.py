"""Views as PDF, tagged for screen readers, with the charts of pictures; made by typst."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import typst

from components.theme import LIGHT
from data.catalog import Catalog
from exports.about import About
from exports.pdf.told import view_told
from exports.pictures.png import FONTS
from exports.words import plain
from pages.panel import Page

_TEMPLATE = Path(__file__).parent / "view.typ"


def pdf(
    pages: Sequence[Page], catalog: Catalog, abouts: Sequence[About], logo: bytes | None = None
) -> bytes:
    """A tagged document of pages, one after the other; `abouts`: what each says of itself.

    `logo`: a small PNG, above the first heading; see `exports.pdf.logo`.
    It is PDF/UA-1 where the fonts of the machine have all of its signs.
    """
    told = {
        "title": plain(", ".join(dict.fromkeys(about.title for about in abouts)), 250),
        "company": plain(catalog.company, 250),
        "logo": list(logo) if logo else None,  # bytes as numbers, which JSON can hold
        "ink": LIGHT.ink,
        "quiet": LIGHT.quiet,
        "line": LIGHT.line,
        "views": [
            view_told(page, catalog, about) for page, about in zip(pages, abouts, strict=True)
        ],
    }
    try:
        return _compiled(told, catalog, ["ua-1"])
    except typst.TypstError:  # a sign that no font here has: a box, which the standard refuses
        return _compiled(told, catalog, [])


def _compiled(told: object, catalog: Catalog, standards: list[Any]) -> bytes:
    made = typst.compile(
        _TEMPLATE,
        root=_TEMPLATE.parent,  # nothing outside can be read
        font_paths=[FONTS],
        sys_inputs={"told": json.dumps(told)},
        pdf_standards=standards,
        timestamp=int(catalog.built_at.timestamp()),  # the same figures are the same file
    )
    if not isinstance(made, bytes):
        raise TypeError("typst gave no document")
    return made
