"""What a newer file brings that figures will show: counts, days, levels, scores off their scale."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from data.contract import DIMENSIONS
from data.draft.refresh.reader import Reader
from data.draft.refresh.rows.merge import Pairs, Way
from data.draft.refresh.tables import Rows
from data.draft.refresh.uses import SEGMENT, Use
from data.draft.refresh.words import rows, shown, span
from data.sql import ident
from detection.scores.reading import range_text

_MOST_LEVELS = 60  # of a column whose levels are told one by one


def counts(pairs: Pairs, way: Way) -> str:
    """What became of all rows; the numbers add up."""
    left = pairs.left_out(way)
    told = (
        f"{rows(pairs.added)} added, {pairs.known:,} known already, {pairs.corrected:,} corrected, "
        f"{pairs.alone - left:,} as before"
    )
    told += f", {left:,} left out, which are not in it" if left else ""
    return f"{told}: {rows(pairs.rows(way))} now"


def days(newer: Rows, day: str) -> Iterator[str]:
    """From when to when its rows are. `day`: SQL of a date."""
    found = f"SELECT min({day}), max({day}) FROM {newer.table}"
    ((first, last),) = newer.con.execute(found).fetchall()
    if first and last:
        yield f"its days: {span(first, last)}"


def levels(
    before: Rows,
    newer: Rows,
    used: Mapping[str, Sequence[Use]],
    reader: Reader,
) -> Iterator[str]:
    """Levels to break down by that are new, and those of before without a row in the newer file."""
    for column, uses in used.items():
        use = next((u for u in uses if u.role == SEGMENT or u.role in DIMENSIONS), None)
        if use is None or column not in newer.columns:
            continue
        text = reader.text(column, use.read)
        old, new = _distinct(before, text), _distinct(newer, text)
        if max(len(old), len(new)) > _MOST_LEVELS:
            continue
        if come := [level for level in new if level not in old]:
            yield f"new in '{column}': {shown(come)}"
        if gone := [level for level in old if level not in new]:
            yield f"no row in the newer file has {shown(gone)} in '{column}'"


def off_scale(newer: Rows, used: Mapping[str, Sequence[Use]], reader: Reader) -> Iterator[str]:
    """Scores outside the scale that the mapping states, which a load sets aside."""
    for column, uses in used.items():
        use = next((u for u in uses if u.scale), None)
        if use is None or use.scale is None or column not in newer.columns:
            continue
        score, (low, high) = reader.value(column, use), use.scale
        asked = f"FROM {newer.table} WHERE {score} NOT BETWEEN {low!r} AND {high!r}"
        ((wrong,),) = newer.con.execute(f"SELECT count(*) {asked}").fetchall()
        if wrong:
            few = newer.con.execute(f"SELECT DISTINCT trim({ident(column)}) {asked} ORDER BY 1")
            values = shown([value for (value,) in few.fetchall()])
            yield (
                f"{rows(wrong)} of '{column}' outside {range_text(low, high)}, which a "
                f"load sets aside: {values}"
            )


def _distinct(table: Rows, text: str) -> list[str]:
    found = table.con.execute(
        f"SELECT DISTINCT {text} AS x FROM {table.table} WHERE {text} IS NOT NULL ORDER BY 1"
    ).fetchall()
    return [value for (value,) in found]
