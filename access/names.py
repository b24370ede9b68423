"""Names that people give: what is one, and when two are the same."""

from __future__ import annotations

import unicodedata


def key_of(name: str) -> str:
    """A name as names are compared: neither capitals nor space around it tell two apart."""
    return unicodedata.normalize("NFKC", name).strip().casefold()


def is_name(name: str, longest: int) -> bool:
    """Is it in one line, of letters, digits and signs that are seen, and not too long?"""
    # A sign that stands for whole words may be eighteen, as names are compared.
    return 0 < len(name) <= longest and name.isprintable() and len(key_of(name)) <= 3 * longest
