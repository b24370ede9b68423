"""Invitations by the kind of survey or the channel: who answers, and how often they are asked."""

from __future__ import annotations

from dataclasses import replace

from data.catalog import Catalog, Dimension
from data.store.snapshots import Snapshot
from metrics.definitions import DEFINITIONS
from pages.figures.read import Figures, read
from pages.figures.series import Subject
from pages.panel import Choice, Panel
from pages.panels.breakdowns import breakdown_panel
from view.state import View

RATE, CONTACTS = "response_rate", "contacts_per_customer"
_DIMENSIONS = ("survey", "channel")


def invitations_panel(snapshot: Snapshot, figures: Figures) -> Panel | None:
    """The metric of invitations that the link names, else the response rate, by a dimension.

    `figures` are taken where they know it so; else it is read.
    """
    view = figures.view
    metric = DEFINITIONS[view.metric if view.metric in (RATE, CONTACTS) else RATE]
    dimension, choices = invitations_dimension(snapshot.catalog, view)
    if dimension is None:
        return None
    by = (dimension.key,)
    known = figures if figures.has(metric.key, by) else read(snapshot, view, [metric], by)
    frame = known.levels([metric], dimension)
    if frame is None or len(frame) < 2:
        return None
    subject = Subject(metric, metric.key)
    panel = breakdown_panel("invitations_by", frame, subject, dimension, view)
    return replace(panel, choices=choices)


def invitations_dimension(
    catalog: Catalog, view: View
) -> tuple[Dimension | None, tuple[Choice, ...]]:
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
