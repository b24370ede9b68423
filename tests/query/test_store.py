"""The pointer to the current data file, and what happens when it moves or is wrong."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import duckdb
import pytest

from data.query import feedback
from data.scope import Scope, Span
from data.store.snapshots import NoDataError, Snapshot, Store, open_snapshot
from data.store.versions import FORMAT
from tests.data.company import LONG, Company, survey

SPAN = Span(date(2026, 1, 1), date(2026, 12, 31))
BROKEN = "0123456789ab.duckdb"


def answers(snapshot: Snapshot) -> int:
    return int(feedback.counts(snapshot, Scope(SPAN))["n"].sum())


def test_a_new_build_is_seen_and_the_old_one_still_answers(company: Company) -> None:
    first = company.write(LONG, survey_csv=survey("1,2026-01-01,9")).build()
    store = Store(company.out)
    old = store.snapshot()
    assert store.snapshot() is old
    second = company.write(LONG, survey_csv=survey("1,2026-01-01,9", "2,2026-01-02,3")).build()
    new = store.snapshot()
    assert first != second
    assert new.catalog.version == second.stem
    assert (answers(old), answers(new)) == (1, 2)
    first.unlink()  # what is held stays open
    assert answers(old) == 1


def test_a_bad_load_leaves_the_good_one(company: Company) -> None:
    company.write(LONG, survey_csv=survey("1,2026-01-01,9")).build()
    store = Store(company.out)
    company.write(LONG, survey_csv="nothing,here\n")
    with pytest.raises(Exception, match="no column"):
        company.build()
    assert answers(store.snapshot()) == 1


def test_no_data_yet(tmp_path: Path) -> None:
    with pytest.raises(NoDataError, match=r"^No data have been loaded yet\.$"):
        Store(tmp_path).snapshot()


@pytest.mark.parametrize("content", [b"", b"not a database at all" * 500])
def test_a_corrupt_file(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / BROKEN
    file.write_bytes(content)
    (tmp_path / "current").write_text(BROKEN)
    with pytest.raises(NoDataError, match=r"^The data file 0123456789ab\.duckdb cannot be read"):
        Store(tmp_path).snapshot()


def test_a_pointer_to_nothing(tmp_path: Path) -> None:
    (tmp_path / "current").write_text(BROKEN)
    with pytest.raises(NoDataError, match=r"0123456789ab\.duckdb cannot be read"):
        Store(tmp_path).snapshot()


def test_a_database_that_is_not_ours(tmp_path: Path) -> None:
    file = tmp_path / "other.duckdb"
    with duckdb.connect(str(file)) as con:
        con.execute("CREATE TABLE meta(catalog VARCHAR)")
    with pytest.raises(NoDataError, match="has no catalogue"):
        open_snapshot(file)


def test_a_catalogue_of_another_version(tmp_path: Path) -> None:
    file = tmp_path / "old.duckdb"
    with duckdb.connect(str(file)) as con:
        con.execute('CREATE TABLE meta AS SELECT \'{"version": "1"}\' AS catalog')
    with pytest.raises(NoDataError, match=r"old\.duckdb"):
        open_snapshot(file)


def test_a_file_of_another_format(company: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    file = company.write(LONG, survey_csv=survey("1,2026-01-01,9")).build()
    monkeypatch.setattr("data.store.snapshots.FORMAT", FORMAT + 1)
    with pytest.raises(NoDataError, match="built by another version of CX Lens"):
        open_snapshot(file)


def test_the_data_file_is_read_only_and_reaches_no_other_file(snapshot: Snapshot) -> None:
    with pytest.raises(duckdb.Error, match="read-only"):
        snapshot.database.frame("DELETE FROM feedback")
    with pytest.raises(duckdb.Error, match="disabled"):
        snapshot.database.frame("SELECT * FROM read_text('/etc/hostname')")


def test_questions_that_are_too_large_together_are_answered_one_by_one(
    company: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = (f"{'x' * 30}{i},2026-01-{1 + i % 28:02d},{i % 11}" for i in range(200_000))
    file = company.write(LONG, survey_csv=survey(*rows)).build()
    monkeypatch.setattr("data.store.data_file._LEAST_MEMORY", 24_000_000)
    database = open_snapshot(file).database
    question = "SELECT count(*) AS n FROM (SELECT response_id, day FROM feedback GROUP BY ALL)"
    with ThreadPoolExecutor(8) as threads:
        found = list(threads.map(lambda _: database.frame(question)["n"].item(), range(16)))
    assert found == [200_000] * 16
