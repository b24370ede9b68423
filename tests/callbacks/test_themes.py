"""Themes are edited on pages of their own: seen, added, changed, taken back, and read by a load."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from html import unescape
from pathlib import Path

import pandas as pd
import pytest
from dash import Dash
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from access.rights import Role
from access.themes.kept import newest_themes, read_versions
from app import prepare
from data.comments_read import SuggestedTheme
from data.ingest.comments import read
from data.ingest.comments.dictionary import read_edited
from server.loads import load
from server.loads.reload import Loader
from settings import Settings
from store.app_store import AppStore
from store.tables import ThemesVersion
from tests.data.company import HEAD, LONG, Company
from tests.server.noting import limited
from tests.server.people import dash_header, token_of, with_accounts
from tests.server.sharing import body_below, person

Both = tuple[Dash, AppStore]
MAPPING = (
    LONG.replace(HEAD, f'{HEAD}timezone = "Europe/Rome"\n')
    + """comment = "comment"
language = { constant = "en" }

[[segments]]
key = "region"
column = "region"
"""
)
LINES = (
    '[comments.themes.parking]\ngroup = "Suggested"\nlabel = "Parking"\nen = ["parking", "car"]\n'
)
SUGGESTED = SuggestedTheme(
    phrases=("parking", "car"), quotes=("No parking & <b>",), comments=12, lines=LINES
)


@pytest.fixture
def loads(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Each load that was started."""
    started: list[str] = []
    monkeypatch.setattr(Loader, "start", lambda _: started.append("load"))
    return started


@pytest.fixture
def settings(company: Company, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setattr(read, "suggested", lambda *_: (SUGGESTED,))
    rows = [
        (str(n), "2026-01-05", n % 11, "No parking" if n % 2 else "A long queue", "EMEA")
        for n in range(40)
    ]
    columns = ["id", "date", "score", "comment", "region"]
    company.write(MAPPING, survey_csv=pd.DataFrame(rows, columns=columns).to_csv(index=False))
    found = Settings(mapping=company.mapping, folder=tmp_path / "data")
    prepare(found)
    return found


@pytest.fixture
def both(settings: Settings, tmp_path: Path, loads: list[str]) -> Both:
    folder = tmp_path / "accounts"
    folder.mkdir()
    return with_accounts(settings, folder)


@pytest.fixture
def editor(both: Both) -> FlaskClient:
    return person(both, "the editor")


def send(browser: FlaskClient, path: str, **said: str) -> TestResponse:
    """What the form at a path answers; `said`: fields of it that are not as they are at first."""
    form = browser.get(path)
    assert form.status_code == 200, form.text[:500]
    given = {name: unescape(value) for name, value in re.findall(
        r'<input[^>]* name="(label|group|looked_at)"(?: type="\w+")? value="([^"]*)"', form.text
    )}  # fmt: skip
    for name, text in re.findall(r'name="(words_\w+)"[^>]*>([^<]*)</textarea>', form.text):
        given[name] = unescape(text)
    given |= {"on": "yes"} if 'name="on" value="yes" checked' in form.text else {}
    given = {**given, "csrf_token": token_of(form), **said}
    return browser.post(path.partition("?")[0], data=given)


def voice(browser: FlaskClient) -> str:
    """The page Voice."""
    browser.get("/voice")
    answer = browser.post(
        "/_dash-update-component", json=body_below("/", "voice"), headers=dash_header(browser)
    )
    return str(answer.get_json()["response"]["answer"]["data"]["parts"]["content"])


def test_a_suggestion_is_accepted_and_read_by_the_next_load(
    both: Both, editor: FlaskClient, settings: Settings, loads: list[str]
) -> None:
    shown = voice(editor)
    (way,) = re.findall(r'href="(/themes/new[^"]*)"', shown)
    assert 'href="/themes"' in shown
    assert "Lines of the mapping" not in shown
    form = editor.get(unescape(way)).text
    assert 'name="label" value="Parking"' in form
    assert ">parking\ncar</textarea>" in form
    assert "No parking &amp; &lt;b&gt;" in form
    assert loads == []
    answer = send(editor, unescape(way), group="Places")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/themes?done=saved")
    assert loads == ["load"]
    entry = {"group": "Places", "label": "Parking", "en": ["parking", "car"]}
    assert newest_themes(both[1]).entries == {"parking": entry}
    assert read_edited(settings.place()[1]) == {"parking": entry}
    listed = editor.get("/themes?done=saved").text
    assert "A load has begun" in listed
    assert "“Parking” added" in listed
    assert load.main(*settings.place(), both[1].where) == 0
    assert "Parking" in voice(editor)
    rows = editor.get("/api/voice").get_json()["panels"]["themes"]["rows"]
    assert {row["segment"]: row["value"] for row in rows} == {"Parking": 50.0, "Waiting time": 50.0}


def test_who_does_not_edit_sees_no_way(both: Both) -> None:
    for browser in (
        person(both, "the analyst"),
        limited(both, "olga", (("region", ("EMEA",)),), Role.EDITOR),
    ):
        shown = voice(browser)
        assert 'href="/themes' not in shown
        for path in ("/themes", "/themes/new", "/themes/waiting_time"):
            assert browser.get(path).status_code == 403
    assert "Lines of the mapping" in voice(person(both, "the analyst"))


def test_what_is_wrong_is_said_and_nothing_typed_is_lost(
    both: Both, editor: FlaskClient, loads: list[str]
) -> None:
    typed = {"label": 'Car "park"', "group": "Places", "words_en": "park*\nno space"}
    wrong = {
        "The name is empty": {"label": " "},
        "The group is empty": {"group": ""},
        "61 characters; 60 are the most": {"label": "x" * 61},
        "has no words": {"words_en": ""},
        "The theme “Car \"park\"” has in English the word 'pa*'. Expected: at least 3 letters": {
            "words_en": "pa*"
        },
        "has in Finnish the Chinese word '停车'. Write it under Chinese.": {"words_fi": "停车"},
        "has in Chinese the word '车'": {"words_zh": "车"},
        "“Waiting time” already": {"label": "waiting time"},
    }
    for why, one in wrong.items():
        said = {**typed, **one}
        answer = send(editor, "/themes/new", **said)
        assert answer.status_code == 400
        text = unescape(answer.text)
        assert why in text
        assert "car_park" not in text  # its key, which nobody wrote
        assert f'value="{said["label"]}"' in text
        assert f">{said['words_en']}</textarea>" in text
    assert read_versions(both[1]) == ()
    assert loads == []


def test_changed_switched_off_and_taken_back(both: Both, editor: FlaskClient) -> None:
    send(editor, "/themes/waiting_time", label="Waiting", words_fi="jono*, jonott*；odot*")
    words = {"group": "Customer service", "label": "Waiting", "fi": ["jono*", "jonott*", "odot*"]}
    assert newest_themes(both[1]).entries == {"waiting_time": words}
    off = send(editor, "/themes/waiting_time", on="")
    assert off.status_code == 303  # a box that is sent without a value is sent all the same
    form = editor.get("/themes/waiting_time").text
    token = {"csrf_token": token_of(editor.get("/themes/waiting_time")), "looked_at": "1"}
    given = {**token, "label": "Waiting", "group": "Lines", "words_fi": "jono*"}
    assert editor.post("/themes/waiting_time", data=given).status_code == 303
    assert newest_themes(both[1]).entries["waiting_time"]["off"] is True
    assert ">off</span>" in editor.get("/themes").text
    assert "There already: wait*" in form
    assert send(editor, "/themes/waiting_time", take_back="yes").status_code == 303
    assert newest_themes(both[1]).entries == {}
    abouts = [one.about for one in read_versions(both[1])]
    assert abouts == [
        "“Waiting” as before all changes",
        "“Waiting” switched off",
        "“Waiting time” renamed to “Waiting”",
    ]
    back = send(editor, "/themes", version="1")
    assert back.headers["Location"] == "/themes?done=saved"
    assert newest_themes(both[1]).entries == {"waiting_time": words}
    assert send(editor, "/themes", version="77").status_code == 400


def test_versions_tell_times_where_the_company_is(both: Both, editor: FlaskClient) -> None:
    at = datetime(2026, 6, 30, 22, 30, tzinfo=UTC)
    with both[1].write() as session:
        session.add(ThemesVersion(number=1, entries="{}", about="a", author="Ann", made_at=at))
    text = editor.get("/themes").text
    assert ">When (Europe/Rome)</th>" in text
    assert re.search(r"<td>Ann</td>\s*<td>1 Jul 2026 00:30</td>", text)


def test_what_changes_nothing_starts_no_load(
    both: Both, editor: FlaskClient, loads: list[str]
) -> None:
    same = send(editor, "/themes/waiting_time")
    assert same.headers["Location"] == "/themes?done=same"
    assert (read_versions(both[1]), loads) == ((), [])


def test_the_second_of_two_editors_is_told(both: Both, editor: FlaskClient) -> None:
    other = person(both, "the administrator")
    before = {"looked_at": "0"}
    assert send(other, "/themes/waiting_time", label="Lines").status_code == 303
    answer = send(editor, "/themes/waiting_time", label="Queues", **before)
    assert answer.status_code == 400
    assert "Meanwhile the administrator made version 1" in answer.text
    assert 'value="Queues"' in answer.text
    assert 'name="looked_at" value="1"' in answer.text
    assert newest_themes(both[1]).entries["waiting_time"]["label"] == "Lines"


def test_a_mapping_that_cannot_be_read_is_said(
    editor: FlaskClient, company: Company, loads: list[str]
) -> None:
    company.mapping.write_text(f"{MAPPING}\n[comments.themes.gone]\noff = true\n")
    for path in ("/themes", "/themes/new", "/themes/waiting_time"):
        answer = editor.get(path)
        assert answer.status_code == 503
        assert "is switched off, but there is none" in answer.text
    assert loads == []


def test_without_a_token_nothing_is_written(both: Both, editor: FlaskClient) -> None:
    given = {"label": "A", "group": "B", "words_en": "parking", "looked_at": "0"}
    editor.post("/themes/new", data=given)
    assert read_versions(both[1]) == ()


def test_a_server_that_starts_hands_over_what_is_saved(
    both: Both, editor: FlaskClient, settings: Settings
) -> None:
    send(editor, "/themes/waiting_time", label="Lines")
    folder = settings.place()[1]
    (folder / "themes.json").write_text("{")  # torn by hand
    assert load.main(*settings.place(), both[1].where) == 0
    assert read_edited(folder) == newest_themes(both[1]).entries != {}
