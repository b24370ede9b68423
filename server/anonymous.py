"""The view of an anonymous reader: of those that are never a few customers apart.

For every two views that such a reader can get, and that differ in the dates or in one filter, the
rows which one has and the other has not are of no customer or of at least `minimum_n`. So nobody
tells single answers by setting a filter, or moving a date, and subtracting.

- Dates are whole months, widened to those that have enough customers within the filters.
- Filters that would leave few customers out, or few in, are not applied.
- Trends have no rolling windows, where small groups are shielded: two that overlap are a month
  apart.
- What a view is compared with is a period that could be asked for as well.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from access.reader import Held
from data.catalog import Catalog
from data.grains import DAY, GRAINS, bucket_start, next_start
from data.query.whose_rows.neighbours import blocks_of_time, levels_together
from data.scope import Filters, Scope, Span
from data.store.snapshots import Snapshot
from view.periods import year_before
from view.state import DEFAULT_COMPARISON, View
from view.url import Parsed


def apart(parsed: Parsed, snapshot: Snapshot, held: Held | None) -> Parsed:
    """The view that an anonymous reader gets of the one that was asked for, and what they are told.

    `held`: what they can't leave, and so can't subtract. Raises UnavailableError.
    """
    asked = _Asked(snapshot, parsed.view, held)
    filters, span, notices = asked.filters_and_dates()
    view = replace(parsed.view, filters=filters, span=span)
    if not GRAINS[view.grain].months:
        notices += ["An anonymous view has no point finer than a month."] * view.grain_given
        view = replace(view, grain="month", grain_given=False)
    if not asked.compares(view):
        if view.compare != DEFAULT_COMPARISON:  # which nobody asked for
            notices.append(
                "The dates that this view would be compared with would single out fewer than "
                f"{asked.least} customers: it is compared with nothing."
            )
        view = replace(view, compare="none")
    return Parsed(view, (*parsed.notices, *notices))


@dataclass(frozen=True)
class _Asked:
    snapshot: Snapshot
    view: View
    held: Held | None

    @property
    def catalog(self) -> Catalog:
        return self.snapshot.catalog

    @property
    def least(self) -> int:
        return self.catalog.minimum_n

    def filters_and_dates(self) -> tuple[Filters, Span, list[str]]:
        """Those of the filters that can stay, and the dates that are theirs.

        Which dates there are depends on the filters, and which filters on the dates: one filter
        after the other is taken off until both fit.
        """
        filters, notices = dict(self.view.filters), list[str]()
        while True:
            own = tuple(filters.items())
            span = self._widened(self.view.span, own, preset=bool(self.view.period))
            wrong = next((key for key in reversed(filters) if not self._fits(own, span, key)), "")
            if not wrong:
                break
            notices.append(
                f"The filter {self._label(wrong)} would single out fewer than {self.least} "
                "customers: it is not applied in an anonymous view."
            )
            if wrong in self._always:
                filters[wrong] = self._always[wrong]
            else:
                del filters[wrong]
        if not self.view.period and span != self.view.span:
            notices.append(
                "An anonymous view shows whole months, and as many as it takes to single out "
                f"nobody: {span.start} to {span.end}."
            )
        return own, span, notices

    def compares(self, view: View) -> bool:
        """True where what a view is compared with could be asked for as well."""
        if view.compare == "year-ago" and year_before(view.span).end >= view.span.start:
            return False
        base = view.base_scope(frozenset())
        if base is None or base.span == view.span or not self._dates_move:
            return True
        return self._widened(base.span, view.filters) == base.span

    @property
    def _dates_move(self) -> bool:
        return not (self.held and self.held.compare)

    @property
    def _always(self) -> dict[str, tuple[str, ...]]:
        """Levels of filters that the reader can't leave."""
        return dict(self.held.filters) if self.held else {}

    def _label(self, key: str) -> str:
        dimension = self.catalog.dimension(key)
        return f"“{dimension.label}”" if dimension else key

    def _fits(self, filters: Filters, span: Span, key: str) -> bool:
        """True where the levels of a filter are far enough from all others that could be chosen."""
        chosen, every = {*dict(filters)[key]}, self._always.get(key)
        if every and chosen == {*every}:
            return True
        others = tuple(one for one in filters if one[0] != key)
        others += ((key, every),) if every else ()
        together = levels_together(self.snapshot, Scope(span, others), key)
        return together <= chosen or together.isdisjoint(chosen)

    def _widened(self, asked: Span, filters: Filters, *, preset: bool = False) -> Span:
        """Dates widened to blocks; a preset that begins within a month leaves that month out."""
        if not self._dates_move:
            return asked
        blocks = blocks_of_time(self.snapshot, filters)
        start, end = asked.start, asked.end
        if preset and self.view.period != "all" and start.day > 1:
            start = min(next_start(bucket_start(start, "month"), "month"), end)
        return Span(_begin(blocks, start), _end(blocks, end))


def _begin(blocks: tuple[Span, ...], day: date) -> date:
    own = (block.start for block in blocks if block.start <= day <= block.end)
    return next(own, bucket_start(day, "month"))


def _end(blocks: tuple[Span, ...], day: date) -> date:
    own = (block.end for block in blocks if block.start <= day <= block.end)
    return next(own, next_start(bucket_start(day, "month"), "month") - DAY)
