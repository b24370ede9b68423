"""Heavy work for who is limited to some rows is that of a company that has these alone."""

from __future__ import annotations

import json
from typing import Any

import pytest

from app import prepare
from data.store.snapshots import Snapshot, open_snapshot
from pages.heavy.kinds import KINDS, answer_of
from settings import Settings
from tests.pages.reading import view_of
from tests.row_scope.companies import Files, drawn, only, put
from tests.row_scope.conftest import ROWS
from tests.row_scope.exits import different

# What of a view each is about besides its filters: see the panels that ask for it.
KEPT: dict[str, tuple[str, ...]] = {
    "drivers": ("metric", "span"),
    "windows": ("metric", "span", "compare", "window"),
}
LINK = "why?metric=nps&window=3"


@pytest.fixture(scope="module")
def files() -> Files:
    """Many enough for drivers."""
    return drawn(0, rows=6_000)


@pytest.fixture(scope="module")
def alone(files: Files, tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    folder = tmp_path_factory.mktemp("alone")
    own = Settings(mapping=put(only(files, ROWS), folder / "files"), folder=folder)
    return open_snapshot(prepare(own))


def content(snapshot: Snapshot, kind: str) -> Any:  # noqa: ANN401
    view = view_of(snapshot, LINK)
    kept: dict[str, Any] = {name: getattr(view, name) for name in KEPT.get(kind, ())}
    found = answer_of(snapshot, view, kind, **kept).result
    assert found is not None and not found.failed
    return json.loads(found.content, parse_constant=str)


@pytest.mark.parametrize("kind", sorted(KINDS.keys() - {"actions"}))
def test_it_is_of_their_rows_alone(
    whole: Snapshot, limited: Snapshot, alone: Snapshot, kind: str
) -> None:
    assert different(content(limited, kind), content(alone, kind)) == ""
    assert different(content(limited, kind), content(whole, kind))
