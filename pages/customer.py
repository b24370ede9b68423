"""Customer: all that one customer did and said. Facts of a person, hence without intervals."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from data.catalog import Catalog
from data.query.each_customer import timeline
from data.store.snapshots import Snapshot
from metrics.series import metric_of, parse_answer, parse_series
from pages.figures.series import definition_of
from pages.panel import Kind, Page, Panel
from view.query import listed
from view.state import View

_APART = (
    "Single answers: not a measure of anybody but this customer. This is the whole history; period "
    "and filters of the view do not apply to it."
)
_HOW = (
    "Lists of comments lead here, and so does a link that names the customer: "
    "customer?customer_id=… with an id of your data."
)
_UNKNOWN = "Ids are compared letter by letter, capitals and leading zeros included."
_COUNTED = {
    "feedback": ("answer", "answers"),
    "order": ("order", "orders"),
    "ticket": ("ticket", "tickets"),
    "engagement": ("sign of engagement", "signs of engagement"),
}
# Whether it waits, and whether it was reopened.
_STATUS = {
    (True, False): "open",
    (True, True): "reopened",
    (False, False): "resolved",
    (False, True): "resolved again",
}
_UNSOLVED = "closed unsolved"


def read_customer(snapshot: Snapshot, view: View) -> Page:
    """The history of the customer that the view names."""
    asked, catalog = view.customer_id, snapshot.catalog
    if not asked:
        return Page(view, "Which customer?", _HOW, ())
    known = timeline.attributes(snapshot, asked)
    found = timeline.events(snapshot, asked)
    if not known and found.empty:
        return Page(view, f"No customer “{asked}” in these data.", _UNKNOWN, ())
    cut = len(found) > timeline.MOST_EVENTS
    events = _readable(found.iloc[: timeline.MOST_EVENTS], catalog)
    panels = (
        _facts(events, known, catalog),
        Panel(
            key="timeline",
            kind=Kind.TIMELINE,
            title="Timeline",
            subtitle=f"{len(events):,} events, newest first",
            frame=events,
            note=f"These are the newest {len(events):,}; there are more." if cut else "",
        ),
    )
    return Page(view, _headline(asked, events), _APART, panels)


def _readable(found: pd.DataFrame, catalog: Catalog) -> pd.DataFrame:
    """The events with answers as series and score, and tickets with their status."""
    columns: dict[str, Any] = {name: found[name] for name in ("at", "kind", "id") if name in found}
    if "answer" in found:
        given = [parse_answer(one) if isinstance(one, str) else None for one in found["answer"]]
        columns["series"] = [one.series if one else None for one in given]
        columns["score"] = [one.score if one else np.nan for one in given]
    if catalog.has("tickets", "ended_at") and {"resolved_at", "unsolved_at"} & set(found):
        columns["status"] = _status(found)
    for name in map(str, found):
        if name not in ("answer", "reopened"):
            columns[name] = found[name]
    return pd.DataFrame(columns)


def _status(found: pd.DataFrame) -> list[str | None]:
    """What has become of each ticket; None for other events."""
    none = pd.Series([None] * len(found), found.index, dtype=object)
    again, resolved, unsolved = (
        found.get(name, none) for name in ("reopened", "resolved_at", "unsolved_at")
    )
    rows = zip(found["kind"], resolved.isna(), again.tolist(), unsolved.notna(), strict=True)
    return [
        None if kind != "ticket" else _UNSOLVED if gone else _STATUS[bool(waits), more is True]
        for kind, waits, more, gone in rows
    ]


def _headline(asked: str, events: pd.DataFrame) -> str:
    counts = events["kind"].value_counts()
    told = [
        f"{counts[kind]:,} {one if counts[kind] == 1 else several}"
        for kind, (one, several) in _COUNTED.items()
        if kind in counts
    ]
    if not told:
        return f"{asked}: nothing happened yet."
    return f"{asked}: {listed(told)}."


def _facts(events: pd.DataFrame, known: dict[str, object], catalog: Catalog) -> Panel:
    """Who it is, in pairs of words."""
    facts: list[tuple[str, str]] = []
    own = [d for d in catalog.dimensions if d.segment and catalog.has("customers", d.key)]
    facts += [(d.label, str(known.get(d.key) or "not stated")) for d in own]
    for label, name in (("Customer since", "joined_at"), ("Left", "churned_at")):
        if isinstance(day := known.get(name), pd.Timestamp):
            ahead = name == "churned_at" and day.date() > catalog.last_day
            facts.append(("Leaves" if ahead else label, f"{day:%-d %b %Y}"))
    if known.get("annual_revenue") is not None:
        facts.append(("Annual revenue", _money(known["annual_revenue"], catalog)))
    if known.get("referred_by") is not None:
        facts.append(("Referred by", str(known["referred_by"])))
    if "series" in events:
        facts += _last_nps(events)
    ordered, opened = (events[events["kind"] == kind] for kind in ("order", "ticket"))
    if "amount" in events and len(ordered):
        facts.append(("Ordered in all", _money(ordered["amount"].sum(), catalog)))
    if "status" in events and len(opened):
        waiting = int(opened["status"].isin(["open", "reopened"]).sum())
        facts.append(("Open tickets", f"{waiting:,} of {len(opened):,}"))
    frame = pd.DataFrame(facts, columns=["fact", "value"])
    return Panel("facts", Kind.FACTS, "Who it is", "as the data state it", frame)


def _last_nps(events: pd.DataFrame) -> list[tuple[str, str]]:
    asked = [isinstance(one, str) and metric_of(one) == "nps" for one in events["series"]]
    if not any(asked):
        return []
    newest = events.iloc[asked.index(True)]
    series, score = str(newest["series"]), float(newest["score"])
    group = parse_series(series).group(score).removesuffix("s")
    short = definition_of(series).short
    return [(f"Last {short} answer", f"{score:g}, {group}, {newest['at']:%-d %b %Y}")]


def _money(amount: object, catalog: Catalog) -> str:
    return f"{catalog.currency} {amount:,.2f}".removesuffix(".00")
