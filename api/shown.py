"""A view as a request may see it: with the notes, the actions and the cases of that moment."""

from __future__ import annotations

from typing import NamedTuple

from data.store.snapshots import Snapshot
from pages.index import read_page
from pages.panel import Page
from pages.panels.kept_beside import with_kept
from server.cases import current_cases
from server.notes import current_actions, current_notes
from view.cases import Case
from view.notes import Action, Note
from view.state import View


class Shown(NamedTuple):
    """All that a page depends on beside the data and its reader: in the key of what is kept."""

    version: str
    view: View
    notes: tuple[Note, ...]
    actions: tuple[Action, ...]
    cases: tuple[Case, ...] | None


def shown(snapshot: Snapshot, view: View) -> Shown:
    """The view with what the request may know. Raises StoreError and UnavailableError."""
    return Shown(
        snapshot.catalog.version,
        view,
        current_notes(view, snapshot.catalog),
        current_actions(view, snapshot.catalog),
        current_cases(view, snapshot),
    )


def page_of(snapshot: Snapshot, seen: Shown) -> Page:
    """The page that is shown."""
    read = read_page(snapshot, seen.view)
    return with_kept(read, snapshot, seen.notes, seen.actions, seen.cases)
