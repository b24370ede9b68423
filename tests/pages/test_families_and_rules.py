"""What one rule takes from a verdict no family gives back."""

from __future__ import annotations

import numpy as np
import pytest

from data.store.snapshots import Snapshot
from metrics.inference.verdicts import Verdict
from tests.pages.reading import frame, read

PAGES = ("overview", "service", "customers", "loyalty")


@pytest.mark.parametrize("page", PAGES)
def test_a_season_stays_one_beside_other_figures(page: str, snapshot: Snapshot) -> None:
    found = frame(read(snapshot, f"{page}?period=last-90-days"), "cards")
    if "last_year" not in found:
        return
    seasonal = found[found["last_year"].notna()]
    assert set(seasonal["verdict"]) <= {Verdict.NOISE}


def test_there_is_a_season_to_see(snapshot: Snapshot) -> None:
    page = read(snapshot, "service?period=last-90-days")
    assert "may be season" in page.rest
    assert "tickets_opened" not in {one.figure.metric for one in page.findings}


@pytest.mark.parametrize("page", PAGES)
def test_what_is_not_judged_has_no_p_value_left(page: str, snapshot: Snapshot) -> None:
    link = f"{page}?from=2025-11-01&to=2026-10-31"
    for panel in read(snapshot, link).panels:
        if {"verdict", "p_single"} <= {*panel.frame.columns}:
            none = panel.frame[panel.frame["verdict"] == Verdict.NONE]
            assert np.isnan(none["p_single"].to_numpy(dtype=float)).all(), panel.key


def test_costs_of_whole_months_cover_their_days(snapshot: Snapshot) -> None:
    assert "costs end" not in read(snapshot, "customers").rest
