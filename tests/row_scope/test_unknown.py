"""Scopes of what the data do not have: such a reader sees an empty company, in words."""

from __future__ import annotations

from urllib.parse import quote

import pytest

from data.row_scope.snapshots import scoped
from data.scope import NOT_STATED, Filters, row_scope
from data.store.snapshots import WholeSnapshot
from settings import Settings
from tests.callbacks.client import show
from tests.row_scope.companies import Files
from tests.row_scope.exits import app_for
from view.pages import PAGES

NOTHING: list[Filters] = [
    row_scope([("country", ["Narnia"])]),
    row_scope([("region", ["region Z"])]),
    row_scope([("region", [])]),
    row_scope([("region", ["region A"]), ("region", ["region B"])]),
    row_scope([("touchpoint", ["touchpoint 1"])]),  # no segment
    row_scope([("region", ["it's", 'say "hi"', "back\\slash", "'; DROP TABLE feedback; --"])]),
]


@pytest.mark.parametrize("rows", NOTHING)
def test_an_empty_company(rows: Filters, settings: Settings, files: Files) -> None:
    client = app_for(settings, rows).server.test_client()
    texts = files.texts()
    for page in PAGES:
        for query in ("", "period=all&compare=rest&region=region+A&metric=nps"):
            shown = show(client, f"/{page}?{query}")
            sent = [shown.response.text, client.get(f"/{page}?{query}").text]
            sent.append(client.get(f"/api/{page}").text)
            assert shown.response.status_code == 200
            for text in sent:
                assert "the log says why" not in text
                assert [one for one in texts if one in text and quote(one) not in query] in (
                    [],
                    ["region A"],
                )
    ready = client.get("/readyz").get_json()
    assert ready["rows"] == {}
    assert client.get("/api/levels/region").status_code == 404
    assert client.get("/api/data/rejected.csv").text.count("\n") == 1


def test_what_is_known_of_a_scope_stays(whole: WholeSnapshot) -> None:
    some = scoped(whole, row_scope([("region", ["region A", "region Z"])]))
    alone = scoped(whole, row_scope([("region", ["region A"])]))
    assert some.catalog.tables == alone.catalog.tables
    assert some.catalog.version != alone.catalog.version


def test_rows_without_a_level_are_another_level(whole: WholeSnapshot) -> None:
    of = {
        levels: scoped(whole, row_scope([("region", levels)])).catalog.rows("feedback")
        for levels in (("region A",), (NOT_STATED,), ("region A", NOT_STATED))
    }
    both = of["region A", NOT_STATED]
    assert both == of[("region A",)] + of[(NOT_STATED,)] > of[("region A",)] > 0


def test_the_order_of_a_scope_does_not_matter(whole: WholeSnapshot) -> None:
    one = row_scope([("plan", ("plan B", "plan A")), ("region", ("region A",))])
    other = row_scope([("region", ["region A"]), ("plan", ["plan A", "plan B", "plan A"])])
    assert scoped(whole, one) is scoped(whole, other)
