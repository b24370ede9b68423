"""The dictionary of themes: what ships, what the mapping changes, and what people edited.

What people edited stands in `themes.json` of the data folder, so that every load has it, whoever
starts it. It is part of the version of the data.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from data.durable import write_durably
from data.errors import DataError, MappingError
from data.mapping.model import Mapping as CompanyMapping
from voice.themes.entries import key_of
from voice.themes.model import LANGUAGES as LANGUAGES
from voice.themes.model import Dictionary, Theme, ThemeError
from voice.themes.own import changed, edited
from voice.themes.shipped import shipped

EDITED = "themes.json"
Entries = Mapping[str, Mapping[str, Any]]  # by key of the theme, as voice.themes.own reads them


def dictionary_of(mapping: CompanyMapping, folder: Path) -> Dictionary:
    """The themes by which a load reads comments. Raises MappingError and DataError."""
    entries = read_edited(folder)
    try:
        return edited(mapped_dictionary(mapping), entries)
    except ThemeError as error:
        raise DataError(f"{EDITED}, themes that people edited: {error}") from None


def mapped_dictionary(mapping: CompanyMapping) -> Dictionary:
    """What ships for the industries of the company, with the entries of its mapping.

    Raises MappingError.
    """
    settings = mapping.comments
    try:
        return changed(shipped(("common", *settings.industries)), settings.themes)
    except ThemeError as error:
        raise MappingError(f"{mapping.path.name}, [comments]: {error}") from None


def label_of_reason(mapping: CompanyMapping, dictionary: Dictionary) -> dict[str, str]:
    """The label of each theme by those that it has and had before people edited it, case folded.

    Data state reasons by the label of their day.
    """
    labels = {theme.key: theme.label for theme in dictionary.themes}
    before = {
        theme.label.casefold(): labels[theme.key]
        for theme in mapped_dictionary(mapping).themes
        if theme.key in labels
    }
    return before | {label.casefold(): label for label in labels.values()}


def read_edited(folder: Path) -> dict[str, dict[str, Any]]:
    """The entries that people edited; {} where there are none. Raises DataError."""
    text = edited_text(folder)
    try:
        found = json.loads(text or b"{}")
    except ValueError as error:
        raise _unreadable(str(error)) from None
    if not isinstance(found, dict) or not all(isinstance(one, dict) for one in found.values()):
        raise _unreadable("expected an entry for each theme")
    return found


def edited_text(folder: Path) -> bytes:
    """The file of these entries as it is now, b"" where there is none. Raises OSError."""
    try:
        return (folder / EDITED).read_bytes()
    except FileNotFoundError:
        return b""


def write_edited(folder: Path, entries: Entries) -> None:
    """Keep these entries for the loads to come. Raises OSError."""
    if entries:
        write_durably(folder / EDITED, json.dumps(entries, ensure_ascii=False))
    else:
        (folder / EDITED).unlink(missing_ok=True)


def _unreadable(why: str) -> DataError:
    return DataError(
        f"{EDITED}, themes that people edited, can't be read: {why}. Delete this file: where "
        "people log in, the next load writes it anew."
    )


@dataclass(frozen=True)
class ListedTheme:
    """A theme as people edit it: what it is without their changes, and with them."""

    key: str
    group: str
    label: str
    given: Mapping[str, tuple[str, ...]]  # words by language that ship or that the mapping has
    added: Mapping[str, tuple[str, ...]]  # words that people added
    off: bool
    comes_from: str  # in words


def listed_themes(mapping: CompanyMapping, entries: Entries) -> tuple[ListedTheme, ...]:
    """All themes, by group, those as well that people switched off. Raises MappingError."""
    themes = mapped_dictionary(mapping).by_key
    found = [
        _listed(key, themes.get(key), entries.get(key), key in mapping.comments.themes)
        for key in dict.fromkeys([*themes, *entries])
    ]
    return tuple(sorted(found, key=lambda one: (one.group.casefold(), one.group)))


def _listed(
    key: str, given: Theme | None, entry: Mapping[str, Any] | None, in_mapping: bool
) -> ListedTheme:
    words = given.words if given else {}
    before = ("mapping" if in_mapping else "shipped") if given else ""
    if entry is None:
        assert given is not None
        return ListedTheme(key, given.group, given.label, words, {}, False, before)
    added = {name: tuple(own) for name, own in entry.items() if isinstance(own, list)}
    comes_from = f"{before}, edited here" if before else "added here"
    off = bool(entry.get("off"))
    return ListedTheme(key, entry["group"], entry["label"], words, added, off, comes_from)


def check_edited(mapping: CompanyMapping, entries: Entries, key: str = "") -> None:
    """Raises DataError where entries can't be used, and MappingError.

    `key`: of the entry that is being written, if any. Its theme needs words, and a name of its own.
    """
    try:
        found = edited(mapped_dictionary(mapping), entries)
    except ThemeError as error:
        raise DataError(str(error)) from None
    theme = found.by_key.get(key)
    if theme is None:
        if key in entries and not entries[key].get("off"):
            raise DataError(
                "The theme has no words. Expected: at least one, in any language. Write some."
            )
        return
    for other in found.themes:
        if other.key != key and other.label.casefold() == theme.label.casefold():
            raise DataError(
                f"There is a theme “{other.label}” already, of the group “{other.group}”. Choose "
                "another name, or add the words to that theme."
            )


def needed(mapping: CompanyMapping, key: str, entry: dict[str, Any]) -> dict[str, Any] | None:
    """The entry; None where it changes nothing of the theme that is there. Raises MappingError."""
    theme = mapped_dictionary(mapping).by_key.get(key)
    same = theme and entry == {"group": theme.group, "label": theme.label}
    return None if same else entry


def new_key(label: str, mapping: CompanyMapping, entries: Entries) -> str:
    """A key for a new theme of that label. Raises MappingError."""
    return key_of(label, {*mapped_dictionary(mapping).by_key, *entries})
