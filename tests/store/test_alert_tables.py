"""A store with alerts comes up to date with all that is in it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from sqlalchemy import select

from store.alert_tables import Alert, AlertChannel, AlertFeed, AlertNews, AlertPerson
from store.app_store import AppStore
from store.backup import backup, restore
from store.migrate import migrate
from tests.store.test_migrations import of_version


def test_alerts_stay_what_they_were(tmp_path: Path) -> None:
    old = of_version("0015", tmp_path)
    migrate(old)
    with old.read() as session:
        kept = session.scalars(select(Alert)).one()
        assert (kept.name, kept.metric, kept.paused) == ("NPS of EMEA", "nps", False)
        assert (kept.conditions, kept.judged_to) == (["change", "target"], date(2026, 10, 1))
        assert kept.states["change"]["since"] == "2026-10-01"
        assert session.scalars(select(AlertPerson.mail)).all() == ["bob@example.org"]
        channel = session.scalars(select(AlertChannel)).one()
        assert (channel.kind, channel.secret) == ("webhook", "whsec_c2VjcmV0")
        news = session.scalars(select(AlertNews)).one()
        assert (news.name, news.rows) == ("change began 2026-10-01", [["region", ["EMEA"]]])
    old.close()


def test_a_feed_that_was_ended_since_a_backup_is_not_open_again(tmp_path: Path) -> None:
    old = of_version("0015", tmp_path)
    migrate(old)
    backup(old, tmp_path / "backup.sqlite")
    live = AppStore(tmp_path / "live" / "store.sqlite")
    migrate(live)
    restore(live, tmp_path / "backup.sqlite", tmp_path / "before.sqlite")
    with live.read() as session:
        assert session.scalars(select(AlertFeed)).all() == []
        assert session.scalars(select(Alert.name)).one() == "NPS of EMEA"
    live.close()
    old.close()
