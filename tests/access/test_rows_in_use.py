"""Whose rows are made ahead: those of everybody who may read with them now."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from access import accounts, tokens
from access.accounts import Changes, find, reader_of
from access.links.made import Terms, make
from access.rights import Role
from access.rows_in_use import rows_in_use
from data.scope import Filters
from store.app_store import AppStore
from tests.access.people import NOW, add

EMEA: Filters = (("region", ("EMEA",)),)
APAC: Filters = (("region", ("APAC",)),)
PRO: Filters = (("plan", ("Pro",)),)


def test_of_accounts_links_and_tokens_that_hold(store: AppStore) -> None:
    for name in ("all", "emea", "emea too", "off"):
        add(store, name, Role.ANALYST)
    for name, rows in (("emea", EMEA), ("emea too", EMEA), ("off", APAC)):
        accounts.set_rights(store, name, Changes(rows=rows), NOW)
    with store.read() as session:
        found = find(session, "emea")
        assert found
        maker = reader_of(found)
    terms = Terms(page="loyalty", query="", until=NOW + timedelta(days=2), rows=PRO, filters=PRO)
    make(store, maker, terms, NOW, "")
    make(store, replace(maker, rows=()), replace(terms, rows=APAC), NOW, "")  # none are left of it
    tokens.add(store, "all", "nightly", (), APAC, 5, NOW)
    accounts.set_disabled(store, "off", True, NOW)
    both = tuple(sorted((*EMEA, *PRO)))
    assert rows_in_use(store, NOW) == [EMEA, both, APAC]
    assert rows_in_use(store, NOW + timedelta(days=3)) == [EMEA, APAC]
    assert rows_in_use(store, NOW + timedelta(days=9)) == [EMEA]
