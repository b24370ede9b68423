"""Of how many customers the rows behind figures are: asked once, and only where it matters."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial

import pandas as pd

from data.catalog import Catalog
from data.counted_ahead import Totals
from data.query.compile import CountQuery
from data.query.whose_rows import nearest, persons
from data.query.whose_rows.persons import Counted, counted_for
from data.store.snapshots import Snapshot
from metrics.definitions import DEFINITIONS
from metrics.privacy.persons import Persons, Sides
from metrics.series import is_series
from pages.figures.comparison import PERIOD, pairs_of, scopes_of
from pages.figures.coverage import totals_of
from pages.figures.sums import Keys, Request

Asked = dict[tuple[int, Keys, Keys, Counted | None, bool, bool], pd.DataFrame]

_CUSTOMER = "customer_id"
_COMMENTS = "comments"  # a reader: by theme, customers are those who name it


@dataclass(frozen=True)
class PersonsOf:
    """Whose the rows of requests are, by reader.

    `grain`: where periods of the base are named as those of the view that they stand beside.
    """

    snapshot: Snapshot
    requests: dict[str, Request]
    weighted: bool
    asked: dict[str, Asked]
    grain: str | None = None

    @classmethod
    def of(cls, request: Request) -> PersonsOf:
        """Of the metrics of a request whose figures are of rows that name customers."""
        catalog = request.snapshot.catalog
        readers = {one.reader for one in request.metrics if one.reader in persons.OF}
        told = (one for one in sorted(readers) if catalog.anonymous or catalog.has(one, _CUSTOMER))
        own = dict.fromkeys(told, request)
        if catalog.has("feedback", _CUSTOMER) and any(
            one.reader == _COMMENTS for one in request.metrics
        ):
            own[_COMMENTS] = request
        return cls(request.snapshot, own, request.view.weighted, {one: {} for one in own})

    def known(self) -> Sides:
        """Whose the rows of both sides are, as far as it decides on figures."""
        catalog = self.snapshot.catalog
        views = [request.view for request in self.requests.values()]
        totals = totals_of(catalog, views[0]) if views else None
        return self._side(0, catalog), self._side(1, totals or catalog)

    def _side(self, side: int, known: Catalog | Totals) -> Persons:
        """Of one side; `known`: what is known of the rows that it may have."""
        most: dict[str, int] = {}
        largest: dict[str, tuple[float, float]] = {}
        for reader, request in self.requests.items():
            if reader == "feedback":
                most |= {key: n for key, n in known.rows_of_few.items() if is_series(key)}
                continue
            own = [one.key for one in request.metrics if one.reader == reader]
            if reader in known.rows_of_few:
                most |= dict.fromkeys(own, known.rows_of_few[reader])
            if reader == "orders" and known.largest_amounts:
                largest = dict.fromkeys(own, known.largest_amounts)
        return Persons(
            *(most, partial(self._count, side), largest, partial(self._led, side)),
            shielded=self.snapshot.catalog.shielded,
            near=partial(self._near, side) if self.snapshot.catalog.anonymous else None,
        )

    def beside(self, other: PersonsOf) -> PersonsOf:
        """Of the requests of both."""
        requests, asked = self.requests | other.requests, self.asked | other.asked
        return replace(self, requests=requests, asked=asked)

    def _count(self, side: int, keys: Keys, series: tuple[str, ...], apart: Keys) -> pd.DataFrame:
        found = []
        for one in series:
            metric = DEFINITIONS["nps" if is_series(one) else one]
            rows = self._rows(side, keys, metric.reader, counted_for(metric), apart)
            own = rows[rows["series"] == one] if is_series(one) else rows.assign(series=one)
            found.append(own[[*keys, "series", "persons", "alone"]])
        return pd.concat(found, ignore_index=True)

    def _led(self, side: int, keys: Keys, series: tuple[str, ...], _: Keys) -> pd.DataFrame:
        rows = self._rows(side, keys, "orders", None)
        return pd.concat([rows.assign(series=one) for one in series], ignore_index=True)

    def _near(self, side: int, keys: Keys, series: tuple[str, ...], _: Keys) -> pd.DataFrame:
        found = [pd.DataFrame(columns=[*keys, "series", "persons"])]
        for one in series:
            metric = DEFINITIONS["nps" if is_series(one) else one]
            if metric.reader not in self.requests:
                continue  # of customers, not of rows
            rows = self._rows(side, keys, metric.reader, counted_for(metric), near=True)
            own = rows[rows["series"] == one] if is_series(one) else rows.assign(series=one)
            found.append(own[[*keys, "series", "persons"]])
        return pd.concat(found[1:] or found, ignore_index=True)

    def _rows(
        self,
        side: int,
        keys: Keys,
        reader: str,
        counted: Counted | None,
        apart: Keys = (),
        *,
        near: bool = False,
    ) -> pd.DataFrame:
        """What is asked of a side by keys; None: who leads its amounts."""
        request = self.requests[reader]
        snapshot, view = self.snapshot, request.view
        scope = scopes_of(snapshot, view, counted.table if counted else reader)[side]
        weighted = self.weighted and reader == "feedback"
        kept, place = self.asked[reader], (side, keys, apart, counted, weighted, near)
        if place not in kept:
            by = tuple(key for key in keys if key != PERIOD)
            query = CountQuery(scope, by, request.grain if PERIOD in keys else None)
            own = tuple(key for key in apart if key != PERIOD)
            if counted and near:
                kept[place] = nearest.nearest(snapshot, counted, query)
            elif counted:
                kept[place] = persons.persons(snapshot, counted, query, own, weighted=weighted)
            else:
                kept[place] = persons.leaders(snapshot, query)
        rows = kept[place]
        if not (side and self.grain and PERIOD in keys) or scope.span == view.span:
            return rows
        beside = {theirs: ours for ours, theirs in pairs_of(view, scope.span, self.grain)}
        ours = pd.to_datetime(rows[PERIOD].dt.date.map(beside)).dt.as_unit("us")
        return rows.assign(**{PERIOD: ours}).dropna(subset=[PERIOD])
