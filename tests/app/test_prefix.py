"""Below a path prefix: each address that the browser is given begins with it, and answers."""

from __future__ import annotations

import json
import re
from itertools import chain

import pytest
from flask.testing import FlaskClient
from pydantic import ValidationError

from settings import Settings
from tests.callbacks.client import body_of, client_of, files_of, show
from view.pages import PAGES

PREFIX = "/cx/"


@pytest.fixture(scope="module")
def below(settings: Settings, sample_file: object) -> FlaskClient:
    """The dashboard below the prefix."""
    return client_of(settings.model_copy(update={"prefix": PREFIX}))


def status(client: FlaskClient, path: str) -> int:
    with client.get(path) as answer:
        return answer.status_code


@pytest.mark.parametrize("start", ["/cx/", "/cx", "/cx/overview", "/"])
def test_the_page_names_files_below_the_prefix_and_they_are_there(
    below: FlaskClient, start: str
) -> None:
    page = below.get(start, follow_redirects=True).get_data(as_text=True)
    named, files = re.findall(r'(?:src|href)="(/[^"]+)"', page), files_of(page)
    assert len(files) > 10
    assert [one for one in named if not one.startswith(PREFIX)] == []
    config = re.search(r'id="_dash-config"[^>]*>(.*?)</script>', page)
    assert config
    assert json.loads(config[1])["requests_pathname_prefix"] == PREFIX
    assert {status(below, file) for file in files} == {200}
    # A proxy may take the prefix off.
    assert {status(below, "/" + file.removeprefix(PREFIX)) for file in files} == {200}


@pytest.mark.parametrize("path", ["api/overview", "healthz", "readyz", "api/overview/trend.csv"])
def test_what_is_no_page_answers_with_and_without_the_prefix(below: FlaskClient, path: str) -> None:
    told = (below.get(f"{root}{path}").get_data(as_text=True) for root in ("/cx/", "/"))
    # What is free on the disk changes between two questions.
    first, second = (re.sub(r"\d+(?=[^{}]*\"low\")", "", one) for one in told)
    assert first == second
    assert below.get(f"/cx/{path}").mimetype in ("application/json", "text/csv")


@pytest.mark.parametrize("page", [page for page, spec in PAGES.items() if not spec.of_agents])
def test_every_link_of_a_page_is_below_the_prefix(below: FlaskClient, page: str) -> None:
    shown = show(below, f"/cx/{page}?region=EMEA")
    assert shown.answer["page"] == page
    assert shown.text("notices") == ""
    parts = [shown.part(name).hrefs for name in ("content", "navigation", "chips")]
    links = [*chain(*parts), shown.answer["link"]]
    assert len(links) > len(PAGES)
    assert [link for link in links if not link.startswith((PREFIX, "#"))] == []
    saved = [link for link in links if ".csv" in link]
    assert bool(saved) == (page != "customer")  # which shows nothing without a customer_id
    assert all(status(below, link) == 200 for link in saved[:1])


def test_a_page_that_is_not_there(below: FlaskClient) -> None:
    shown = show(below, "/cx/nothing/here")
    assert "There is no page “nothing/here”" in shown.text("notices")
    assert show(below, "/cx").answer["page"] == "overview"


def test_callbacks_are_asked_below_the_prefix(below: FlaskClient) -> None:
    body = body_of(below, "/cx/overview", "")
    assert below.post("/cx/_dash-update-component", json=body).status_code == 200


@pytest.mark.parametrize("prefix", ["cx", "/cx", "cx/", "//", "/a b/", "/<x>/", "", "/a//b/"])
def test_a_prefix_that_is_none(prefix: str) -> None:
    with pytest.raises(ValidationError, match="prefix"):
        Settings(prefix=prefix)


@pytest.mark.parametrize("prefix", ["/", "/cx/", "/tools/cx-lens/", "/~me/cx_1.0/"])
def test_a_prefix(prefix: str) -> None:
    assert Settings(prefix=prefix).prefix == prefix
