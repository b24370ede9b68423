"""Voice of a company whose comments come with its second question, some of them many times."""

from __future__ import annotations

import io
from pathlib import Path

import pandas as pd
import pytest

from data.store.snapshots import open_snapshot
from exports.grid import grid_of
from metrics.inference.verdicts import Verdict
from tests.data.company import Company
from tests.pages.reading import figure, frame, read
from tests.pages.test_voice import FEBRUARY, MAPPING, SAME, drawn, survey

TWO = """
[sources.nps]
file = "nps.csv"

[[feedback]]
source = "nps"

[feedback.columns]
response_id = "id"
submitted_at = "date"
metric = { constant = "nps" }
score = "score"

[[feedback]]
"""
COPY = "Waited on hold for an hour again and nobody ever answered me"


def test_a_theme_that_rose_where_there_is_nothing_to_look_at_it_by(tmp_path: Path) -> None:
    more = SAME | {"wait": 0.5, "none": 0.0}
    rows = drawn({"2026-01": SAME, "2026-02": more}, 300, 3)
    text = MAPPING.replace('language = "language"\n', "").partition("[[segments]]")[0]
    company = Company(tmp_path).write(text, survey_csv=survey(rows))
    page = read(open_snapshot(company.build()), f"voice?{FEBRUARY}")
    assert "“Waiting time” is named by" in page.headline
    assert "more than before, beyond noise" in page.headline
    assert page.findings


def test_themes_are_held_against_the_question_that_comments_came_with(tmp_path: Path) -> None:
    rows = drawn({"2026-01": SAME, "2026-02": SAME}, 400, 3)
    own = pd.read_csv(io.StringIO(survey(rows)), dtype=str).fillna("")
    copies = pd.DataFrame(
        {"date": "2026-02-05", "score": "0", "region": "North", "comment": COPY, "language": "en"},
        index=range(60),
    )
    copies.insert(0, "id", [f"c{number}" for number in range(len(copies))])
    nps = pd.DataFrame({"date": [row[0] for row in rows], "score": 9})
    nps.insert(0, "id", [f"n{number}" for number in range(len(nps))])
    text = MAPPING.replace('constant = "nps"', 'constant = "csat"')
    text = text.replace("\n[feedback]\n", TWO) + "\n[metrics.csat]\nscale = [0, 10]\n"
    written = pd.concat([own, copies]).to_csv(index=False)
    company = Company(tmp_path).write(text, survey_csv=written, nps_csv=nps.to_csv(index=False))
    snapshot = open_snapshot(company.build())
    page = read(snapshot, f"voice?{FEBRUARY}")
    costs = frame(page, "costs")
    assert set(costs["metric"]) == {"csat"}
    february = pd.DataFrame(rows, columns=["date", "score", "said", "region"])
    february = february[february["date"].str.startswith("2026-02")]
    silent = february[february["said"] == ""]["score"]
    february = february[february["said"] != ""]
    waits = pd.concat([february[february["said"].isin(("wait", "both"))]["score"], pd.Series([0])])
    row = figure(costs, segment="Waiting time")
    assert row["n"] == len(waits)  # of sixty copies one
    beyond = {
        str(one["theme"]): bool(one["beyond"]) for one in frame(page, "quadrant").to_dict("records")
    }
    judged = {str(one["segment"]): one["verdict"] for one in costs.to_dict("records")}
    assert judged and {name: verdict == Verdict.REAL for name, verdict in judged.items()} == {
        name: beyond[name] for name in judged
    }
    quadrant = page.panel("quadrant")
    assert quadrant is not None
    table = grid_of(quadrant, page, snapshot.catalog)
    assert table is not None
    assert table.head[3::2] == (
        "Points below or above others who wrote, 95% interval",
        "Points by which CSAT of all is higher or lower with it, 95% interval",
    )
    assert row["base_n"] == pytest.approx(len(february) + 1 - len(waits))
    writers = frame(page, "writers").iloc[0]
    assert (writers["n"], writers["base_n"]) == (len(february) + 1, len(silent))
    assert writers["base_value"] == pytest.approx(100 * (silent >= 9).mean())  # no copy's 0
