"""Themes of comments as people change them. Each change is a version of all that is edited."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete
from sqlalchemy.orm import Session

from access import audit
from access.reader import Reader
from access.themes.kept import EditedThemes, Entries, may_edit_themes, newest_in, version_in
from store.app_store import AppStore
from store.tables import ThemesVersion

KEPT = 200  # versions, the newest
_LONGEST = 200_000  # characters of all entries
_LONGEST_ABOUT = 200


class EditError(Exception):
    """Themes can't be changed as it was asked for; the message says why."""


class ChangedMeanwhileError(EditError):
    """Somebody else changed the same since the form was opened."""


@dataclass(frozen=True)
class Change:
    """Who changes themes, when, from where, and which version they looked at."""

    who: Reader
    now: datetime
    address: str
    looked_at: int


def put(
    store: AppStore,
    change: Change,
    key: str,
    entry: dict[str, Any] | None,
    about: str,
    check: Callable[[Entries], None],
) -> EditedThemes:
    """Write the entry of a theme anew, or take it away where it is None. Returns the newest.

    `about`: what that changes, in words; `check` raises what is wrong with the entries as they
    would be. Raises ChangedMeanwhileError where somebody else changed this theme, EditError and
    StoreError; then nothing is changed.
    """
    with store.write() as session:
        newest = _newest_for(session, change)
        before = version_in(session, change.looked_at)
        if before is None or before.entries.get(key) != newest.entries.get(key):
            raise _changed_meanwhile(newest)
        entries = {name: own for name, own in newest.entries.items() if name != key or entry}
        if entry:
            entries[key] = entry
        check(entries)
        return _write(session, change, newest, entries, about)


def bring_back(
    store: AppStore, change: Change, number: int, check: Callable[[Entries], None]
) -> EditedThemes:
    """Make all entries what they were in a version; that is a new version. Otherwise as `put`."""
    with store.write() as session:
        newest = _newest_for(session, change)
        if change.looked_at != newest.number:
            raise _changed_meanwhile(newest)
        found = version_in(session, number)
        if found is None:
            raise EditError(f"There is no version {number} of the themes; only {KEPT} are kept.")
        check(found.entries)
        about = f"version {number} brought back" if number else "all changes taken back"
        return _write(session, change, newest, found.entries, about)


def _newest_for(session: Session, change: Change) -> EditedThemes:
    if not may_edit_themes(change.who):
        raise EditError("Only somebody with an account, all rows and the right to edit may.")
    return newest_in(session)


def _write(
    session: Session, change: Change, newest: EditedThemes, entries: Entries, about: str
) -> EditedThemes:
    if entries == newest.entries:
        return newest
    text = json.dumps(entries, ensure_ascii=False)
    if len(text) > _LONGEST:
        raise EditError(
            f"All changes together have {len(text):,} characters; {_LONGEST:,} are the most. "
            "Take some words out."
        )
    made = ThemesVersion(
        number=newest.number + 1,
        entries=text,
        about=about[:_LONGEST_ABOUT],
        author=change.who.name,
        made_at=change.now,
    )
    session.add(made)
    session.execute(delete(ThemesVersion).where(ThemesVersion.number <= made.number - KEPT))
    told = f"version {made.number}: {made.about}"
    audit.note(session, change.now, change.who.name, "themes changed", told, change.address)
    return EditedThemes(made.number, entries, made.about, made.author, made.made_at)


def _changed_meanwhile(newest: EditedThemes) -> ChangedMeanwhileError:
    return ChangedMeanwhileError(
        f"Meanwhile {newest.author or 'somebody'} made version {newest.number}: {newest.about}. "
        "Nothing of yours is saved yet. Look at what is there now, then save once more."
    )
