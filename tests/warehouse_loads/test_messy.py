"""Rows that break the contract are set aside in a database as they are from files."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from data.query import feedback
from data.query.compile import CountQuery
from data.query.tables import rejected_batches
from data.query.tickets import answers_of
from data.scope import Scope, Span
from data.store.snapshots import Snapshot, open_snapshot
from metrics.definitions import DEFINITIONS
from tests.warehouse_loads.database import Database, check_messy, messy_of_files
from tests.warehouse_loads.frames import check_frames
from tests.warehouse_loads.same import MESSY, check_page

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("messy")


@pytest.fixture(scope="module")
def files(folder: Path) -> Path:
    return messy_of_files(folder / "files")


@pytest.fixture(scope="module")
def loaded(folder: Path) -> Snapshot:
    return Database(folder).put_messy().snapshot()


def test_the_reasons_are_those_of_files(files: Path, loaded: Snapshot) -> None:
    check_messy(files, loaded)
    reasons = {reason for table in loaded.catalog.tables for reason in table.rejected}
    assert len(reasons) >= 15


def test_each_row_set_aside_can_be_found(loaded: Snapshot) -> None:
    frame = pd.concat(rejected_batches(loaded).batches)
    assert list(frame.columns) == ["table_name", "source", "row_number", "reason", "detail", "raw"]
    row = frame[frame["reason"] == "NPS score not a whole number"].iloc[0]
    assert row["source"] == "answers"
    assert row["detail"] == "score: 7.5 (scale 0 to 10)"
    assert "response_id: 8\n" in row["raw"]
    outside = frame[frame["reason"] == "score outside the scale"]["detail"]
    assert sorted(outside) == ["ease: 9 (scale 1 to 7)", "help: 11 (scale 1 to 7)",
                               "score: 6 (scale 1 to 5)"]  # fmt: skip


def test_the_frames_are_those_of_files(files: Path, loaded: Snapshot) -> None:
    catalog = loaded.catalog
    scope = Scope(Span(catalog.first_day, catalog.last_day))
    keys = ("crew", "tier", "touchpoint")
    mine, theirs = (
        feedback.counts(snapshot, scope, keys, "month")
        for snapshot in (open_snapshot(files), loaded)
    )
    assert len(mine) > 8
    assert sorted(map(str, mine.itertuples(index=False))) == sorted(
        map(str, theirs.itertuples(index=False))
    )
    asked = [DEFINITIONS["first_response_time"]]
    mine, theirs = (
        answers_of(snapshot, [CountQuery(scope, (), "day")], asked)[0].times["first_response_time"]
        for snapshot in (open_snapshot(files), loaded)
    )
    assert sorted(mine["value"]) == sorted(theirs["value"])
    # Three hours by the clock that was put forward are two, and two by one put back are three.
    assert {2, 3} < set(mine["value"])


@pytest.mark.parametrize("seed", range(4))
def test_every_question_of_them(seed: int, files: Path, loaded: Snapshot) -> None:
    check_frames(open_snapshot(files), loaded, seed)


@pytest.mark.parametrize("link", MESSY)
def test_pages_of_them(link: str, files: Path, loaded: Snapshot) -> None:
    check_page(open_snapshot(files), loaded, link)


def test_comments_are_kept_as_they_are(loaded: Snapshot) -> None:
    span = Span(loaded.catalog.first_day, loaded.catalog.last_day)
    comments = feedback.newest_comments(loaded, Scope(span))
    assert "  kept as it is " in set(comments["comment"])
    assert "" not in set(comments["comment"])
