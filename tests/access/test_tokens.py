"""Tokens of the API: less than their account at each moment, shown once, over in time."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from access import accounts, tokens
from access.accounts import AccountError, Changes
from access.rights import Right, Role
from data.scope import Filters
from store.app_store import AppStore
from store.tables import ApiToken, AuditEntry
from tests.access.people import NOW, add

LATER = NOW + timedelta(days=1)
EMEA = (("region", ("EMEA",)),)


@pytest.fixture(autouse=True)
def _ann(store: AppStore) -> None:
    add(store, "ann", Role.ANALYST)


def made(store: AppStore, *more: str, rows: Filters = (), days: int = 90) -> str:
    return tokens.add(store, "ann", "nightly report", more, rows, days, NOW)[1]


def test_only_its_hash_is_kept_and_the_log_names_it(store: AppStore) -> None:
    token = made(store, "comments")
    assert token.startswith("cxlens_")
    assert len(token) == len("cxlens_") + 43
    with store.read() as session:
        kept = session.scalars(select(ApiToken)).one()
        entry = session.scalars(select(AuditEntry).where(AuditEntry.event == "token made")).one()
    assert token not in str(vars(kept))
    assert entry.about == (
        "token 1 “nightly report” of ann: figures, comments, all rows, until 2027-02-25"
    )


def test_it_may_what_it_was_given(store: AppStore) -> None:
    bare, full = made(store), made(store, "comments", "customers", "rejected", rows=EMEA)
    reader = tokens.read(store, bare, LATER)
    assert reader
    assert reader.rights == {Right.VIEW, Right.EXPORT}
    assert (reader.rows, reader.totals, reader.name) == ((), True, "ann, token 1")
    reader = tokens.read(store, full, LATER)
    assert reader
    assert reader.rights == RIGHTS_OF_ALL
    assert (reader.rows, reader.totals) == (EMEA, False)


RIGHTS_OF_ALL = {Right.VIEW, Right.EXPORT, Right.COMMENTS, Right.CUSTOMERS, Right.REJECTED}


def test_never_more_than_its_account_at_that_moment(store: AppStore) -> None:
    token = made(store, "comments", rows=EMEA)
    accounts.set_rights(store, "ann", Changes(Role.VIEWER), NOW)
    reader = tokens.read(store, token, LATER)
    assert reader
    assert reader.rights == {Right.VIEW}
    accounts.set_rights(store, "ann", Changes(Role.ANALYST, rows=(("plan", ("Pro",)),)), NOW)
    reader = tokens.read(store, token, LATER)
    assert reader
    assert dict(reader.rows) == {"plan": ("Pro",), "region": ("EMEA",)}
    accounts.set_rights(store, "ann", Changes(rows=(("region", ("APAC",)),)), NOW)
    assert tokens.read(store, token, LATER) is None
    accounts.set_rights(store, "ann", Changes(rows=()), NOW)
    accounts.set_disabled(store, "ann", True, NOW)
    assert tokens.read(store, token, LATER) is None


def test_it_ends_and_is_taken_back(store: AppStore) -> None:
    token, other = made(store, days=30), made(store)
    end = NOW + timedelta(days=30)
    assert tokens.read(store, token, end - timedelta(seconds=1))
    assert tokens.read(store, token, end) is None
    assert tokens.read(store, other, end)
    tokens.revoke(store, 2, NOW)
    tokens.revoke(store, 2, NOW)
    assert tokens.read(store, other, LATER) is None
    assert [line.rpartition(", ")[2] for line in tokens.every(store, end)] == ["over", "taken back"]
    with store.read() as session:
        events = session.scalars(select(AuditEntry.event)).all()
    assert events.count("token taken back") == 1


@pytest.mark.parametrize("forged", ["", "x", "cxlens_", "é" * 40, "a" * 5000, "\0", "\ud800"])
def test_a_forged_one(store: AppStore, forged: str) -> None:
    made(store)
    assert tokens.read(store, forged, LATER) is None


def test_a_letter_less(store: AppStore) -> None:
    token = made(store)
    assert tokens.read(store, token[:-1], LATER) is None
    assert tokens.read(store, token.swapcase(), LATER) is None


def test_what_cannot_be_made_is_said(store: AppStore) -> None:
    add(store, "vic", Role.VIEWER)
    accounts.set_rights(store, "ann", Changes(rows=EMEA), NOW)
    wrong: list[tuple[str, tuple[str, str, tuple[str, ...], Filters, int]]] = [
        ("no account “bob”", ("bob", "x", (), (), 90)),
        ("vic, viewer, has no right to take figures away", ("vic", "x", (), (), 90)),
        ("ann may see none of these rows", ("ann", "x", (), (("region", ("APAC",)),), 90)),
        ("A token needs a name", ("ann", " ", (), (), 90)),
        ("holds for 1 to 366 days", ("ann", "x", (), (), 0)),
        ("holds for 1 to 366 days", ("ann", "x", (), (), 367)),
    ]
    for why, given in wrong:
        with pytest.raises(AccountError, match=why):
            tokens.add(store, *given, NOW)
    with pytest.raises(AccountError, match="There is no token 7"):
        tokens.revoke(store, 7, NOW)
    assert tokens.every(store, NOW) == []


def test_a_token_of_an_anonymous_account_is_anonymous(store: AppStore) -> None:
    token = made(store, "comments")
    accounts.set_rights(store, "ann", Changes(anonymous=True), NOW)
    found = tokens.read(store, token, LATER)
    assert found
    assert found.anonymous
    assert not found.may(Right.COMMENTS)
    assert found.may(Right.EXPORT)
    with pytest.raises(AccountError, match="has no right to read what customers wrote"):
        made(store, "comments")
