"""What the form of a theme says, and shows at first."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from flask import request

from access.names import TextError, one_line
from access.themes.written import EditError
from data.comments_read import SuggestedTheme
from data.ingest.comments.dictionary import LANGUAGES, ListedTheme

LONGEST = 60  # characters of a name
_LONGEST_WORD = 100
_BETWEEN = re.compile(r"[\n,;，、；]")  # words of a list


@dataclass(frozen=True)
class Typed:
    """What a form says, or shows at first. `words`: by language, in one text each."""

    label: str = ""
    group: str = ""
    words: Mapping[str, str] = field(default_factory=dict)
    on: bool = True

    @classmethod
    def sent(cls) -> Typed:
        """As the form of this request has it."""
        given = request.form
        words = {code: given.get(f"words_{code}", "") for code in LANGUAGES}
        return cls(given.get("label", ""), given.get("group", ""), words, "on" in given)

    @classmethod
    def of_theme(cls, theme: ListedTheme) -> Typed:
        """What the form shows of a theme that is there."""
        return cls(theme.label, theme.group, _texts(theme.added), not theme.off)

    @classmethod
    def of_suggestion(cls, suggested: SuggestedTheme) -> Typed:
        """What the form shows of a theme that is suggested."""
        ((_, entry),) = tomllib.loads(suggested.lines)["comments"]["themes"].items()
        words = {code: entry[code] for code in LANGUAGES if code in entry}
        return cls(entry["label"], entry["group"], _texts(words))

    def entry(self) -> dict[str, Any]:
        """The entry of the theme. Raises EditError."""
        entry: dict[str, Any] = {
            "group": _line(self.group, "The group", LONGEST),
            "label": _line(self.label, "The name", LONGEST),
        }
        for code, text in self.words.items():
            typed = (_line(one, "A word", _LONGEST_WORD) for one in _BETWEEN.split(text))
            if words := [one for one in typed if one]:
                entry[code] = words
        for name, of in (("name", "label"), ("group", "group")):
            if not entry[of]:
                raise EditError(f"The {name} is empty: write one, such as “Waiting time”.")
        return entry if self.on else {**entry, "off": True}

    def shown(self, given: Mapping[str, tuple[str, ...]]) -> dict[str, Any]:
        """What the page of the form needs. `given`: words that are there without the form."""
        return {
            "label": self.label,
            "group": self.group,
            "on": self.on,
            "longest": LONGEST,
            "languages": [
                {
                    "code": code,
                    "name": name,
                    "given": ", ".join(given.get(code, ())),
                    "words": self.words.get(code, ""),
                }
                for code, name in LANGUAGES.items()
            ],
        }


def about(entry: Mapping[str, Any] | None, found: ListedTheme | None) -> str:
    """What writing an entry changes, in words. `found`: the theme as it was, None for a new one."""
    if found is None:
        return f"“{entry['label']}” added" if entry else ""
    if entry is None:
        return f"“{found.label}” as before all changes"
    off = bool(entry.get("off"))
    if off != found.off:
        return f"“{found.label}” switched {'off' if off else 'on'}"
    if entry["label"] != found.label:
        return f"“{found.label}” renamed to “{entry['label']}”"
    return f"“{found.label}” changed"


def _texts(words: Mapping[str, Any]) -> dict[str, str]:
    return {code: "\n".join(own) for code, own in words.items()}


def _line(text: str, name: str, longest: int) -> str:
    try:
        return one_line(text, name, longest)
    except TextError as error:
        raise EditError(str(error)) from None
