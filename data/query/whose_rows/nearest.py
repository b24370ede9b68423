"""By how few customers a cell of a view differs from the same cell of a view a step away.

Asked for readers who are anonymous: a level of a breakdown is shown to them where it could be
chosen as a filter as well.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from data.catalog import Catalog
from data.grains import bucket_start, buckets
from data.query.compile import CountQuery
from data.query.whose_rows.neighbours import blocks_of_time, day_of
from data.query.whose_rows.persons import Counted, persons
from data.scope import Scope, Span
from data.store.snapshots import Snapshot


def nearest(snapshot: Snapshot, of: Counted, asked: CountQuery) -> pd.DataFrame:
    """Of cells by [period], keys: the fewest `persons` by whom one differs from the same cell of
    a view that is a step away, where any do.

    One filter less, or other dates. Persons by month are not asked where a cell is all of the view:
    its dates are blocks. Raises UnavailableError.
    """
    scope, keys, grain = asked
    found = [
        persons(
            snapshot, of, CountQuery(_others(snapshot.catalog, scope, place), keys, grain), keys
        )
        for place, (key, _) in enumerate(scope.filters)
        if key not in keys
    ]
    blocks_there = blocks_of_time(snapshot, scope.filters) if keys or grain else ()
    monthly = all(one.whole_months == 1 for one in blocks_there)
    if (keys or grain) and not (grain == "month" and monthly):
        months = persons(snapshot, of, CountQuery(scope, keys, "month"), keys)
        found.append(_of_blocks(months, blocks_there, keys, grain))
    names = [*(["period"] if grain else []), *keys]
    names += ["series"] if of.table == "feedback" else []
    if not found:
        nothing = pd.DataFrame(columns=[*names, "persons"])
        return nothing.astype({"period": "datetime64[us]"} if grain else {})
    whole = pd.concat(found, ignore_index=True)
    return _by(whole[whole["persons"] > 0], names, "min")


def _others(catalog: Catalog, scope: Scope, place: int) -> Scope:
    """What a scope would have in addition without one of its filters."""
    (key, levels) = scope.filters[place]
    others = tuple(one for one in scope.filters if one[0] != key)
    if not scope.without:
        return replace(scope, filters=others, without=((key, levels),))
    dimension = catalog.dimension(key)
    left = tuple(level for level in (dimension.places if dimension else ()) if level not in levels)
    return replace(scope, filters=(*others, (key, left)))


def _of_blocks(
    months: pd.DataFrame, blocks_there: tuple[Span, ...], keys: tuple[str, ...], grain: str | None
) -> pd.DataFrame:
    """By [period], keys and block: the persons of each; 1 where a period parts a block."""
    names = [*keys, *(["series"] if "series" in months else [])]
    block = {start: one for one in blocks_there for start in buckets(one, "month")}
    starts = [day_of(month) for month in months["period"]]
    own = [block.get(start, Span(start, start)) for start in starts]
    found = months.assign(block=[one.start for one in own])
    if grain:
        periods = [bucket_start(start, grain) for start in starts]
        parted = [
            {bucket_start(one.start, grain), bucket_start(one.end, grain)} != {start}
            for one, start in zip(own, periods, strict=True)
        ]
        persons_of = np.where(parted, 1, found["persons"])
        stamps = pd.DatetimeIndex(periods).as_unit("us")
        found = found.assign(persons=persons_of, period=stamps)
        names = ["period", *names]
    return _by(found, [*names, "block"], "max")


def _by(rows: pd.DataFrame, names: list[str], how: str) -> pd.DataFrame:
    """The least or the most `persons` of rows that are alike in some columns."""
    if not names:
        return rows[["persons"]].agg([how])
    return rows.groupby(names, observed=True)["persons"].agg(how).reset_index()
