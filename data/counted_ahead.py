"""What a load works out of rows besides their tables, as the catalogue has it."""

from __future__ import annotations

from datetime import date

from pydantic import BaseModel, ConfigDict

from metrics.inference.design_effect import Alike


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


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
