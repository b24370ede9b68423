"""Two people change one case: who comes later is told what the other one wrote."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import update

from access.cases.kept import read_cases
from settings import Settings
from store.tables import Case
from tests.callbacks.test_cases import new, rows, send
from tests.server.people import with_accounts
from tests.server.sharing import person


def test_what_somebody_else_wrote_meanwhile_is_not_lost(
    settings: Settings, sample_file: Path, tmp_path: Path
) -> None:
    both = with_accounts(settings, tmp_path)
    analyst, editor = person(both), person(both, "the editor")
    send(analyst, new(rows(analyst)[0]["customer_id"]))
    (case,) = read_cases(both[1]).cases
    path, seen = f"/cases/{case.id}", case.changed_at.isoformat()
    assert send(editor, path, text="She wants her money back").status_code == 303
    late = send(analyst, path, cause="Price", text="Called", looked_at=seen)
    assert late.status_code == 400
    assert "Somebody changed this case since you opened it" in late.text
    assert "note “She wants her money back”" in late.text and 'value="Called"' in late.text
    (case,) = read_cases(both[1]).cases
    assert (case.cause, case.text) == ("", "She wants her money back")
    told = re.findall(r'name="looked_at" value="([^"]+)"', late.text)
    assert send(analyst, path, cause="Price", text="Called", looked_at=told[0]).status_code == 303
    (case,) = read_cases(both[1]).cases
    assert (case.cause, case.text) == ("Price", "Called")


def test_its_days_are_those_where_the_company_is(
    settings: Settings, sample_file: Path, tmp_path: Path
) -> None:
    both = with_accounts(settings, tmp_path)
    analyst = person(both)
    send(analyst, new(rows(analyst)[0]["customer_id"]))
    late = datetime(2026, 10, 30, 23, 30, tzinfo=UTC)  # half past midnight in Copenhagen
    with both[1].write() as session:
        session.execute(update(Case).values(made_at=late, contacted_at=late + timedelta(hours=23)))
    (case,) = read_cases(both[1]).cases
    said = analyst.get(f"/cases/{case.id}").text
    assert "Made on 31 Oct 2026 by the analyst. Contacted on 31 Oct 2026." in said


def test_a_day_too_far_ahead_is_told(settings: Settings, sample_file: Path, tmp_path: Path) -> None:
    analyst = person(with_accounts(settings, tmp_path))
    path = new(rows(analyst)[0]["customer_id"])
    far = send(analyst, path, due="9999-12-31")
    assert far.status_code == 400
    assert "“Due” is 9999-12-31; expected a day within ten years." in far.text
