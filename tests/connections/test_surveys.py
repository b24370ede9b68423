"""Surveys: one row a response, one column a question; what changed, and what was deleted."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import duckdb
import pytest
from joserfc import jwt

from connections.errors import PullError
from connections.pull import _AGAIN, _WHOLE
from data.draft.document import Company
from data.draft.drafted import Drafting
from data.draft.files.read import read_raw
from tests.connections.conftest import Pull, Rows
from tests.connections.known import ACCOUNT, KEY
from tests.connections.played_surveys import (
    CHOICES,
    CSAT,
    NPS,
    WHY,
    Delighted,
    GoogleSheets,
    Person,
    Qualtrics,
    SurveyMonkey,
    Typeform,
    people,
)
from tests.connections.stand_in import Json, standing_in

Played = Typeform | SurveyMonkey | Qualtrics | Delighted | GoogleSheets


def _same(one: Person) -> Json:
    """What Typeform and Qualtrics have of somebody."""
    return {NPS: str(one.nps), CSAT: CHOICES[one.csat - 1], WHY: one.why or None, "shop": one.shop}


def _typeform(one: Person) -> Json:
    return {"response_id": f"tok{one.number}", "submitted_at": one.when, **_same(one)}


def _qualtrics(one: Person) -> Json:
    group = "Detractor" if one.nps < 7 else "Passive" if one.nps < 9 else "Promoter"
    known = {"response_id": f"R_{one.number}", "submitted_at": one.when}
    return {**known, **_same(one), f"{NPS} - Group": group}


def _surveymonkey(one: Person) -> Json:
    about = "How satisfied were you with the following? - "
    return {
        "response_id": str(50071544000 + one.number),
        "submitted_at": one.when,
        NPS: str(one.nps),
        f"{about}Delivery": CHOICES[one.csat - 1],
        f"{about}Price & value": CHOICES[5 - one.csat],
        WHY: one.why or None,
        "shop": one.shop,
    }


def _delighted(one: Person) -> Json:
    return {
        "response_id": str(5000 + one.number),
        "submitted_at": one.when,
        "customer_id": str(900 + one.number),
        "comment": one.why or None,
        "NPS score": str(one.nps),
        CSAT: CHOICES[one.csat - 1],
        "shop": one.shop,
        "Delighted Source": "Email",
    }


def _sheet(one: Person) -> Json:
    when = f"{one.when:%Y-%m-%d %H:%M:%S}"
    said = {NPS: str(one.nps), CSAT: CHOICES[one.csat - 1], "Shop": one.shop}
    return {"Timestamp": when, **said, WHY: one.why or None, "Note": None, "Note (2)": None}


@pytest.mark.parametrize(
    ("name", "played", "expected"),
    [
        ("typeform", lambda all_: Typeform(all_, page=25), _typeform),
        ("surveymonkey", lambda all_: SurveyMonkey(all_, page=25), _surveymonkey),
        ("qualtrics", Qualtrics, _qualtrics),
        ("delighted", lambda all_: Delighted(all_, page=25), _delighted),
        ("google-sheets", GoogleSheets, _sheet),
    ],
)
def test_responses_come_change_and_go(
    name: str,
    played: Callable[[list[Person]], Played],
    expected: Callable[[Person], Json],
    pulled: Pull,
    rows: Rows,
    tmp_path: Path,
) -> None:
    service = played(people(60))
    file = "rows" if name == "google-sheets" else "responses"

    def recounted() -> list[Json]:
        return [expected(one) for one in service.people]

    with standing_in(service) as there:
        assert pulled(name, there) == {file: 60}
        assert rows(name, file) == recounted()
        _check_draft(tmp_path / name / f"{file}.parquet")

        newest = service.people[-1]
        later = newest.when + timedelta(hours=2)
        added = replace(newest, number=61, when=later, changed=later, nps=4, shop="Bergen")
        service.people[-1] = replace(newest, changed=later, csat=1 + newest.csat % 5)
        service.people.append(added)
        if name == "google-sheets":  # each pull is of everything
            del service.people[2]
            assert pulled(name, there) == {file: 60}
            assert rows(name, file) == recounted()
            return
        asked = len(there.asked)
        assert pulled(name, there) == {file: 61}
        if name in ("surveymonkey", "delighted"):  # these tell what was changed
            assert rows(name, file) == recounted()
        else:
            assert rows(name, file)[-1] == expected(added)
        assert len(there.asked) - asked < asked or name == "qualtrics"

        if name != "typeform":  # the rest is the same for all
            return

        # A day later: everything, and so what is gone.
        del service.people[2]
        _a_day_ago(tmp_path / name)
        assert pulled(name, there) == {file: 60}
        assert rows(name, file) == recounted()
    assert _kept_rows(tmp_path / name, file) == 60


def _check_draft(file: Path) -> None:
    """A mapping of it asks nobody, and finds both questions, the comments and the shops."""
    tables = read_raw([file], file.parent / ".pull")
    draft = Drafting(tables, Company("Any"), file.parent, date(2026, 3, 1)).draft({})
    assert not draft.open
    mapping = tomllib.loads(draft.text)
    asked = mapping["feedback"]["questions"]
    assert {one["metric"] for one in asked} == {"nps", "csat"}
    assert {one.get("column") for one in asked} <= {NPS, CSAT, "NPS score", None}
    assert [one["key"] for one in mapping["segments"]] == ["shop"]
    assert mapping["feedback"]["columns"]["submitted_at"] in ("submitted_at", "Timestamp")
    comments = {one.get("comment") for one in asked} | {
        mapping["feedback"]["columns"].get("comment")
    }
    assert comments & {WHY, "comment"}


def _a_day_ago(folder: Path) -> None:
    told = folder / ".pull" / _WHOLE
    told.write_text("2026-01-01T00:00:00+00:00", encoding="utf-8")


def _kept_rows(folder: Path, table: str) -> int:
    with duckdb.connect(str(folder / ".pull" / "kept.duckdb"), read_only=True) as con:
        found = con.execute(f"SELECT count(*) FROM pulled.{table}").fetchall()[0][0]
        assert con.execute(
            "SELECT sum(estimated_size) FROM duckdb_tables() "
            "WHERE schema_name = 'pulled_staging' AND table_name NOT LIKE '\\_%' ESCAPE '\\'"
        ).fetchall() == [(0,)]  # nothing is left there of anybody
        return int(found)


def test_a_sheet_is_asked_for_as_a_service_account(pulled: Pull) -> None:
    service = GoogleSheets(people(1))
    with standing_in(service) as there:
        pulled("google-sheets", there)
        claims = jwt.decode(service.signed[0], KEY).claims
        assert claims["aud"] == f"{there.address}/token"
    assert claims["iss"] == ACCOUNT
    assert claims["scope"] == "https://www.googleapis.com/auth/spreadsheets.readonly"
    assert claims["exp"] - claims["iat"] == 3600


def test_an_export_that_fails_says_so(pulled: Pull) -> None:
    service = Qualtrics(people(1))
    service.ends = "failed"
    with (
        standing_in(service) as there,
        pytest.raises(PullError, match="could not make the export") as error,
    ):
        pulled("qualtrics", there)
    assert error.value.passing


def test_a_pull_reads_an_hour_again() -> None:
    assert timedelta(hours=1) == _AGAIN
