"""What a page says that is compared with nothing: levels that differ, and silence where none does.

Each month of one company is a small company of its own, with customers of its own who answer twice.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from components.briefing import told
from data.ingest.build import build
from data.store.snapshots import Snapshot, open_snapshot
from pages.as_json import page_json
from pages.figures.figure import figures_of
from pages.figures.read import read as read_figures
from pages.standing_out.levels import StandingOut, standing_out
from metrics.definitions import DEFINITIONS
from tests.data.company import LONG
from tests.pages.reading import read, view_of

NOISE, PLANTED = 200, 10  # months
CUSTOMERS = 150  # of a month
MAPPING = LONG + (
    'customer_id = "who"\n'
    '[[segments]]\nkey = "region"\ncolumn = "region"\n'
    '[[segments]]\nkey = "plan"\ncolumn = "plan"\n'
    '[[segments]]\nkey = "size"\ncolumn = "size"\n'
)


def a_month(start: date, chance: np.random.Generator, planted: bool) -> pd.DataFrame:
    """Two answers of each customer, alike; `planted`: those of the region North are unhappy."""
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


def months() -> list[date]:
    return [date(2000 + one // 12, 1 + one % 12, 1) for one in range(NOISE + PLANTED)]


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    folder: Path = tmp_path_factory.mktemp("standing_out")
    chance = np.random.default_rng(20)
    rows = pd.concat(
        [a_month(start, chance, place >= NOISE) for place, start in enumerate(months())],
        ignore_index=True,
    )
    rows.assign(score=rows["score"].astype(int), id=np.arange(len(rows))).to_csv(
        folder / "survey.csv", index=False
    )
    (folder / "mapping.toml").write_text(MAPPING, encoding="utf-8")
    return open_snapshot(build(folder / "mapping.toml", folder / "out"))


def link(month: date) -> str:
    return f"overview?from={month}&to={month:%Y-%m}-28&compare=none"


def apart(company: Snapshot, month: date) -> StandingOut:
    view, nps = view_of(company, link(month)), DEFINITIONS["nps"]
    totals = read_figures(company, view, [nps]).table([nps])
    assert totals is not None
    found = standing_out(company, view, figures_of(totals))
    assert found is not None
    return found


def test_it_is_silent_where_nothing_differs(company: Snapshot) -> None:
    """Of 200 companies without any difference at most 5 % are told of one."""
    spoken = [bool(apart(company, month).found) for month in months()[:NOISE]]
    assert sum(spoken) <= 0.05 * NOISE, sum(spoken)
    print(sum(spoken))


def test_what_was_planted_is_named(company: Snapshot) -> None:
    for month in months()[NOISE:]:
        found = apart(company, month)
        first = found.found[0]
        assert (first.dimension, first.segment) == ("region", "North")
        assert first.change < 0
        assert found.compared == 9  # levels: 4 regions, 3 plans, 2 sizes
