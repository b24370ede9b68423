"""A link that was asked before is answered from what is kept, and never from other data."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

import callbacks.page
from data.ingest.build import build
from pages.index import read_page
from settings import Settings
from tests.callbacks.client import UPDATE, body_of, client_of, show
from tests.data.company import LONG, Company, answers, survey

LINK = "/overview?region=EMEA&period=last-90-days"


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The pages that were read, not taken from what is kept."""
    found: list[str] = []

    def counted(snapshot: Any, view: Any) -> Any:  # noqa: ANN401
        found.append(view.page)
        return read_page(snapshot, view)

    monkeypatch.setattr(callbacks.page, "read_page", counted)
    return found


def test_the_same_view_is_read_once(client: FlaskClient, reads: list[str]) -> None:
    first = show(client, LINK + "&by=plan")
    # Another order of the parameters is the same view.
    again = show(client, "/overview?by=plan&period=last-90-days&region=EMEA")
    assert again.response.data == first.response.data
    assert reads == ["overview"]
    show(client, LINK + "&by=industry")
    assert reads == ["overview"] * 2


def test_a_link_that_is_opened_is_read_once(client: FlaskClient, reads: list[str]) -> None:
    """The first response holds the view, and Dash asks for it once more."""
    link = LINK + "&by=channel"
    first = client.get(link).get_data(as_text=True)
    assert show(client, link).answer["parts"]["content"] in first
    assert reads == ["overview"]


def test_each_theme_has_its_own(client: FlaskClient, reads: list[str]) -> None:
    light = show(client, LINK + "&compare=none")
    client.set_cookie("cx-theme", "dark")
    dark = show(client, LINK + "&compare=none")
    assert dark.response.data != light.response.data
    assert len(reads) == 2


def test_what_could_not_be_applied_is_told_each_time(client: FlaskClient) -> None:
    for _ in range(2):
        assert "“Atlantis”" in show(client, LINK + "&region=Atlantis").text("notices")
    assert show(client, LINK).text("notices") == ""


def test_a_failure_is_not_kept(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    link = LINK + "&grain=day"
    with monkeypatch.context() as broken:
        broken.setattr(callbacks.page, "read_page", lambda *_: 1 / 0)
        assert "could not be made" in show(client, link).text("content")
    assert "could not be made" not in show(client, link).text("content")


def test_new_data_are_shown_at_once(tmp_path: Path) -> None:
    company = Company(tmp_path).write(LONG, survey_csv=survey(*answers(40)))
    client = client_of(Settings(mapping=company.mapping, folder=tmp_path / "built"))
    folder = next((tmp_path / "built").iterdir())
    for count in (40, 60, 40):
        company.write(LONG, survey_csv=survey(*answers(count)))
        build(company.mapping, folder)
        for _ in range(2):
            assert f"{count} answers" in show(client, "/overview?period=all").text("content")
            found = client.get("/api/overview?period=all").get_json()
            assert found["panels"]["cards"]["rows"][0]["n"] == count


def test_a_body_of_another_kind_goes_to_dash(client: FlaskClient) -> None:
    body = body_of(client, "/overview", "")
    body["inputs"] = [{"id": {"type": "x"}, "property": "pathname", "value": "/overview"}]
    assert client.post(UPDATE, json=body).status_code != 200
