"""The list of whom to call, with the cases that were made of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd

from pages.panel import Kind, Page, Panel
from view.cases import Case

OWN = "own_cases"


def with_cases(page: Page, cases: Sequence[Case] | None) -> Page:
    """To call with the reader's own cases, and the case of each customer on its list.

    Another page, and any where `cases` is None, is as it was. Columns more of the list: case (its
    number), case_status, case_owner, case_due, case_closed (the day); missing where there is none.
    Told is the case that is under way, else the newest one that was closed on the day of the answer
    or later.
    """
    if cases is None or page.view.page != "to-call":
        return page
    panels = tuple(
        _with_cases(one, cases) if one.kind == Kind.TO_CALL else one for one in page.panels
    )
    return replace(page, panels=(_own(cases), *panels))


def _own(cases: Sequence[Case]) -> Panel:
    """The reader's cases that are not closed, those that are due first before the others.

    Columns: case (its number), customer_id, status, due, overdue (bool), cause.
    """
    own = [one for one in cases if one.own and one.closed_on is None]
    own.sort(key=lambda one: (one.due, one.number))
    rows = [
        (one.number, one.customer_id, one.status, one.due, one.overdue, one.cause) for one in own
    ]
    late = sum(one.overdue for one in own)
    said = f"{len(own):,} under way" + (f", {late:,} of them overdue" if late else "")
    return Panel(
        key=OWN,
        kind=Kind.OWN_CASES,
        title="Your cases",
        subtitle=f"{said}; of all days, whatever the filters" if own else "none is under way",
        frame=pd.DataFrame(
            rows, columns=["case", "customer_id", "status", "due", "overdue", "cause"]
        ),
    )


def _with_cases(panel: Panel, cases: Sequence[Case]) -> Panel:
    every = panel.rows
    by_customer: dict[str, list[Case]] = {}
    for one in cases:
        by_customer.setdefault(one.customer_id, []).append(one)
    told = [
        _told(by_customer.get(who, []), answered)
        for who, answered in zip(every["customer_id"], every["answered"], strict=True)
    ]
    columns = {
        "case": [one and one.number for one in told],
        "case_status": [one and one.status for one in told],
        "case_owner": [one and one.owner for one in told],
        "case_due": [one and one.due for one in told],
        "case_closed": [one and one.closed_on for one in told],
    }
    own = pd.DataFrame(columns, index=every.index, dtype=object).astype({"case": "Int64"})
    every = pd.concat([every, own], axis=1)
    return replace(panel, frame=every.iloc[: len(panel.frame)], every=every)


def _told(cases: Sequence[Case], answered: pd.Timestamp) -> Case | None:
    since = [one for one in cases if one.closed_on is None or one.closed_on >= answered.date()]
    return max(since, key=lambda one: (one.closed_on is None, one.number), default=None)
