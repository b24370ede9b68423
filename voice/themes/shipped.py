"""The dictionaries that come with the product, one an industry."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from voice.themes.entries import check_key, words_in
from voice.themes.model import Dictionary, Theme, ThemeError

_FOLDER = Path(__file__).parent / "dictionary"
INDUSTRIES = ("common", "telecom", "retail", "travel", "banking", "software")


def shipped(industries: Iterable[str] = ("common",)) -> Dictionary:
    """The themes of these industries, in their order, each once.

    Raises ThemeError for an industry that there is no dictionary of.
    """
    names = dict.fromkeys(industries)
    for name in names:
        if name not in INDUSTRIES:
            raise ThemeError(
                f"There are no themes for {name!r}. Expected: any of {', '.join(INDUSTRIES)}. "
                "Choose of these; themes of your own can be added to them."
            )
    return Dictionary(tuple(theme for name in names for theme in _themes(name)))


@cache
def _themes(industry: str) -> tuple[Theme, ...]:
    entries = tomllib.loads((_FOLDER / f"{industry}.toml").read_text("utf-8"))
    themes = []
    for key, entry in entries.items():
        check_key(key)
        themes.append(Theme(key, entry["group"], entry["label"], *words_in(repr(key), entry)))
    return tuple(themes)
