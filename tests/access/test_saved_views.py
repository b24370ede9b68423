"""Saved views by themselves: whose they are, who sees and who changes them, and what stays."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from access import accounts
from access.accounts import Changes, reader_of
from access.accounts import find as account_of
from access.audit import entries
from access.reader import Reader
from access.rights import Role
from access.saved_views import changed
from access.saved_views.changed import Change, NoViewError, Saved, ViewError
from access.saved_views.kept import Audience, audiences, start_page, view_of_number, views_of
from store.app_store import AppStore
from store.tables import Account, SavedView, StartPage
from tests.access.people import NOW, QUICK

LOYALTY = Saved("loyalty", "region=EMEA")
SERVICE = Saved("service", "period=last-quarter")
OWN, TEAM, COMPANY = Audience


def person(store: AppStore, name: str, role: Role = Role.VIEWER, team: str = "") -> Reader:
    accounts.add(store, name, QUICK.hash("a long password"), Changes(role, team=team), NOW)
    return again(store, name)


def again(store: AppStore, name: str) -> Reader:
    """Somebody, as they are at this moment."""
    with store.read() as session:
        found = account_of(session, name)
        assert found
        return reader_of(found)


def by(who: Reader) -> Change:
    return Change(who, NOW, "10.0.0.1")


def saved(
    store: AppStore, who: Reader, name: str, audience: Audience = OWN, *, start: bool = False
) -> int:
    return changed.save(store, by(who), name, audience, LOYALTY, start=start)


def names(store: AppStore, who: Reader) -> list[str]:
    return [one.name for one in views_of(store, who)]


def events(store: AppStore) -> list[tuple[object, ...]]:
    found = [row for batch in entries(store) for row in batch]
    return [(row[2], row[3], row[4]) for row in found if str(row[3]).startswith("view")]


def changes(store: AppStore, who: Reader, number: int) -> list[Callable[[], None]]:
    """All that can be done to a view."""
    return [
        lambda: changed.rename(store, by(who), number, "y"),
        lambda: changed.replace(store, by(who), number, SERVICE),
        lambda: changed.remove(store, by(who), number),
    ]


def test_who_sees_which(store: AppStore) -> None:
    ed = person(store, "ed", Role.EDITOR, "Support")
    vic = person(store, "vic", team="SUPPORT")  # the same team, as it was typed
    out = person(store, "out", team="Sales")
    none = person(store, "none")
    adam = person(store, "adam", Role.ADMINISTRATOR)
    for audience in (COMPANY, OWN, TEAM):
        saved(store, ed, f"ed's {audience}", audience)
    saved(store, vic, "vic's own")
    assert names(store, ed) == ["ed's own", "ed's team", "ed's company"]
    assert names(store, vic) == ["vic's own", "ed's team", "ed's company"]
    assert names(store, out) == names(store, none) == ["ed's company"]
    assert names(store, adam) == ["ed's team", "ed's company"]
    for who, number in ((out, 3), (out, 2), (vic, 2), (adam, 2), (ed, 4)):
        assert view_of_number(store, who, number) is None
    # The team is that of this moment.
    accounts.set_rights(store, "vic", Changes(team="Sales"), NOW)
    accounts.set_rights(store, "none", Changes(team="support"), NOW)
    assert names(store, again(store, "vic")) == ["vic's own", "ed's company"]
    assert names(store, again(store, "none")) == ["ed's team", "ed's company"]


def test_whoever_is_in_no_team_sees_no_team_s(store: AppStore) -> None:
    ed = person(store, "ed", Role.EDITOR)
    assert audiences(ed) == [OWN, COMPANY]
    with pytest.raises(ViewError, match="for others an editor can"):
        saved(store, ed, "x", TEAM)


@pytest.mark.parametrize("role", [Role.VIEWER, Role.ANALYST])
def test_without_the_right_to_edit_there_are_only_own_ones(store: AppStore, role: Role) -> None:
    who = person(store, "who", role, "Support")
    ed = person(store, "ed", Role.EDITOR, "Support")
    assert audiences(who) == [OWN]
    for audience in (TEAM, COMPANY):
        with pytest.raises(ViewError, match="for others an editor can"):
            saved(store, who, "x", audience)
        number = saved(store, ed, f"of {audience}", audience)
        for change in changes(store, who, number):
            with pytest.raises(ViewError, match="only an editor can change it"):
                change()
    assert [(one.name, one.page, one.changeable) for one in views_of(store, who)] == [
        ("of team", "loyalty", False),
        ("of company", "loyalty", False),
    ]


def test_the_right_is_that_of_this_moment_for_the_author_too(store: AppStore) -> None:
    ed = person(store, "ed", Role.EDITOR)
    number = saved(store, ed, "board", COMPANY)
    accounts.set_rights(store, "ed", Changes(Role.VIEWER), NOW)
    with pytest.raises(ViewError, match="only an editor"):
        changed.remove(store, by(again(store, "ed")), number)
    other = person(store, "other", Role.EDITOR)
    changed.remove(store, by(other), number)
    assert names(store, ed) == []


def test_nobody_touches_somebody_else_s(store: AppStore) -> None:
    vic = person(store, "vic")
    number = saved(store, vic, "mine")
    adam = person(store, "adam", Role.ADMINISTRATOR)
    refused: list[Callable[[], None]] = [
        *changes(store, adam, number),
        *changes(store, vic, number + 1),
        lambda: changed.start_with(store, adam, number),
    ]
    for change in refused:
        with pytest.raises(NoViewError, match="no such view"):
            change()
    assert names(store, vic) == ["mine"]


def test_changes_of_what_is_not_one_s_own_are_in_the_log(store: AppStore) -> None:
    ed = person(store, "ed", Role.EDITOR, "Support")
    for audience in Audience:
        number = saved(store, ed, f"of {audience}", audience)
        changed.rename(store, by(ed), number, f"{audience}!")
        changed.replace(store, by(ed), number, SERVICE)
        changed.remove(store, by(ed), number)
    expected = []
    for number, whom, place in (
        (2, "team", "the team “Support”"),
        (3, "company", "the company"),
    ):
        expected += [
            ("ed", "view saved", f"view {number} “of {whom}” of {place}, to loyalty"),
            (
                "ed",
                "view renamed",
                f"view {number} “{whom}!” of {place}, to loyalty; before: “of {whom}”",
            ),
            ("ed", "view replaced", f"view {number} “{whom}!” of {place}, to service"),
            ("ed", "view deleted", f"view {number} “{whom}!” of {place}, to service"),
        ]
    assert events(store) == expected


def test_another_editor_s_replacement_has_their_name(store: AppStore) -> None:
    number = saved(store, person(store, "ed", Role.EDITOR), "board", COMPANY)
    other = person(store, "other", Role.EDITOR)
    changed.rename(store, by(other), number, "Board")
    found = view_of_number(store, other, number)
    assert found
    assert (found.name, found.author, found.page) == ("Board", "ed", "loyalty")
    changed.replace(store, by(other), number, SERVICE)
    found = view_of_number(store, other, number)
    assert found
    assert (found.author, found.page, found.query) == ("other", "service", SERVICE.query)


def test_a_name_is_taken_where_it_stands_and_nowhere_else(store: AppStore) -> None:
    ed = person(store, "ed", Role.EDITOR, "Support")
    vic = person(store, "vic")
    for audience in Audience:
        saved(store, ed, "Board", audience)
        for name in ("Board", " bOARD ", "\uff22oard"):
            with pytest.raises(ViewError, match="there already"):
                saved(store, ed, name, audience)
    saved(store, vic, "Board")
    second = saved(store, ed, "Second")
    with pytest.raises(ViewError, match="there already"):
        changed.rename(store, by(ed), second, "board")
    changed.rename(store, by(ed), second, "SECOND")  # its own
    assert names(store, ed) == ["Board", "SECOND", "Board", "Board"]
    # And where two would be told at once that it is free, the store refuses one.
    with pytest.raises(IntegrityError), store.write() as session:
        held = session.scalars(select(SavedView).where(SavedView.name == "SECOND")).one()
        held.key = "board"


@pytest.mark.parametrize(
    "name", ["", "  ", "a\nb", "a\x00b", "x" * 81, "a\u202eb", "\ud800", "\ufdfa" * 20]
)
def test_what_is_no_name(store: AppStore, name: str) -> None:
    vic = person(store, "vic")
    with pytest.raises(ViewError, match="1 to 80 letters"):
        saved(store, vic, name)
    number = saved(store, vic, "x" * 80)
    with pytest.raises(ViewError, match="1 to 80 letters"):
        changed.rename(store, by(vic), number, name)
    assert names(store, vic) == ["x" * 80]


def test_there_is_an_end_to_them(store: AppStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("access.saved_views.changed.MOST", 2)
    vic, bob = person(store, "vic"), person(store, "bob")
    saved(store, vic, "1")
    saved(store, vic, "2")
    with pytest.raises(ViewError, match="There are 2 views already"):
        saved(store, vic, "3")
    saved(store, bob, "1")


def test_a_start_page_is_one_s_own(store: AppStore) -> None:
    ed = person(store, "ed", Role.EDITOR, "Support")
    vic = person(store, "vic", team="Support")
    first, second = saved(store, ed, "1", TEAM), saved(store, ed, "2", COMPANY)
    assert start_page(store, vic) is None
    changed.start_with(store, vic, first)
    changed.start_with(store, vic, second)
    changed.start_with(store, ed, first)
    assert [one.start for one in views_of(store, vic)] == [False, True]
    found = start_page(store, vic)
    assert found
    assert found.number == second
    changed.start_with(store, vic, None)
    assert start_page(store, vic) is None
    assert start_page(store, ed) is not None
    # A third, saved as such, takes its place.
    third = saved(store, ed, "3", start=True)
    found = start_page(store, ed)
    assert found
    assert found.number == third


def test_a_start_page_that_is_no_longer_seen_is_none(store: AppStore) -> None:
    ed = person(store, "ed", Role.EDITOR, "Support")
    vic = person(store, "vic", team="Support")
    number = saved(store, ed, "1", TEAM)
    changed.start_with(store, vic, number)
    accounts.set_rights(store, "vic", Changes(team=""), NOW)
    assert start_page(store, again(store, "vic")) is None
    accounts.set_rights(store, "vic", Changes(team="Support"), NOW)
    assert start_page(store, again(store, "vic")) is not None
    changed.remove(store, by(ed), number)
    assert start_page(store, again(store, "vic")) is None
    with store.read() as session:
        assert session.scalars(select(StartPage)).all() == []


def test_what_goes_with_an_account_and_what_stays(store: AppStore) -> None:
    ed = person(store, "ed", Role.EDITOR, "Support")
    vic = person(store, "vic", team="Support")
    for audience in Audience:
        saved(store, ed, f"of {audience}", audience)
    accounts.set_disabled(store, "ed", True, NOW)
    seen = [("of team", "ed"), ("of company", "ed")]
    assert [(one.name, one.author) for one in views_of(store, vic)] == seen
    with store.write() as session:
        session.execute(delete(Account).where(Account.id == ed.account))
    assert [(one.name, one.author) for one in views_of(store, vic)] == seen
    with store.read() as session:
        assert len(session.scalars(select(SavedView)).all()) == 2


def test_what_somebody_sees_of_the_data_does_not_hang_on_the_team(store: AppStore) -> None:
    vic = person(store, "vic", team="Support")
    assert vic.team == "Support"
    assert vic.sees == replace(vic, team="Sales").sees
