"""Groups of themes on Voice: a comment counts once in each, and a group leaves its themes."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from data.store.snapshots import Snapshot
from metrics.inference.verdicts import Verdict
from server.held import levels_within
from tests.pages.reading import figure, frame, read
from tests.pages.test_voice import FEBRUARY, SAID, SAME, drawn, opened


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> tuple[Snapshot, pd.DataFrame]:
    """A company of two months, in the second of which more wait, and its rows."""
    more = {"wait": 0.4, "price": 0.15, "both": 0.1, "none": 0.15, "": 0.2}
    rows = drawn({"2026-01": SAME, "2026-02": more}, 400, 1)
    snapshot = opened(tmp_path_factory.mktemp("groups"), rows)
    return snapshot, pd.DataFrame(rows, columns=["date", "score", "said", "region"])


def test_shares_of_groups_are_recounted(told: tuple[Snapshot, pd.DataFrame]) -> None:
    snapshot, rows = told
    own = rows[rows["date"].str.startswith("2026-02") & (rows["said"] != "")]
    page = read(snapshot, f"voice?{FEBRUARY}")
    groups = frame(page, "theme_groups")
    assert set(groups["segment"]) == {"Customer service", "Price"}
    for group, kinds in (("Customer service", ("wait", "both")), ("Price", ("price", "both"))):
        row = figure(groups, segment=group)
        assert row["n"] == len(own)
        assert row["value"] == pytest.approx(100 * own["said"].isin(kinds).mean())
    assert figure(groups, segment="Customer service")["verdict"] == Verdict.REAL
    themes = page.panel("themes")
    assert themes is not None
    assert themes.part_of == {"Waiting time": "Customer service", "Price and value": "Price"}


def test_two_themes_of_one_group_are_one_comment(tmp_path: Path) -> None:
    """Half of those who wait find the people friendly: both themes are of one group."""
    SAID["friendly"] = "I waited on hold but the people were friendly, number {i}"
    kinds = ("wait", "friendly", "price", "none")
    rows = [(f"2026-01-{1 + i % 28:02}", 5, kinds[i % 4], "North") for i in range(80)]
    page = read(opened(tmp_path, rows), "voice?period=all&compare=none")
    themes, groups = frame(page, "themes"), frame(page, "theme_groups")
    assert figure(themes, segment="Waiting time")["value"] == pytest.approx(50)
    assert figure(themes, segment="Friendliness")["value"] == pytest.approx(25)
    assert figure(groups, segment="Customer service")["value"] == pytest.approx(50)


def test_the_themes_of_a_group_that_is_chosen(told: tuple[Snapshot, pd.DataFrame]) -> None:
    """Their shares stay those of all comments; the comments are those of the group."""
    snapshot, rows = told
    every = frame(read(snapshot, f"voice?{FEBRUARY}"), "themes")
    page = read(snapshot, "voice?period=all&compare=none&grain=month&theme_group=Price")
    assert set(frame(page, "theme_groups")["segment"]) == {"Customer service", "Price"}
    assert frame(page, "costs")["segment"].tolist() == ["Price and value"]
    assert frame(page, "comments")["comment"].str.contains("price").all()
    wrote = rows[rows["said"] != ""]
    expected = 100 * wrote["said"].isin(("price", "both")).groupby(wrote["date"].str[:7]).mean()
    trend = frame(page, "theme_trend").set_index("period")["value"]
    assert trend.tolist() == pytest.approx(expected.tolist())
    narrowed = frame(read(snapshot, f"voice?{FEBRUARY}&theme_group=Price"), "themes")
    assert narrowed["segment"].tolist() == ["Price and value"]
    told_of = read(snapshot, f"voice?{FEBRUARY}&theme_group=Price").headline
    assert told_of.startswith("“Price and value” is named by ")  # and not “Price: ”: of all
    assert narrowed["value"].iloc[0] == figure(every, segment="Price and value")["value"]


def test_a_theme_that_nobody_names_any_more_keeps_its_figures(tmp_path: Path) -> None:
    now = {"wait": 0.5, "none": 0.5}
    snapshot = opened(tmp_path, drawn({"2026-01": SAME, "2026-02": now}, 200, 2))
    theme = "theme=Price+and+value"
    for narrowed in (theme, "theme_group=Price", f"{theme}&theme_group=Price"):
        page = read(snapshot, f"voice?{FEBRUARY}&grain=month&{narrowed}")
        assert page.headline.startswith("No comment names “Price and value”, fewer than before")
        row = figure(frame(page, "themes"), segment="Price and value")
        assert (row["value"], row["n"], row["verdict"]) == (0, 200, Verdict.REAL)
        assert frame(page, "theme_trend")["value"].tolist() == [0]
        assert frame(page, "comments").empty
    beside_nothing = read(snapshot, f"voice?{FEBRUARY.replace('previous', 'none')}&{theme}")
    assert beside_nothing.headline.endswith("No comments in this view.")


def test_a_theme_of_another_group_than_the_chosen_one(
    told: tuple[Snapshot, pd.DataFrame],
) -> None:
    snapshot, rows = told
    both = rows[rows["date"].str.startswith("2026-02") & (rows["said"] == "both")]
    page = read(snapshot, f"voice?{FEBRUARY}&theme=Waiting+time&theme_group=Price")
    assert page.headline.endswith(
        f"{len(both)} comments name “Waiting time” and a theme of “Price”."
    )


def test_who_is_held_to_a_group_is_told_of_its_themes_alone(
    told: tuple[Snapshot, pd.DataFrame],
) -> None:
    snapshot, _ = told
    held = levels_within(snapshot.catalog, (("theme_group", ("Price",)),))
    own = replace(snapshot, catalog=held, of_rows=snapshot.catalog)
    page = read(own, f"voice?{FEBRUARY}&theme_group=Price")
    for panel in ("theme_groups", "themes", "costs"):
        assert frame(page, panel)["segment"].isin(["Price", "Price and value"]).all()
    themes = held.dimension("theme")
    assert themes is not None and themes.levels == ("Price and value",)
