"""The themes as people edited them, version by version, and who may edit them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from access.reader import Reader
from access.rights import Right
from store.app_store import AppStore
from store.tables import ThemesVersion

Entries = dict[str, dict[str, Any]]  # by key of the theme, as voice.themes.own reads them


@dataclass(frozen=True)
class EditedThemes:
    """All entries that people edited, after one change. Number 0 is before the first of them."""

    number: int
    entries: Entries
    about: str = ""  # what was changed
    author: str = ""
    made_at: datetime | None = None


BEFORE_ALL = EditedThemes(0, {})


def read_versions(store: AppStore) -> tuple[EditedThemes, ...]:
    """The versions that are kept, the newest first. Raises StoreError."""
    with store.read() as session:
        found = session.scalars(select(ThemesVersion).order_by(ThemesVersion.number.desc())).all()
        return tuple(_of_row(one) for one in found)


def newest_themes(store: AppStore) -> EditedThemes:
    """The themes as they are edited now. Raises StoreError."""
    with store.read() as session:
        return newest_in(session)


def newest_in(session: Session) -> EditedThemes:
    """The same, in a transaction."""
    newest = select(ThemesVersion).order_by(ThemesVersion.number.desc()).limit(1)
    found = session.scalars(newest).one_or_none()
    return _of_row(found) if found else BEFORE_ALL


def version_in(session: Session, number: int) -> EditedThemes | None:
    """The version of that number, while it is kept."""
    if number == BEFORE_ALL.number:
        return BEFORE_ALL
    found = session.get(ThemesVersion, number)
    return _of_row(found) if found else None


def may_edit_themes(who: Reader) -> bool:
    """May they edit the themes? These are of all comments: who sees some rows alone may not."""
    own = who.account is not None and who.held is None
    return own and not who.rows and who.may(Right.EDIT) and who.may(Right.COMMENTS)


def _of_row(found: ThemesVersion) -> EditedThemes:
    entries: Entries = json.loads(found.entries)
    return EditedThemes(found.number, entries, found.about, found.author, found.made_at)
