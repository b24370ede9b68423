"""What was counted ahead of all rows, as far as it tells those of a row scope apart.

What lacks a segment of the scope is not used; what would have come out otherwise of these rows
alone is worked out anew.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import ibis
import ibis.expr.types as ir

from data.catalog import Catalog, Rollup
from data.counted_ahead import Lifetime
from data.derived.activity import ACTIVITY, EVENTS
from data.derived.lifetime import HISTORY, fit_lifetime, histories
from data.derived.outcomes import OUTCOMES, outcomes
from data.derived.same_customer import make_same_customer
from data.ingest.catalog import Ahead, Findings
from data.ingest.labels import Answers
from data.ingest.published import Published
from data.mapping.model import Mapping as Stated
from data.row_scope.tables import named
from data.scope import NOT_STATED, Filters


@dataclass(frozen=True)
class CountedAhead:
    """What of the tables beside the published ones a scope can use, by the columns they have."""

    whole: Catalog
    rows: Filters
    own: frozenset[str]  # tables that state some of these themselves, not by their customers
    # Of these tables, the other segments: a customer may be hidden whose row is not.
    of_customers: Mapping[str, frozenset[str]]

    @classmethod
    def of(cls, whole: Catalog, stated: Stated, rows: Filters) -> CountedAhead:
        """That of a version for a scope."""
        keys = {key for key, _ in rows}
        own = {str(one.table) for one in stated.segments if one.key in keys} - {"customers"}
        others = {
            table: frozenset(
                one.key
                for one in whole.dimensions
                if one.segment
                and table in one.tables
                and not any(s.table == table and s.key == one.key for s in stated.segments)
            )
            for table in own
        }
        return cls(whole, rows, frozenset(own), others)

    @property
    def keys(self) -> frozenset[str]:
        """The scope's segments."""
        return frozenset(key for key, _ in self.rows)

    @property
    def contacts_apart(self) -> bool:
        """Whether a customer's next ticket may be of rows that are hidden."""
        stated = self.whole.repeat_days and self.whole.has("tickets", "first_contact_resolved")
        return "tickets" in self.own and bool(stated)

    @property
    def rollups(self) -> tuple[Rollup, ...]:
        """Those of feedback that the scope can use."""
        return self._able("feedback", self.whole.rollups)

    @property
    def order_rollups(self) -> tuple[Rollup, ...]:
        """Those of orders."""
        return self._able("orders", self.whole.order_rollups)

    @property
    def ticket_rollups(self) -> tuple[Rollup, ...]:
        """Those of tickets."""
        return () if self.contacts_apart else self._able("tickets", self.whole.ticket_rollups)

    @property
    def activity(self) -> bool:
        """Whether all that a customer did is in the scope, or nothing."""
        return self.keys <= set(self.whole.activity)

    @property
    def outcomes(self) -> bool:
        """Whether all answers of a customer are in the scope, or none."""
        return self.keys <= set(self.whole.outcomes) and "feedback" not in self.own

    @property
    def customer_rows(self) -> bool:
        """Whether the rows of a scope are all those of some customers, each in their file."""
        stated = not any(NOT_STATED in levels for _, levels in self.rows)
        return bool(self.whole.customer_rows) and stated and not self.own

    @property
    def tables(self) -> tuple[str, ...]:
        """The tables that hold the scope's segments, to be restricted as the published ones."""
        rollups = (*self.rollups, *self.ticket_rollups, *self.order_rollups)
        masks = [ACTIVITY] if self.activity else []
        after = [OUTCOMES] if self.outcomes else []
        return (*(one.name for one in rollups), *masks, *after)

    def _able(self, table: str, rollups: Sequence[Rollup]) -> tuple[Rollup, ...]:
        hidden = self.of_customers.get(table, frozenset())
        return tuple(
            one
            for one in rollups
            if self.keys <= {*one.dimensions} and hidden.isdisjoint(one.dimensions)
        )


@dataclass(frozen=True)
class Made:
    """What the catalogue says of it, and the tables that are not among the whole's."""

    ahead: Ahead
    tables: dict[str, ir.Table] = field(default_factory=dict)


def ahead_of(
    able: CountedAhead, published: Published, answers: Answers, findings: Findings
) -> Made:
    """What a scope has counted ahead, and what is worked out for it."""
    whole, written, made = able.whole, published.tables, dict[str, ir.Table]()
    after = outcomes(written, published.dimensions, answers.labels)
    if after is not None and not able.outcomes:
        made[OUTCOMES] = after
    same = make_same_customer(
        written, published.dimensions, published.ask, lambda name, rows: made.update({name: rows})
    )
    days = whole.days(*EVENTS)
    share = {one.table: one.accepted / max(whole.rows(one.table), 1) for one in findings.reports}

    def sized(rollups: Sequence[Rollup], table: str) -> tuple[Rollup, ...]:
        """About as many cells as there are rows of the scope among all."""
        part = share.get(table)
        if part is None:
            return ()
        cells = [max(1, round(one.cells * part)) for one in rollups]
        return tuple(
            one.model_copy(update={"cells": size}) for one, size in zip(rollups, cells, strict=True)
        )

    ahead = Ahead(
        rollups=sized(able.rollups, "feedback"),
        ticket_rollups=sized(able.ticket_rollups, "tickets"),
        order_rollups=sized(able.order_rollups, "orders"),
        activity=whole.activity if able.activity else (),
        activity_from=days[0] if days and able.activity else None,
        customer_rows=tuple(one for one in whole.customer_rows if one in written)
        if able.customer_rows
        else (),
        outcomes=tuple(after.columns) if after is not None else (),
        same_customer=same,
        lifetime=_lifetime(able, published, findings),
    )
    return Made(ahead, made)


def _lifetime(able: CountedAhead, published: Published, findings: Findings) -> Lifetime | None:
    if "orders" not in published.tables:
        return None
    rows = histories(published.tables["orders"])
    if able.activity and set(HISTORY) <= set(able.whole.activity):
        rows = named(ACTIVITY, ibis.schema(HISTORY))
    return fit_lifetime(published.ask, rows, findings.newest_order)
