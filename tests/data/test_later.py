"""Rows that were set aside as in the future come back once they no longer are."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, tzinfo

import pytest

from data.ingest.service import found_version, load
from server.loads.watch import Watch
from tests.data.company import LONG, Company, survey

TODAY = datetime.now(UTC).replace(tzinfo=None)
PAST, LATER = TODAY - timedelta(days=9), TODAY + timedelta(days=40)
ROWS = (f"a,{PAST:%Y-%m-%d},9", f"b,{LATER:%Y-%m-%d %H:%M},5", "c,2199-01-01,5", "d,soon,5")


def clock(monkeypatch: pytest.MonkeyPatch, ahead: timedelta) -> None:
    class Clock(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
            return datetime.now(tz) + ahead

    monkeypatch.setattr("data.ingest.files.stage_all.datetime", Clock)
    monkeypatch.setattr("data.ingest.files.version.datetime", Clock)


def taken(company: Company) -> list[str]:
    load(company.mapping, company.out, attended=False)
    return sorted(i for (i,) in company.query("SELECT response_id FROM feedback"))


def due(company: Company) -> bool:
    looking = Watch(company.mapping, company.out)
    return any(looking.due() for _ in range(3))


def test_they_are_taken_when_their_time_has_come(
    company: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    company.write(LONG, survey_csv=survey(*ROWS))
    assert taken(company) == ["a"]
    first = found_version(company.mapping, company.out)
    assert not due(company)
    clock(monkeypatch, LATER - TODAY - timedelta(days=1, hours=3))
    assert not due(company)
    clock(monkeypatch, LATER - TODAY - timedelta(days=1) + timedelta(hours=3))
    assert due(company)
    assert taken(company) == ["a", "b"]
    second = found_version(company.mapping, company.out)
    assert second != first
    assert not due(company)  # the row of 2199 has time
    assert taken(company) == ["a", "b"]
    company.write(LONG, survey_csv=survey(*ROWS[:1]))
    assert due(company)
    assert taken(company) == ["a"]
    company.write(LONG, survey_csv=survey(*ROWS[:1], "e,2024-01-01,5"))
    assert taken(company) == ["a", "e"]
    assert not list(company.out.glob("*.later"))


def test_a_clock_that_was_years_behind(company: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    clock(monkeypatch, -timedelta(days=365))
    company.write(LONG, survey_csv=survey("z,2020-01-01,9", ROWS[0]))
    assert taken(company) == ["z"]
    monkeypatch.undo()
    assert due(company)
    assert taken(company) == ["a", "z"]
    assert not due(company)
    assert found_version(company.mapping, company.out) == company.build().stem


def test_nothing_is_noted_where_nothing_lies_ahead(company: Company) -> None:
    company.write(LONG, survey_csv=survey(ROWS[0], ROWS[3]))
    assert taken(company) == ["a"]
    assert not list(company.out.glob("*.later"))
