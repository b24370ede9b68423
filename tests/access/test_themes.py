"""Edited themes by themselves: versions, two editors at once, and who may."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from access.reader import ANYBODY, Reader
from access.rights import RIGHTS, Role
from access.themes import written
from access.themes.kept import (
    BEFORE_ALL,
    EditedThemes,
    Entries,
    may_edit_themes,
    newest_themes,
    read_versions,
)
from access.themes.written import Change, ChangedMeanwhileError, EditError, bring_back, put
from store.app_store import AppStore
from store.migrate import migrate
from store.tables import AuditEntry
from tests.access.people import NOW
from tests.store.test_migrations import of_version

ANN = Reader(1, "ann", Role.EDITOR, RIGHTS[Role.EDITOR])
PARKING = {"group": "Places", "label": "Parking", "en": ["parking*"]}
COFFEE = {"group": "Places", "label": "Coffee", "en": ["coffee*"]}


def fine(_: Entries) -> None:
    """Nothing is wrong with any entry."""


def write(
    store: AppStore, key: str, entry: dict[str, Any] | None, looked_at: int, who: Reader = ANN
) -> EditedThemes:
    return put(store, Change(who, NOW, "10.0.0.1", looked_at), key, entry, f"“{key}” so", fine)


def test_who_may() -> None:
    own = {role: Reader(7, "x", role, RIGHTS[role]) for role in Role}
    assert [role for role, who in own.items() if may_edit_themes(who)] == [
        Role.EDITOR,
        Role.ADMINISTRATOR,
    ]
    editor = own[Role.EDITOR]
    assert not may_edit_themes(ANYBODY)
    assert not may_edit_themes(replace(editor, rows=(("region", ("EMEA",)),)))
    assert not may_edit_themes(replace(editor, anonymous=True))


def test_who_may_not_changes_nothing(store: AppStore) -> None:
    viewer = Reader(2, "bob", Role.ANALYST, RIGHTS[Role.ANALYST])
    with pytest.raises(EditError, match="right to edit"):
        write(store, "parking", PARKING, 0, viewer)
    with pytest.raises(EditError, match="right to edit"):
        bring_back(store, Change(viewer, NOW, "", 0), 0, fine)
    assert newest_themes(store) == BEFORE_ALL


def test_each_change_is_a_version_with_all_entries(store: AppStore) -> None:
    assert write(store, "parking", PARKING, 0).number == 1
    assert write(store, "coffee", COFFEE, 1).number == 2
    assert write(store, "parking", None, 2).number == 3
    assert [(one.number, one.entries, one.author, one.made_at) for one in read_versions(store)] == [
        (3, {"coffee": COFFEE}, "ann", NOW),
        (2, {"parking": PARKING, "coffee": COFFEE}, "ann", NOW),
        (1, {"parking": PARKING}, "ann", NOW),
    ]
    with store.read() as session:
        logged = session.scalars(select(AuditEntry).order_by(AuditEntry.id)).all()
    assert [(one.who, one.event, one.about, one.address) for one in logged] == [
        ("ann", "themes changed", f"version {number}: “{key}” so", "10.0.0.1")
        for number, key in ((1, "parking"), (2, "coffee"), (3, "parking"))
    ]


def test_what_changes_nothing_is_no_version(store: AppStore) -> None:
    write(store, "parking", PARKING, 0)
    assert write(store, "parking", dict(PARKING), 1).number == 1
    assert write(store, "coffee", None, 1).number == 1
    assert len(read_versions(store)) == 1


def test_the_second_of_two_editors_is_told_and_nothing_is_lost(store: AppStore) -> None:
    write(store, "parking", PARKING, 0)
    bob = replace(ANN, name="bob")
    theirs = {**PARKING, "label": "Car park"}
    write(store, "parking", theirs, 1, bob)
    with pytest.raises(ChangedMeanwhileError, match="bob made version 2"):
        write(store, "parking", {**PARKING, "label": "Parking lot"}, 1)
    assert newest_themes(store).entries == {"parking": theirs}
    # Of another theme they say nothing against each other.
    assert write(store, "coffee", COFFEE, 1).entries == {"parking": theirs, "coffee": COFFEE}
    # Who has looked at what there is now writes over it.
    write(store, "parking", PARKING, 3)
    assert newest_themes(store).entries == {"parking": PARKING, "coffee": COFFEE}


def test_a_version_is_brought_back_as_a_new_one(store: AppStore) -> None:
    write(store, "parking", PARKING, 0)
    write(store, "coffee", COFFEE, 1)
    with pytest.raises(ChangedMeanwhileError):
        bring_back(store, Change(ANN, NOW, "", 1), 1, fine)
    back = bring_back(store, Change(ANN, NOW, "", 2), 1, fine)
    assert (back.number, back.entries) == (3, {"parking": PARKING})
    assert back.about == "version 1 brought back"
    before_all = bring_back(store, Change(ANN, NOW, "", 3), 0, fine)
    assert (before_all.number, before_all.entries) == (4, {})
    with pytest.raises(EditError, match="no version 9"):
        bring_back(store, Change(ANN, NOW, "", 4), 9, fine)


def test_what_the_check_refuses_is_not_kept(store: AppStore) -> None:
    def refuse(entries: Entries) -> None:
        assert entries == {"parking": PARKING}
        raise ValueError("no")

    change = Change(ANN, NOW, "", 0)
    with pytest.raises(ValueError, match="no"):
        put(store, change, "parking", PARKING, "so", refuse)
    assert newest_themes(store) == BEFORE_ALL


def test_the_newest_are_kept_and_no_more_than_fit(
    store: AppStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(written, "KEPT", 2)
    for number in range(4):
        write(store, "parking", {**PARKING, "label": f"Parking {number}"}, number)
    assert [one.number for one in read_versions(store)] == [4, 3]
    # Who looked at a version that is gone is told to look again.
    with pytest.raises(ChangedMeanwhileError):
        write(store, "coffee", COFFEE, 1)
    with pytest.raises(EditError, match="200,000 are the most"):
        write(store, "coffee", {**COFFEE, "en": ["x" * 200_000]}, 4)


def test_versions_outlive_an_update(tmp_path: Path) -> None:
    old = of_version("0011", tmp_path)
    migrate(old)
    assert newest_themes(old).entries == {"parking": PARKING}
    old.close()
