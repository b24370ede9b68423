"""What people keep beside the data, put on a page: notes, actions, cases and what came of these."""

from __future__ import annotations

from collections.abc import Sequence

from data.store.snapshots import Snapshot
from data.store.time_limit import limited
from pages.actions.panels import with_actions
from pages.index import SECONDS
from pages.panel import Page
from pages.panels.notes import with_notes
from pages.to_call.cases import with_cases
from pages.to_call.helped import with_helped
from view.cases import Case
from view.notes import Action, Note


def with_kept(
    page: Page,
    snapshot: Snapshot,
    notes: Sequence[Note],
    actions: Sequence[Action],
    cases: Sequence[Case] | None,
) -> Page:
    """The page with what its reader may know of them; as it was where there is nothing of it."""
    page = with_actions(with_notes(page, notes), actions, snapshot)
    with limited(SECONDS):
        return with_helped(with_cases(page, cases), cases, snapshot)
