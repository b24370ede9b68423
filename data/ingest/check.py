"""The report of `check`: what was read, what was set aside and why, and the segments."""

from __future__ import annotations

import tempfile
from pathlib import Path

from data.catalog import Catalog, Dimension, TableReport, source_lines
from data.errors import nearest
from data.ingest.build import build
from data.ingest.progress import Progress
from data.ingest.warehouse.build import discard
from data.mapping import Mapping, load_mapping
from data.query.tables import rows_of_levels
from data.scope import NOT_STATED
from data.store.snapshots import Snapshot, open_snapshot

_SHOWN_LEVELS = 12


def check(mapping_path: Path, progress: Progress | None = None) -> str:
    """Reads all that a mapping names and says what came of it. Raises MappingError, DataError."""
    with tempfile.TemporaryDirectory() as folder:
        mapping = load_mapping(mapping_path)
        try:
            return describe(mapping, build(mapping_path, Path(folder), progress))
        finally:
            if mapping.warehouse:
                discard(mapping, Path(folder))


def describe(mapping: Mapping, file: Path) -> str:
    """The report of a built data file, or of what stands for a warehouse."""
    snapshot = open_snapshot(file)
    catalog = snapshot.catalog
    levels = {d.key: _levels(snapshot, d) for d in catalog.dimensions}
    lines = [f"{catalog.company}: {catalog.first_day} to {catalog.last_day}", "", "Read"]
    lines += [
        f"  {s.file}: {s.rows:,} rows (source '{s.name}')" for s in source_lines(catalog.sources)
    ]
    for table in catalog.tables:
        lines += ["", *_table(table)]
    if catalog.doubts:
        lines += ["", *(f"DOUBT: {doubt.found} {doubt.mend}" for doubt in catalog.doubts)]
    if catalog.dimensions:
        lines += ["", "To filter and break down by"]
    for dimension in catalog.dimensions:
        lines.append(f"  {dimension.label} ({dimension.key}): {levels[dimension.key]}")
    notes = _notes(mapping, catalog)
    if notes:
        lines += ["", "Notes", *(f"  {note}" for note in notes)]
    return "\n".join(lines)


def _table(table: TableReport) -> list[str]:
    """Rows taken and set aside, as a small table."""
    span = (
        f", {table.first:%Y-%m-%d} to {table.last:%Y-%m-%d}" if table.first and table.last else ""
    )
    rows = [("accepted", table.taken), *table.rejected.items()]
    if table.read:
        rows.append(("(sentiment read of comments)", table.read))
    if table.no_answer:
        rows.append(("(questions without an answer)", table.no_answer))
    width = max(len(name) for name, _ in rows)
    lines = [f"Table {table.table}{span}"]
    for place, (name, count) in enumerate(rows):
        if place == 1 and table.rejected:
            lines.append(f"  set aside: {sum(table.rejected.values()):,}")
        indent = "    " if 1 <= place <= len(table.rejected) else "  "
        line = f"{indent}{name.ljust(width)}  {count:>12,}"
        lines.append(f"{line}   {table.examples.get(name, '')}".rstrip())
    return lines + [f"  ATTENTION: {warning}" for warning in table.warnings]


def _levels(snapshot: Snapshot, dimension: Dimension) -> str:
    """Levels with their rows in the first table that has the dimension."""
    counts = rows_of_levels(snapshot, dimension.key, dimension.tables[0])
    shown = [f"{level} {counts.get(level, 0):,}" for level in dimension.levels[:_SHOWN_LEVELS]]
    if len(dimension.levels) > _SHOWN_LEVELS:
        shown.append(f"and {len(dimension.levels) - _SHOWN_LEVELS} more")
    if NOT_STATED in counts:
        shown.append(f"{NOT_STATED} {counts[NOT_STATED]:,}")
    return ", ".join(shown)


def _notes(mapping: Mapping, catalog: Catalog) -> list[str]:
    """Names and codes in the mapping that no row has: perhaps misspelt."""
    touchpoint = catalog.dimension("touchpoint")
    notes: list[str] = []
    if touchpoint:
        notes += _absent(touchpoint, mapping.journey.order)
    elif mapping.journey.order:
        notes.append("[journey] puts touchpoints in order, but no row has a touchpoint.")
    for segment in mapping.segments:
        dimension = catalog.dimension(segment.key)
        if dimension:
            notes += _absent(dimension, segment.order) + _unused(dimension, segment.labels)
        else:
            notes.append(
                f"The segment '{segment.key}' is not shown: it has no value in feedback, tickets "
                "or orders."
            )
    return list(dict.fromkeys(notes))  # a segment may be declared for two tables


def _absent(dimension: Dimension, order: tuple[str, ...]) -> list[str]:
    return [
        f"No row has the {dimension.noun} '{level}'. {nearest(level, dimension.levels)}"
        for level in order
        if level not in dimension.levels
    ]


def _unused(dimension: Dimension, labels: dict[str, str]) -> list[str]:
    """Labels that no row got; the levels that no label gave are the codes as they are."""
    codes = [level for level in dimension.levels if level not in labels.values()]
    hint = f" Values without a label: {', '.join(codes[:5])}." if codes else ""
    return [
        f"No row has the code '{code}', which the segment '{dimension.key}' labels '{label}'.{hint}"
        for code, label in labels.items()
        if label not in dimension.levels
    ]
