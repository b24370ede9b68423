"""Levels that differ only in case or space: one level that was written in two ways."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from data.catalog import Dimension, Doubt
from data.ingest.advice.case import quoted
from data.ingest.published import Published

_SHOWN = 5  # groups of levels named for a dimension


def near_duplicates(published: Published) -> Iterator[Doubt]:
    """For each dimension the levels that are alike, with the line that makes them one."""
    for dimension in (one for one in published.dimensions if not one.several):
        alike: dict[str, list[str]] = {}
        for level in dimension.levels:
            alike.setdefault(_folded(level), []).append(level)
        groups = [levels for levels in alike.values() if len(levels) > 1]
        if groups:
            yield _doubt(published, dimension, groups)


def _folded(level: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", level).casefold().split())


def _doubt(published: Published, dimension: Dimension, groups: list[list[str]]) -> Doubt:
    table, key = dimension.tables[0], dimension.key
    rows = published.tables[table]
    counted = published.ask(rows.group_by(level=rows[key]).aggregate(n=rows.count()))
    counts = {level: int(n) for level, n in zip(counted["level"], counted["n"], strict=True)}
    named, pairs = [], []
    for levels in groups[:_SHOWN]:
        ordered = sorted(levels, key=lambda level: -counts.get(level, 0))
        named.append(" and ".join(f"{quoted(one)} ({counts.get(one, 0):,})" for one in ordered))
        pairs += [f"{quoted(other)} = {quoted(ordered[0])}" for other in ordered[1:]]
    more = f" and {len(groups) - _SHOWN} more" if len(groups) > _SHOWN else ""
    return Doubt(
        table=table,
        found=f"{dimension.label} ({key}) has levels that differ only in case or space: "
        f"{'; '.join(named)}{more}.",
        mend=f"To make them one: {_line(published, dimension, ', '.join(pairs))}.",
    )


def _line(published: Published, dimension: Dimension, pairs: str) -> str:
    if dimension.segment:
        return f"labels = {{ {pairs} }} in the segment"
    columns = (
        part.columns[dimension.key].column
        for table in dimension.tables
        for part in published.mapping.table(table)
        if dimension.key in part.columns
    )
    column = next((name for name in columns if name), None)
    if column is None:
        return "give them one name in the mapping"
    return f"{dimension.key} = {{ column = {quoted(column)}, values = {{ {pairs} }} }}"
