"""Shared links by themselves: what of a maker's rights and rows they give, now and then."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from access import accounts
from access.accounts import Changes, find, reader_of
from access.audit import entries
from access.links.listed import links_of
from access.links.made import LinkError, Terms, make
from access.links.opened import ClosedError, Opening, open_link, read
from access.links.reading import NOT_LOGGED_IN, reader_through
from access.reader import Reader
from access.rights import Right, Role
from data.scope import Filters
from store.app_store import AppStore
from store.tables import Link
from tests.access.people import NOW, QUICK, add

EMEA: Filters = (("region", ("EMEA",)),)
APAC: Filters = (("region", ("APAC",)),)
BOTH: Filters = (("region", ("APAC", "EMEA")),)
PRO: Filters = (("plan", ("Pro",)),)
UNTIL = NOW + timedelta(days=30)
LATER = NOW + timedelta(hours=1)


def reader(store: AppStore, name: str = "ann") -> Reader:
    with store.read() as session:
        found = find(session, name)
        assert found
        return reader_of(found)


def terms(**given: object) -> Terms:
    return Terms(**{"page": "loyalty", "query": "", "until": UNTIL, **given})  # type: ignore[arg-type]


def opened(store: AppStore, token: str) -> str:
    return open_link(store, QUICK, Opening(token, None, "10.0.0.1"), LATER).session


def through(store: AppStore, rows: Filters, held: Filters, later: Filters) -> Reader | None:
    """Who reads through a link of somebody with such rows, who has others since."""
    add(store, "ann", Role.ANALYST)
    accounts.set_rights(store, "ann", Changes(rows=rows), NOW)
    made = terms(filters=held, rows=held, comments=True, exports=True, totals=True)
    number, token = make(store, reader(store), made, NOW, "")
    session = opened(store, token)
    accounts.set_rights(store, "ann", Changes(rows=later), NOW)
    return read(store, number, session, None, LATER)


@pytest.mark.parametrize(
    ("rows", "held", "later", "seen"),
    [
        ((), (), (), ()),
        ((), EMEA, (), EMEA),
        ((), (), EMEA, EMEA),  # rows that were taken from the maker
        (EMEA, (), (), EMEA),  # rows that the maker got since are none of the link's
        (BOTH, EMEA, BOTH, EMEA),
        (BOTH, (), EMEA, EMEA),
        (BOTH, EMEA, APAC, None),
        (EMEA, (), APAC, None),
        (EMEA, PRO, EMEA, (*PRO, *EMEA)),
        ((), PRO, EMEA, (*PRO, *EMEA)),
    ],
)
def test_rows_are_those_of_then_and_of_now(
    store: AppStore, rows: Filters, held: Filters, later: Filters, seen: Filters | None
) -> None:
    found = through(store, rows, held, later)
    assert (found.rows if found else None) == seen
    if found:
        assert found.totals == (rows == later == ())  # and nobody else's beside them
        assert found.rights == {Right.VIEW, Right.COMMENTS, Right.EXPORT}


def test_nobody_shares_what_they_may_not_see(store: AppStore) -> None:
    add(store, "ann", Role.ANALYST)
    accounts.set_rights(store, "ann", Changes(rows=EMEA), NOW)
    with pytest.raises(LinkError, match="none of the rows that you may see"):
        make(store, reader(store), terms(rows=APAC), NOW, "")
    add(store, "vic", Role.VIEWER)
    with pytest.raises(LinkError, match="the right to share"):
        make(store, reader(store, "vic"), terms(), NOW, "")
    with pytest.raises(LinkError, match="over already"):
        make(store, reader(store), terms(until=NOW), NOW, "")


def test_a_token_has_128_bits_and_only_its_hash_is_kept(store: AppStore) -> None:
    add(store, "ann", Role.ANALYST)
    tokens = {make(store, reader(store), terms(), NOW, "")[1] for _ in range(20)}
    assert {len(token) for token in tokens} == {22}
    assert len(tokens) == 20
    with store.read() as session:
        kept = str([vars(one) for one in session.scalars(select(Link)).all()])
    assert not any(token in kept for token in tokens)


def test_it_opens_until_its_end_and_not_before_it_was_made(store: AppStore) -> None:
    add(store, "ann", Role.ANALYST)
    number, token = make(store, reader(store), terms(), NOW, "")
    for at, opens in (
        (NOW, True),
        (UNTIL - timedelta(seconds=1), True),
        (UNTIL, False),
        (NOW - timedelta(days=1), False),  # a clock that was turned back
    ):
        asked = Opening(token, None, "10.0.0.1")
        if opens:
            session = open_link(store, QUICK, asked, at).session
            assert read(store, number, session, None, at)
            assert read(store, number, session, None, at + timedelta(hours=13)) is None
            assert read(store, number + 1, session, None, at) is None
        else:
            with pytest.raises(ClosedError):
                open_link(store, QUICK, asked, at)
    for forged in ("", "x", "é", "\ud800", "\0"):
        assert read(store, number, forged, None, NOW) is None
        with pytest.raises(ClosedError):
            open_link(store, QUICK, Opening(forged, None, "10.0.0.1"), NOW)


def of_team(store: AppStore, opener: str, opener_team: str, maker_team: str) -> bool:
    """Does a link for the team of its maker open for somebody, at a moment with such teams?"""
    for name, team in (("ann", maker_team), (opener, opener_team)):
        accounts.set_rights(store, name, Changes(team=team), NOW)
    with store.read() as session:
        link = session.scalars(select(Link)).one()
        found, why = reader_through(session, link, reader(store, opener), LATER)
    assert found is not None or why == "it is for others"
    return found is not None


def test_a_link_for_the_team_asks_both_teams_when_it_is_opened(store: AppStore) -> None:
    for name, role in (("ann", Role.ANALYST), ("vic", Role.VIEWER), ("adam", Role.ADMINISTRATOR)):
        add(store, name, role)
    with pytest.raises(LinkError, match="in no team"):
        make(store, reader(store), terms(team=True), NOW, "")
    accounts.set_rights(store, "ann", Changes(team="Support"), NOW)
    make(store, reader(store), terms(team=True), NOW, "")
    assert of_team(store, "vic", "Support", "Support")
    assert of_team(store, "vic", "SUPPORT", "Support")
    assert not of_team(store, "vic", "Sales", "Support")
    assert not of_team(store, "vic", "", "Support")
    assert not of_team(store, "adam", "", "Support")
    # The maker has gone to another team, and the link with them; without one it is theirs alone.
    assert of_team(store, "vic", "Sales", "Sales")
    assert not of_team(store, "vic", "Support", "Sales")
    assert not of_team(store, "vic", "", "")
    assert of_team(store, "ann", "", "")
    with store.read() as session:
        link = session.scalars(select(Link)).one()
        assert reader_through(session, link, None, LATER) == (None, NOT_LOGGED_IN)


def test_whom_a_link_for_the_team_is_for_is_said(store: AppStore) -> None:
    add(store, "ann", Role.ANALYST)
    accounts.set_rights(store, "ann", Changes(team="Support"), NOW)
    make(store, reader(store), terms(team=True), NOW, "")
    logged = [row for batch in entries(store) for row in batch if row[3] == "link made"]
    assert "for the team of its maker" in str(logged[0][4])
    for team, said in (("Support", "the team “Support”"), ("", "nobody: its maker is in no team")):
        accounts.set_rights(store, "ann", Changes(team=team), NOW)
        assert [one.people for one in links_of(store, None, LATER)] == [said]


def test_levels_that_the_maker_has_lost_are_not_named(store: AppStore) -> None:
    found = through(store, (), BOTH, EMEA)
    assert found
    assert found.held
    assert found.held.filters == EMEA
    query = "region=EMEA&region=APAC&plan=Pro&find=a+b"
    add(store, "zoe", Role.ANALYST)
    number, token = make(store, reader(store, "zoe"), terms(query=query), NOW, "")
    session = opened(store, token)
    assert query == held_query(store, number, session)
    accounts.set_rights(store, "zoe", Changes(rows=EMEA), NOW)
    assert held_query(store, number, session) == "region=EMEA&plan=Pro&find=a+b"


def held_query(store: AppStore, number: int, session: str) -> str:
    found = read(store, number, session, None, LATER)
    assert found
    assert found.held
    return found.held.query


@pytest.mark.parametrize(
    ("link", "before", "later", "expected"),
    [
        (False, False, False, False),
        (True, False, False, True),
        (False, True, False, True),  # what was made anonymous stays so
        (False, False, True, True),
    ],
)
def test_a_link_is_anonymous_where_it_or_its_maker_is(
    store: AppStore, link: bool, before: bool, later: bool, expected: bool
) -> None:
    add(store, "ann", Role.ANALYST)
    accounts.set_rights(store, "ann", Changes(rows=EMEA, totals=True, anonymous=before), NOW)
    asked = terms(anonymous=link, comments=True, exports=True, totals=True)
    number, token = make(store, reader(store), asked, NOW, "")
    session = opened(store, token)
    accounts.set_rights(store, "ann", Changes(anonymous=later), NOW)
    found = read(store, number, session, None, LATER)
    assert found
    assert found.anonymous == expected
    assert found.may(Right.COMMENTS) == found.totals == (not expected)
    assert found.may(Right.EXPORT)
