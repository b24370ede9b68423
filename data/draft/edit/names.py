"""Names of columns that a field offers: of the files, and those that the mapping has."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from data.draft.edit.fields import Known


def parts_of(content: Mapping[str, Any], table: str) -> list[dict[str, Any]]:
    """The parts of a table; none where it is not mapped."""
    parts = content.get(table, [])
    return list(parts) if isinstance(parts, list) else [parts]


def columns_of(content: Mapping[str, Any], known: Known, table: str) -> list[str]:
    """Columns of the sources of a table's parts, of joined ones as `source.column`."""
    found: dict[str, None] = {}
    for part in parts_of(content, table):
        found |= dict.fromkeys(of_part(part, known))
    return list(found)


def of_part(part: Mapping[str, Any], known: Known) -> Iterator[str]:
    """Columns that a part may name."""
    yield from known.columns.get(part["source"], ())
    for join in part.get("joins", ()):
        for column in known.columns.get(join["source"], ()):
            yield f"{join['source']}.{column}"
    for mapped in part.get("columns", {}).values():
        if isinstance(mapped, str):
            yield mapped
        elif "column" in mapped:
            yield mapped["column"]
    for question in part.get("questions", ()):
        yield from filter(None, (question.get("column"), question.get("comment")))
        yield from question.get("touchpoints", {}).values()
