"""What a page says that is compared with nothing: levels that differ, and silence where none does.

Each month of one company is a small company of its own, whose customers answer twice.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd
import pytest
from scipy.stats import binom

from components.briefing import told
from data.ingest.build import build
from data.store.snapshots import Snapshot, open_snapshot
from metrics.definitions import DEFINITIONS
from pages.as_json import page_json
from pages.figures.figure import figures_of
from pages.figures.read import read as read_figures
from pages.standing_out.levels import StandingOut, standing_out
from tests.data.company import LONG
from tests.pages.reading import read, view_of

NOISE, PLANTED = 40, 4  # months
CUSTOMERS = 150  # of a month
MAPPING = LONG + (
    'customer_id = "who"\n'
    '[[segments]]\nkey = "region"\ncolumn = "region"\n'
    '[[segments]]\nkey = "plan"\ncolumn = "plan"\n'
    '[[segments]]\nkey = "size"\ncolumn = "size"\n'
)
MONTHS = [date(2020 + one // 12, 1 + one % 12, 1) for one in range(NOISE + PLANTED)]


def a_month(start: date, chance: np.random.Generator, *, planted: bool) -> pd.DataFrame:
    """Two answers of each customer, much alike; `planted`: those of the North are unhappy."""
    region = chance.choice(["North", "East", "South", "West"], CUSTOMERS)
    usual = chance.normal(8, 2, CUSTOMERS) - np.where(planted & (region == "North"), 4, 0)
    people = pd.DataFrame(
        {
            "who": [f"{start:%Y%m}-{one}" for one in range(CUSTOMERS)],
            "region": region,
            "plan": chance.choice(["Free", "Team", "Firm"], CUSTOMERS),
            "size": chance.choice(["Small", "Large"], CUSTOMERS),
        }
    )
    answers = [
        people.assign(score=np.clip(np.rint(usual + chance.normal(0, 1, CUSTOMERS)), 0, 10))
        for _ in range(2)
    ]
    found = pd.concat(answers, ignore_index=True)
    return found.assign(date=[f"{start:%Y-%m}-{1 + one % 28:02d}" for one in range(len(found))])


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    folder = tmp_path_factory.mktemp("standing_out")
    chance = np.random.default_rng(20)
    months = [a_month(start, chance, planted=start in MONTHS[NOISE:]) for start in MONTHS]
    rows = pd.concat(months, ignore_index=True)
    rows = rows.assign(score=rows["score"].astype(int), id=np.arange(len(rows)))
    rows.to_csv(folder / "survey.csv", index=False)
    (folder / "mapping.toml").write_text(MAPPING, encoding="utf-8")
    return open_snapshot(build(folder / "mapping.toml", folder / "out"))


def link(month: date, more: str = "&compare=none") -> str:
    return f"overview?from={month}&to={month:%Y-%m}-28{more}"


def apart(company: Snapshot, month: date) -> StandingOut:
    view, nps = view_of(company, link(month)), DEFINITIONS["nps"]
    totals = read_figures(company, view, [nps]).table([nps])
    assert totals is not None
    found = standing_out(company, view, figures_of(totals))
    assert found is not None
    return found


def test_it_is_silent_where_nothing_differs(company: Snapshot) -> None:
    """In no more than 5 of 100 such companies a difference is told, as far as 40 can say."""
    spoken = sum(bool(apart(company, month).found) for month in MONTHS[:NOISE])
    assert spoken <= binom.ppf(0.99, NOISE, 0.05)


def test_what_was_planted_is_named(company: Snapshot) -> None:
    for month in MONTHS[NOISE:]:
        found = apart(company, month)
        first = found.found[0]
        assert (first.dimension, first.segment) == ("region", "North")
        assert first.change < 0
        assert found.compared == 9  # 4 regions, 3 plans, 2 sizes
        assert sum(row.dimension == "size" for row in found.found) <= 1


def test_the_figure_by_hand(company: Snapshot) -> None:
    """The share of promoters less that of detractors, of the North and of all others."""
    month = MONTHS[-1]
    chance = np.random.default_rng(20)
    rows = [a_month(start, chance, planted=start in MONTHS[NOISE:]) for start in MONTHS][-1]
    north = rows["region"] == "North"
    nps = [
        100 * ((own >= 9).mean() - (own <= 6).mean())
        for own in (rows.loc[north, "score"], rows.loc[~north, "score"])
    ]
    first = apart(company, month).found[0]
    assert (first.value, first.base_value) == pytest.approx(nps)
    assert (first.n, first.base_n) == (north.sum(), (~north).sum())


@pytest.mark.parametrize("page", ["overview", "loyalty"])
def test_what_a_page_says_of_it(company: Snapshot, page: str) -> None:
    found = read(company, link(MONTHS[-1]).replace("overview", page))
    finding, figure = found.findings[0], found.findings[0].figure
    assert found.headline.startswith("Loyalty (NPS) is ")
    size = f"{abs(figure.change):.1f}"
    assert f"Where Region is North, loyalty (NPS) is {size} points below the rest" in found.headline
    assert len(found.headline.split()) <= 25
    assert "unlikely to be chance alone" in found.account
    assert "in at most 5 of 100 views in which nothing differs" in found.promise
    (words, *_) = told(found, company.catalog)
    before = f"{figure.base_value:.1f}".replace("-", "−")
    assert words.startswith("NPS where Region is North ")
    assert f"the rest {before}" in words
    there = finding.seen_in(found.view)
    assert (there.compare, there.levels("region")) == ("rest", ("North",))
    (one, *_) = page_json(found, company.catalog)["findings"]
    assert one["rest"] is True
    assert one["figure"]["segment"] == "North"


def test_a_page_says_that_nothing_differs(company: Snapshot) -> None:
    quiet = next(month for month in MONTHS[:NOISE] if not apart(company, month).found)
    found = read(company, link(quiet))
    assert found.headline.endswith(" No segment differs beyond chance.")
    assert found.findings == ()
    assert found.account.endswith("9 were compared, by Region, Plan and Size.")


def test_what_is_compared_says_what_changed(company: Snapshot) -> None:
    found = read(company, link(MONTHS[-2], ""))
    assert "differs" not in found.headline
    assert all(not finding.rest for finding in found.findings)


def test_a_chosen_level_has_no_others(company: Snapshot) -> None:
    view = view_of(company, f"{link(MONTHS[-1])}&region=North")
    nps = DEFINITIONS["nps"]
    totals = read_figures(company, view, [nps]).table([nps])
    assert totals is not None
    found = standing_out(company, view, figures_of(totals))
    assert found is None or "region" not in {one.key for one in found.dimensions}


def test_small_groups_that_are_shielded_are_not_told(company: Snapshot) -> None:
    catalog = company.catalog.model_copy(update={"shielded": True})
    shielded = replace(company, catalog=catalog)
    view, nps = view_of(company, link(MONTHS[-1])), DEFINITIONS["nps"]
    totals = read_figures(company, view, [nps]).table([nps])
    assert totals is not None
    assert standing_out(shielded, view, figures_of(totals)) is None
