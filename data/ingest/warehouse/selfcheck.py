"""Every question asked once of no rows: what an engine can't do is said before it is served."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial

from data.errors import DataError
from data.grains import GRAINS
from data.query import customer_timeline, customers, feedback, tickets
from data.query.active_customers import (
    active_customers,
    repeat_customers,
    repeat_levels,
    retained_customers,
)
from data.query.order_histories import order_histories
from data.query.queries import CountQuery
from data.query.ticket_questions import TicketQuery, values
from data.scope import NOT_STATED, Scope, Span
from data.store.loaded import Loaded
from data.store.snapshots import Snapshot
from data.store.warehouse import Warehouse
from metrics.definitions import DEFINITIONS


def self_check(loaded: Loaded) -> None:
    """Raises DataError naming the questions that the engine does not answer."""
    failed, address = [], loaded.address
    snapshot = Snapshot(loaded.catalog, Warehouse(address, loaded.prefix))
    for name, question in _questions(snapshot):
        try:
            question()
        except Exception as error:  # each driver has its own
            failed.append(f"{name}: {address.without_secrets(error)}")
    if failed:
        raise DataError(
            f"{address.shown} can't answer what CX Lens asks of it.\n" + "\n".join(failed)
        )


def _of_customers(
    snapshot: Snapshot, scope: Callable[[str], Scope]
) -> Iterator[tuple[str, Callable[[], object]]]:
    catalog = snapshot.catalog
    if catalog.has("customers"):
        one = scope("customers")
        keys = tuple(d.key for d in catalog.dimensions if "customers" in d.tables)[:1]
        asked = [CountQuery(one, keys, grain) for grain in GRAINS]
        yield "customers' lives", partial(customers.movements, snapshot, asked, asked)
        yield "customers without a date", partial(customers.unplaced_customers, snapshot, one)
    if catalog.has("customers") and catalog.has("engagement"):
        one = scope("engagement")
        yield "engaged customers", partial(customers.engaged_customers, snapshot, one)
        yield (
            "engaged by month",
            partial(customers.engaged_by_period, snapshot, one, "month"),
        )
    if catalog.has("costs"):
        yield "retention costs", partial(customers.retention_costs, snapshot)
    if catalog.outcomes:
        one = scope("customers")
        yield "after NPS answers", partial(customers.risk, snapshot, one, one.span)


def _questions(snapshot: Snapshot) -> Iterator[tuple[str, Callable[[], object]]]:
    catalog = snapshot.catalog
    after = catalog.last_day + timedelta(days=1)
    span = Span(after, after + timedelta(days=400))

    def scope(table: str) -> Scope:
        keys = [d.key for d in catalog.dimensions if table in d.tables]
        half = len(keys) // 2
        levels = ("a", NOT_STATED)
        return Scope(
            span, tuple((k, levels) for k in keys[:half]), tuple((k, levels) for k in keys[half:])
        )

    if catalog.has("feedback"):
        keys = [d.key for d in catalog.dimensions if "feedback" in d.tables][:2]
        for grain in GRAINS:
            yield (
                f"answers by {grain}",
                partial(feedback.counts, snapshot, scope("feedback"), keys, grain),
            )
        both = [CountQuery(scope("feedback"), (key,)) for key in keys]
        if both:
            yield "several tables of answers", partial(feedback.counts_of, snapshot, both)
    if catalog.has("feedback", "comment"):
        yield "newest comments", partial(feedback.newest_comments, snapshot, scope("feedback"))
    if catalog.has("tickets"):
        able = [
            metric
            for metric in DEFINITIONS.values()
            if metric.table == "tickets" and catalog.has_all(metric.needs)
        ]
        added = [metric for metric in able if metric.kind != "stock"]
        keys = [d.key for d in catalog.dimensions if "tickets" in d.tables][:1]
        one = scope("tickets")
        yield (
            "sums of tickets",
            partial(tickets.answers_of, snapshot, [CountQuery(one, tuple(keys), "month")], added),
        )
        for metric in added:
            if metric.kind == "quantile":
                column = (metric.column,)
                tally = TicketQuery(one, metric.clock or "day", column, (), "week", ranked=True)
                ends = values(snapshot, [(tally, [("2026-01-05", 0, 1)])])
                yield f"values of {metric.column}", partial(snapshot.database.frame, ends)
        if added != able:
            yield "backlog", partial(tickets.backlogs, snapshot, [one], tuple(keys), "month")
    if catalog.has("invitations"):
        sent = [CountQuery(scope("invitations"), (), "month")]
        yield "invitations", partial(feedback.invitations, snapshot, sent)
        if catalog.has("invitations", "customer_id"):
            yield "contacts per customer", partial(feedback.contacts, snapshot, sent)
    for table in ("feedback", "orders", "engagement"):
        if catalog.has(table, "customer_id"):
            one = scope(table)
            yield f"customers of {table}", partial(active_customers, snapshot, one, table)
            yield f"retained of {table}", partial(retained_customers, snapshot, one, one, table)
    yield "one customer's events", partial(customer_timeline.events, snapshot, "a")
    yield "one customer", partial(customer_timeline.attributes, snapshot, "a")
    if catalog.has("orders"):
        segments = [d.key for d in catalog.dimensions if d.segment and "orders" in d.tables][:1]
        yield "repeat customers", partial(repeat_customers, snapshot, scope("orders"))
        yield (
            "repeat customers by level",
            partial(repeat_levels, snapshot, scope("orders"), segments),
        )
        if catalog.lifetime:
            asked = (snapshot, catalog.lifetime, scope("orders"), segments)
            yield "order histories", partial(order_histories, *asked)
        one = scope("orders")
        yield "repeats by month", partial(customers.repeats_by_period, snapshot, one, "month")
        bought = [CountQuery(one, tuple(segments), grain) for grain in ("month", None)]
        yield "orders", partial(feedback.order_amounts, snapshot, bought)
    yield from _of_customers(snapshot, scope)
