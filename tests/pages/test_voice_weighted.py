"""Voice of answers that have weights: what a theme goes with is weighted, shares are not."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from data.store.snapshots import open_snapshot
from tests.data.company import Company
from tests.pages.reading import figure, frame, read
from tests.pages.test_voice import FEBRUARY, MAPPING, SAME, drawn, survey


def test_the_pull_of_a_weighted_figure_is_recounted(tmp_path: Path) -> None:
    rows = drawn({"2026-01": SAME, "2026-02": SAME}, 400, 5)
    told = pd.DataFrame(rows, columns=["date", "score", "said", "region"])
    written = pd.read_csv(io.StringIO(survey(rows)), dtype=str).fillna("")
    # Those who wait weigh four times as much.
    told["weight"] = np.where(told["said"].isin(("wait", "both")), 4.0, 1.0)
    text = MAPPING.replace('comment = "comment"\n', 'comment = "comment"\nweight = "weight"\n')
    csv = written.assign(weight=told["weight"]).to_csv(index=False)
    snapshot = open_snapshot(Company(tmp_path).write(text, survey_csv=csv).build())
    page = read(snapshot, f"voice?{FEBRUARY}&weighted=yes")
    own = told[told["date"].str.startswith("2026-02")]
    value = 100.0 * ((own["score"] >= 9).astype(int) - (own["score"] <= 6))
    wrote, waits = own["said"] != "", own["said"].isin(("wait", "both"))
    others = np.average(value[wrote & ~waits], weights=own["weight"][wrote & ~waits])
    row = figure(frame(page, "costs"), segment="Waiting time")
    assert row["base_value"] == pytest.approx(others)
    whole = np.average(value, weights=own["weight"])
    without = np.average(value.where(~waits, others), weights=own["weight"])
    assert row["pull"] == pytest.approx(whole - without)
    themes = page.panel("themes")
    assert themes and "each counts as one, without its weight" in themes.subtitle
    groups = page.panel("theme_groups")
    assert groups and "each counts as one, without its weight" in groups.subtitle
    share = figure(frame(page, "themes"), segment="Waiting time")
    assert share["value"] == pytest.approx(100 * waits[wrote].mean())
    loyalty = read(snapshot, f"loyalty?{FEBRUARY}&weighted=yes")
    assert "unweighted" not in loyalty.rest and "(weighted" not in loyalty.account
    assert "compared unweighted" in read(snapshot, f"loyalty?{FEBRUARY}").rest
    plain = read(snapshot, f"voice?{FEBRUARY}").panel("themes")
    assert plain and "weight" not in plain.subtitle
