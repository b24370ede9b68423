"""Two places of the same data must answer alike: the catalogue, every number of every page."""

from __future__ import annotations

from typing import Any

from data.store.snapshots import Snapshot
from pages.as_json import page_json
from tests.pages.reading import read
from tests.warehouse_loads.frames import differences

# Between them they show every metric; engines that take seconds for a question answer these alone.
FEW = (
    "overview?compare=rest&region=EMEA",
    "loyalty?metric=contacts_per_customer&by=channel&region=EMEA",
    "touchpoints?period=all&by=region",
    "journey?metric=csat&by=plan&compare=rest&region=EMEA",
    "dictionary",
    "service?compare=rest&region=Oceania&metric=first_response_time&team=Billing",
    "customers?period=all&by=plan&metric=engagement_rate",
    "customer?customer_id=C00140&page=loyalty&region=EMEA",
)
LINKS = (
    *FEW,
    "overview",
    "overview?period=all",
    "overview?from=2025-03-10&to=2025-08-20&region=EMEA",
    "overview?period=all&region=EMEA&region=(not stated)",
    "overview?from=2026-02-03&to=2026-03-27&plan=Team&plan=Business",
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
    "loyalty?metric=response_rate&compare=year-ago&grain=quarter",
    "touchpoints",
    "touchpoints?from=2025-03-10&to=2025-08-20&by=channel",
    "touchpoints?compare=rest&region=Oceania&region=EMEA",
    "touchpoints?touchpoint=Billing&period=all&grain=year",
    "touchpoints?survey=transactional&by=industry",
    "journey",
    "overview?metric=xqi&compare=year-ago",
    "to-call",
    "service",
    "service?from=2025-03-10&to=2025-08-20&metric=resolution_time&by=priority&region=EMEA",
    "customers",
    "customers?from=2025-03-10&to=2026-02-20&region=EMEA&metric=repeat_purchase_rate",
    "customers?compare=rest&region=APAC&metric=customer_lifetime_value",
    "customers?industry=(not stated)&period=last-90-days",
    "data",
    "customer?customer_id=C05165",
    "customer?customer_id=it's \\ nobody",
)
# Of the messy company.
MESSY = (
    "overview?from=2026-03-01&to=2026-04-10&grain=day",
    "overview?period=all&touchpoint=Shop",
    "loyalty?period=all&by=crew",
    "touchpoints?period=all&by=tier",
    "dictionary?period=all",
    "service?from=2026-03-01&to=2026-04-10&grain=day&metric=resolution_time",
    "customers?from=2026-03-01&to=2026-04-10&by=tier",
    "customer?customer_id=a",
)


def check_catalogs(one: Snapshot, other: Snapshot) -> None:
    """All of the catalogue but its time, its sources, and what is counted ahead."""
    ahead = {"rollups", "order_rollups", "activity", "customer_rows"}
    own = {"version", "built_at", "sources", *ahead}
    mine, theirs = (snapshot.catalog.model_dump(exclude=own) for snapshot in (one, other))
    fitted = [found.pop("lifetime") for found in (mine, theirs)]
    assert list(differences(fitted[0], fitted[1], tolerance=1e-4)) == []
    for found in (mine, theirs):
        found["columns"] = {name: sorted(columns) for name, columns in found["columns"].items()}
    assert mine == theirs


def check_page(one: Snapshot, other: Snapshot, link: str) -> None:
    """The page of a link, as the API says it."""
    assert list(differences(page_of(one, link), page_of(other, link))) == []


def shown(page: dict[str, Any]) -> set[str]:
    """The metrics of which the page has a value."""
    rows = (row for panel in page["panels"].values() for row in panel["rows"])
    return {row["metric"] for row in rows if row.get("metric") and row.get("value") is not None}


def page_of(snapshot: Snapshot, link: str) -> dict[str, Any]:
    """What the API says of a link."""
    found = page_json(read(snapshot, link), snapshot.catalog)
    del found["version"]
    if link == "data":  # of files it shows more, and it tells the time of the load
        del found["details"], found["panels"]["sources"]
    return found
