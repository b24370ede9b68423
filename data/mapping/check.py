"""What a mapping must fulfil across its parts: names that exist, required columns."""

from __future__ import annotations

from data.contract import FEEDBACK, SEGMENT_KEY, TABLES, Table
from data.errors import MappingError, nearest
from data.mapping.cases.check import check_cases
from data.mapping.check_goals import check_goals
from data.mapping.check_intake import check_intake
from data.mapping.check_questions import check_questions
from data.mapping.model import Mapping, TableMapping
from data.mapping.stated import check_columns, check_metrics, check_tickets
from data.mapping.warehouse import check_warehouse

# With questions, each question states these itself.
_PER_QUESTION = ("metric", "score", "scale_min", "scale_max", "comment")


def check_mapping(mapping: Mapping) -> None:
    """Raises MappingError where names do not fit together or a required column is missing."""
    file = mapping.path.name
    for name in mapping.sources:
        if not SEGMENT_KEY.fullmatch(name):
            raise MappingError(
                f"{file}, [sources.{name}]: a source's name must be lower-case letters, digits "
                "and underscores, because queries use it as a table name."
            )
    check_warehouse(file, mapping)
    check_intake(file, mapping)
    check_cases(file, mapping)
    check_metrics(file, mapping)
    check_tickets(file, mapping)
    check_goals(file, mapping)
    for table in mapping.tables:
        for part in mapping.table(table):
            _check_part(f"{file}, [{table}]", TABLES[table], part, mapping)
    check_questions(file, mapping.feedback)
    for segment in mapping.segments:
        if not mapping.table(segment.table):
            raise MappingError(
                f"{file}, segment '{segment.key}': the table '{segment.table}' is not mapped."
            )
        twice = [s for s in mapping.segments if (s.key, s.table) == (segment.key, segment.table)]
        if len(twice) > 1:
            raise MappingError(
                f"{file}, segment '{segment.key}': declared {len(twice)} times for the table "
                f"'{segment.table}'. Keep one."
            )


def _check_part(place: str, table: Table, part: TableMapping, mapping: Mapping) -> None:
    for source in (part.source, *(j.source for j in part.joins)):
        if source not in mapping.sources:
            raise MappingError(
                f"{place}: unknown source '{source}'. {nearest(source, mapping.sources)}"
            )
    known = [c.name for c in table.columns]
    for name in part.columns:
        if name not in known:
            raise MappingError(f"{place}.columns: unknown column '{name}'. {nearest(name, known)}")
    required = {c.name for c in table.columns if c.required and not c.numbered}
    if part.questions:
        if table is not FEEDBACK:
            raise MappingError(f"{place}: 'questions' belong to feedback only.")
        for name in _PER_QUESTION:
            if name in part.columns:
                raise MappingError(
                    f"{place}.columns: '{name}' is stated by each of the questions. "
                    "Move it into [[feedback.questions]]."
                )
        _check_touchpoints(place, part)
        required -= set(_PER_QUESTION)
    missing = sorted(required - set(part.columns))
    if missing:
        raise MappingError(
            f"{place}.columns: the required column '{missing[0]}' is missing. "
            f"Add: {missing[0]} = \"name of the column in the source '{part.source}'\"."
        )
    _check_numbered(place, table, part, mapping)
    check_columns(place, table, part, mapping)


def _check_numbered(place: str, table: Table, part: TableMapping, mapping: Mapping) -> None:
    """An id may be left out where rows have an order that lasts, which those of files alone do."""
    left_out = [c.name for c in table.columns if c.numbered and c.name not in part.columns]
    if not left_out or mapping.sources[part.source].file is not None:
        return
    what = "a database" if mapping.warehouse else "a query"
    advice = (
        ""
        if mapping.warehouse
        else f" Or let the query bring one along: select rowid as {left_out[0]}, * from a file's "
        "source; joins and groups need an id of the files."
    )
    raise MappingError(
        f"{place}.columns: '{left_out[0]}' is missing, and the rows of {what} have no order that "
        f'lasts, by which they could be numbered. Add: {left_out[0]} = "name of the column in the '
        f"source '{part.source}'\".{advice}"
    )


def _check_touchpoints(place: str, part: TableMapping) -> None:
    """One column for all questions, or each question its own: not both."""
    for number, question in enumerate(part.questions, start=1):
        if "touchpoint" in part.columns and (question.touchpoint or question.touchpoints):
            raise MappingError(
                f"{place}: both columns.touchpoint and the question number {number} state the "
                "touchpoint. Keep it in columns where a column of the file tells it, else in the "
                "questions."
            )
