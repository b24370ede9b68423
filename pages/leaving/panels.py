"""Who may leave: the revenue at risk and whom to call, and what such risks were worth before."""

from __future__ import annotations

import pandas as pd

from data.catalog import Catalog
from data.store.snapshots import Snapshot
from metrics.leaving.leaving import AHEAD, Outcome
from pages.heavy.kinds import answer_of
from pages.heavy.waiting import content_of
from pages.leaving.words import (
    at_once_off_words,
    found_words,
    left_out_words,
    off_words,
    tested_words,
)
from pages.leaving.worked import WORKED, Worked
from pages.panel import Kind, Panel
from view.pages import applied
from view.state import View

KEY, TESTED = "leaving", "leaving_tested"
SHOWN = 20  # customers of the list; JSON and CSV have all
_TITLE = "Who may leave"


def leaving_panels(snapshot: Snapshot, view: View) -> list[Panel]:
    """Whom to call, with the revenue at risk; and how well earlier risks foretold who left.

    The list has the highest risks, those with most revenue at risk first. Its rows: `customer_id`,
    `risk`, `risk_low`, `risk_high` (%), `annual_revenue`, `raised_by`, `order_chance` (% within
    the same days), `order_days`, `order_value`; none for readers who may not see single customers.
    Before them, in a row without a customer, `customers`, how many of them are `expected` to
    leave, `revenue_at_risk` and its ends. Without rows and with a note why, where no risks are
    told. Empty where customers are not known, or not by the view's filters, and for readers of
    shared views that are held to their days or never a few customers apart.
    """
    catalog, own = snapshot.catalog, applied(view, snapshot.catalog)
    if not _can_be_told(catalog, own):
        return []
    why_not = at_once_off_words(catalog)
    if why_not:
        return [_off(why_not)]
    content = content_of(KEY, _TITLE, answer_of(snapshot, own, "leaving"))
    if isinstance(content, Panel):
        return [content]
    worked = WORKED.validate_json(content)
    if worked.outcome != Outcome.TOLD:
        return [_off(off_words(worked))]
    return [_list(worked, catalog), _tested(worked)]


def _can_be_told(catalog: Catalog, view: View) -> bool:
    if catalog.anonymous or catalog.days_held:
        return False
    return catalog.has("customers", *(key for key, _ in view.filters))


def _off(why: str) -> Panel:
    return Panel(KEY, Kind.LEAVING, _TITLE, f"within {AHEAD} days", pd.DataFrame(), note=why)


def _list(worked: Worked, catalog: Catalog) -> Panel:
    whole: dict[str, object] = {
        "customers": worked.customers,
        **_ends("expected", worked.expected),
        **_ends("revenue_at_risk", worked.revenue),
    }
    rows = [whole]
    for one in sorted(worked.listed, key=lambda one: -one.risk[0] * (one.annual_revenue or 0)):
        value, low, high = (100 * end for end in one.risk)
        chance = one.order_chance
        rows.append(
            {
                "customer_id": one.customer_id,
                "risk": value,
                "risk_low": low,
                "risk_high": high,
                "annual_revenue": one.annual_revenue,
                "raised_by": "; ".join(one.raised_by),
                "order_chance": None if chance is None else 100 * chance,
                "order_days": one.order_days,
                "order_value": one.order_value,
            }
        )
    frame = pd.DataFrame(rows)
    return Panel(
        key=KEY,
        kind=Kind.LEAVING,
        title=_TITLE,
        subtitle=_subtitle(worked),
        frame=frame.iloc[: SHOWN + 1],
        metric="money_at_risk",
        note=f"{found_words(worked)} {left_out_words(worked, catalog)}".strip(),
        currency=catalog.currency,
        every=frame,
    )


def _subtitle(worked: Worked) -> str:
    if not worked.listed:
        return f"within {AHEAD} days"
    paid = any(one.annual_revenue for one in worked.listed)
    order = "those with most revenue at risk first" if paid else "the highest first"
    return f"within {AHEAD} days: the {len(worked.listed)} highest risks, {order}"


def _tested(worked: Worked) -> Panel:
    """Of the highest risks of each period, `of` in number, and of tenths by risk, how many left."""
    lists = [
        {"part": "first tenth" if one["tenth"] else "first", "of": one["of"], **_in_per_cent(one)}
        for one in worked.lists
    ]
    bins = [
        {"part": "tenth", "of": place, **_in_per_cent(one)}
        for place, one in enumerate(worked.bins, 1)
    ]
    return Panel(
        key=TESTED,
        kind=Kind.LEAVING_TESTED,
        title="How well such risks foretold who left",
        subtitle=f"on {worked.held_back} earlier periods of {AHEAD} days, held back",
        frame=pd.DataFrame([*lists, *bins]),
        metric="customer_churn",
        note=tested_words(worked),
    )


def _in_per_cent(row: dict[str, float | None]) -> dict[str, float | None]:
    shares = ("expected", "value", "low", "high")
    return {
        name: value if value is None or name not in shares else 100 * value
        for name, value in row.items()
        if name not in ("of", "tenth")
    }


def _ends(name: str, ends: tuple[float, float, float] | None) -> dict[str, float | None]:
    value, low, high = ends or (None, None, None)
    return {name: value, f"{name}_low": low, f"{name}_high": high}
