"""Two places of the same data must answer alike: every frame, every number of every page."""

from __future__ import annotations

import math
import random
from collections.abc import Iterator
from typing import Any

import pytest

from data import engine, tickets
from data.activity_queries import (
    active_customers,
    repeat_customers,
    repeat_levels,
    retained_customers,
)
from data.lifetime_questions import order_histories
from data.queries import Asked
from data.scope import Scope
from data.store import Snapshot
from metrics.counts import tally_moments
from metrics.definitions import DEFINITIONS
from metrics.durations import quantile_figures
from pages.as_json import page_json
from pages.index import read_page
from tests.engine.test_engine import GRAINS, as_counts, random_scope
from view.url import parse

LINKS = (
    "overview",
    "overview?period=all",
    "overview?from=2025-03-10&to=2025-08-20&region=EMEA",
    "overview?period=all&region=EMEA&region=(not stated)",
    "overview?from=2026-02-03&to=2026-03-27&plan=Team&plan=Business",
    "overview?compare=rest&region=EMEA",
    "overview?compare=year-ago&touchpoint=Support chat",
    "overview?period=all&industry=(not stated)&channel=email",
    "overview?from=2024-01-01&to=2024-12-31&grain=week",
    "overview?from=2026-10-01&to=2026-10-31&grain=day",
    "loyalty",
    "loyalty?period=all&by=plan",
    "loyalty?from=2025-03-10&to=2025-08-20&region=EMEA&by=industry",
    "loyalty?compare=rest&plan=Enterprise",
    "loyalty?score=0&score=1&score=2",
    "loyalty?period=all&grain=quarter&channel=(not stated)",
    "loyalty?from=2026-05-17&to=2026-06-02",
    "loyalty?metric=contacts_per_customer&by=channel&region=EMEA",
    "loyalty?metric=response_rate&compare=year-ago&grain=quarter",
    "touchpoints",
    "touchpoints?period=all&by=region",
    "touchpoints?from=2025-03-10&to=2025-08-20&by=channel",
    "touchpoints?compare=rest&region=Oceania&region=EMEA",
    "touchpoints?touchpoint=Billing&period=all&grain=year",
    "touchpoints?survey=transactional&by=industry",
    "journey",
    "dictionary",
    "overview?metric=xqi&compare=year-ago",
    "journey?metric=csat&by=plan&compare=rest&region=EMEA",
    "service",
    "service?from=2025-03-10&to=2025-08-20&metric=resolution_time&by=priority&region=EMEA",
    "service?compare=rest&region=Oceania&metric=first_response_time&team=Billing",
    "customers",
    "customers?period=all&by=plan&metric=engagement_rate",
    "customers?from=2025-03-10&to=2026-02-20&region=EMEA&metric=repeat_purchase_rate",
    "customers?compare=rest&region=APAC&metric=customer_lifetime_value",
    "customers?industry=(not stated)&period=last-90-days",
    "data",
    "customer?customer_id=C05165",
    "customer?customer_id=C00140&page=loyalty&region=EMEA",
    "customer?customer_id=it's \\ nobody",
)


def check_catalogs(one: Snapshot, other: Snapshot) -> None:
    """All of the catalogue but its time and its sources."""
    mine, theirs = (
        snapshot.catalog.model_dump(
            exclude={"version", "built_at", "sources", "rollups", "activity", "customer_rows"}
        )
        for snapshot in (one, other)
    )
    fitted = [found.pop("lifetime") for found in (mine, theirs)]
    assert list(differences(fitted[0], fitted[1], tolerance=1e-4)) == []
    for found in (mine, theirs):
        found["columns"] = {name: sorted(columns) for name, columns in found["columns"].items()}
    assert mine == theirs


def check_counts(one: Snapshot, other: Snapshot, seed: int) -> None:
    """The frames of a random scope, and of one ticket and order question in it."""
    chance, catalog = random.Random(seed), one.catalog
    scope = random_scope(chance, catalog, "feedback")
    dimensions = [d.key for d in catalog.dimensions if "feedback" in d.tables]
    keys = tuple(chance.sample(dimensions, chance.randint(0, 2)))
    grain = (None, *GRAINS)[seed % 6]
    mine, theirs = (engine.counts(snapshot, scope, keys, grain) for snapshot in (one, other))
    places = [*(["period"] if grain else []), *keys]
    assert as_counts(mine, places) == as_counts(theirs, places)
    assert list(map(str, mine.dtypes)) == list(map(str, theirs.dtypes))
    scope, by = random_scope(chance, catalog, "tickets"), GRAINS[seed % 5]
    check_tickets(one, other, scope, by)


def check_tickets(one: Snapshot, other: Snapshot, scope: Scope, grain: str) -> None:
    """Every metric of tickets by a dimension and by period, and what is open."""
    catalog = one.catalog
    able = [m for m in DEFINITIONS.values() if m.table == "tickets" and catalog.has_all(m.needs)]
    keys = tuple(d.key for d in catalog.dimensions if "tickets" in d.tables)[:1]
    found = []
    for snapshot in (one, other):
        added = [metric for metric in able if metric.kind != "stock"]
        (answers,) = tickets.answers_of(snapshot, [Asked(scope, keys, grain)], added)
        (left,) = tickets.backlogs(snapshot, [scope], keys, grain)
        figures = [
            quantile_figures(frame, None, key, "value", cut, DEFINITIONS[key].quantile or 0.5, 1)
            for key, frame in answers.times.items()
            for cut in ((), ("period",), keys)
        ]
        sums = {
            key: tally_moments(tally, key, ("period", *keys)) for key, tally in answers.sums.items()
        }
        every = [*sums.values(), *figures, left.sort_values(["period", *keys])]
        texts = [frame.astype(object).where(frame.notna(), None) for frame in every]
        found.append([frame.to_dict("list") for frame in texts])
    assert list(differences(found[0], found[1])) == []


def check_customers(one: Snapshot, other: Snapshot, seed: int) -> None:
    """What does not add up: distinct, retained and repeat customers of random scopes."""
    chance = random.Random(seed)
    for table in ("feedback", "engagement", "orders"):
        now, then = (random_scope(chance, one.catalog, table) for _ in range(2))
        found = [
            (active_customers(s, now, table), retained_customers(s, now, then, table))
            for s in (one, other)
        ]
        assert found[0] == found[1]
    assert repeat_customers(one, now) == repeat_customers(other, now)
    by = [d.key for d in one.catalog.dimensions if d.segment][: seed % 3]
    mine, theirs = (repeat_levels(s, now, by) for s in (one, other))
    assert sorted(map(str, mine.to_numpy())) == sorted(map(str, theirs.to_numpy()))
    assert one.catalog.lifetime
    places, sums = [*by, "again", "recency", "age", "n"], ["own", "squares"]
    mine, theirs = (
        order_histories(s, one.catalog.lifetime, now, by)
        .astype(dict.fromkeys(by, "str"))
        .sort_values(places, ignore_index=True)
        for s in (one, other)
    )
    assert mine[places].to_numpy().tolist() == theirs[places].to_numpy().tolist()
    assert mine[sums].to_numpy(float) == pytest.approx(theirs[sums].to_numpy(float))


def check_invitations(one: Snapshot, other: Snapshot, seed: int) -> None:
    """Answers and contacts of a random scope."""
    chance, catalog = random.Random(seed), one.catalog
    scope = random_scope(chance, catalog, "invitations")
    names = [d.key for d in catalog.dimensions if "invitations" in d.tables]
    keys = tuple(chance.sample(names, chance.randint(0, 2)))
    asked = [Asked(scope, keys, (None, *GRAINS)[seed % 6])]
    for ask in (engine.invitations, engine.contacts):
        mine, theirs = (
            sorted(map(tuple, ask(s, asked)[0].astype(str).values)) for s in (one, other)
        )
        assert mine == theirs


def check_page(one: Snapshot, other: Snapshot, link: str) -> None:
    """The page of a link, as the API says it."""
    assert list(differences(_page(one, link), _page(other, link))) == []


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


def _page(snapshot: Snapshot, link: str) -> dict[str, Any]:
    page, _, query = link.partition("?")
    view, notices = parse(page, query, snapshot.catalog)
    assert notices == ()
    found = page_json(read_page(snapshot, view), snapshot.catalog)
    del found["version"]
    if page == "data":  # of files it shows more, and it tells the time of the load
        del found["details"], found["panels"]["sources"]
    return found
