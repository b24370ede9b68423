"""Notes by themselves: who may know of one, who may change it, and what is kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from itertools import product

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from sqlalchemy import select

from access import accounts
from access.accounts import Changes, find, reader_of
from access.notes.kept import (
    KeptNote,
    find_note,
    may_change_note,
    may_read_notes,
    read_notes,
)
from access.notes.written import LONGEST, Draft, NoteError, add, change, delete
from access.reader import ANYBODY, Reader
from access.rights import Role
from access.rows import within
from data.scope import NOT_STATED, Filters, Span
from store.app_store import AppStore
from store.tables import AuditEntry
from tests.access.people import NOW
from tests.access.people import add as account

DAY = Span(date(2026, 10, 5), date(2026, 10, 5))
LEVELS = {
    "region": ("APAC", "EMEA", "Oceania"),
    "plan": ("Pro", "Starter"),
    "channel": ("email", "phone"),
}
EMEA: Filters = (("region", ("EMEA",)),)
APAC: Filters = (("region", ("APAC",)),)
BOTH: Filters = (("region", ("APAC", "EMEA")),)
Row = dict[str, str]


@st.composite
def filters(draw: st.DrawFn) -> Filters:
    chosen = {key: draw(st.sets(st.sampled_from(levels))) for key, levels in LEVELS.items()}
    return tuple((key, tuple(sorted(levels))) for key, levels in chosen.items() if levels)


def rows_of(*limits: Filters) -> Iterator[Row]:
    """Every row there could be that meets all of them; some state what nobody names."""
    for values in product(*((*levels, NOT_STATED) for levels in LEVELS.values())):
        row = dict(zip(LEVELS, values, strict=True))
        if all(row[key] in levels for limit in limits for key, levels in limit):
            yield row


@given(scope=filters(), rows=filters(), view=filters())
def test_a_note_is_known_where_its_scope_has_a_row_of_the_reader(
    scope: Filters, rows: Filters, view: Filters
) -> None:
    assume(any(rows_of(rows, view)))
    known = within(scope, rows)
    common = list(rows_of(scope, rows))
    assert (known is not None) == bool(common)
    if known is None:
        return
    # Each level that is named is one of a row of theirs, and each of those is named.
    assert {key for key, _ in known} == {key for key, _ in scope}
    for key, levels in known:
        assert set(levels) == {row[key] for row in common}
    assert (within(known, view) is not None) == any(rows_of(scope, rows, view))


@given(scope=filters(), rows=filters())
def test_it_is_changed_where_all_its_rows_are_theirs(scope: Filters, rows: Filters) -> None:
    who = Reader(1, "eva", Role.EDITOR, ANYBODY.rights, rows)
    own = list(rows_of(rows))
    assert may_change_note(who, scope) == all(row in own for row in rows_of(scope))


def reader(store: AppStore, name: str, role: Role = Role.EDITOR, rows: Filters = ()) -> Reader:
    account(store, name, role)
    accounts.set_rights(store, name, Changes(rows=rows), NOW)
    with store.read() as session:
        found = find(session, name)
        assert found
        return reader_of(found)


def all_notes(store: AppStore) -> list[KeptNote]:
    return [*read_notes(store).notes]


def events(store: AppStore) -> list[tuple[str, str, str, str]]:
    with store.read() as session:
        found = session.scalars(select(AuditEntry).where(AuditEntry.event.startswith("note")))
        return [(one.who, one.event, one.about, one.address) for one in found]


def test_written_changed_and_deleted(store: AppStore) -> None:
    ann, bob = reader(store, "ann"), reader(store, "bob")
    made = add(store, ann, Draft(DAY, "  New  billing\nportal ", EMEA), NOW, "10.0.0.1")
    (kept,) = all_notes(store)
    assert kept == find_note(store, made)
    assert (kept.text, kept.span, kept.scope) == ("New billing portal", DAY, EMEA)
    assert (kept.author, kept.written_at) == ("ann", NOW)
    later, span = NOW + timedelta(days=1), Span(DAY.start, DAY.end + timedelta(days=3))
    change(store, bob, made, Draft(span, "Another portal"), later, "10.0.0.2")
    (kept,) = all_notes(store)
    assert (kept.text, kept.span, kept.scope) == ("Another portal", span, ())
    assert (kept.author, kept.written_at) == ("bob", later)  # whose words these are
    delete(store, ann, made, later, "10.0.0.1")
    assert all_notes(store) == []
    with pytest.raises(NoteError, match="no such note"):
        delete(store, ann, made, later, "10.0.0.1")
    assert add(store, ann, Draft(DAY, "x"), NOW, "") > made  # the log names notes by their ids
    assert events(store)[:3] == [
        ("ann", "note added", "note 1 on 2026-10-05, region: EMEA: New billing portal", "10.0.0.1"),
        (
            "bob",
            "note changed",
            "note 1 on 2026-10-05 to 2026-10-08, all of the company: Another portal",
            "10.0.0.2",
        ),
        (
            "ann",
            "note deleted",
            "note 1 on 2026-10-05 to 2026-10-08, all of the company: Another portal",
            "10.0.0.1",
        ),
    ]


def test_they_are_read_again_where_one_changed_and_only_then(store: AppStore) -> None:
    ann = reader(store, "ann")
    known, before = read_notes(store), Span(DAY.start - timedelta(days=9), DAY.end)
    changes: list[Callable[[], object]] = [
        lambda: add(store, ann, Draft(DAY, "one"), NOW, ""),
        lambda: add(store, ann, Draft(before, "two"), NOW, ""),
        lambda: change(store, ann, 1, Draft(DAY, "three"), NOW, ""),
        lambda: change(store, ann, 1, Draft(DAY, "one"), NOW, ""),
        lambda: delete(store, ann, 1, NOW, ""),
        lambda: add(store, ann, Draft(DAY, "one"), NOW, ""),
    ]
    expected = [["one"], ["two", "one"], ["two", "three"], ["two", "one"], ["two"], ["two", "one"]]
    seen = {known.version}
    for make, texts in zip(changes, expected, strict=True):
        assert read_notes(store, known) is known
        make()
        known = read_notes(store, known)
        assert [one.text for one in known.notes] == texts
        assert known.version not in seen
        seen.add(known.version)


def test_a_limited_author_writes_of_their_rows_alone(store: AppStore) -> None:
    eva, ann = reader(store, "eva", rows=EMEA), reader(store, "ann")
    add(store, eva, Draft(DAY, "of the rows that she has"), NOW, "")
    assert all_notes(store)[0].scope == EMEA
    plan: Filters = (("plan", ("Pro",)),)
    add(store, eva, Draft(DAY, "and narrower", plan), NOW, "")
    assert all_notes(store)[1].scope == (*plan, *EMEA)
    with pytest.raises(NoteError, match="none of the rows that you may see"):
        add(store, eva, Draft(DAY, "of others", APAC), NOW, "")
    for scope in ((), APAC, BOTH):
        other = add(store, ann, Draft(DAY, "about others as well", scope), NOW, "")
        with pytest.raises(NoteError, match="no such note that you may change"):
            change(store, eva, other, Draft(DAY, "hers"), NOW, "")
        with pytest.raises(NoteError, match="no such note that you may change"):
            delete(store, eva, other, NOW, "")
    assert len(all_notes(store)) == 5


@pytest.mark.parametrize("role", [Role.VIEWER, Role.ANALYST])
def test_who_may_not_edit_writes_none(store: AppStore, role: Role) -> None:
    ann, other = reader(store, "ann"), reader(store, "vic", role)
    made = add(store, ann, Draft(DAY, "x"), NOW, "")
    for who in (other, ANYBODY):  # who has no account is no author
        with pytest.raises(NoteError, match="an account and the right to edit"):
            add(store, who, Draft(DAY, "y"), NOW, "")
        with pytest.raises(NoteError, match="no such note that you may change"):
            delete(store, who, made, NOW, "")
        assert may_read_notes(who)
    assert [one.text for one in all_notes(store)] == ["x"]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "is empty"),
        (" \t\n", "is empty"),
        ("x" * (LONGEST + 1), "201 characters; 200 are the most"),
        ("a\0b", "nobody sees"),
        ("a\x1bb", "nobody sees"),
        ("a\u200eb", "nobody sees"),
        ("a\U000e0041b", "nobody sees"),
        ("\u3164\u2800", "is empty"),
        ("\u200d", "is empty"),
        ("left \u202eright", "nobody sees"),
        ("a\ud800", "nobody sees"),
    ],
)
def test_texts_that_are_none(store: AppStore, text: str, why: str) -> None:
    ann = reader(store, "ann")
    with pytest.raises(NoteError, match=why):
        add(store, ann, Draft(DAY, text), NOW, "")
    assert all_notes(store) == []
    assert events(store) == []


@pytest.mark.parametrize(
    "text", ["x" * LONGEST, "<b>ü</b> 👩\u200d💻 “מבצע”", "'; DROP TABLE note"]
)
def test_other_texts_stay_as_they_are(store: AppStore, text: str) -> None:
    add(store, reader(store, "ann"), Draft(DAY, text), NOW, "")
    assert all_notes(store)[0].text == text
