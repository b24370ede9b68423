"""Queries that a draft needs: tickets made of their events, sums of payments, a row a person."""

from __future__ import annotations

from data.dates import by_format
from data.sql import ident, literal
from detection.dates import DateReading
from detection.tables.amounts import Amounts
from detection.tables.events import EventLog
from detection.tables.table import TableReading

# Columns of the query of an event log.
TICKET, OPENED, RESOLVED, REOPENED = "ticket", "opened", "resolved", "reopened"
AMOUNT = "amount"


def tickets_of(log: EventLog, source: str) -> str:
    """SQL: one row a ticket of a source with one row an event."""
    event = f"{ident(log.event)} = {literal(log.resolved)}"
    return (
        f"select {ident(log.ticket)} as {TICKET},\n"
        f"       min(moment) as {OPENED},\n"
        f"       max(moment) filter ({event}) as {RESOLVED},\n"
        f"       count(*) filter ({event}) > 1 as {REOPENED}\n"
        f"from (select *, {_moment(ident(log.moment), log.date)} as moment from {ident(source)})\n"
        f"group by {ident(log.ticket)}\n"
    )


def people_of(customers: TableReading, source: str) -> str:
    """SQL: one row a person of a source that has several rows of some."""
    more = [f.column for role, f in customers.fields.items() if role != "customer_id"]
    more += [segment.column for segment in customers.segments]
    columns = [f"any_value({ident(one)}) as {ident(one)}" for one in more]
    return (
        f"select {', '.join([ident(customers.person), *columns])}\n"
        f"from {ident(source)}\n"
        f"group by {ident(customers.person)}\n"
    )


def sums_of(amounts: Amounts) -> str:
    """SQL: the sum of each order."""
    group, point = (".", ",") if amounts.decimal == "," else (",", ".")
    number = f"replace({ident(amounts.column)}, {literal(group)}, '')"
    if point == ",":
        number = f"replace({number}, ',', '.')"
    return (
        f"select {ident(amounts.key)}, sum(cast({number} as decimal(18, 2))) as {AMOUNT}\n"
        f"from {ident(amounts.source)}\n"
        f"group by {ident(amounts.key)}\n"
    )


def _moment(column: str, date: DateReading) -> str:
    """SQL of a time as it is written in the log."""
    if not date.formats:
        return f"cast({column} as timestamptz)"
    read = ", ".join(by_format(column, one, date.language or None) for one in date.formats)
    return f"coalesce({read})"
