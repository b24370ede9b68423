"""Which rows a question is about: days, levels of dimensions, and what is left out."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

NOT_STATED = "(not stated)"  # the level of rows that leave a dimension empty
# Of rows that a reader may not see, but be told of as a whole: any level that theirs do not have.
OF_OTHERS = "(level of others)"

Filters = tuple[tuple[str, tuple[str, ...]], ...]


def row_scope(limits: Iterable[tuple[str, Iterable[str]]]) -> Filters:
    """What a reader is limited to, in the one order in which it is compared and kept.

    A row is in where it meets all of it; no levels of a segment are met by no row.
    """
    return tuple(sorted({(key, tuple(sorted({*levels}))) for key, levels in limits}))


@dataclass(frozen=True, order=True)
class Span:
    """Days from `start` to `end`, both included."""

    start: date
    end: date

    @property
    def days(self) -> int:
        """How many days."""
        return (self.end - self.start).days + 1

    @property
    def whole_months(self) -> int:
        """Number of calendar months where the span is exactly that, else 0."""
        last_of_month = self.end.day == monthrange(self.end.year, self.end.month)[1]
        if self.start.day != 1 or not last_of_month:
            return 0
        return (self.end.year - self.start.year) * 12 + self.end.month - self.start.month + 1


@dataclass(frozen=True)
class Scope:
    """The rows of one side of a comparison.

    A row is in where its day is in the span, it has one of the levels of every filter, and it is
    not in the segment that `without` describes (all of its filters at once). `others`: of a
    reader who is limited, and may be told of it, the rest of all rows: those that they do not see
    as well; without a segment, these alone.
    """

    span: Span
    filters: Filters = ()
    without: Filters = ()
    others: bool = False

    @property
    def columns(self) -> frozenset[str]:
        """Dimensions that a table must have to answer within this scope."""
        return frozenset(column for column, _ in (*self.filters, *self.without))
