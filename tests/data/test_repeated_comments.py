"""Rows that come twice, beside comments that were read."""

from __future__ import annotations

import pandas as pd

from data.store.snapshots import open_snapshot
from tests.data.company import Company
from tests.data.test_stated_sentiment import MAPPING


def test_many_answers_twice(company: Company) -> None:
    """What is made of comments stands beside the rows that are kept alone."""
    rows = pd.DataFrame(
        {
            "id": range(50),
            "date": "2026-01-01",
            "metric": "nps",
            "score": 9,
            "comment": [f"I waited on hold, number {'i' * one}" for one in range(50)],
            "spoken": "en",
        }
    )
    text = pd.concat([rows, rows.head(30)]).to_csv(index=False)
    file = company.write(f'{MAPPING}language = "spoken"\n', survey_csv=text).build()
    (report,) = open_snapshot(file).catalog.tables
    (warning,) = report.warnings
    assert report.rejected == {"duplicate response_id": 30}
    assert "copies, it seems, so that nothing is lost" in warning
