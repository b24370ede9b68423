"""A dictionary with what a company changes in it."""

from __future__ import annotations

from collections.abc import Mapping

from voice.themes.entries import Words, check_key, words_in
from voice.themes.model import LANGUAGES, Dictionary, Theme, ThemeError


def changed(dictionary: Dictionary, own: Mapping[str, Mapping[str, object]]) -> Dictionary:
    """The dictionary with a company's own entries, by key of the theme.

    An entry of a theme that is there adds words to it, or takes it out by `off = true`. Any other
    is a new theme: it needs `group`, `label` and words. Raises ThemeError for what cannot be used.
    """
    themes = dict(dictionary.by_key)
    for key, entry in own.items():
        check_key(key)
        if "off" in entry:
            _check_off(key, entry, themes)
            del themes[key]
        elif key in themes:
            themes[key] = _extended(themes[key], entry)
        else:
            themes[key] = _new(key, entry)
    return Dictionary(tuple(themes.values()))


def edited(dictionary: Dictionary, entries: Mapping[str, Mapping[str, object]]) -> Dictionary:
    """The dictionary with entries as people edit them, by key of the theme.

    Each has `group` and `label`, which count, and maybe words, which are added to those that are
    there. A theme with `off = true` is taken out, and its entry kept for another time. So is one
    that has no words at all: what it was added to is no longer there. Raises ThemeError for what
    cannot be used.
    """
    themes = dict(dictionary.by_key)
    for key, entry in entries.items():
        check_key(key)
        group, label = _names(key, entry)
        words, misleading = words_in(f"“{label}”", entry, LANGUAGES.__getitem__)
        if key in themes:
            words = _together(themes[key].words, words)
            misleading = _together(themes[key].misleading, misleading)
        if entry.get("off") or not words:
            themes.pop(key, None)
        else:
            themes[key] = Theme(key, group, label, words, misleading)
    return Dictionary(tuple(themes.values()))


def _check_off(key: str, entry: Mapping[str, object], themes: Mapping[str, Theme]) -> None:
    if entry["off"] is not True or len(entry) > 1:
        raise ThemeError(
            f"The theme {key!r} has off = {entry['off']!r} and {len(entry) - 1} other lines. "
            "Expected: off = true alone. Take the other lines out, or off."
        )
    if key not in themes:
        raise ThemeError(
            f"The theme {key!r} is switched off, but there is none of that key. "
            f"Expected: any of {', '.join(sorted(themes)) or 'none'}. Correct it or take it out."
        )


def _extended(theme: Theme, entry: Mapping[str, object]) -> Theme:
    if "group" in entry or "label" in entry:
        raise ThemeError(
            f"There is a theme {theme.key!r} already: {theme.group} > {theme.label}. Expected: a "
            "key that is new, or words without group and label. Choose another key to have a new "
            "theme; leave group and label out to add words to this one."
        )
    words, misleading = words_in(repr(theme.key), entry)
    if not words and not misleading:
        raise ThemeError(f"The theme {theme.key!r} gets no words. Write some, or take it out.")
    return Theme(
        theme.key,
        theme.group,
        theme.label,
        _together(theme.words, words),
        _together(theme.misleading, misleading),
    )


def _together(there: Mapping[str, tuple[str, ...]], added: Words) -> Words:
    both = dict(there)
    for language, words in added.items():
        both[language] = tuple(dict.fromkeys((*there.get(language, ()), *words)))
    return both


def _names(key: str, entry: Mapping[str, object]) -> tuple[str, str]:
    """Group and label."""
    for name in ("group", "label"):
        text = entry.get(name)
        if not isinstance(text, str) or not text.strip():
            raise ThemeError(
                f"The new theme {key!r} has {text!r} as {name}. Expected: a short text, as in "
                'group = "Customer service", label = "Waiting time". Write one.'
            )
    return str(entry["group"]), str(entry["label"])


def _new(key: str, entry: Mapping[str, object]) -> Theme:
    group, label = _names(key, entry)
    words, misleading = words_in(repr(key), entry)
    if not words:
        raise ThemeError(
            f"The new theme {key!r} has no words. Expected: at least one, in any language, "
            'as in en = ["wait*"]. Write some.'
        )
    return Theme(key, group, label, words, misleading)
