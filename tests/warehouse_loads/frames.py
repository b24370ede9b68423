"""Two places of the same data must answer each question alike: frames of random scopes."""

from __future__ import annotations

import math
import random
from collections.abc import Iterator, Sequence

import pandas as pd

from data.query import customer_movements, customers, feedback, invitations, orders, tickets
from data.query.active_customers import (
    active_customers,
    repeat_customers,
    repeat_levels,
    retained_customers,
)
from data.query.compile import CountQuery
from data.query.orders import order_histories
from data.store.snapshots import Snapshot
from metrics.definitions import DEFINITIONS
from metrics.durations import quantile_figures
from metrics.sums.counts import tally_moments
from tests.query.test_engine import GRAINS, as_counts, random_scope


def check_frames(one: Snapshot, other: Snapshot, seed: int) -> None:
    """Every question, each of a random scope."""
    check_counts(one, other, seed)
    check_tickets(one, other, seed)
    check_invitations(one, other, seed)
    check_activity(one, other, seed)
    check_lives(one, other, seed)


def check_counts(one: Snapshot, other: Snapshot, seed: int) -> None:
    """Answers, and the amounts of orders."""
    chance = random.Random(seed)
    scope, grain = random_scope(chance, one.catalog, "feedback"), (None, *GRAINS)[seed % 6]
    keys = _keys(chance, one, "feedback")
    mine, theirs = (feedback.counts(snapshot, scope, keys, grain) for snapshot in (one, other))
    places = [*(["period"] if grain else []), *keys]
    assert as_counts(mine, places) == as_counts(theirs, places)
    if len(mine):
        assert list(map(str, mine.dtypes)) == list(map(str, theirs.dtypes))
    scope = random_scope(chance, one.catalog, "orders")
    asked = [CountQuery(scope, (), grain)]
    mine, theirs = (orders.order_amounts(snapshot, asked)[0] for snapshot in (one, other))
    check_rows(mine, theirs, places[:1] if grain else [])


def check_tickets(one: Snapshot, other: Snapshot, seed: int) -> None:
    """Every metric of tickets by a dimension and by period, and what is open."""
    chance, catalog = random.Random(seed), one.catalog
    scope, grain = random_scope(chance, catalog, "tickets"), GRAINS[seed % 5]
    able = [m for m in DEFINITIONS.values() if m.table == "tickets" and catalog.has_all(m.needs)]
    added = [metric for metric in able if metric.kind != "stock"]
    keys = _keys(chance, one, "tickets")[:1]
    found = []
    for snapshot in (one, other):
        (answers,) = tickets.answers_of(snapshot, [CountQuery(scope, keys, grain)], added)
        (left,) = tickets.backlogs(snapshot, [scope], keys, grain)
        figures = {
            (key, cut): quantile_figures(
                frame, None, key, "value", cut, DEFINITIONS[key].quantile or 0.5, 1
            )
            for key, frame in answers.times.items()
            for cut in ((), ("period",), keys)
        }
        sums = {
            (key, ("period", *keys)): tally_moments(tally, key, ("period", *keys))
            for key, tally in answers.sums.items()
        }
        found.append({**figures, **sums, ("open", ("period", *keys)): left})
    assert {key for key, _ in found[0]} == {*(metric.key for metric in added), "open"}
    for key, cut in found[0]:
        check_rows(found[0][key, cut], found[1][key, cut], cut)


def check_invitations(one: Snapshot, other: Snapshot, seed: int) -> None:
    """Answers and contacts."""
    chance = random.Random(seed)
    scope, grain = random_scope(chance, one.catalog, "invitations"), (None, *GRAINS)[seed % 6]
    keys = _keys(chance, one, "invitations")
    for ask in (invitations.invitations, invitations.contacts):
        (mine,), (theirs,) = (ask(s, [CountQuery(scope, keys, grain)]) for s in (one, other))
        check_rows(mine, theirs, [*(["period"] if grain else []), *keys])


def check_activity(one: Snapshot, other: Snapshot, seed: int) -> None:
    """What does not add up: distinct, retained and repeat customers, and what they ordered."""
    chance, catalog = random.Random(seed), one.catalog
    for table in ("feedback", "engagement", "orders"):
        now, then = (random_scope(chance, catalog, table) for _ in range(2))
        found = [
            (active_customers(s, now, table), retained_customers(s, now, then, table))
            for s in (one, other)
        ]
        assert found[0] == found[1]
    assert repeat_customers(one, now) == repeat_customers(other, now)
    by = _segments(one)[: seed % 3]
    check_rows(repeat_levels(one, now, by), repeat_levels(other, now, by), by)
    mine, theirs = (customers.repeats_by_period(s, now, GRAINS[seed % 5]) for s in (one, other))
    check_rows(mine, theirs, ["period"])
    if catalog.lifetime:
        mine, theirs = (order_histories(s, catalog.lifetime, now, by) for s in (one, other))
        check_rows(mine, theirs, [*by, "again", "recency", "age"])


def check_lives(one: Snapshot, other: Snapshot, seed: int) -> None:
    """Who joined, stayed and left, did something, and what came of answers."""
    chance = random.Random(seed)
    scope, then = (random_scope(chance, one.catalog, "customers") for _ in range(2))
    keys, grain = tuple(_segments(one)[: seed % 3]), GRAINS[seed % 5]
    asked = [CountQuery(scope, keys, grain), CountQuery(then, (), grain)]
    every = (
        customer_movements.movements(s, asked, [CountQuery(then, keys[:1], grain)])
        for s in (one, other)
    )
    for mine, theirs, by in zip(*every, (keys, (), keys[:1]), strict=True):
        check_rows(mine, theirs, ["joined", "churned", *by])
    for count in (customers.unplaced_customers, customers.engaged_customers):
        assert count(one, scope) == count(other, scope)
    mine, theirs = (customers.engaged_by(s, scope, (), grain) for s in (one, other))
    check_rows(mine, theirs, ["period"])
    check_rows(customers.retention_costs(one), customers.retention_costs(other), ["month"])
    mine, theirs = (customers.risk(s, scope, then.span) for s in (one, other))
    check_rows(mine, theirs, ["nps_group"])


def check_rows(one: pd.DataFrame, other: pd.DataFrame, places: Sequence[str]) -> None:
    """The same columns and the same rows, in any order; `places` tell rows apart."""
    found = [_rows(frame, places) for frame in (one, other)]
    assert list(differences(found[0], found[1])) == []


def _rows(frame: pd.DataFrame, places: Sequence[str]) -> dict[str, dict[str, object]]:
    texts = frame.astype(object).where(frame.notna(), None).to_dict("records")
    found = {str([row[place] for place in places]): row for row in texts}
    assert len(found) == len(frame)  # every place once
    return {place: {str(c): value for c, value in row.items()} for place, row in found.items()}


def _keys(chance: random.Random, snapshot: Snapshot, table: str) -> tuple[str, ...]:
    dimensions = [d.key for d in snapshot.catalog.dimensions if table in d.tables]
    return tuple(chance.sample(dimensions, chance.randint(0, min(2, len(dimensions)))))


def _segments(snapshot: Snapshot) -> list[str]:
    return [d.key for d in snapshot.catalog.dimensions if "customers" in d.tables]


def differences(
    one: object, other: object, place: str = "", tolerance: float = 1e-9
) -> Iterator[str]:
    """Places where two JSON values differ by more than the order in which numbers were added."""
    if isinstance(one, dict) and isinstance(other, dict):
        for key in {**one, **other}:
            yield from differences(one.get(key), other.get(key), f"{place}.{key}", tolerance)
    elif (
        isinstance(one, list | tuple) and isinstance(other, list | tuple) and len(one) == len(other)
    ):
        for number, pair in enumerate(zip(one, other, strict=True)):
            yield from differences(*pair, f"{place}[{number}]", tolerance)
    elif isinstance(one, float) and isinstance(other, float):
        if not math.isclose(one, other, rel_tol=tolerance, abs_tol=1e-12):
            yield f"{place}: {one} {other}"
    elif one != other:
        yield f"{place}: {one!r} {other!r}"
