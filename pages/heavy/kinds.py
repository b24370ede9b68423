"""Work that is too heavy for a page: the kinds there are, and how a panel asks for one.

Each takes the snapshot of its reader, what it is about as JSON, and a function to say how far it
is; it gives JSON. It runs in a process of its own: see `data.work.questions`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from pydantic import TypeAdapter

from data.scope import Span
from data.store.snapshots import Snapshot
from data.work.questions import Answer, Step, asked
from pages.actions.outcomes import outcomes_json
from pages.drivers.work import drivers_json
from pages.forecasts.outlooks import outlooks_json
from pages.leaving.worked import leaving_json
from pages.panels.windows import windows_json
from pages.unusual.histories import histories_json
from view.state import View

Work = Callable[[Snapshot, View, Step], str]
_VIEWS = TypeAdapter(View)
_OF_VIEWS: Mapping[str, Work] = {
    "outlooks": outlooks_json,
    "drivers": drivers_json,
    "leaving": leaving_json,
    "histories": histories_json,
    "windows": windows_json,
}


def _of_view(work: Work) -> Callable[[Snapshot, str, Step], str]:
    return lambda snapshot, about, say: work(snapshot, _VIEWS.validate_json(about), say)


KINDS: dict[str, Callable[[Snapshot, str, Step], str]] = {
    "actions": outcomes_json,
    **{kind: _of_view(work) for kind, work in _OF_VIEWS.items()},
}


def answer_about(snapshot: Snapshot, kind: str, about: str) -> Answer:
    """What there is of this work; without anybody who works in the background, it is done at once.

    `about`: what the kind of work needs besides the rows, as JSON.
    """
    return asked(snapshot, kind, about, lambda say: KINDS[kind](snapshot, about, say))


def answer_of(snapshot: Snapshot, view: View, kind: str, **kept: object) -> Answer:
    """What there is of this work for the rows of a view's filters, whatever days it shows.

    Views that differ in nothing else share it. `kept`: what of a view the work depends on besides.
    """
    catalog = snapshot.catalog
    values: dict[str, Any] = {
        "page": "",
        "period": "",
        "by": "",
        "metric": "",
        "window": "",
        "customer_id": "",
        "reached_from": "",
        "span": Span(catalog.first_day, catalog.last_day),
        "grain": "month",
        "grain_given": False,
        "compare": "none",
        "weighted": False,
        "scores": (),
        "tables": (),
        "root": "/",
        "new_levels": (),
        **kept,
    }
    own = replace(view, **values)
    return answer_about(snapshot, kind, _VIEWS.dump_json(own).decode())
