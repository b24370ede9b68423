"""Work that is too heavy for a page: the kinds there are, and how a panel asks for one.

Each takes the snapshot of its reader, what it is about as JSON, and a function to say how far it
is; it gives JSON. It runs in a process of its own: see `data.work.questions`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from pydantic import TypeAdapter

from data.scope import Span
from data.store.snapshots import Snapshot
from data.work.questions import Answer, Step, asked
from pages.drivers.work import drivers_json
from pages.forecasts.outlooks import outlooks_json
from view.state import View

Work = Callable[[Snapshot, View, Step], str]
_VIEWS = TypeAdapter(View)
_OF_VIEWS: Mapping[str, Work] = {"outlooks": outlooks_json, "drivers": drivers_json}
_OF_DAYS = ("drivers",)  # is about the metric of a view, in its days


def _of_view(work: Work) -> Callable[[Snapshot, str, Step], str]:
    return lambda snapshot, about, say: work(snapshot, _VIEWS.validate_json(about), say)


KINDS = {kind: _of_view(work) for kind, work in _OF_VIEWS.items()}


def answer_of(snapshot: Snapshot, view: View, kind: str) -> Answer:
    """What there is of this work for the rows of a view's filters.

    Some are of its metric in its days, others whatever metric and days it shows. Views that differ
    in nothing else share it. Without anybody who works in the background, it is done at once.
    """
    catalog = snapshot.catalog
    own = replace(
        view,
        page="",
        period="",
        by="",
        metric="",
        customer_id="",
        reached_from="",
        span=Span(catalog.first_day, catalog.last_day),
        grain="month",
        grain_given=False,
        compare="none",
        weighted=False,
        scores=(),
        tables=(),
        root="/",
    )
    if kind in _OF_DAYS:
        own = replace(own, metric=view.metric, span=view.span)
    about = _VIEWS.dump_json(own).decode()
    return asked(snapshot, kind, about, lambda say: KINDS[kind](snapshot, about, say))
