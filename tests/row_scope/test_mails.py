"""Digests and alerts of limited readers, over random links: nothing of rows that they don't see."""

from __future__ import annotations

import random
from collections.abc import Iterator
from urllib.parse import unquote_plus

import pytest
from dash import Dash

from access.alerts import changed
from access.alerts.changed import Start, Wanted, What
from access.alerts.kept import alerts_of
from access.alerts.told import news_of
from access.rights import Role
from access.saved_views.changed import Change
from api.sending import alerts as judging
from api.sending.alerts import Alerts
from api.sending.digests import Digests
from data.row_scope.snapshots import scoped
from data.store.snapshots import Store, WholeSnapshot
from server.sending.alerts import Wanted as ToSend
from server.sending.errors import UnreadableError
from server.sending.runner import Data
from settings import Settings
from store.app_store import AppStore
from tests.access.people import NOW
from tests.access.test_alerts import again
from tests.row_scope.companies import Files, scopes
from tests.row_scope.exits import links
from tests.sending.test_alerts_judged import fell
from tests.sending.test_digests import written
from tests.server.noting import limited
from tests.server.people import with_accounts
from view.pages import available_pages

ADDRESS = "https://cx.example.org"
_READERS, _LINKS = 3, 4  # of each


@pytest.fixture(scope="module")
def both(
    settings: Settings, whole: WholeSnapshot, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Dash, AppStore]:
    return with_accounts(settings, tmp_path_factory.mktemp("store"))


def readers(
    both: tuple[Dash, AppStore], files: Files, whole: WholeSnapshot, chance: random.Random, of: str
) -> Iterator[tuple[str, set[str]]]:
    """Names of accounts limited to random rows, and the levels that they must not be told."""
    for number, rows in enumerate(scopes(files, chance)[:_READERS]):
        name = f"{of} {number}"
        seen = scoped(whole, rows).catalog.dimensions
        hidden = files.texts() - {level for one in seen for level in one.levels}
        if hidden:
            limited(both, name, rows, Role.ANALYST)
            yield name, hidden


def told_of(hidden: set[str], *sent: str) -> list[str]:
    return [one for one in sorted(hidden) if any(one in unquote_plus(text) for text in sent)]


def random_links(
    whole: WholeSnapshot, chance: random.Random, hidden: set[str]
) -> Iterator[tuple[str, str]]:
    """Of whoever sees all rows: they may be filtered by what the reader does not see."""
    pages = available_pages(whole.catalog)
    for query in links(whole.catalog, chance, _LINKS, sorted(hidden)):
        yield chance.choice(list(pages)), query


def test_digests_tell_of_no_level_outside(
    both: tuple[Dash, AppStore], settings: Settings, files: Files, whole: WholeSnapshot
) -> None:
    chance, sent = random.Random(1), 0
    digests = Digests(Store(settings.place()[1]), both[1], ADDRESS, "/")
    for name, hidden in readers(both, files, whole, chance, "Digest"):
        for page, query in random_links(whole, chance, hidden):
            try:
                said = written(both, digests, page, query, name)
            except UnreadableError as error:  # their rows have no such page
                assert told_of(hidden, str(error)) == []
                continue
            sent += 1
            assert told_of(hidden, said.subject, said.text, said.html) == [], (page, query)
    assert sent > _LINKS


def test_alerts_tell_of_no_level_outside(
    both: tuple[Dash, AppStore],
    settings: Settings,
    files: Files,
    whole: WholeSnapshot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Of their own alerts: what was filtered by others is no view of theirs, and not judged."""
    monkeypatch.setattr(judging, "judge", fell)
    chance, store, sent = random.Random(2), both[1], 0
    catalog = whole.catalog
    data = Data(catalog.timezone, catalog.newest_day, "newer")
    alerts = Alerts(Store(settings.place()[1]), store, ADDRESS, "/", lambda: NOW)
    for name, hidden in readers(both, files, whole, chance, "Alert"):
        who = again(store, name)
        by = Change(who, NOW, "10.0.0.1")
        for _, query in random_links(whole, chance, hidden):
            wanted = Wanted("Mine", ("change",), f"{name} them@example.org")
            number = changed.make(
                store, by, What("loyalty", query, "nps"), wanted, Start(NOW.date(), "old")
            )
            alerts.judge_all(data, ())
            (kept,) = alerts_of(store, who.account or 0)
            with store.read() as session:
                news = [one.said for one in news_of(session, who)]
            assert told_of(hidden, kept.problem, *news) == [], query
            for said in news:
                mail = alerts.written(ToSend(kept, who, said), kept.people[0])
                assert told_of(hidden, mail.subject, mail.text, mail.html) == [], query
                sent += 1
            changed.remove(store, by, number)
    assert sent
