"""Invitations: how many are answered, and how often the same customer is asked."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pandas as pd

from data.catalog import Catalog, Dimension
from data.query import invitations
from data.store.snapshots import Snapshot
from metrics.estimates import figures
from pages.figures.comparison import PERIOD, aligned, comparisons_of, tally
from pages.panel import Choice, Panel
from pages.panels.breakdowns import breakdown_panel, level_figures
from view.state import View

RATE, CONTACTS = "response_rate", "contacts_per_customer"
_DIMENSIONS = ("survey", "channel")


@dataclass(frozen=True)
class Invitations:
    """What a page shows of them: figures for cards and their sparklines, levels, and a trend."""

    totals: pd.DataFrame
    periods: pd.DataFrame
    levels: Panel | None
    trend: pd.DataFrame | None  # where the link names one of these metrics: by period, compared


def read_invitations(snapshot: Snapshot, view: View) -> Invitations | None:
    """Invitations of the view; None where none are mapped or they can't be filtered so."""
    catalog = snapshot.catalog
    dimension, choices = _dimension(catalog, view)
    keys = (dimension.key,) if dimension else ()
    sent = comparisons_of(
        snapshot, view, "invitations", invitations.invitations, [keys], view.grain
    )
    if sent is None:
        return None
    answered = sent[0].each(tally(RATE, (PERIOD, *keys)))
    minimum_n = catalog.minimum_n
    totals = [figures(answered.now, answered.base, [RATE], (), minimum_n)]
    if catalog.has("invitations", "customer_id"):
        totals.append(_contacts(snapshot, view, ()))
    asked = view.metric if view.metric in (RATE, CONTACTS) else ""
    trend = None
    if asked == RATE:
        by_period = aligned(answered, snapshot, view, view.grain)
        trend = figures(by_period.now, by_period.base, [RATE], (PERIOD,), minimum_n)
    elif asked == CONTACTS:
        trend = _contacts(snapshot, view, (PERIOD,))
    levels = None
    if dimension:
        shown = asked or RATE
        frame = (
            _contacts(snapshot, view, keys)
            if shown == CONTACTS
            else level_figures(answered, [RATE], dimension, view, minimum_n)
        )
        panel = breakdown_panel("invitations_by", frame, shown, dimension, view)
        levels = replace(panel, choices=choices) if len(panel.frame) > 1 else None
    periods = figures(answered.now, None, [RATE], (PERIOD,), minimum_n)
    return Invitations(pd.concat(totals, ignore_index=True), periods, levels, trend)


def _contacts(snapshot: Snapshot, view: View, keys: tuple[str, ...]) -> pd.DataFrame:
    """Figures of contacts by customer, who are counted anew in every period and level."""
    grain = view.grain if PERIOD in keys else None
    cut = [key for key in keys if key != PERIOD]
    found = comparisons_of(snapshot, view, "invitations", invitations.contacts, [cut], grain)
    assert found is not None  # asked only where invitations were found
    sides = found[0].each(tally(CONTACTS, keys))
    if grain:
        sides = aligned(sides, snapshot, view, grain)
    return figures(sides.now, sides.base, [CONTACTS], keys, snapshot.catalog.minimum_n)


def _dimension(catalog: Catalog, view: View) -> tuple[Dimension | None, tuple[Choice, ...]]:
    """The kind of survey or the channel: what `by` names, else the first of them."""
    found = [
        dimension
        for key in _DIMENSIONS
        if (dimension := catalog.dimension(key))
        and "invitations" in dimension.tables
        and len(dimension.levels) > 1
    ]
    named = next((one for one in found if one.key == view.by), found[0] if found else None)
    choices = tuple(Choice("by", one.key, one.label, one == named) for one in found)
    return named, choices
