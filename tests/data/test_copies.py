"""Copies of a comment are of nobody who wrote, nor of anybody who gave a score alone."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from data.query.compile import CountQuery
from data.query.whose_rows.same_customer import by_customer
from data.store.snapshots import open_snapshot
from tests.data.company import Company
from tests.data.test_comments import ALL, COLUMNS, MAPPING

COPY = "My order has not arrived and I want my money back"


def test_a_customer_who_copied_neither_wrote_nor_gave_a_score_alone(tmp_path: Path) -> None:
    said = {"a": ("I waited on hold", "Where is it?"), "b": ("", ""), "c": (COPY, f"{COPY}!")}
    rows = [
        (f"{who}{place}", "2026-01-04", "nps", score, comment, who, "en", "", "")
        for (who, own), score in zip(said.items(), (2, 9, 2), strict=True)
        for place, comment in enumerate(own)
    ]
    text = pd.DataFrame(rows, columns=COLUMNS).to_csv(index=False)
    snapshot = open_snapshot(Company(tmp_path).write(MAPPING, survey_csv=text).build())
    (of,) = snapshot.catalog.same_customer
    answers = [
        by_customer(snapshot, of, [CountQuery(ALL)], wrote=wrote)[0]
        for wrote in (None, True, False)
    ]
    # Rows are numbered in the order of the customers.
    told = [one[one["series"] == "nps:0-10"].set_index("customer")["w"] for one in answers]
    assert [one.sort_index().tolist() for one in told] == [[2, 2, 2], [2, 1], [2]]
    assert told[1].index.tolist() == [0, 2] and told[2].index.tolist() == [1]
