"""To call: customers whose last answer was bad or fell, by what is at stake."""

from __future__ import annotations

import pandas as pd

from data.catalog import Catalog
from data.query.each_customer.to_call import FELL, RECENT, to_call
from data.scope import Scope, Span
from data.store.snapshots import Snapshot
from metrics.series import parse_series
from pages.figures.series import definition_of
from pages.panel import Kind, Page, Panel
from pages.to_call.words import bad_words, headline, nobody
from view.state import View

KEY = "to_call"
SHOWN = 100  # customers of the list; the CSV has all of it
RULE = (
    "Most annual revenue first, not known last; of equal revenue those with an open ticket, then "
    "the newest answer."
)
_WHO = (
    f"For each customer, the last NPS answer of these {RECENT} days counts; without one, the last "
    "answer to CSAT or CES. Listed are detractors (NPS 0 to 6), customers whose CSAT or CES score "
    f"is below the positive range, and those whose score is at least {FELL} points lower than the "
    "one before. Customers who have left are not listed. Risks of leaving are on Customers."
)
_COLUMNS = (
    *("customer_id", "metric", "series", "score", "before", "why", "answered", "days"),
    *("annual_revenue", "open_tickets"),
)


def read_to_call(snapshot: Snapshot, view: View) -> Page:
    """Customers to call, as known at the end of the view's days."""
    catalog = snapshot.catalog
    end = min(view.span.end, catalog.newest_day)
    found = to_call(snapshot, Scope(Span(view.span.start, end), view.filters))
    days = f"Answers of the {RECENT} days to {end:%-d %b %Y}"
    if found.empty:
        return Page(view, nobody(view), days, ())
    panel = _list(found, end, catalog)
    return Page(view, headline(found, catalog, view), days, (panel,), _WHO)


def _list(found: pd.DataFrame, end: object, catalog: Catalog) -> Panel:
    """A row for each customer: see _COLUMNS; `why` in words, `days` since the answer."""
    series = [parse_series(one) for one in found["series"]]
    frame = found.assign(
        metric=[definition_of(one).key for one in found["series"]],
        days=(pd.Timestamp(str(end)) - found["answered"]).dt.days,
        why=[
            bad_words(own, score, before, bad=bad)
            for own, score, before, bad in zip(
                series, found["score"], found["before"], found["bad"], strict=True
            )
        ],
    )
    every = frame[list(_COLUMNS)]
    return Panel(
        key=KEY,
        kind=Kind.TO_CALL,
        title="Whom to call",
        subtitle=_subtitle(every, int(found["of"].iloc[0])),
        frame=every.iloc[:SHOWN],
        note=RULE,
        currency=catalog.currency,
        every=every,
    )


def _subtitle(every: pd.DataFrame, of: int) -> str:
    known = every[["annual_revenue", "open_tickets"]].notna().any(axis=None)
    order = "by what is at stake" if known else "the newest answer first"
    if of <= SHOWN:
        return f"{of:,}, {order}"
    file = "all" if len(every) == of else f"the first {len(every):,}"
    return f"the first {SHOWN} of {of:,}, {order}; the CSV has {file}"
