"""Kept news of alerts that another version wrote, which this one can't read."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from access.alerts.told import Told, news_of, note_judged
from store.alert_tables import AlertNews
from store.app_store import AppStore
from tests.access.people import NOW
from tests.access.test_alerts import FELL, looked, made, person


@pytest.mark.parametrize("rows", [5, [["region"]], [None]])
def test_news_of_rows_that_can_not_be_read_are_left_out(
    store: AppStore, rows: object, caplog: pytest.LogCaptureFixture
) -> None:
    ann = person(store, "Ann")
    other = Told("change ended 2026-11-01", "NPS is back", "{}")
    assert note_judged(store, made(store, ann), looked(ann, FELL, other), NOW, ())
    with store.write() as session:
        session.scalars(select(AlertNews)).first().rows = rows  # type: ignore[union-attr]
    with store.read() as session:
        assert [one.headline for one in news_of(session, ann)] == ["NPS is back"]
    assert [one.getMessage() for one in caplog.records] == [
        "News 1 are of rows that can't be read, and are left out"
    ]
