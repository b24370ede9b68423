"""Rolling windows of trends, recounted from the answers."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from data.frames import Tables
from data.store.snapshots import Snapshot
from data.work.questions import Answer
from pages.heavy import kinds
from pages.unusual import histories
from tests.pages.reading import frame, read
from view.url import parse


def nps(tables: Tables, first: str, last: str) -> tuple[float, int]:
    """NPS and number of answers of some days."""
    assert tables.feedback is not None
    rows = tables.feedback[tables.feedback["metric"] == "nps"]
    days = rows["submitted_at"].dt.strftime("%Y-%m-%d")
    scores = rows["score"][(days >= first) & (days <= last)]
    return 100 * ((scores >= 9).mean() - (scores <= 6).mean()), len(scores)


def test_a_window_is_of_its_answers_and_beside_the_one_before(
    snapshot: Snapshot, tables: Tables
) -> None:
    rows = frame(read(snapshot, "overview?window=3"), "trend").set_index("period")
    assert len(rows) == 12
    row = rows.loc[pd.Timestamp("2026-03-01")]
    assert (row["value"], row["n"]) == pytest.approx(nps(tables, "2026-01-01", "2026-03-31"))
    before = nps(tables, "2025-10-01", "2025-12-31")
    assert (row["base_value"], row["base_n"]) == pytest.approx(before)


def test_a_year_ago_is_the_same_window(snapshot: Snapshot, tables: Tables) -> None:
    rows = frame(read(snapshot, "overview?window=12&compare=year-ago"), "trend")
    row = rows.set_index("period").loc[pd.Timestamp("2026-10-01")]
    before = nps(tables, "2024-11-01", "2025-10-31")
    assert (row["base_value"], row["base_n"]) == pytest.approx(before)


def test_windows_that_are_cut_are_left_out(snapshot: Snapshot) -> None:
    """The data begin in November 2023; of May 2024 the view has a part alone."""
    page = read(snapshot, "overview?window=6&from=2023-11-01&to=2024-05-20&compare=none")
    assert frame(page, "trend")["period"].tolist() == [pd.Timestamp("2024-04-01")]
    none = read(snapshot, "overview?window=12&from=2023-11-01&to=2024-05-31").panel("trend")
    assert none is not None and none.frame.empty
    assert none.note.endswith("in this view no 12 months end that the data have whole.")


def test_what_is_open_at_an_end_has_no_windows(snapshot: Snapshot) -> None:
    panel = read(snapshot, "service?metric=open_cases&window=3").panel("trend")
    assert panel is not None and not panel.window and not panel.choices


def test_windows_have_no_limits_and_say_so_in_links(snapshot: Snapshot) -> None:
    panel = read(snapshot, "overview?window=3").panel("trend")
    assert panel is not None and "band_low" not in panel.frame
    chosen = [(one.value, one.chosen) for one in panel.choices]
    assert chosen == [("", False), ("3", True), ("6", False), ("12", False)]


@pytest.mark.parametrize(
    "link", ["overview?window=6", "service?metric=first_response_time&window=3"]
)
def test_windows_from_the_background_are_those_read_at_once(
    snapshot: Snapshot, link: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_once = frame(read(snapshot, link), "trend")
    monkeypatch.setattr(histories, "AT_ONCE", 0)
    apart = frame(read(snapshot, link), "trend")
    assert len(apart) == 12
    pd.testing.assert_frame_equal(apart, at_once, check_dtype=False, check_categorical=False)


def test_windows_that_are_worked_out_say_so(
    snapshot: Snapshot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(histories, "AT_ONCE", 0)
    monkeypatch.setattr(kinds, "asked", lambda *_: Answer(None, "3 of 12 windows", "b" * 32))
    panel = read(snapshot, "overview?window=6").panel("trend")
    assert panel is not None and panel.missing and panel.pending == "b" * 32
    assert panel.note.startswith("Being worked out: 3 of 12 windows") and len(panel.choices) == 4


def test_where_small_groups_are_shielded_there_are_none(snapshot: Snapshot) -> None:
    catalog = snapshot.catalog.model_copy(update={"shielded": True})
    view, notices = parse("overview", "window=3", catalog)
    assert view.window == "" and notices[0].startswith("Small groups are shielded")
    panel = read(replace(snapshot, catalog=catalog), "overview").panel("trend")
    assert panel is not None and panel.choices == ()
