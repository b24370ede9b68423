"""What was sent, through a load: corrections, deletions, and what becomes of older versions."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest

from data.errors import DataError
from data.ingest.service import found_version, load, load_in_turn
from data.intake.published import _FORGET, publish, with_sent
from data.intake.queue import Queue, waits
from data.mapping import load_mapping
from data.store.snapshots import open_snapshot
from data.store.versions import current_file, data_files
from server.kept_versions import KeptVersions
from tests.data.company import Company
from tests.intake.sent import answer, company, received, recorded


@pytest.fixture
def small(tmp_path: Path) -> Company:
    return company(tmp_path)


def send(of: Company, body: object, name: str = "app", service: str = "json") -> int:
    return Queue(of.out).take(received(body, name, service).events).new


def answers(of: Company, columns: str) -> list[tuple[object, ...]]:
    """The answers as they are after a load."""
    file = load_in_turn(of.mapping, of.out)
    assert file
    with duckdb.connect(str(file), read_only=True) as con:
        return con.execute(f"SELECT {columns} FROM feedback ORDER BY ALL").fetchall()


def found(of: Company) -> dict[str, object]:
    columns = "response_id, split_part(answer, '|', 2)::INTEGER"
    return {str(response): score for response, score in answers(of, columns)}


def test_what_is_sent_is_there_after_a_load(small: Company) -> None:
    assert not waits(small.out)
    assert send(small, [answer(10, 8, shop="North"), answer(11, 2)]) == 2
    send(small, recorded("typeform"), "form", "typeform")
    send(small, recorded("zendesk"), "desk", "zendesk")
    send(small, recorded("qualtrics"), "panel", "qualtrics")
    assert waits(small.out)
    columns = "response_id, answer, branch, touchpoint, submitted_at::VARCHAR"
    assert answers(small, columns) == [
        ("1", "nps:0-10|9", "North", None, "2026-01-01 00:00:00"),
        ("10", "nps:0-10|8", "North", None, "2026-03-01 11:30:00"),  # by the company's clock
        ("11", "nps:0-10|2", None, None, "2026-03-01 11:30:00"),
        ("2", "nps:0-10|3", "South", None, "2026-01-02 00:00:00"),
        ("7hq2c9m4t1x8", "nps:0-10|4", "By post", "Delivery", "2026-03-02 10:15:31"),
        ("88213", "csat:1-5|5", None, None, "2026-03-02 10:00:00"),  # "good" is five
        ("R_2s9kQmT4hYb1Xn7", "csat:1-5|5", None, None, "2026-03-02 09:30:00"),
    ]
    assert not waits(small.out)
    file = current_file(small.out)
    assert file
    catalog = open_snapshot(file).catalog
    assert {one.file: one.rows for one in catalog.sources} == {
        "survey.csv": 2,
        "intake-app.parquet": 2,
        "intake-form.parquet": 1,
        "intake-desk.parquet": 1,
        "intake-panel.parquet": 1,
    }
    (feedback,) = [one for one in catalog.tables if one.table == "feedback"]
    assert (feedback.accepted, feedback.rejected) == (7, {})


def version(of: Company) -> str:
    """That of the load which would come now."""
    publish(load_mapping(of.mapping), of.out)
    return found_version(of.mapping, of.out)


def rows(of: Company) -> dict[str, int]:
    """File of what was sent -> how many answers it has for the load that would come now."""
    publish(load_mapping(of.mapping), of.out)
    return {
        name: pq.read_metadata(source.file).num_rows
        for name, source in with_sent(load_mapping(of.mapping), of.out).sources.items()
        if name != "survey" and source.file
    }


def test_nothing_new_is_not_loaded_again(small: Company) -> None:
    send(small, answer(10))
    first = version(small)
    send(small, answer(10))  # the same event
    assert not waits(small.out)
    assert version(small) == first
    send(small, answer(11))
    assert waits(small.out)
    assert version(small) != first


def test_a_correction_replaces_an_answer_that_was_sent_and_one_of_a_file(small: Company) -> None:
    send(small, [answer(10, 8), answer(2, 10)])
    assert found(small) == {"1": 9, "2": 10, "10": 8}
    send(small, answer(10, 1, changed_at="2026-03-05T00:00:00Z"))
    assert found(small) == {"1": 9, "2": 10, "10": 1}


def test_a_deletion_leaves_no_version_that_has_it(small: Company) -> None:
    send(small, [answer(10, 8, comment="Mrs Smith, 4 Mill Lane"), answer(11, 7)])
    assert found(small) == {"1": 9, "2": 3, "10": 8, "11": 7}
    had = current_file(small.out)
    assert had
    kept = KeptVersions(small.out)
    reading = kept.find(had.stem)  # a reader of a link that is pinned to it
    assert reading
    send(small, {"response_id": "10", "delete": True})
    assert found(small) == {"1": 9, "2": 3, "11": 7}
    assert data_files(small.out) == [current_file(small.out)]
    assert not (small.out / _FORGET).exists()
    assert not list(small.out.glob(f"{had.stem}*"))
    # Whoever reads it reads on; nobody finds it again.
    reading.database.ping()
    assert kept.find(had.stem) is None
    everything = b"".join(file.read_bytes() for file in small.out.rglob("*") if file.is_file())
    assert b"Mill Lane" not in everything
    send(small, answer(10, 8, comment="Mrs Smith again", changed_at="2026-04-01"))
    assert found(small) == {"1": 9, "2": 3, "11": 7}


def test_the_last_answer_of_an_intake_may_be_deleted(small: Company) -> None:
    send(small, answer(10))
    assert rows(small) == {"intake_app": 1}
    send(small, {"response_id": "10", "delete": True})
    assert rows(small) == {}
    assert not list(small.out.glob("*.parquet"))


def test_a_load_that_dies_before_it_forgets_does_so_later(
    small: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    send(small, answer(10))
    assert len(found(small)) == 3
    send(small, {"response_id": "10", "delete": True})
    monkeypatch.setattr("data.ingest.service.forget", lambda _: None)  # as if killed before it
    assert found(small) == {"1": 9, "2": 3}
    assert len(data_files(small.out)) == 2
    monkeypatch.undo()
    assert load(small.mapping, small.out, attended=False) == current_file(small.out)
    assert data_files(small.out) == [current_file(small.out)]


def test_a_load_that_dies_while_it_publishes_is_done_by_the_next(
    small: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    send(small, [answer(10), answer(11)])

    def dies(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("data.intake.published._write", dies)
    with pytest.raises(KeyboardInterrupt):
        rows(small)
    monkeypatch.undo()
    assert waits(small.out)
    assert rows(small) == {"intake_app": 2}


def test_an_intake_that_is_mapped_no_longer_is_no_source(small: Company) -> None:
    send(small, [answer(10), answer(11)])
    assert rows(small) == {"intake_app": 2}
    text = small.mapping.read_text()
    small.mapping.write_text(text.replace("[intake.app]", "[intake.other]"))
    assert rows(small) == {}
    small.mapping.write_text(text)  # what was sent is still kept
    assert rows(small) == {"intake_app": 2}


def test_a_file_has_the_columns_that_answers_have(small: Company) -> None:
    send(small, [answer(10, comment="Good"), answer(11, customer_id="C-1")])
    publish(load_mapping(small.mapping), small.out)
    table = pq.read_table(small.out / "intake-app.parquet")
    assert sorted(table.column_names) == [
        "comment",
        "customer_id",
        "response_id",
        "score",
        "submitted_at",
    ]
    assert table.column("comment").to_pylist() == ["Good", None]


def test_a_file_that_is_torn_is_told_and_written_anew_without_it(small: Company) -> None:
    send(small, answer(10))
    assert rows(small) == {"intake_app": 1}
    file = small.out / "intake-app.parquet"
    file.write_bytes(file.read_bytes()[:50])
    with pytest.raises(DataError, match="Delete this file"):
        found_version(small.mapping, small.out)
    file.unlink()
    assert rows(small) == {"intake_app": 1}
