"""Whose the rows behind figures are: asked once for what was read, and only where it matters."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

import pandas as pd

from data.counted_ahead import SameCustomers
from data.query.whose_rows.same_customer import by_customer
from metrics.inference.design_effect import SameCustomer
from metrics.privacy.persons import Sides
from pages.figures.comparison import Comparison, aligned, scopes_of
from pages.figures.coverage import totals_of
from pages.figures.customers.persons import PersonsOf
from pages.figures.sums import Request


@dataclass(frozen=True)
class Repeats:
    """Of one table that has several rows of a customer, as it was asked.

    `grain`: where periods of the base are named as those of the view that they stand beside.
    """

    request: Request
    of: SameCustomers
    weighted: bool
    grain: str | None = None
    compared: bool = True
    read: dict[bool, Comparison[pd.DataFrame]] = field(default_factory=dict)

    @property
    def metrics(self) -> set[str]:
        """Those to which the rows of one customer are alike."""
        return {key.partition(" ")[0] for key in self.of.alike}

    def known(self) -> SameCustomer:
        """By the keys that were asked for."""
        snapshot, view = self.request.snapshot, self.request.view
        weighted = self.weighted and self.of.table == "feedback"
        if weighted not in self.read:
            asked = self.request.queries(scopes_of(snapshot, view, self.of.table))
            self.read[weighted] = Comparison.of(by_customer(snapshot, self.of, asked, weighted))
        sides = self.read[weighted]
        if self.grain:
            metric = next(one for one in self.request.metrics if one.table == self.of.table)
            sides = aligned(sides, snapshot.catalog, view, self.grain, metric)
        base = sides.base if self.compared else None
        several = {one.key for one in snapshot.catalog.dimensions if one.several}
        named = next((key for key in self.request.by if key in several), "")
        return SameCustomer(sides.now, base, self.of.alike, self.of.step, named)


@dataclass(frozen=True)
class Customers:
    """Whose the rows of each table are that has several rows of a customer."""

    tables: dict[str, Repeats]
    counted: PersonsOf

    @classmethod
    def of(cls, request: Request) -> Customers:
        """Of the tables of the metrics of a request.

        Both sides of a comparison with rows of others are of what was made of all.
        """
        snapshot, view = request.snapshot, request.view
        tables = {metric.table for metric in request.metrics}
        totals = totals_of(snapshot.catalog, view)
        own = {one.table: one for one in snapshot.catalog.same_customer}
        both = own
        if totals:
            asked = view.scope().columns | {*request.by}
            unsure = (name for name, keys in totals.unsure.items() if not asked.isdisjoint(keys))
            both = {one.table: one for one in totals.same_customer}
            both = {name: one for name, one in both.items() if name not in {*unsure}}
        return cls(
            {
                name: Repeats(request, one, view.weighted, compared=name in both)
                for name, one in (own | both).items()
                if name in tables and scopes_of(snapshot, view, name)
            },
            PersonsOf.of(request),
        )

    def known(self, metrics: Iterable[str]) -> dict[str, SameCustomer]:
        """By table, of those of the metrics to which the rows of one customer are alike."""
        wanted = set(metrics)
        return {
            table: one.known()
            for table, one in self.tables.items()
            if not wanted.isdisjoint(one.metrics)
        }

    def of_table(self, table: str) -> SameCustomer | None:
        """Of one of the tables, whatever the metric."""
        found = self.tables.get(table)
        return found.known() if found else None

    def persons(self) -> Sides:
        """How many customers the rows of both sides are of."""
        return self.counted.known()

    def beside(self, other: Customers) -> Customers:
        """Of the tables of both."""
        counted = self.counted.beside(other.counted)
        return Customers({**self.tables, **other.tables}, counted)

    def aligned(self, grain: str) -> Customers:
        """The same, periods of the base named as those of the view."""
        found = {table: replace(one, grain=grain) for table, one in self.tables.items()}
        return Customers(found, replace(self.counted, grain=grain))

    def without_base(self) -> Customers:
        """The same, compared with nothing."""
        found = {table: replace(one, compared=False) for table, one in self.tables.items()}
        return Customers(found, self.counted)

    def by_weight(self) -> Customers:
        """The same, weighted."""
        found = {table: replace(one, weighted=True) for table, one in self.tables.items()}
        return Customers(found, replace(self.counted, weighted=True))
