"""Sums of a column of tickets (number, total, squares, cubes), from the rows or counted ahead."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import ibis
import ibis.expr.types as ir

from data.contract import RANKED

SUMS = ("n", "total", "squares", "cubes")  # of a column of numbers; of yes and no, total counts yes
UNBINNED = -1
CELLS = ("measure", "bin", *SUMS)  # columns of a rollup
_DERIVED: dict[str, tuple[str, Callable[[ir.Value], ir.BooleanValue]]] = {
    "unanswered": ("answered", lambda answered: ~answered),
}
_TYPES = {
    "day": "date",
    "opened_at": "timestamp",
    "first_response_at": "timestamp",
    "bin": "int32",
    **dict.fromkeys(SUMS, "float64"),
    "resolved_at": "timestamp",
    "unsolved_at": "timestamp",
    "ended_at": "timestamp",
    "handled_at": "timestamp",
    "answered": "boolean",
    "reopened": "boolean",
    "sla_met": "boolean",
    "resolution_sla_met": "boolean",
    "first_contact_resolved": "boolean",
    "resolved_in_30_days": "boolean",
    "contacts": "float64",
    "quality_score": "float64",
    "self_served": "boolean",
    "transfers": "float64",
    "tone_change": "float64",
    **dict.fromkeys(RANKED, "float64"),
    **dict.fromkeys(RANKED.values(), "int32"),
}


def measure(clock: str, column: str | None) -> str:
    """What the cells of a rollup are about."""
    return f"{'opened_at' if clock == 'day' else clock} {column or ''}".strip()


def sum_names(column: str | None) -> tuple[str, ...]:
    """Those of `SUMS` that a column has; None counts the rows."""
    if column is None:
        return SUMS[:1]
    return SUMS[:2] if _TYPES.get(stored(column)[0]) == "boolean" else SUMS


def sums_of(table: ir.Table, column: str | None) -> dict[str, ir.Value]:
    """The sums of a column, by `sum_names`."""
    if column is None:
        return {"n": table.count().cast("float64")}
    value = value_of(table, column)
    n = value.count().cast("float64")
    if isinstance(value, ir.BooleanValue):
        # Spark adds up where others count: NULL where none is known.
        return {"n": n, "total": or_zero(table.count(where=value).cast("float64"))}
    powers = {"total": value, "squares": value * value, "cubes": value * value * value}
    return {"n": n, **{name: or_zero(one.sum()) for name, one in powers.items()}}


def value_of(table: ir.Table, column: str) -> ir.Value:
    """What a column says of each row, where it is another one's opposite."""
    stored, derive = _DERIVED.get(column, (column, None))
    return derive(table[stored]) if derive else table[stored]


def stored(column: str | None) -> tuple[str, ...]:
    """The columns of tickets that it takes to add a column up."""
    if column is None:
        return ()
    name = _DERIVED.get(column, (column, None))[0]
    return (name, RANKED[name]) if name in RANKED else (name,)


def types_of(columns: Iterable[str]) -> dict[str, str]:
    """The types of these columns of tickets."""
    return {name: _TYPES.get(name, "string") for name in columns}


def or_zero(total: ir.FloatingValue) -> ir.FloatingValue:
    """A sum, 0 where there is nothing to add."""
    return total.fill_null(0.0)


def cells(tickets: ir.Table, clock: str, column: str | None, keys: Sequence[str]) -> ir.Table:
    """What a rollup has of one measure: day (the first of the month), keys..., and `CELLS`."""
    day = tickets[clock].cast("date").truncate("M").cast("date")
    rows = tickets.mutate(day=day).filter(tickets[clock].notnull())
    bins = ibis.literal(UNBINNED)
    if column in RANKED:
        bins = rows[RANKED[column]]
        rows = rows.filter(bins.notnull())
    sums = sums_of(rows, column)
    added = rows.group_by("day", *keys, bin=bins.cast("int32")).aggregate(**sums)
    return added.select(
        "day",
        *keys,
        "bin",
        measure=ibis.literal(measure(clock, column)),
        **{name: added[name] if name in sums else ibis.literal(0.0) for name in SUMS},
    )
