"""A table of CX Lens that a table of a file fills: its fields, questions and segments."""

from __future__ import annotations

from dataclasses import dataclass, field

from detection.dates import DateReading
from detection.numbers import NumberReading
from detection.tables.amounts import Amounts
from detection.tables.events import EventLog
from detection.tables.long import LongSurvey
from detection.tables.questions import Question


@dataclass(frozen=True)
class Found:
    """Where a column of CX Lens comes from: a column of the file, or one day for all rows."""

    column: str
    evidence: str
    date: DateReading | None = None
    number: NumberReading | None = None
    day: str = ""


@dataclass(frozen=True)
class Segment:
    """A column to break down by, with what its codes stand for and the order of its levels."""

    column: str
    evidence: str
    labels: dict[str, str]
    order: tuple[str, ...]


@dataclass(frozen=True)
class TableReading:
    """One table of CX Lens that a table of a file fills.

    `unused`: columns that nothing is made of, and why. `long`: the survey, where a row is an
    answer; `log`: what tickets are made of, where a row is an event; `amounts`: where those of
    orders are, if in another table; `person`: of customers, the column that says who somebody is,
    where rows have an id of their own.
    """

    table: str
    fields: dict[str, Found]
    questions: tuple[Question, ...] = ()
    segments: tuple[Segment, ...] = ()
    long: LongSurvey | None = None
    unused: dict[str, str] = field(default_factory=dict)
    log: EventLog | None = None
    amounts: Amounts | None = None
    person: str = ""
