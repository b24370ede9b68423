"""An anonymous reader's views are never a few customers apart, whatever exit they come from."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from access.reader import ANYBODY, Reader
from app import create_app
from server.gate.reader import put_reader
from settings import Settings
from tests.privacy.apart import asked, got, told
from tests.privacy.companies import company

ANONYMOUS = replace(ANYBODY, anonymous=True)


def client_as(settings: Settings, reader: Reader) -> FlaskClient:
    server = create_app(settings).server

    def known() -> None:
        put_reader(reader)

    server.before_request_funcs.setdefault(None, []).append(known)  # after the gate
    found: FlaskClient = server.test_client()
    return found


@pytest.mark.parametrize(("seed", "scale"), [(1, 1), (2, 4), (3, 12)])
def test_no_two_views_are_a_few_customers_apart(
    seed: int, scale: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = company(seed, tmp_path, scale=scale)
    settings = Settings(mapping=tmp_path / "mapping.toml", folder=tmp_path / "app")
    client = client_as(settings, ANONYMOUS)
    queries = list(asked(known, random.Random(seed), 400))
    views = got(client, iter(queries), random.Random(seed))
    print(len(views), sum(bool(v.filters) for v in views))
    assert told(known, views) == []
    monkeypatch.setattr("server.current.apart", lambda parsed, *_: parsed)
    views = got(client, iter(queries), random.Random(seed))
    print(len(views))
    assert told(known, views)
