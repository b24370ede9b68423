"""The segments of a drafted mapping: a key, a label and the levels of each."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence

import tomlkit
from tomlkit.items import AoT, Table

from data.contract import RESERVED
from data.draft.toml import array_of, put, table_of
from detection.tables.table import Segment, TableReading

WITH_SEGMENTS = ("feedback", "customers", "tickets")


def segments_of(readings: Sequence[tuple[TableReading, Mapping[str, str]]]) -> AoT:
    """The segments of these tables, each with what columns are called that have another name than
    in the file; the same column of several files is one."""
    array, keys = tomlkit.aot(), set[tuple[str, str]]()
    for first, called in readings:
        if first.table not in WITH_SEGMENTS:
            continue
        for segment in first.segments:
            name = called.get(segment.column, segment.column)
            key = key_of(name, len(keys) + 1)
            if (key, first.table) in keys:
                continue
            keys.add((key, first.table))
            array.append(_segment(segment, name, key, first.table))
    return array


def _segment(segment: Segment, name: str, key: str, table: str) -> Table:
    described = table_of(key=key, label=label_of(name))
    put(described, "column", segment.column, segment.evidence)
    if table != "feedback":
        described["table"] = table
    if segment.order:
        described["order"] = array_of(segment.order)
    if segment.labels:
        described["labels"] = table_of(**segment.labels)
    return described


def label_of(name: str) -> str:
    """A column's name as people would write it."""
    said = " ".join(name.rpartition(".")[2].replace("_", " ").split())
    return said[:1].upper() + said[1:]


def key_of(name: str, place: int) -> str:
    """A key of a segment from a column's name: Latin letters, digits, underscores."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    key = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:40]
    if not re.match(r"[a-z]", key):
        key = f"segment_{place}"
    return f"{key}_group" if key in RESERVED else key
