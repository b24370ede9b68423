"""What customers will spend within a year, as the model fitted at the build says."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import pandas as pd

from data.catalog import Lifetime
from data.query import plan
from data.query.orders import order_histories
from data.scope import Scope
from data.store.snapshots import Snapshot
from metrics.customers.lifetime import Moments, Orders, Worth, predicted_sums
from metrics.sums.cells import Cells
from metrics.sums.counts import add_tallies
from pages.figures.comparison import Comparison
from pages.figures.coverage import base_scope
from view.state import View

PREDICTED = "predicted_lifetime_value"


def predicted_value(
    snapshot: Snapshot, view: View, keys: Sequence[str] = ()
) -> Comparison[Cells] | None:
    """Sums of `predicted_lifetime_value` by segments of customers; None where there is no model.

    Also None where orders can't be filtered as the view is. It looks ahead from the newest day,
    whatever the period: there is nothing to compare it with but the rest.
    """
    lifetime = snapshot.catalog.lifetime
    if lifetime is None or lifetime.orders is None or lifetime.worth is None:
        return None
    if not plan.answers(snapshot, "orders", view.scope()):
        return None
    base = base_scope(snapshot.catalog, view) if view.compare == "rest" else None
    if base is not None and not plan.answers(snapshot, "orders", base):
        base = None
    ask = partial(_cells, snapshot, lifetime, tuple(keys))
    return Comparison(ask(view.scope()), None if base is None else ask(base))


def _cells(snapshot: Snapshot, lifetime: Lifetime, keys: tuple[str, ...], scope: Scope) -> Cells:
    assert lifetime.orders is not None and lifetime.worth is not None
    found = order_histories(snapshot, lifetime, scope, keys)
    again, recency, age, n, own, squares = (
        found[name].to_numpy(dtype=float)
        for name in ("again", "recency", "age", "n", "own", "squares")
    )
    total, squared = predicted_sums(
        Orders(*lifetime.orders),
        Worth(*lifetime.worth),
        *(again, recency, age),
        Moments(n, own, squares),
    )
    tally = {**{key: found[key] for key in keys}, "n": n, "total": total, "squares": squared}
    return add_tallies(pd.DataFrame(tally), PREDICTED, keys)
