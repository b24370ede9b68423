"""Panels of many levels: what is shown of them, and that exports and figures are of all."""

from __future__ import annotations

import io

import pandas as pd
import pytest

from data.store.snapshots import Snapshot, open_snapshot
from settings import Settings
from tests.callbacks.client import client_of
from tests.data.company import LONG, Company
from tests.pages.reading import read

STORES = 60
MAPPING = LONG.replace('"nps"', '"csat"') + (
    'touchpoint = "at"\n[[segments]]\nkey = "store"\ncolumn = "store"\nlabel = "Store"\n'
)
CHANGED = "Store 58"  # one of the smallest, and the only one that changed


def answers() -> str:
    """Store 0 has 420 answers a year, each next one 6 fewer; half are satisfied, but in one."""
    rows = ["id,date,score,at,store"]
    for year in (2024, 2025):
        for store in range(STORES):
            name = f"Store {store}"
            for i in range(420 - 6 * store):
                good = i % 2 if year == 2024 or name != CHANGED else 0
                at = "Shop" if i % 4 < 2 else "Web"
                month = 1 + i % 12
                day = f"{year}-{month:02d}-{31 if month == 12 else 1:02d}"  # from end to end
                rows.append(f"{year}-{store}-{i},{day},{5 if good else 1},{at},{name}")
    return "\n".join(rows) + "\n"


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Company:
    return Company(tmp_path_factory.mktemp("stores")).write(MAPPING, survey_csv=answers())


@pytest.fixture(scope="module")
def snapshot(company: Company) -> Snapshot:
    return open_snapshot(company.build())


QUERY = "from=2025-01-01&to=2025-12-31&compare=year-ago&by=store"


def test_the_largest_and_those_that_changed_are_shown(snapshot: Snapshot) -> None:
    panel = read(snapshot, f"touchpoints?{QUERY}").panel("by_segment")
    assert panel is not None
    shown = set(panel.frame["segment"])
    assert shown == {f"Store {i}" for i in range(39)} | {CHANGED}
    assert set(panel.rows["segment"]) == {f"Store {i}" for i in range(STORES)}
    told = "Store: 40 of 60 are shown, the largest and those that changed beyond noise"
    assert told in panel.note


def test_verdicts_are_those_over_all_levels(snapshot: Snapshot) -> None:
    panel = read(snapshot, f"touchpoints?{QUERY}").panel("by_segment")
    assert panel is not None
    # They are adjusted for 120 cells, and not for the 80 that are shown.
    keys = ["touchpoint", "segment"]
    whole = panel.rows.set_index(keys)["p_value"]
    pd.testing.assert_series_equal(
        panel.frame.set_index(keys)["p_value"], whole[panel.frame.set_index(keys).index]
    )
    assert whole.notna().sum() == 2 * STORES


def test_few_levels_are_not_cut(snapshot: Snapshot) -> None:
    page = read(snapshot, f"touchpoints?{QUERY}&" + "&".join(f"store=Store+{i}" for i in range(40)))
    panel = page.panel("by_segment")
    assert panel is not None
    assert panel.every is None
    assert panel.note == ""


def test_csv_and_json_have_all(company: Company) -> None:
    client = client_of(Settings(mapping=company.mapping, folder=company.folder))
    text = client.get(f"/api/touchpoints/by_segment.csv?{QUERY}").get_data(as_text=True)
    assert pd.read_csv(io.StringIO(text[1:]))["segment"].nunique() == STORES
    body = client.get(f"/api/touchpoints?{QUERY}").get_json()["panels"]["by_segment"]
    assert len({row["segment"] for row in body["rows"]}) == STORES
    assert "40 of 60" in body["note"]


def test_levels_are_found_by_the_api(company: Company) -> None:
    client = client_of(Settings(mapping=company.mapping, folder=company.folder))
    found = client.get("/api/levels/store?find=store+8")
    names = [f"Store {i}" for i in (8, 18, 28, 38, 48, 58)]
    assert found.get_json() == {"filter": "store", "of": STORES + 1, "levels": names}
    missing = client.get("/api/levels/nothing")
    assert missing.status_code == 404
    assert "there is touchpoint, store" in missing.get_json()["errors"][0]
