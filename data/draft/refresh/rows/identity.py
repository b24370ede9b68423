"""When a row of before and a newer one are the same row, in SQL.

By the id that the mapping states of the table, if it is another one in nearly every row of each
file. Else, and where the id is empty, rows are the same whose used columns all hold the same: days
by the day and time that they are, numbers by their value, texts without the space around them.
Rows that are the same within one file are told apart by their order: the second is no first.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from data.contract import TABLES, Kind
from data.draft.refresh.reader import Reader
from data.draft.refresh.tables import Rows
from data.draft.refresh.uses import Use
from data.mapping.columns import ColumnMapping

FILE = "cx_lens_file"  # a column of newer rows: which of several files they are of
UNIQUE = 0.99
_BETWEEN, _EMPTY = "chr(31)", "chr(30)"


def ids_of(
    before: Rows, newer: Rows, used: Mapping[str, Sequence[Use]], reader: Reader
) -> list[str]:
    """The columns that tell rows apart; none where rows have no id."""
    for columns in _candidates(used):
        if all(_are_unique(rows, columns, reader) for rows in (before, newer)):
            return columns
    return []


def keys(
    rows: Rows,
    ids: Sequence[str],
    compared: Sequence[str],
    day: str,
    uses: Mapping[str, Sequence[Use]],
    reader: Reader,
) -> str:
    """A query: `place` of each row, `file`, its `identity`, the how many-th of it in its file
    (`nth`), its `content` and its `day`.

    `ids`, `compared`: columns that say which row it is, and what it holds; `day`: SQL of a date.
    """
    file = FILE if FILE in rows.columns else "0"
    texts = [_text(column, uses[column], reader) for column in compared]
    content = f"md5({_joined(texts)})" if texts else "''"
    identity = f"'=' || {content}"
    if ids:
        own = [_text(column, uses[column], reader) for column in ids]
        identity = f"CASE WHEN {own[0]} IS NULL THEN {identity} ELSE '#' || {_joined(own)} END"
    return (
        f"SELECT place, file, identity, content, day, "
        "row_number() OVER (PARTITION BY file, identity ORDER BY place) AS nth "
        f"FROM (SELECT rowid AS place, {file} AS file, {identity} AS identity, "
        f"{content} AS content, {day} AS day FROM {rows.table})"
    )


def _candidates(used: Mapping[str, Sequence[Use]]) -> Iterator[list[str]]:
    """Columns that the mapping takes for the id of a table: alone, then with what belongs to it."""
    for name, table in TABLES.items():
        roles = {
            use.role: column
            for column, uses in reversed([*used.items()])
            for use in uses
            if use.table == name
        }
        columns = [roles[role] for role in table.key if role in roles]
        if columns and table.key[0] in roles:
            yield columns[:1]
            if len(columns) > 1:
                yield columns


def _are_unique(rows: Rows, columns: Sequence[str], reader: Reader) -> bool:
    if not set(columns) <= set(rows.columns):
        return False
    texts = [reader.text(column, ColumnMapping(column=column)) for column in columns]
    file = FILE if FILE in rows.columns else "0"
    asked = f"count(*), count(DISTINCT ({file}, {_joined(texts)}))"
    found = f"SELECT {asked} FROM {rows.table} WHERE {texts[0]} IS NOT NULL"
    ((filled, different),) = rows.con.execute(found).fetchall()
    return bool(different >= UNIQUE * filled > 0)


def _joined(texts: Sequence[str]) -> str:
    return f"concat_ws({_BETWEEN}, {', '.join(f'coalesce({text}, {_EMPTY})' for text in texts)})"


def _text(column: str, uses: Sequence[Use], reader: Reader) -> str:
    """What a column holds, the same text for the same value."""
    text = reader.text(column, ColumnMapping(column=column))
    use = next((use for use in uses if use.kind in (Kind.TIME, Kind.MONTH, Kind.NUMBER)), None)
    if use:
        return f"coalesce(CAST({reader.value(column, use)} AS VARCHAR), {text})"
    return f"regexp_replace({text}, '^([+-]?\\d+)\\.0+$', '\\1')"
