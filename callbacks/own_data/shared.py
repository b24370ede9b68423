"""What all pages of own data share: who may change data, and where uploads are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from flask import request
from werkzeug.exceptions import Forbidden, NotFound

from access.audit import note
from callbacks.own_data.allowed import Allowed
from callbacks.site import Members, Site
from data.draft.own import made_of
from data.draft.uploads import UploadError, Uploads
from data.store.snapshots import Store
from server.gate.reader import current_reader


@dataclass(frozen=True)
class OwnData:
    """Who may bring data, and where they are kept. `folder`: of own data; `place`: the mapping in
    use and the folder of its data; `load` starts a load that somebody attends; `most`: bytes of an
    upload."""

    allowed: Allowed
    folder: Path
    place: Callable[[], tuple[Path, Path]]
    load: Callable[[], None]
    most: int

    def uploads(self) -> Uploads:
        """All uploads."""
        return Uploads(self.folder / "uploads", self.most)


@dataclass(frozen=True)
class Shared:
    """The site, its accounts (None where nobody logs in), the data shown, and the own data."""

    site: Site
    members: Members | None
    store: Store
    own: OwnData

    def check(self) -> None:
        """Raises Forbidden for whoever may not change what everybody sees."""
        if refusal := self.own.allowed.refusal():
            raise Forbidden(refusal)
        if (stated := self.own.allowed.stated) and request.method != "GET":
            raise Forbidden(f"These data are those of {stated}; edit that file instead.")

    def token(self) -> str:
        """What a form sends back to show that it is ours."""
        return self.members.who.cookies.token() if self.members else ""

    def noted(self, event: str, about: str) -> None:
        """Keeps in the log of accounts who did what."""
        if self.members:
            with self.members.store.write() as session:
                who = current_reader().name
                note(session, datetime.now(UTC), who, event, about, self.site.address())

    def folder(self, upload: str) -> Path:
        """Of an upload. Raises NotFound where there is none, or none any more."""
        try:
            return self.own.uploads().folder(upload)
        except UploadError as error:
            raise NotFound(self._used(upload) or str(error)) from None

    def _used(self, upload: str) -> str:
        """That an upload is gone because it was used, or nothing."""
        version = made_of(self.own.folder, upload)
        if version is None:
            return ""
        if version.in_use:
            return "These files are in use by now: the dashboard shows them."
        return (
            "These files were in use; by now other data are. On the page “Your data” you can go "
            "back to them."
        )
