"""The period that a link asks for, or the first one, its grain, and what it is compared with."""

from __future__ import annotations

from datetime import date

from data.catalog import Catalog
from data.grains import DAY, GRAINS, buckets
from data.scope import Span
from view.known_days import alike_days, known_days
from view.periods import (
    DEFAULT_PRESET,
    PRESET_LABELS,
    preset_span,
    previous,
    usual_grain,
    year_before,
)
from view.query import Query
from view.state import COMPARISONS, DEFAULT_COMPARISON

MOST_BUCKETS = 1500  # four years of days
_EARLIEST, _LATEST = 1900, 2199  # years
_SHORTER = ("last-90-days", "last-30-days", "last-7-days")  # than the usual preset


def period_of(asked: Query, catalog: Catalog) -> tuple[str, Span]:
    """The preset ("" for dates) and its days."""
    start, end = asked.day("from"), asked.day("to")
    if start is None and end is None:
        if asked.one("period") is None:
            return first_period(catalog)
        preset = asked.choice("period", PRESET_LABELS, DEFAULT_PRESET)
        # Rows that are alone at the end would leave every other preset empty.
        last = catalog.last_day if preset == "all" else catalog.newest_day
        return preset, preset_span(preset, catalog.first_day, last)
    if asked.one("period"):
        asked.notices.append("The link names dates and a preset; the dates were taken.")
    if start and end and start > end:
        asked.notices.append(f"“from” is after “to”; {end} to {start} was taken.")
        start, end = end, start
    # An end that is not named is that of the data, or the other end where that lies beyond.
    start = start or min(end or catalog.first_day, catalog.first_day)
    end = end or max(start, catalog.last_day)
    return "", _within_reach(asked, Span(start, end), catalog)


def first_period(catalog: Catalog) -> tuple[str, Span]:
    """The period of a link that names none: its preset ("" for dates), and its days.

    The usual one, unless the data have nothing to compare it with: then the newest one that they
    have, of ninety, thirty and seven days, or else the second half of the data. Without any, the
    usual one.
    """
    first, last = catalog.event_days[0], catalog.newest_day
    usual, *shorter = (
        (preset, preset_span(preset, first, last)) for preset in (DEFAULT_PRESET, *_SHORTER)
    )
    if _is_compared(catalog, usual[1]) or _customers_compared(catalog, usual[1]):
        return usual
    half = max((last - first).days + 1, 0) // 2
    # One that begins with a month would be compared with the days of the month before.
    halves = [("", Span(last - days * DAY, last)) for days in (half - 1, half - 2) if days >= 0]
    return next((one for one in [*shorter, *halves] if _is_compared(catalog, one[1])), usual)


def _is_compared(catalog: Catalog, span: Span) -> bool:
    """True where a table has enough rows on days of a period and of the one before, as many days.

    Of companies with neither feedback nor tickets nor orders: where the customers are known.
    """
    if not catalog.rows_by_day:
        return _customers_compared(catalog, span)
    sides = span, previous(span)
    return any(
        alike_days(*map(known_days(catalog, one.table, one.series).days, sides))
        and min(map(one.within, sides)) >= catalog.minimum_n
        for one in catalog.rows_by_day
    )


def _customers_compared(catalog: Catalog, span: Span) -> bool:
    """True where the customers of a period and of the one before are known."""
    known = known_days(catalog, "customers")
    there = catalog.has("customers", "joined_at")
    return there and alike_days(known.days(span), known.days(previous(span)))


def _within_reach(asked: Query, span: Span, catalog: Catalog) -> Span:
    """The days of a link. Those beside the data stay as they are: the page says that it has none.

    Of days that reach far beyond the data, and of years that no calendar needs, the others are
    taken, and said: there is nothing to count, only empty periods to draw.
    """
    first, last = catalog.first_day, catalog.last_day
    start, end = span.start, span.end
    if start <= last and end >= first:
        start = first if start.year < first.year - 1 else start
        end = last if end.year > last.year else end
    else:
        earliest, latest = (
            date(min(_EARLIEST, first.year), 1, 1),
            date(max(_LATEST, last.year), 12, 31),
        )
        start, end = (min(max(day, earliest), latest) for day in (start, end))
    if (start, end) != (span.start, span.end):
        asked.notices.append(f"The data run from {first} to {last}; showing {start} to {end}.")
    return Span(start, end)


def grain_of(asked: Query, span: Span, page: str, catalog: Catalog) -> tuple[str, bool]:
    """The grain of trends, and whether the link states it."""
    # A month of data in a view of a year is read by day. Customers may have joined long before,
    # which matters where they are shown.
    lives = page == "overview" and catalog.has("customers", "joined_at", "churned_at")
    whole = (catalog.first_day, catalog.last_day)
    first, last = whole if lives or page == "customers" else catalog.event_days
    start, end = max(span.start, first), min(span.end, last)
    finest = usual_grain(Span(start, end) if start <= end else span)
    coarser = list(GRAINS)[list(GRAINS).index(finest) :]
    usual = next((one for one in coarser if len(buckets(span, one)) <= MOST_BUCKETS), "year")
    grain = asked.choice("grain", GRAINS, usual)
    given = asked.one("grain") == grain
    if len(buckets(span, grain)) > MOST_BUCKETS:
        asked.notices.append(f"Too many points by {grain} for this period; showing it by {usual}.")
        return usual, False
    return grain, given


def comparison_of(asked: Query, span: Span) -> str:
    """What the view is compared with."""
    compare = asked.choice("compare", COMPARISONS, DEFAULT_COMPARISON)
    if compare == "year-ago" and year_before(span).end >= span.start:
        asked.notices.append(
            "The period is longer than a year and overlaps the one a year before; "
            "they are not compared."
        )
        return "none"
    return compare
