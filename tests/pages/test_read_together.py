"""What one headline tells of together is one family, and panels, JSON and headline agree."""

from __future__ import annotations

import pandas as pd
import pytest
from statsmodels.stats.multitest import multipletests

from data.store.snapshots import Snapshot
from pages.as_json import page_json
from pages.panel import Page
from tests.pages.reading import frame, read


def held(rows: pd.DataFrame) -> list[float]:
    """The p values of single tests, adjusted as one family by statsmodels."""
    return list(multipletests(rows["p_single"], method="fdr_bh")[1])


def touchpoints(page: Page) -> pd.DataFrame:
    panels = [panel.frame for panel in page.panels if panel.key.endswith("_by_touchpoint")]
    rows = pd.concat(panels, ignore_index=True)
    return rows[rows["p_single"].notna()]


@pytest.mark.parametrize("link", ["touchpoints", "touchpoints?period=last-90-days", "overview"])
def test_all_series_of_touchpoints(link: str, snapshot: Snapshot) -> None:
    rows = touchpoints(read(snapshot, link))
    assert rows["series"].nunique() > 1
    assert rows["p_value"].tolist() == pytest.approx(held(rows))


@pytest.mark.parametrize("months", range(1, 9))
def test_the_headline_says_what_json_says(months: int, snapshot: Snapshot) -> None:
    page = read(snapshot, f"touchpoints?from=2026-{months:02}-01&to=2026-{months + 1:02}-28")
    panels = page_json(page, snapshot.catalog)["panels"]
    rows = [
        row for key, one in panels.items() if key.endswith("_by_touchpoint") for row in one["rows"]
    ]
    real = {row["touchpoint"] for row in rows if row["comparison"]["verdict"] == "real"}
    none = "At no touchpoint" in page.account
    assert none == (not real), page.account
    if len(real) <= 3:
        assert all(one in page.account for one in real)


@pytest.mark.parametrize(
    ("link", "beside"), [("overview", "csat_mean"), ("service", "resolution_p90")]
)
def test_cards_with_those_beside_them(link: str, beside: str, snapshot: Snapshot) -> None:
    rows = frame(read(snapshot, link), "cards")
    rows = rows[rows["p_single"].notna()]
    assert beside in set(rows["metric"])
    assert rows["p_value"].tolist() == pytest.approx(held(rows))


def test_lines_of_the_journey(snapshot: Snapshot) -> None:
    rows = frame(read(snapshot, "journey"), "journey")
    rows = rows[rows["p_single"].notna()]
    assert rows["metric"].nunique() > 1
    assert rows["p_value"].tolist() == pytest.approx(held(rows))


def test_what_nps_groups_did(snapshot: Snapshot) -> None:
    rows = frame(read(snapshot, "customers"), "risk")
    rows = rows[rows["p_single"].notna()]
    assert rows["metric"].nunique() > 1
    assert rows["p_value"].tolist() == pytest.approx(held(rows))
