"""A store with subscriptions comes up to date with all that is in it."""

from __future__ import annotations

from datetime import date, time
from pathlib import Path

from sqlalchemy import select

from store.mail_tables import Sent, Subscription, SubscriptionPerson
from store.migrate import migrate
from tests.store.test_migrations import of_version


def test_subscriptions_stay_what_they_were(tmp_path: Path) -> None:
    old = of_version("0014", tmp_path)
    migrate(old)
    with old.read() as session:
        kept = session.scalars(select(Subscription)).one()
        assert (kept.name, kept.view_id, kept.rhythm) == ("EMEA every Monday", 2, "weekly")
        assert (kept.at, kept.data_to) == (time(7, 30), date(2026, 10, 31))
        assert [one.mail for one in session.scalars(select(SubscriptionPerson))] == [
            "bob@example.org"
        ]
        sent = session.scalars(select(Sent)).one()
        assert (sent.kind, sent.source, sent.period) == ("digest", 1, "2026-W48")
        assert (sent.state, sent.attempts, sent.error) == ("given up", 7, "No answer")
    old.close()
