"""Panels of what goes with a metric: its drivers by group, and the quadrant of touchpoints."""

from __future__ import annotations

import pandas as pd

from data.catalog import Catalog
from data.query.each_customer.by_customer import identity
from data.store.snapshots import Snapshot
from pages.drivers.customers import LEAVING, has_outcome
from pages.drivers.predictors import SENTIMENT, Group
from pages.drivers.quadrant import quadrant_panel
from pages.drivers.work import Found, Weighed
from pages.figures.series import Subject, link_name
from pages.guard import panels_of
from pages.heavy.kinds import answer_of
from pages.heavy.waiting import content_of
from pages.panel import Kind, Panel
from view.state import View

_KEY = "drivers"
_WHAT = {
    Group.SCORES: "scores",
    Group.SERVICE: "service figures",
    Group.THEMES: "themes of other comments",
}
_NAMED = 4  # of what is left out
_CAUSE = "What goes with it is an association, not a cause."


def driver_panels(snapshot: Snapshot, view: View, subject: Subject) -> list[Panel]:
    """A panel for each group of figures, and the quadrant; that they are worked out, until then.

    None for readers of whose views each stands for itself, and for metrics of which no customer has
    an outcome. Raises UnavailableError.
    """
    catalog = snapshot.catalog
    if catalog.anonymous or not has_outcome(catalog, subject):
        return []
    named = link_name(catalog, subject.metric.key, subject.series)
    answer = answer_of(snapshot, view, "drivers", metric=named, span=view.span)
    title = f"What goes with {_outcome(subject)}"
    content = content_of(_KEY, title, answer)
    if isinstance(content, Panel):
        return [content]
    found = Found.model_validate_json(content)
    groups = sorted(found.groups, key=lambda one: list(Group).index(one.group))
    panels = [_panel(one, found, subject, catalog) for one in groups]
    if not panels:
        scores = "" if subject.metric.key == SENTIMENT else "touchpoint scores or "
        what = f"{scores}service figures"
        words = f"No {what} are known of those who have it."
        return [Panel(_KEY, Kind.DRIVERS, title, "", pd.DataFrame(), note=words)]
    return panels + panels_of("quadrant", lambda: quadrant_panel(snapshot, view, subject, found))


def _outcome(subject: Subject) -> str:
    return "leaving" if subject.metric.key == LEAVING else subject.metric.short


def _panel(group: Weighed, found: Found, subject: Subject, catalog: Catalog) -> Panel:
    """A row for each driver, the largest first; drawn where one is above noise, else only told.

    driver, metric, outcome, outcome_series, weight (% of the differences between customers) with
    the ends of its 95 % interval, correlation, noise, above_noise, n.
    """
    rows = [
        {
            "driver": one.name,
            "group": str(group.group),
            "outcome": subject.metric.key,
            "outcome_series": subject.series,
            "weight": one.weight,
            "low": one.low,
            "high": one.high,
            "correlation": one.correlation,
            "noise": group.noise,
            "above_noise": one.above_noise,
            "n": group.rows,
        }
        for one in group.drivers
    ]
    drawn = any(one.above_noise for one in group.drivers)
    return Panel(
        key=f"{_KEY}_{group.group}",
        kind=Kind.DRIVERS,
        title=f"What goes with {_outcome(subject)}: {_WHAT[group.group]}",
        subtitle="% of the differences that each accounts for, 95% interval",
        frame=pd.DataFrame(rows if drawn else []),
        metric=subject.metric.key,
        note=_note(group, found, subject, catalog),
        every=None if drawn else pd.DataFrame(rows),
    )


def _note(group: Weighed, found: Found, subject: Subject, catalog: Catalog) -> str:
    """What is above noise, what a row is, how many are complete, what is left out."""
    who = _who(subject, catalog)
    said = []
    if group.drivers:
        above = any(one.above_noise for one in group.drivers)
        said.append(_CAUSE if above else "None can be told from noise.")
        drawn = f", of whom {group.rows:,} were drawn" if group.rows < group.complete else ""
        said.append(
            f"{_rows(found, who, subject)} All figures here are known of {group.complete:,} of "
            f"{found.asked:,}{drawn}; these are weighed."
        )
    else:
        said.append(f"Known of too few {who}s together: nothing is weighed.")
    if found.asked < found.many:
        said.append(f"{found.asked:,} {who}s stand for {found.many:,}.")
    if group.left_out and group.drivers:
        said.append(f"Left out, known of too few together: {_listed(group.left_out)}.")
    if group.alike:
        said.append(f"Left out, the same for nearly all: {_listed(group.alike)}.")
    if catalog.weighted and group.drivers:
        said.append("Answers count as one each, without their weights.")
    return " ".join(said)


def _who(subject: Subject, catalog: Catalog) -> str:
    """What a row is."""
    by_id = subject.metric.key == LEAVING or identity(catalog) == "customer_id"
    return "customer" if by_id else "response"


def _rows(found: Found, who: str, subject: Subject) -> str:
    """What a row is, and of which days."""
    assert found.days is not None and found.outcome_days is not None
    first, last = (f"{day:%-d %b %Y}" for day in found.days)
    if subject.metric.key == LEAVING:
        start, end = (f"{day:%-d %b %Y}" for day in found.outcome_days)
        return (
            f"A row is a customer who was there on {start}: their means from {first} to {last}, "
            f"and whether they left by {end}."
        )
    if who == "response":
        return f"A row is a response from {first} to {last}."
    return f"A row is a customer: their means from {first} to {last}."


def _listed(names: list[str]) -> str:
    """`Billing, CES; Website, CSAT and 3 more`."""
    more = len(names) - _NAMED
    if more <= 1:
        return "; ".join(names)
    return f"{'; '.join(names[:_NAMED])}; and {more} more"
