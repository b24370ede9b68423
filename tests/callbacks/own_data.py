"""Dashboards on files that were brought before, for the tests of own data."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType

import pytest
from flask.testing import FlaskClient

from app import create_app, prepare
from commands import drafting
from data.draft.own import use
from data.store.load_status import LoadStatus
from server.loads.reload import Loader
from settings import Settings


def in_use(folder: Path, mapping: str, files: dict[str, str]) -> Settings:
    """A dashboard without a stated mapping, loaded. `files`: such as `0/first.csv` to its text."""
    upload = folder / "before"
    for name, text in files.items():
        (upload / name).parent.mkdir(parents=True)
        (upload / name).write_text(text, encoding="utf-8")
    found = Settings(folder=folder / "folder")
    use(found.own_data(), upload, mapping, tuple((Path(n).name, upload / n) for n in files))
    prepare(found)
    return found


def at_once(found: Settings, page: ModuleType, patch: pytest.MonkeyPatch) -> Settings:
    """Drafts that `page` begins and loads end before the request that asks for them."""
    patch.setattr(page, "start_draft", drafting.main)
    patch.setattr(Loader, "start_attended", lambda _: prepare(found, attended=True))
    return found


def at_the_machine(found: Settings) -> FlaskClient:
    """The browser of whoever sits there, where nobody logs in."""
    client: FlaskClient = create_app(found, LoadStatus()).server.test_client()
    client.environ_base["HTTP_SEC_FETCH_SITE"] = "same-origin"
    return client
