"""Several saved views are taken away in one file, from the page that lists them."""

from __future__ import annotations

from io import BytesIO
from urllib.parse import urlsplit

import pytest
from dash import Dash
from pptx import Presentation

from settings import Settings
from store.app_store import AppStore
from tests.callbacks.test_saved_views import EMEA, number, save
from tests.server.people import token_of, with_accounts
from tests.server.sharing import person

Both = tuple[Dash, AppStore]


@pytest.fixture(scope="module")
def both(settings: Settings, sample_file: None, tmp_path_factory: pytest.TempPathFactory) -> Both:
    """With three views of an analyst."""
    found = with_accounts(settings, tmp_path_factory.mktemp("accounts"))
    for view, name in (("/loyalty", "one"), (EMEA, "two"), ("/service", "three")):
        assert save(person(found), view, name).status_code == 303
    return found


def test_those_that_are_ticked_are_in_it(both: Both) -> None:
    analyst = person(both)
    given = {
        "packed": [str(number(both, name)) for name in ("one", "two")],
        "csrf_token": token_of(analyst.get("/views")),
    }
    answer = analyst.post("/views", data={**given, "do": "slides"})
    assert answer.status_code == 303
    deck = Presentation(BytesIO(analyst.get(answer.headers["Location"]).data))
    links = [
        rel.target_ref for one in deck.slides for rel in one.part.rels.values() if rel.is_external
    ]
    assert {urlsplit(link).path for link in links} == {"/loyalty", "/touchpoints"}
    answer = analyst.post("/views", data={**given, "do": "pdf"})
    assert analyst.get(answer.headers["Location"]).data.startswith(b"%PDF")


@pytest.mark.parametrize("many", [0, 25])
def test_no_view_or_too_many_are_refused_in_words(many: int, both: Both) -> None:
    analyst, one = person(both), str(number(both, "one"))
    token = token_of(analyst.get("/views"))
    answer = analyst.post("/views", data={"packed": [one] * many, "do": "pdf", "csrf_token": token})
    assert answer.status_code == 400
    assert f"1 to 24 views, and you chose {many}" in answer.text
    assert answer.text.count(" checked") == bool(many)


def test_who_may_take_nothing_away_is_not_asked(both: Both) -> None:
    save(viewer := person(both, "the viewer"), "/loyalty", "own")
    assert "in one file" not in viewer.get("/views").text
