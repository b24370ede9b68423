"""The list of whom to call, with the cases that were made of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd

from pages.panel import Kind, Page, Panel
from view.cases import Case


def with_cases(page: Page, cases: Sequence[Case] | None) -> Page:
    """The page with the case of each customer on its list; as it was where `cases` is None.

    Columns more: case (its number), case_status, case_owner, case_due; missing where there is none.
    Told is the case that is under way, else the newest one that was closed on the day of the
    answer or later.
    """
    if cases is None:
        return page
    panels = tuple(
        _with_cases(one, cases) if one.kind == Kind.TO_CALL else one for one in page.panels
    )
    return replace(page, panels=panels)


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
    }
    own = pd.DataFrame(columns, index=every.index, dtype=object).astype({"case": "Int64"})
    every = pd.concat([every, own], axis=1)
    return replace(panel, frame=every.iloc[: len(panel.frame)], every=every)


def _told(cases: Sequence[Case], answered: pd.Timestamp) -> Case | None:
    since = [one for one in cases if one.closed_on is None or one.closed_on >= answered.date()]
    return max(since, key=lambda one: (one.closed_on is None, one.number), default=None)
