"""Any metrics that are not of feedback, each asked of its own table: one way for every page."""

from __future__ import annotations

from collections.abc import Sequence

from data.query import invitations
from data.store.snapshots import Snapshot
from metrics.definitions import MetricDefinition
from metrics.sums.cells import Cells
from pages.figures.comparison import PERIOD, Comparison, MetricSums, comparisons_of, service, tally
from pages.figures.customer_movement import (
    REPEAT,
    STAYING,
    engagement,
    movement,
    repeat_purchases,
    retention,
    retention_cost,
)
from pages.figures.invitations import CONTACTS, RATE
from pages.figures.lifetime import PREDICTED, predicted_value
from pages.figures.xqi import part_definitions
from view.state import View

_OF_CUSTOMERS = ("customers", "engagement", "costs")  # who was there decides on all of them


def metric_sums(
    snapshot: Snapshot,
    view: View,
    metrics: Sequence[MetricDefinition],
    grain: str | None,
    *,
    both: bool = True,
) -> MetricSums:
    """What the data say of those of the metrics that they can answer; of a composite, of its parts.

    Over the whole view and, with a grain, by its periods, but for the predicted value, which has
    none. `both`: see `readings.service`.
    """
    catalog = snapshot.catalog
    parts = part_definitions(catalog) if any(one.of_parts for one in metrics) else []
    able = [one for one in dict.fromkeys([*metrics, *parts]) if catalog.answers_metric(one)]
    wanted = {metric.key for metric in able}
    found = service(snapshot, view, able, grain, both=both)
    if REPEAT in wanted:
        found = found.beside(repeat_purchases(snapshot, view, periods=grain is not None))
    if PREDICTED in wanted and (predicted := predicted_value(snapshot, view)):
        found = found.beside(MetricSums({}, {}, {PREDICTED: predicted}))
    of_customers = {metric.key for metric in able if metric.table in _OF_CUSTOMERS}
    found = found.beside(_of_customers(snapshot, view, of_customers, periods=grain is not None))
    return found.beside(_of_invitations(snapshot, view, wanted & {RATE, CONTACTS}, grain))


def _of_customers(snapshot: Snapshot, view: View, wanted: set[str], *, periods: bool) -> MetricSums:
    """Metrics of who joined and left, and of those who were there."""
    if wanted <= {STAYING}:  # of which the numbers of customers alone are enough
        return retention(snapshot, view) if wanted else MetricSums({}, {})
    moved = movement(snapshot, view, "", None)
    if moved is None:
        return MetricSums({}, {})
    found = moved.service
    if "engagement_rate" in wanted:
        found = found.beside(engagement(snapshot, view, moved, periods=periods))
    if "retention_cost" in wanted:
        found = found.beside(retention_cost(snapshot, view, moved))
    return found.only(*wanted)


def _of_invitations(
    snapshot: Snapshot, view: View, wanted: set[str], grain: str | None
) -> MetricSums:
    """Invitations add up over periods; the customers invited do not."""
    sums: dict[str, Comparison[Cells]] = {}
    whole: dict[str, Comparison[Cells]] = {}
    for metric in sorted(wanted):
        ask = invitations.invitations if metric == RATE else invitations.contacts
        for found, of_grain in ((whole, None), *(((sums, grain),) if grain else ())):
            sides = comparisons_of(snapshot, view, "invitations", ask, [()], of_grain)
            if sides is not None:
                found[metric] = sides[0].each(tally(metric, (PERIOD,)))
    return MetricSums(sums, {}, whole)
