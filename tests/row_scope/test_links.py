"""Shared links of a limited maker: what they show is what the same link shows in a company that
has the maker's rows alone. Links are made by the form and opened by their token, on both sides."""

from __future__ import annotations

import json
import random
import re
from pathlib import Path
from typing import Any
from urllib.parse import unquote_plus

import pytest
from flask.testing import FlaskClient

from access import accounts
from access.accounts import Changes
from access.rights import Role
from app import prepare
from data.catalog import Catalog
from data.scope import Filters
from data.store.snapshots import Store
from settings import Settings
from tests.access.people import NOW
from tests.row_scope.companies import Files, drawn, put
from tests.row_scope.exits import csv_links, different, links, of_rows, plain_text
from tests.row_scope.same import chosen
from tests.server.people import log_in, with_accounts
from tests.server.sharing import answer_to_form, ask, opened, place_of, share
from view.pages import PAGES, available_pages

_LINKS = 8  # each to a page of its own
_SEED = 1


class Side:
    """A dashboard with accounts, where the analyst shares, and a stranger who opens that."""

    def __init__(self, settings: Settings, folder: Path, rows: Filters) -> None:
        folder.mkdir(exist_ok=True)
        prepare(settings)
        app, store = with_accounts(settings, folder)
        accounts.set_rights(store, "the analyst", Changes(Role.ANALYST, rows=rows), NOW)
        self.maker: FlaskClient = app.server.test_client()
        assert log_in(self.maker, "the analyst").status_code == 303
        self.stranger: FlaskClient = app.server.test_client()
        self.catalog: Catalog = Store(settings.place()[1]).snapshot().catalog

    def open(self, view: str, **said: Any) -> tuple[str, str]:  # noqa: ANN401
        """The place of a link that is made of the view, and the address that it leads to; or "" and
        why none is made, since it would open nothing."""
        refused = answer_to_form(self.maker, view, **said)
        if refused.status_code == 400:
            return "", re.findall(r'role="alert">([^<]*)', refused.text)[0]
        address = opened(self.stranger, share(self.maker, view, **said))
        return place_of(address), address

    def exits(self, place: str, page: str, query: str) -> dict[str, Any]:
        """All that comes out below the link, as far as it is of rows."""
        api = self.stranger.get(f"{place}api/{page}?{query}")
        body = api.get_json()
        version = body.get("version") or "(none)"

        def read(text: str) -> Any:  # noqa: ANN401
            return of_rows(json.loads(plain_text(text, version)))

        found = {"api": (api.status_code, read(api.text))}
        self.stranger.get(f"{place}{page}?{query}")
        shown = ask(self.stranger, place, page, query).text
        own = re.search(r'"version":\s*"([^"]+)"', shown)
        found["callback"] = of_rows(json.loads(plain_text(shown, own[1] if own else "(none)")))
        for csv in csv_links(f"{place}api/{page}?{query}", body):
            answer = self.stranger.get(csv)
            found[csv] = answer.status_code, plain_text(answer.text, version)
        for key in ("region", "plan", "line", "queue", "area"):
            levels = self.stranger.get(f"{place}api/levels/{key}")
            found[key] = levels.status_code, plain_text(levels.text, version)
        return found


@pytest.mark.slow
def test_a_link_shows_what_it_shows_where_there_are_no_other_rows(tmp_path: Path) -> None:
    files: Files = drawn(_SEED)
    chance = random.Random(_SEED)
    (rows, own), *_ = chosen(files, _SEED, 1)
    whole = Settings(mapping=put(files, tmp_path / "whole" / "files"), folder=tmp_path / "whole")
    alone = Settings(mapping=put(own, tmp_path / "alone" / "files"), folder=tmp_path / "alone")
    limited, expected = Side(whole, tmp_path / "a", rows), Side(alone, tmp_path / "b", ())
    catalog = expected.catalog
    hidden = sorted(files.texts() - {x for one in catalog.dimensions for x in one.levels})
    pages = [page for page in available_pages(catalog) if PAGES[page].tables]
    keys = [one.key for one in catalog.dimensions]
    made = 0
    for number, query in enumerate(links(catalog, chance, _LINKS, [])):
        page = pages[number % len(pages)]
        said = {
            "hold": [key for key in keys if chance.random() < 0.6],
            "dates": chance.choice(("fixed", "moving", "free")),
            "more": ["exports", *chance.choice(([], ["comments"]))],
        }
        if page == "voice":  # without comments its link would open nothing, and is refused
            said["more"] = ["exports", "comments"]
        places = [side.open(f"/{page}?{query}", **said) for side in (limited, expected)]
        assert places[0] == places[1], (rows, page, query, said)
        if not places[0][0]:  # the page has no table with what is held
            continue
        made += 1
        asked = [query, *links(catalog, chance, 1, hidden)]
        for other in asked:
            given, wanted = (side.exits(places[0][0], page, other) for side in (limited, expected))
            assert different(given, wanted) == "", (rows, page, query, said, other)
            named = unquote_plus(other)
            told = [one for one in hidden if one in json.dumps(given) and one not in named]
            assert told == [], (rows, page, query, said, other)
    assert made > _LINKS / 2
