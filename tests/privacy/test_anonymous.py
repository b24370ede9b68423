"""An anonymous reader's views are never a few customers apart, whatever exit they come from."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from access.reader import ANYBODY
from app import create_app
from server.gate.reader import put_reader
from settings import Settings
from tests.privacy.apart import asked, got, told
from tests.privacy.companies import company

ANONYMOUS = replace(ANYBODY, anonymous=True)
_LINKS = 60


def anonymous(folder: Path) -> FlaskClient:
    settings = Settings(mapping=folder / "mapping.toml", folder=folder / "app")
    server = create_app(settings).server
    # After the gate.
    server.before_request_funcs.setdefault(None, []).append(lambda: put_reader(ANONYMOUS))
    found: FlaskClient = server.test_client()
    return found


@pytest.mark.slow
@pytest.mark.parametrize(("seed", "scale"), [(1, 1), (2, 4), (3, 12)])
def test_no_two_views_are_a_few_customers_apart(
    seed: int, scale: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = company(seed, tmp_path, scale=scale)
    client = anonymous(tmp_path)
    queries = list(asked(random.Random(seed), _LINKS))
    views = got(client, queries)
    assert len(views) > scale  # of a small company there are few
    assert told(known, views) == []
    monkeypatch.setattr("server.current.apart", lambda parsed, *_: parsed)
    assert told(known, got(client, queries))
