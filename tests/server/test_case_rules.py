"""After a load the rules of the mapping make their cases, and say what they could not do."""

from __future__ import annotations

import logging
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from access.cases.kept import read_cases
from server.loads.case_rules import make_cases
from server.loads.load import main
from store.app_store import AppStore
from store.migrate import migrate
from tests.data.company import Company
from tests.data.test_case_rules import RULE, SHOWN

NOW = datetime(2026, 6, 30, 12, tzinfo=UTC)
ANSWERS = "id,at,metric,score,who\n1,2026-06-29,nps,3,a\n2,2026-06-30,nps,9,b\n"
CUSTOMERS = "who,since,left,pays\na,2020-01-01,,5\nb,2020-01-01,,5\n"
TICKETS = "id,who,at,done\n1,a,2026-06-01,\n"


@pytest.fixture
def accounts(tmp_path: Path) -> AppStore:
    store = AppStore(f"sqlite:///{tmp_path / 'store.sqlite'}")
    migrate(store)
    return store


def written(company: Company, rule: str) -> Company:
    files = {"survey_csv": ANSWERS, "crm_csv": CUSTOMERS, "log_csv": TICKETS}
    return company.write(SHOWN + rule, **files)


def test_made_once_whatever_is_loaded_again(
    company: Company, accounts: AppStore, caplog: pytest.LogCaptureFixture
) -> None:
    rule = RULE + 'owner = "anna"\ndue_days = 3\n'
    file = written(company, rule).build()
    with caplog.at_level(logging.WARNING):
        assert make_cases(company.mapping, file, accounts, NOW) == 1
    assert "nobody's: there is no account 'anna'" in caplog.text
    assert make_cases(company.mapping, file, accounts, NOW) == 0
    (case,) = read_cases(accounts).cases
    assert (case.customer_id, case.rule, case.response_id) == ("a", "detractor", "1")
    assert (case.owner, case.due, case.text) == ("", date(2026, 7, 3), "")
    company.write(SHOWN + rule, survey_csv=ANSWERS + "3,2026-06-30,nps,0,b\n")
    assert make_cases(company.mapping, company.build(), accounts, NOW) == 1
    assert [one.customer_id for one in read_cases(accounts).cases] == ["a", "b"]


def test_nothing_without_rules_and_a_sentence_where_the_store_fails(
    company: Company, accounts: AppStore, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    file = written(company, "").build()
    assert make_cases(company.mapping, file, accounts, NOW) == 0
    file = written(company, RULE).build()
    away = AppStore(f"sqlite:///{tmp_path / 'nowhere' / 'store.sqlite'}")
    assert make_cases(company.mapping, file, away, NOW) == 0
    assert "Rules make their cases after the next load" in caplog.text


def test_the_process_that_loads_runs_them(company: Company, accounts: AppStore) -> None:
    today = datetime.now(UTC).date()
    written(company, RULE).write(SHOWN + RULE, survey_csv=ANSWERS.replace("2026-06-30", str(today)))
    company.write(SHOWN + RULE, survey_csv=ANSWERS + f"3,{today},nps,1,c\n")
    address = accounts.url.render_as_string(hide_password=False)
    assert main(company.mapping, company.out, address) == 0
    assert [one.customer_id for one in read_cases(accounts).cases] == ["c"]
    assert main(company.mapping, company.out, address) == 0
    assert len(read_cases(accounts).cases) == 1
