"""What a mapping takes each column of its files for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from data.contract import TABLES, Kind
from data.draft.refresh.in_queries import reads_of
from data.errors import only_case_differs
from data.mapping.columns import ColumnMapping
from data.mapping.model import Mapping as CompanyMapping
from data.mapping.model import Question, TableMapping

QUESTION, COMMENT, SEGMENT, JOIN, KEY, QUERY = (
    *("question", "comment", "segment", "join", "key", "query"),
)


@dataclass(frozen=True)
class Use:
    """What a column is taken for.

    `role`: a column of the contract's `table`, or one of those above. `needed`: no row can do
    without it. `read`: how its text is read. `scale`: of answers, where the mapping tells it.
    """

    table: str
    role: str
    kind: Kind
    needed: bool
    read: ColumnMapping
    scale: tuple[float, float] | None = None

    @property
    def is_clock(self) -> bool:
        """True for the day by which rows of events are known."""
        return self.table != "customers" and bool(self.table) and self._clock == self.role

    @property
    def _clock(self) -> str | None:
        return TABLES[self.table].clock


Uses = dict[str, list[Use]]  # by column, in the order of the mapping


def uses_of(mapping: CompanyMapping, columns: Mapping[str, Sequence[str]]) -> dict[str, Uses]:
    """Source -> its columns that the mapping uses, queries' too. `columns`: those of the files."""
    found: dict[str, Uses] = {name: defaultdict(list) for name in mapping.sources}
    for table in mapping.tables:
        for part in mapping.table(table):
            for reference, use in _of_part(mapping, table, part):
                source, column = _split(part, reference, columns)
                if column:
                    found[source][column].append(use)
            for join in part.joins:
                for key in join.on.values():
                    if name := _named(key, columns.get(join.source)):
                        found[join.source][name].append(_plain("", KEY, key, needed=True))
    for name, own in reversed(mapping.sources.items()):
        if own.query:
            _pass_on(name, own.query, found, columns)
    return found


def _of_part(mapping: CompanyMapping, table: str, part: TableMapping) -> Iterator[tuple[str, Use]]:
    for name, read in part.columns.items():
        column = TABLES[table].column(name)
        scale = _constant_scale(mapping, part) if name == "score" else None
        use = Use(table, name, column.kind, column.required, read, scale)
        for reference in (read.column, read.day, read.month, read.year):
            if isinstance(reference, str):
                whole = reference == read.column
                yield reference, use if whole else replace(use, kind=Kind.TEXT)
    for question in part.questions:
        yield from _of_question(mapping, table, question)
    for join in part.joins:
        for left in join.on:
            yield left, _plain(table, JOIN, left)
    for segment in mapping.segments:
        if segment.table == table:
            read = ColumnMapping(column=segment.column, blank=segment.blank, values=segment.labels)
            yield segment.column, Use(table, SEGMENT, Kind.TEXT, False, read)


def _of_question(
    mapping: CompanyMapping, table: str, question: Question
) -> Iterator[tuple[str, Use]]:
    scale = question.scale or mapping.scale(question.metric)
    for column in (question.column, *question.touchpoints.values()):
        if column is not None:
            read = ColumnMapping(
                column=column,
                blank=question.blank,
                values=question.values,
                decimal=question.decimal,
            )
            yield column, Use(table, QUESTION, Kind.NUMBER, False, read, scale)
    if question.comment is not None:
        yield question.comment, _plain(table, COMMENT, question.comment)


def _constant_scale(mapping: CompanyMapping, part: TableMapping) -> tuple[float, float] | None:
    """The scale of a part with one metric, as far as the mapping alone tells it."""
    metric = part.columns.get("metric")
    if metric is None or metric.constant is None or "scale_min" in part.columns:
        return None
    return mapping.scale(metric.constant.lower())


def _plain(table: str, role: str, column: str, needed: bool = False) -> Use:
    return Use(table, role, Kind.TEXT, needed, ColumnMapping(column=column))


def _split(
    part: TableMapping, reference: str, columns: Mapping[str, Sequence[str]]
) -> tuple[str, str]:
    """The source and its column that a reference means; "" where no file has such a column."""
    source, _, column = reference.partition(".")
    joined = source in [join.source for join in part.joins] and column
    own = columns.get(part.source)
    if own is None:  # of a query
        return (source, _named(column, columns.get(source))) if joined else (part.source, reference)
    if name := _named(reference, own):
        return part.source, name
    return (source, _named(column, columns.get(source))) if joined else (part.source, "")


def _named(name: str, columns: Sequence[str] | None) -> str:
    """The column as the file has it, as a load finds it; any name of a query."""
    if columns is None or name in columns:
        return name
    return only_case_differs(name, columns) or ""


def _pass_on(
    name: str, query: str, found: dict[str, Uses], columns: Mapping[str, Sequence[str]]
) -> None:
    """What a query's columns are taken for, those of the sources are that it reads."""
    read = reads_of(query)
    asked = {column.lower(): uses for column, uses in found[name].items()}
    for source in list(found):
        if source == name or source.lower() not in read.sources:
            continue
        for column in columns.get(source, [*read.named, *asked]):
            low = column.lower()
            own = asked.get(low, []) if read.star and low not in read.computed else []
            own = [
                *own,
                *(use for alias in read.plain.get(low, ()) for use in asked.get(alias, [])),
            ]
            if low in read.named:
                inside = [use for a in read.aliases.get(low, ()) for use in asked.get(a, [])]
                needed = low in read.elsewhere or any(use.needed for use in inside)
                own = [*own, _plain("", QUERY, column, needed)]
            for use in own:
                if use not in found[source][column]:
                    found[source][column].append(use)
