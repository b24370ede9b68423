"""Sources that went bad: the last good data stay, the status says why, and good ones are taken."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pandas as pd
import pytest

from data.errors import DataError, MappingError
from data.ingest import build as building
from data.ingest import catalog
from data.ingest.files import stage_all
from data.ingest.files.sources import read_files
from data.ingest.service import load
from tests.data.company import LONG, survey
from tests.faults.conftest import ROWS, Served

MORE = survey(*ROWS, *(f"x{row}" for row in ROWS))
TIDY = ["build.lock", "current", "load.json"]


def refused(served: Served, message: str) -> None:
    """The load fails with the message, and all else is as before."""
    with pytest.raises((DataError, MappingError), match=message) as caught:
        served.load()
    assert served.rows() == 200
    status = served.store.status()
    assert (status.state, status.message) == ("failed", str(caught.value))
    assert served.left() == TIDY


def mended(served: Served) -> None:
    """Good sources are taken as soon as there are some."""
    served.write(LONG, survey_csv=MORE).load()
    assert served.rows() == 400
    assert (served.store.status().state, served.store.status().message) == ("loaded", "")
    assert served.left() == TIDY


@pytest.mark.parametrize("cut", [3, 6, 9, 12])
def test_a_csv_file_that_ends_in_the_middle_of_a_row(served: Served, cut: int) -> None:
    served.write(LONG, survey_csv=MORE[:-cut])
    refused(served, r"survey\.csv ends in the middle of a row|less than half")
    mended(served)


def test_a_csv_file_that_lost_most_of_its_rows(served: Served) -> None:
    served.write(LONG, survey_csv=survey(*ROWS[:99]))
    refused(served, r"^The table 'feedback' has 99 rows, less than half of the 200 in use")
    mended(served)


def test_half_of_the_rows_is_enough(served: Served) -> None:
    served.write(LONG, survey_csv=survey(*ROWS[:100])).load()
    assert served.rows() == 100


def test_somebody_who_attends_may_take_what_there_is(served: Served) -> None:
    served.write(LONG, survey_csv=survey(*ROWS[:99])[:-3])
    load(served.mapping, served.out, attended=True)
    assert served.rows() == 98


def test_a_whole_file_needs_no_newline_at_its_end(served: Served) -> None:
    served.write(LONG, survey_csv=MORE[:-1]).load()
    assert served.rows() == 400


def test_a_bad_row_at_the_end_of_a_whole_file_is_set_aside(served: Served) -> None:
    served.write(LONG, survey_csv=MORE + "only-one-column\n").load()
    assert served.rows() == 400


def test_a_parquet_file_cut_short(served: Served) -> None:
    file = served.folder / "survey.parquet"
    frame = pd.DataFrame({"id": range(400), "date": "2026-01-05", "score": 9})
    frame.to_parquet(file)
    whole = file.read_bytes()
    mapping = LONG.replace("survey.csv", "survey.parquet")
    for size in (len(whole) // 3, len(whole) - 1):
        served.write(mapping, survey_parquet=whole[:size])
        refused(served, r"survey\.parquet could not be read as Parquet")
    served.write(mapping, survey_parquet=whole).load()
    assert served.rows() == 400


@pytest.mark.parametrize("content", ["", "id,date,score\n", "nothing,here\n1,2\n"])
def test_an_empty_or_foreign_file(served: Served, content: str) -> None:
    served.write(LONG, survey_csv=content)
    refused(served, r"survey\.csv|mapping\.toml")
    mended(served)


def test_a_file_that_is_gone(served: Served) -> None:
    (served.folder / "survey.csv").unlink()
    refused(served, r"there is no file 'survey\.csv'")
    mended(served)


def test_a_mapping_broken_by_hand(served: Served) -> None:
    served.write(LONG.replace("[feedback]", "[feedback"))
    refused(served, r"mapping\.toml")
    served.write(LONG.replace('"score"', '"scroe"'))
    refused(served, r"no column 'scroe'.*Did you mean 'score'")
    mended(served)


def test_sources_that_are_put_back_need_no_load_and_clear_the_status(served: Served) -> None:
    file = served.folder / "survey.csv"
    file.rename(served.folder / "away.csv")
    refused(served, "there is no file")
    (served.folder / "away.csv").rename(file)
    served.load()
    assert (served.store.status().state, served.rows()) == ("loaded", 200)


def test_what_nobody_foresaw_is_logged_and_not_shown(
    served: Served, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("secret detail")

    served.write(LONG, survey_csv=MORE)
    with monkeypatch.context() as wrong:
        wrong.setattr(building, "publish", broken)
        refused(served, r"^An unforeseen error \(RuntimeError\); the log says more\.$")
    assert "secret detail" in caplog.text
    mended(served)


def changing(served: Served, monkeypatch: pytest.MonkeyPatch, times: int) -> None:
    """Each of the next builds finds the source replaced between two steps of its own."""
    changes = iter(range(times))

    def replaced(*arguments: object) -> object:
        found = read_files(*arguments)  # type: ignore[arg-type]
        if (change := next(changes, None)) is not None:
            served.write(LONG, survey_csv=MORE + f"new{change},2026-02-01,5\n" * (change + 1))
        return found

    monkeypatch.setattr(building, "read_files", replaced)


def test_a_source_replaced_while_it_is_read_is_read_again(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    served.write(LONG, survey_csv=MORE)
    changing(served, monkeypatch, times=2)
    served.load()
    assert served.rows() == 401  # of the last one written; its second row repeats the first
    assert len([text for text in served.told if "reading them again" in text]) == 2


def test_a_source_that_never_rests(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    served.write(LONG, survey_csv=MORE)
    changing(served, monkeypatch, times=3)
    refused(served, r"keeps changing while it is read")
    assert len(list(served.out.glob("*.duckdb"))) == 1  # nothing half-read is kept
    mended(served)


class Clock(datetime):
    """A clock that is off by some years."""

    years = 0

    @classmethod
    def now(cls, tz: object = UTC) -> Clock:
        return cls.fromtimestamp(
            (datetime.now(UTC) + timedelta(days=365 * cls.years)).timestamp(), UTC
        )


def test_a_clock_that_is_years_behind(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    served.write(LONG, survey_csv=MORE + "old,2001-01-01,5\n")
    with monkeypatch.context() as wrong:
        wrong.setattr(Clock, "years", -20)
        wrong.setattr(stage_all, "datetime", Clock)
        refused(served, r"The table 'feedback' has 1 rows, less than half of the 200 in use")
        served.write(LONG, survey_csv=MORE)
        refused(served, r"no row can be used .* 400 were set aside: date in the future")
    mended(served)


def test_a_clock_that_is_years_ahead(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Clock, "years", 20)
    monkeypatch.setattr(stage_all, "datetime", Clock)
    monkeypatch.setattr(catalog, "datetime", Clock)
    served.write(LONG, survey_csv=MORE).load()
    assert served.rows() == 400
    assert served.store.snapshot().catalog.built_at.year > 2040
