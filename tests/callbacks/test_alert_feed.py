"""A feed and the page of alerts where some news can't be read, since another version kept them."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path
from xml.etree.ElementTree import fromstring

import pytest
from sqlalchemy import delete

from exports.alerts.told import as_json
from settings import Settings
from store.alert_tables import Alert, AlertNews
from tests.callbacks.test_alerts import SENDS, Both, one, press, tell
from tests.exports.alerts.news import told
from tests.server.people import with_accounts
from tests.server.sharing import person


@pytest.fixture(scope="module")
def made(settings: Settings, sample_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Both:
    return with_accounts(settings, tmp_path_factory.mktemp("accounts"), **SENDS)


@pytest.fixture
def both(made: Both) -> Both:
    with made[1].write() as session:
        session.execute(delete(Alert))
    return made


@pytest.mark.parametrize(
    "kept",
    [
        "no JSON",
        "{}",
        as_json(told(metric="smiles")),
        as_json(told()).replace('"condition": "change"', '"condition": "mood"'),
    ],
)
def test_news_that_can_not_be_read_are_left_out_of_the_feed(
    both: Both, kept: str, caplog: pytest.LogCaptureFixture
) -> None:
    browser, store = person(both, "the analyst"), both[1]
    press(browser, "made")
    tell(store)
    with store.write() as session:
        other = AlertNews(
            alert_id=one(store).number,
            name="change ended 2026-11-01",
            headline="NPS is back",
            said=kept,
            rows=[],
            made_at=datetime.now(UTC),
        )
        session.add(other)
    found = re.search(r'value="http://localhost(/feeds/[^"]+)"', press(browser, "feed").text)
    assert found
    answer = both[0].server.test_client().get(found[1])
    assert answer.status_code == 200
    (entry,) = fromstring(answer.text).findall("{http://www.w3.org/2005/Atom}entry")
    assert "NPS is back" not in (entry.findtext("{http://www.w3.org/2005/Atom}title") or "")
    assert "can't be read, and are left out of the feed" in caplog.text
    shown = browser.get("/alerts").text
    assert "NPS is back" in shown and "NPS fell beyond noise" in shown
