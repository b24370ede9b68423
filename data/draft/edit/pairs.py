"""A field of pairs: codes and what they stand for, a line each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from data.draft.edit.document import Change, Path, found
from data.draft.edit.fields import Field, name_of
from data.draft.edit.values import as_word, pairs, shown_pairs


def pairs_field(content: Mapping[str, Any], path: Path, label: str, hint: str = "") -> Field:
    """Pairs of texts at a place; only those that are others are written."""
    now = {key: as_word(one) for key, one in (found(content, path) or {}).items()}

    def write(typed: str) -> list[Change]:
        new = pairs(typed)
        keys = [key for key in dict.fromkeys((*now, *new)) if now.get(key) != new.get(key)]
        return [Change((*path, key), new.get(key)) for key in keys]

    return Field(name_of(path), label, shown_pairs(now), write, "lines", hint)
