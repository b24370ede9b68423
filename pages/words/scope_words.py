"""Whom a view is about, as its headline begins: `EMEA, Enterprise`."""

from __future__ import annotations

import re
from collections.abc import Sequence

from data.catalog import Catalog, Dimension
from view.query import listed
from view.state import View

_MOST = 8  # words, so that a headline keeps room for what it says
_MOST_NAMED = 2  # levels of one dimension
_BARE = re.compile(r"yes|no|true|false|[\W\d]*|\w|\(not stated\)", re.IGNORECASE)


def scope_words(view: View, catalog: Catalog) -> str:
    """The filters of the view in at most eight words; nothing where there is none."""
    found = [(d, levels) for d in catalog.dimensions if (levels := view.levels(d.key))]
    if not found:
        return ""
    named = ", ".join(_levels(*one) for one in found)
    labels = listed([dimension.label for dimension, _ in found])
    number = f"With {len(found)} filter{'' if len(found) == 1 else 's'}"
    choices = (named, f"Filtered by {labels}", number)
    return next(words for words in choices if len(words.split()) <= _MOST or words is number)


def _levels(dimension: Dimension, levels: Sequence[str]) -> str:
    if len(levels) > _MOST_NAMED:
        return f"{len(levels)} levels of {dimension.label}"
    told = " or ".join(levels)
    return f"{dimension.label} {told}" if any(map(is_bare, levels)) else told


def is_bare(level: str) -> bool:
    """True for what says nothing without its dimension: yes and no, a number, a letter."""
    return _BARE.fullmatch(level) is not None


def about(view: View, catalog: Catalog, sentence: str) -> str:
    """The sentence with whom it is about before it."""
    scope = scope_words(view, catalog)
    return f"{scope}: {sentence}" if scope else sentence
