"""The headline of Voice says where a theme rose: what was planted in a region, and no noise."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from data.store.snapshots import Snapshot
from tests.pages.reading import read
from tests.pages.test_voice import FEBRUARY, SAME, drawn, opened

MORE = {"wait": 0.5, "price": 0.15, "both": 0.1, "none": 0.15, "": 0.1}


def rising(folder: Path, seed: int, *, north: bool) -> Snapshot:
    """More wait in February: in the north alone, or alike everywhere."""
    chance, rows = np.random.default_rng(seed), []
    before, after = (drawn({month: SAME}, 400, seed + 1) for month in ("2026-01", "2026-02"))
    risen = iter(drawn({"2026-02": MORE}, 400, seed + 2))
    for day, score, said, _ in [*before, *after]:
        region = str(chance.choice(["North", "South", "West"], p=[0.4, 0.3, 0.3]))
        if day.startswith("2026-02") and (region == "North" or not north):
            day, score, said, _ = next(risen)
        rows.append((day, score, said, region))
    return opened(folder, rows)


def test_the_region_in_which_a_theme_rose_is_named(tmp_path: Path) -> None:
    page = read(rising(tmp_path, 1, north=True), f"voice?{FEBRUARY}")
    assert "“Waiting time” is named by" in page.headline
    assert "beyond noise, mostly where Region is North" in page.headline
    assert len(page.headline.split()) <= 25
    assert "most of it (at least" in page.account or "nearly all of it" in page.account


@pytest.mark.slow
def test_what_rose_everywhere_is_of_no_region(tmp_path: Path) -> None:
    wrong = 0
    for seed in range(10):
        (folder := tmp_path / str(seed)).mkdir()
        page = read(rising(folder, 10 * seed, north=False), f"voice?{FEBRUARY}")
        assert "beyond noise" in page.headline
        wrong += "mostly" in page.headline
    assert wrong <= 2  # of 10 at 5 %, 3 or more come by chance in 12 of 1,000


def test_the_planted_rise_of_the_sample_company_is_named_with_its_region(
    snapshot: Snapshot,
) -> None:
    """The new billing portal, from March 2026 on at Billing in EMEA."""
    page = read(snapshot, "voice?from=2026-03-01&to=2026-05-31&compare=previous")
    assert "“Billing portal”" in page.headline
    assert page.headline.endswith("beyond noise, mostly at Billing where Region is EMEA.")


def test_a_theme_that_rose_with_the_mix_alone_is_told_as_mix(tmp_path: Path) -> None:
    """In each region as many name it as before; of those who wait longer more write now."""
    rows = []
    for month, norths in (("2026-01", 0.2), ("2026-02", 0.8)):
        often, seldom = (iter(drawn({month: one}, 900, 7)) for one in (MORE, SAME))
        for number in range(900):
            north = number % 10 < 10 * norths
            day, score, said, _ = next(often if north else seldom)
            rows.append((day, score, said, "North" if north else "South"))
    page = read(opened(tmp_path, rows), f"voice?{FEBRUARY}")
    assert "“Waiting time” is named by" in page.headline
    assert "more than before" in page.headline
    assert "the mix of comments by region" in page.headline
    assert "beyond noise" not in page.headline
    assert len(page.headline.split()) <= 25
    (finding,) = [one for one in page.findings if one.name == "“Waiting time”"]
    assert "by the mix" in finding.why or "the mix (" in finding.why
    assert "at an unchanged mix" in page.account
