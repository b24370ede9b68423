"""The panel of registered actions: what was done, where, and whether it worked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd

from data.catalog import Catalog
from data.store.snapshots import Snapshot
from metrics.actions.verdict import Outcome
from pages.actions.outcomes import ACTIONS, ROWS, Asked, Told
from pages.actions.words import NOTE, WEEKS, seen_words
from pages.figures.series import subject_of
from pages.guard import panels_of
from pages.heavy.kinds import answer_about
from pages.heavy.waiting import content_of
from pages.panel import Kind, Page, Panel
from view.notes import Action
from view.url import encoded

KEY = "actions"
_TITLE = "Did it work"
_COUNTS = ("n_before", "n", "others_n_before", "others_n")
_WAITING = (Outcome.OPEN, Outcome.TOO_EARLY)


def with_actions(page: Page, actions: Sequence[Action], snapshot: Snapshot) -> Page:
    """The page with a panel of these actions; as it was without any, or without any panel."""
    if not actions or not page.panels:
        return page
    panels = panels_of(KEY, lambda: actions_panel(actions, snapshot))
    return replace(page, panels=(*page.panels, *panels))


def actions_panel(actions: Sequence[Action], snapshot: Snapshot) -> Panel:
    """A row for each action, in their order; that they are worked out, until they are.

    action, where (in words), filters (as in links), first_day, last_day, author, registered (day),
    named (the metric, as in links), metric, series, sign, size (expected), weeks, verdict,
    would_be_seen (in words, of those that wait), and the fields of `Told`.
    """
    about = ACTIONS.dump_json(tuple(Asked.of(one) for one in actions)).decode()
    content = content_of(KEY, _TITLE, answer_about(snapshot, "actions", about))
    if isinstance(content, Panel):
        return content
    told = ROWS.validate_json(content)
    catalog = snapshot.catalog
    rows = [_row(one, found, catalog) for one, found in zip(actions, told, strict=True)]
    return Panel(
        key=KEY,
        kind=Kind.ACTIONS,
        title=_TITLE,
        subtitle="registered actions, each against all untouched segments, 95% interval",
        frame=pd.DataFrame(rows).astype(dict.fromkeys(_COUNTS, "Int64")),
        note=NOTE,
        currency=catalog.currency,
    )


def _row(action: Action, told: Told, catalog: Catalog) -> dict[str, object]:
    note, subject = action.note, subject_of(catalog, action.metric)
    waiting = told.outcome in _WAITING
    found = told.model_dump(mode="json")
    verdict = found.pop("outcome")
    return {
        "action": note.text,
        "where": note.about,
        "filters": encoded([(key, level) for key, levels in note.scope for level in levels]),
        "first_day": note.span.start,
        "last_day": note.span.end,
        "author": note.author,
        "registered": note.written_on,
        "named": action.metric,
        "metric": subject.metric.key,
        "series": subject.series,
        "sign": action.sign,
        "size": action.size,
        "weeks": WEEKS * action.periods,
        "verdict": verdict,
        **found,
        "would_be_seen": (
            seen_words(told, subject.metric, action.periods, catalog) if waiting else ""
        ),
    }
