"""What a load works out of rows besides their tables, as the catalogue has it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from datetime import date

from pydantic import BaseModel, ConfigDict

from data.scope import Span
from metrics.inference.design_effect import Alike


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Alone(_Frozen):
    """The newest or oldest rows where they are few and far from all others: a slip in a date."""

    rows: int
    day: date  # the newest or oldest of them
    others: date  # the newest or oldest day of all other rows

    @property
    def sentence(self) -> str:
        """That the newest rows are alone."""
        subject = "The newest row is" if self.rows == 1 else f"The {self.rows} newest rows are"
        return (
            f"{subject} of {self.day:%-d %b %Y}, alone: all others are of "
            f"{self.others:%-d %b %Y} or earlier."
        )


class RowsByDay(_Frozen):
    """How many rows of a table there are up to each of its newest days with rows, that included.

    Of feedback those of one question, the one with most answers.
    """

    table: str
    series: str = ""  # of feedback
    days: tuple[date, ...]  # oldest first
    rows: tuple[int, ...]  # since the first of these days

    def within(self, span: Span) -> int:
        """How many rows there are on the days of a span, as far as these days reach."""
        before, until = bisect_left(self.days, span.start), bisect_right(self.days, span.end)
        return self._of_first(until) - self._of_first(before)

    def _of_first(self, days: int) -> int:
        return self.rows[days - 1] if days else 0


class SameCustomers(_Frozen):
    """A table of rows with their customers: see data.derived.same_customer."""

    table: str  # whose rows they are
    name: str
    step: int  # every step-th customer is in it
    alike: dict[str, Alike]  # by metrics.inference.design_effect.alike_key


class Lifetime(_Frozen):
    """The model of what customers will spend (see metrics/customers), or why there is none."""

    until: date  # the newest day with orders
    customers: int  # who ever ordered
    orders: tuple[float, float, float, float] | None = None  # r, alpha, a, b of BG/NBD, in weeks
    worth: tuple[float, float, float] | None = None  # p, q, v of Gamma-Gamma
    why_not: str = ""  # for people


class Totals(_Frozen):
    """What is known of all rows, for who sees some of them and may compare these with all others.

    It serves the rest of a comparison alone, and tells of no level.
    """

    same_customer: tuple[SameCustomers, ...]
    # Of these tables, segments that the reader's rows have of some of their customers alone.
    unsure: dict[str, tuple[str, ...]]
    rows_of_few: dict[str, int]
    largest_amounts: tuple[float, float] | None
