"""When a look at the sources leads to a load, and who looks."""

from __future__ import annotations

import threading
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest

from data.errors import DataError
from data.ingest.service import load
from data.store.load_status import LoadStatus, write_status
from data.store.locks import lock
from server.loads.watch import Watch, watch
from tests.data.company import LONG, Company, survey

OLD, NEW = survey("1,2026-01-01,9"), survey("1,2026-01-01,9", "2,2026-01-02,3")


@pytest.fixture
def company(tmp_path: Path) -> Company:
    company = Company(tmp_path).write(LONG, survey_csv=OLD)
    load(company.mapping, company.out, attended=False)
    return company


def looks(looking: Watch, times: int) -> list[int]:
    """At which of so many looks a load was due."""
    return [number for number in range(times) if looking.due()]


def test_what_is_in_use_is_not_loaded_again(company: Company) -> None:
    assert looks(Watch(company.mapping, company.out), 10) == []


def test_new_data_are_loaded_when_they_have_come_to_rest(company: Company) -> None:
    looking = Watch(company.mapping, company.out)
    assert not looking.due()
    for rows in range(3):
        company.write(LONG, survey_csv=NEW + "x,2026-01-03,5\n" * rows)
        assert not looking.due()  # still being written, for all one knows
    assert looking.due()
    load(company.mapping, company.out, attended=False)
    assert looks(looking, 10) == []


@pytest.mark.parametrize("content", ["", "other,columns\n1,2\n"])
def test_what_fails_is_tried_again_after_pauses_that_grow(company: Company, content: str) -> None:
    looking = Watch(company.mapping, company.out)
    company.write(LONG, survey_csv=content)
    found = []
    for number in range(30):
        if looking.due():
            found.append(number)
            with pytest.raises(Exception, match=r"survey\.csv|mapping\.toml"):
                load(company.mapping, company.out, attended=False)
    assert found == [1, 5, 13, 29]
    company.write(LONG, survey_csv=NEW)
    assert looks(looking, 3)[0] == 1  # a change is no repetition


def test_a_source_that_is_gone_is_told_and_taken_up_when_it_is_back(company: Company) -> None:
    looking = Watch(company.mapping, company.out)
    file = company.folder / "survey.csv"
    file.rename(company.folder / "away.csv")
    assert looks(looking, 3) == [1]
    with pytest.raises(Exception, match="there is no file"):
        load(company.mapping, company.out, attended=False)
    (company.folder / "away.csv").rename(file)
    assert looks(looking, 2) == [1]  # the status still says that it is gone
    load(company.mapping, company.out, attended=False)
    assert looks(looking, 3) == []


def test_a_load_that_was_killed_is_done_again(company: Company) -> None:
    looking = Watch(company.mapping, company.out)
    company.write(LONG, survey_csv=NEW)
    killed = LoadStatus(state="loading", started_at=datetime.now(UTC))
    write_status(company.out, killed)  # and nobody holds the lock
    assert looks(looking, 3) == [1]
    load(company.mapping, company.out, attended=False)
    assert looks(looking, 3) == []


def test_nothing_is_due_while_a_load_is_under_way(
    company: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    looking = Watch(company.mapping, company.out)
    company.write(LONG, survey_csv=NEW)
    found: list[int] = []

    def beginning(*_: object) -> None:
        found.extend(looks(looking, 5))
        raise DataError("stopped")

    monkeypatch.setattr("data.ingest.service.build", beginning)
    with pytest.raises(DataError, match="stopped"):
        load(company.mapping, company.out, attended=False)
    assert found == []


def test_one_process_looks_and_another_takes_over(company: Company) -> None:
    company.write(LONG, survey_csv=NEW)
    started = threading.Event()

    def loads() -> None:
        started.set()
        raise SystemExit  # of this thread

    def look() -> None:
        with suppress(SystemExit):
            watch(lambda: (company.mapping, company.out), 0.01, loads)

    thread = threading.Thread(target=look, daemon=True)
    with lock(company.out / "watch.lock", wait=True):
        thread.start()
        assert not started.wait(0.2)
    assert started.wait(30)
    thread.join(30)
    assert not thread.is_alive()
