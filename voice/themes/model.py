"""A theme, and a dictionary of them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

LANGUAGES = {
    "en": "English",
    "ru": "Russian",
    "zh": "Chinese",
    "fi": "Finnish",
    "pt": "Portuguese",
}


class ThemeError(Exception):
    """A dictionary cannot be used as it is written: what was found, expected, and what to do."""


@dataclass(frozen=True)
class Theme:
    """What comments may be about, and the words that tell so.

    `words` and `misleading` have lists by code of language. `wait*` is any word that begins so,
    `on hold` these words in a row; Chinese words are found anywhere. A word inside of a misleading
    phrase does not count.
    """

    key: str
    group: str
    label: str
    words: Mapping[str, tuple[str, ...]]
    misleading: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Dictionary:
    """Themes in the order in which they are named; no key stands there twice."""

    themes: tuple[Theme, ...]

    @cached_property
    def by_key(self) -> dict[str, Theme]:
        """Its themes by their keys."""
        return {theme.key: theme for theme in self.themes}

    @cached_property
    def version(self) -> str:
        """12 hexadecimal digits that are others as soon as any theme or word is another."""
        content = [
            [theme.key, theme.group, theme.label, dict(theme.words), dict(theme.misleading)]
            for theme in self.themes
        ]
        text = json.dumps(content, ensure_ascii=True, sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()[:12]
