"""Panels of more cells than anybody reads are refused in words, and the rest of the page stands."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from data.store.snapshots import Snapshot
from pages.index import read_page
from pages.panel import Kind
from pages.panels import too_many
from tests.callbacks.client import show
from tests.pages.reading import view_of


@pytest.mark.parametrize("page", ["touchpoints", "journey"])
def test_too_many_cells(page: str, snapshot: Snapshot, monkeypatch: pytest.MonkeyPatch) -> None:
    dimension = snapshot.catalog.dimension("touchpoint")
    assert dimension is not None
    monkeypatch.setattr(too_many, "_MOST_CELLS", 9)
    found = read_page(snapshot, view_of(snapshot, f"{page}?by=region"))
    refused = found.panel("by_segment")
    assert refused is not None
    assert refused.kind == Kind.TOO_LARGE
    assert f"{len(dimension.levels)} (Touchpoint) by " in refused.note
    assert "Filter to some of them first." in refused.note
    assert len(refused.choices) > 1  # another dimension may have fewer
    assert [panel.key for panel in found.panels if panel.missing] == ["by_segment"]
    narrow = view_of(snapshot, f"{page}?by=region&touchpoint={dimension.levels[0]}")
    panel = read_page(snapshot, narrow).panel("by_segment")
    assert panel is None or not panel.missing


def test_no_cell_is_read_that_is_not_shown(
    snapshot: Snapshot, monkeypatch: pytest.MonkeyPatch
) -> None:
    usual = read_page(snapshot, view_of(snapshot, "journey?by=region"))
    monkeypatch.setattr(too_many, "_MOST_CELLS", 9)
    cut = read_page(snapshot, view_of(snapshot, "journey?by=region"))
    own, other = cut.panel("journey"), usual.panel("journey")
    assert own is not None
    assert other is not None
    assert own.frame["value"].tolist() == other.frame["value"].tolist()
    assert cut.headline == usual.headline


def test_too_many_to_rank(
    snapshot: Snapshot, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(too_many, "_MOST_RANKED", 5)
    found = read_page(snapshot, view_of(snapshot, "service"))
    agents, teams = found.panel("agents"), found.panel("teams")
    assert agents is not None
    assert teams is not None
    assert agents.kind == Kind.TOO_LARGE
    assert "agents are too many to rank. Filter to some of them first." in agents.note
    assert teams.kind == Kind.RANKING
    link = "/service?period=all&compare=none&grain=month"  # not kept
    assert "too many to rank" in show(client, link).text("content")
    answer = client.get(f"/api/service/agents.csv?{link.partition('?')[2]}")
    assert answer.status_code == 503
    assert "too many to rank" in answer.text
