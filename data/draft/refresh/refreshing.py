"""Newer files for a mapping that is kept: understood, compared with before, and made one."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb

from data.contract import TABLES, Kind
from data.draft.refresh import told
from data.draft.refresh.brought import Brought, read_brought
from data.draft.refresh.columns import find_columns
from data.draft.refresh.reader import Reader
from data.draft.refresh.readings import written
from data.draft.refresh.rewrite import rewritten
from data.draft.refresh.rows.identity import ids_of, keys
from data.draft.refresh.rows.incoming import Part, incoming
from data.draft.refresh.rows.merge import Pairs, Way, paired, write
from data.draft.refresh.rows.way import way_of
from data.draft.refresh.tables import Rows
from data.draft.refresh.uses import Use
from data.draft.refresh.words import rows
from data.engine_errors import in_words
from data.errors import DataError
from data.mapping.model import Mapping as CompanyMapping
from detection.tables.interview import Interview, Open

_MOST = 20  # questions: a renamed column that is not asked about would be lost
_OTHERS, _FEW = 0.5, 3  # rows with a known id that are of another day: so many are no corrections


@dataclass(frozen=True)
class Merged:
    """The rows of a source, ready to be written. `found`: column -> which newer files have it."""

    source: str
    newer: Rows
    found: dict[str, list[int]]
    pairs: Pairs
    way: Way


@dataclass(frozen=True)
class Plan:
    """Questions as in a draft, what changes, a line each, and what is to be written."""

    open: tuple[Open, ...]
    answered: tuple[Open, ...]
    others: tuple[Open, ...]
    changed: tuple[str, ...]
    merged: tuple[Merged, ...]


class Refreshing:
    """Newer files beside the rows of before, of which plans are made by what is answered.

    `folder`: for temporary files, which must outlive this. Raises DataError or MappingError.
    """

    def __init__(
        self, mapping: CompanyMapping, files: Sequence[Path], folder: Path, today: date
    ) -> None:
        self._mapping = mapping
        self._brought: Brought = read_brought(mapping, files, folder, today)
        for source in self._brought.newer:
            self._check_has_days(source)

    def plan(self, answers: Mapping[str, str], whole: bool = False) -> Plan:
        """What comes of these answers. `whole`: the files have all there is.

        Raises DataError for a file that can't be read as the one before.
        """
        interview = Interview(answers, most=_MOST)
        parts = {source: self._parts(source, interview) for source in self._brought.newer}
        changed, merged = list(self._brought.told), []
        for source, own in parts.items() if not interview.open else ():
            for part in own:
                told_of = [*part.columns.told, *(w.told for w in part.written.values() if w.told)]
                changed += [f"{part.newer.place}: {line}" for line in told_of]
            one, lines = self._merged(source, own, interview, whole)
            merged.append(one)
            changed = [*lines, *changed]
        asked = (tuple(interview.open), tuple(interview.answered), tuple(interview.others))
        return Plan(*asked, tuple(changed), tuple(merged))

    def write(self, plan: Plan, text: str, place: Callable[[str], tuple[Path, str]]) -> str:
        """Writes the rows of a plan without open questions; returns the mapping with them.

        `text`: the mapping; `place`: of a source, its new file, and how the mapping names it.
        Raises DataError, as where there is no room.
        """
        files = {}
        for one in plan.merged:
            path, name = place(one.source)
            before = self._brought.before[one.source]
            try:
                write(before, one.newer, one.found, one.source, one.way, path)
            except duckdb.Error as error:
                raise DataError(f"The rows can't be written: {in_words(error)}.") from None
            files[one.source] = (name, f"{rows(one.pairs.rows(one.way))}, of several files")
        return rewritten(text, files)

    def _parts(self, source: str, interview: Interview) -> list[Part]:
        before, used = self._brought.before[source], self._brought.used[source]
        parts = []
        for newer in self._brought.newer[source]:
            reader = self._reader(source, newer.place, interview)
            columns = find_columns(before, newer.rows, used, newer.place, interview)
            asks = bool(interview.open)  # which columns there are, before how they are read
            texts = {
                column: written(reader, before, newer.rows, column, columns.found[column], uses)
                for column, uses in used.items()
                if column in columns.found and not asks
            }
            parts.append(Part(newer, columns, texts))
        return parts

    def _merged(
        self, source: str, parts: Sequence[Part], interview: Interview, whole: bool
    ) -> tuple[Merged, list[str]]:
        before, used = self._brought.before[source], self._brought.used[source]
        place = " and ".join(part.newer.place for part in parts)
        reader = self._reader(source, place, interview)
        newer = incoming(source, before, parts)
        found = {
            column: [n for n, part in enumerate(parts) if column in part.columns.found]
            for column in before.columns
        }
        compared = [column for column in used if len(found[column]) == len(parts)]
        ids = ids_of(before, newer, {column: used[column] for column in compared}, reader)
        day = _day(used, compared, reader)
        queries = [keys(one, ids, compared, day, used, reader) for one in (before, newer)]
        pairs = paired(self._brought.con, source, *queries)
        _check_ids(pairs, ids, place)
        way = Way.REPLACE if whole else way_of(pairs, place, interview)
        lines = [f"{place} for '{source}': {told.counts(pairs, way)}"]
        lines += [f"{place}: {line}" for line in told.days(newer, day)]
        lines += [f"{place}: {line}" for line in told.levels(before, newer, used, reader)]
        lines += [f"{place}: {line}" for line in told.off_scale(newer, used, reader)]
        return Merged(source, newer, found, pairs, way), lines

    def _reader(self, source: str, place: str, interview: Interview) -> Reader:
        return Reader(self._mapping.company, self._mapping.sources[source], interview, place)

    def _check_has_days(self, source: str) -> None:
        """Raises DataError where the mapping itself states when all rows were."""
        for name in self._mapping.tables:
            clock = TABLES[name].clock
            for part in self._mapping.table(name):
                read = part.columns.get(clock or "")
                if part.source != source or read is None or read.column is not None:
                    continue
                if not all(isinstance(one, str) for one in (read.day, read.month, read.year)):
                    raise DataError(
                        f"The mapping states the day of the rows of '{source}' itself "
                        f"({clock} of [{name}]), and newer rows would be of the same day. Give the "
                        "files a column with their day, and map that."
                    )


def _day(used: Mapping[str, Sequence[Use]], compared: Sequence[str], reader: Reader) -> str:
    """SQL of the day by which rows of a source are known; NULL where they have none."""
    for column in compared:
        for use in used[column]:
            if use.is_clock and use.kind is not Kind.TEXT:
                return f"CAST({reader.value(column, use)} AS DATE)"
    return "CAST(NULL AS DATE)"


def _check_ids(pairs: Pairs, ids: Sequence[str], place: str) -> None:
    """Raises DataError where ids name other rows than before, as those that count up anew do."""
    if ids and pairs.moved >= max(_FEW, _OTHERS * (pairs.known + pairs.corrected)):
        raise DataError(
            f"The ids in '{ids[0]}' name other rows in {place} than before: "
            f"{pairs.moved:,} of {rows(pairs.known + pairs.corrected)} with a known id are of "
            "another day. Do they begin anew in each file? Export ids that stay, or take the id "
            "out of the mapping: rows are then told apart by what they hold."
        )
