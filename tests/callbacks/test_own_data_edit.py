"""How own data are read is changed in the browser: as a form, as text, looked at and used."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from access.audit import entries
from access.rights import Role
from app import create_app, prepare
from callbacks.own_data import edit as edit_page
from data.draft.edit.allowed import MOST_BYTES
from data.draft.own import MAPPING, own_mapping, version_in_use, versions
from data.store.load_status import LoadStatus
from settings import Settings
from tests.callbacks.own_data import at_once, at_the_machine, in_use
from tests.callbacks.test_own_data import ELSEWHERE, HERE
from tests.server.noting import limited
from tests.server.people import token_of, with_accounts
from tests.server.sharing import person

TEXT = """[company]
name = "First"
[sources.first]
file = "0/first.csv"
[feedback]
source = "first"
columns = { submitted_at = "day", metric = { constant = "csat" }, score = "stars" }  # stars
[[segments]]
key = "area"
column = "area"
"""
DATABASE = f'{TEXT}[warehouse]\nurl = "duckdb://x"'.replace("file =", "table =").replace(
    "columns = {", 'columns = { response_id = "id",'
)
ROWS = 60


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """A dashboard on a file that was brought: stars 1 to 5 in turn, in two areas."""
    areas = ('"<b>"', "N")
    rows = "\n".join(
        f"2026-05-{1 + i % 28:02d},{1 + i % 5},{areas[i % 2]},2026-06-01" for i in range(ROWS)
    )
    found = in_use(tmp_path, TEXT, {"0/first.csv": f"day,stars,area,end\n{rows}"})
    return at_once(found, edit_page, monkeypatch)


@pytest.fixture
def browser(settings: Settings) -> FlaskClient:
    """Of whoever sits at the machine, where nobody logs in."""
    return at_the_machine(settings)


def send(browser: FlaskClient, settings: Settings, upload: str = "", **typed: str) -> TestResponse:
    """The form, with two underscores for the points of names."""
    sent = {name.replace("__", "."): value for name, value in typed.items()}
    base = version_in_use(settings.own_data())
    path = "/own-data/edit" + (f"?upload={upload}" if upload else "")
    return browser.post(path, data={"base": base, **sent})


def upload_of(answer: TestResponse) -> str:
    assert answer.status_code == 303, unescape(answer.text)
    return answer.headers["Location"].rpartition("/")[2]


def test_from_the_form_to_the_dashboard_and_back(browser: FlaskClient, settings: Settings) -> None:
    assert 'href="/own-data/edit"' in browser.get("/own-data").text
    page = unescape(browser.get("/own-data/edit").text)
    assert "feedback end" in page  # a column of the file that the mapping does not name
    typed = {
        "targets__csat__value": "75",
        "segments__0__levels": "N = North\r\n<b> = Bold <i>",
        "segments__0__sort": "listed",
        "feedback__0__columns__score__blank": "1",
    }
    upload = upload_of(send(browser, settings, **typed))
    raw = browser.get(f"/own-data/{upload}").text
    page = unescape(raw)
    # 24 of 60 are 4 or 5; without those who gave 1, 24 of 48.
    assert "CSAT: 40.0% → 50.0%" in page, page
    assert '+ order = ["North", "Bold <i>"]' in page and "<b>" not in raw and "<i>" not in raw
    assert 'score = {column = "stars", blank = ["1"]}' in page

    again = browser.get(f"/own-data/edit?upload={upload}").text
    assert 'name="targets.csat.value" value="75"' in again
    same = upload_of(send(browser, settings, upload, targets__csat__value="30"))
    assert same == upload
    before = versions(settings.own_data())[0].name
    file = settings.own_data() / before / "0" / "first.csv"
    size = file.stat().st_size
    more = browser.put(f"/own-data/{upload}/0?name=first.csv&at={size}", data=b"x")
    assert more.status_code == 400 and file.stat().st_size == size  # what is shared stays
    assert browser.post(f"/own-data/{upload}/use").status_code == 303
    mapping = own_mapping(settings.own_data())
    assert mapping is not None and "# stars" in mapping.read_text("utf-8")
    assert (mapping.parent / "0" / "first.csv").samefile(file)  # it is on the disk once
    rows = browser.get("/api/overview?period=all").get_json()["panels"]["cards"]["rows"]
    (card,) = [row for row in rows if row["metric"] == "csat"]
    assert (card["value"], card["n"], card["target"]["value"]) == (50, 48, 30)
    levels = browser.get("/api/levels/area").get_json()["levels"]
    assert levels == ["North", "Bold <i>", "(not stated)"]

    browser.post("/own-data", data={"version": before})
    rows = browser.get("/api/overview?period=all").get_json()["panels"]["cards"]["rows"]
    assert [row["n"] for row in rows if row["metric"] == "csat"] == [ROWS]


def test_the_text_itself(browser: FlaskClient, settings: Settings) -> None:
    text = TEXT.replace("First", "Second").replace("\n", "\r\n")
    upload = upload_of(send(browser, settings, text=text))
    page = unescape(browser.get(f"/own-data/{upload}").text)
    assert 'name = "Second"' in page and "None: all are as before" in page


WRONG: tuple[tuple[dict[str, str], str], ...] = (
    ({}, "Nothing is another"),
    ({"minimum_n": "x"}, "“x” is no number"),
    ({"targets__csat__value": "101"}, "can never be reached"),
    ({"business_hours__start": "9"}, "Nothing is another"),  # no tickets: no such field
    ({"minimum_n": "20", "text": f"{TEXT}#"}, "both changed"),
    ({"text": "[company"}, "is not valid TOML"),
    ({"text": f"x = {'[' * 5000}"}, "is not valid TOML"),
    ({"text": f"{TEXT}#{'x' * MOST_BYTES}"}, "longer than the 1 MB"),
    ({"company__name": "x" * MOST_BYTES}, "longer than the 1 MB"),
    ({"text": TEXT.replace("0/first.csv", "/etc/passwd")}, "none of the files that were"),
    ({"text": TEXT.replace("0/first.csv", "../*/*/0/first.csv")}, "none of the files"),
    ({"text": TEXT.replace("0/first.csv", "C:\\\\x.csv")}, "none of the files"),
    ({"text": f'folder = "/etc"\n{TEXT}'}, "names another place"),
    (
        {"text": DATABASE},
        "a database is not named in the browser",
    ),
)


def test_what_can_not_be_is_said_and_nothing_typed_is_lost(
    browser: FlaskClient, settings: Settings
) -> None:
    for typed, said in WRONG:
        answer = send(browser, settings, **typed)
        page = unescape(answer.text)
        assert answer.status_code == 400 and said in page.partition("<form")[0], (said, page[:2000])
        for name, value in typed.items():
            assert value in page or name == "business_hours__start"
    assert not (settings.own_data() / "uploads").exists()
    answer = send(browser, settings, text="x" * 4 * 1024 * 1024)
    assert answer.status_code == 413 and "too large" in answer.text


def test_what_the_data_contradict_is_said_and_can_be_changed_again(
    browser: FlaskClient, settings: Settings
) -> None:
    upload = upload_of(send(browser, settings, targets__csat__by="area: Nord = 60"))
    page = unescape(browser.get(f"/own-data/{upload}").text)
    assert "csat names the area 'Nord', which no row has" in page
    assert browser.post(f"/own-data/{upload}/use").status_code == 409
    assert "area: Nord = 60" in browser.get(f"/own-data/edit?upload={upload}").text


def test_what_was_changed_is_still_in_use_when_it_is_taken(
    browser: FlaskClient, settings: Settings
) -> None:
    old = version_in_use(settings.own_data())
    first = upload_of(send(browser, settings, minimum_n="20"))
    second = upload_of(send(browser, settings, minimum_n="30"))
    browser.post(f"/own-data/{second}/use")
    answer = browser.post(f"/own-data/{first}/use")
    assert answer.status_code == 409 and "Somebody changed the data meanwhile" in answer.text
    stale = browser.post("/own-data/edit", data={"base": old, "minimum_n": "40"})
    assert stale.status_code == 400 and 'name="minimum_n" value="40"' in stale.text
    # Its upload has the files of the version before: they never become those of another one.
    again = browser.get(f"/own-data/edit?upload={first}")
    assert again.status_code == 409 and "Somebody changed the data meanwhile" in again.text
    assert send(browser, settings, first, minimum_n="40").status_code == 409


def test_what_is_not_to_be_changed_here_says_so(
    browser: FlaskClient, settings: Settings, tmp_path: Path
) -> None:
    brought = browser.post("/own-data/new").get_json()["upload"]
    assert browser.get(f"/own-data/edit?upload={brought}").status_code == 404
    assert browser.get("/own-data/edit?upload=../..").status_code == 404
    mapping = own_mapping(settings.own_data())
    assert mapping is not None
    stated = Settings(mapping=mapping, folder=tmp_path / "other")
    prepare(stated)
    client: FlaskClient = create_app(stated, LoadStatus()).server.test_client()
    answer = client.get("/own-data/edit", headers=HERE)
    assert answer.status_code == 403 and f"those of {MAPPING}" in answer.text
    browser.post("/own-data", data={"version": ""})
    answer = browser.get("/own-data/edit")
    assert answer.status_code == 404 and "Bring files of yours first" in answer.text


def test_no_other_site_and_no_other_machine(settings: Settings, browser: FlaskClient) -> None:
    data = {"base": version_in_use(settings.own_data()), "minimum_n": "2"}
    client: FlaskClient = create_app(settings, LoadStatus()).server.test_client()
    for headers in ELSEWHERE:
        assert client.post("/own-data/edit", data=data, headers=headers).status_code == 403
    far = browser.post("/own-data/edit", data=data, environ_base={"REMOTE_ADDR": "192.0.2.7"})
    assert far.status_code == 403
    far = browser.get("/own-data/edit", environ_base={"REMOTE_ADDR": "192.0.2.7"})
    assert far.status_code == 403 and "segments" not in far.text


def test_editors_who_see_all_rows(settings: Settings, tmp_path: Path) -> None:
    folder = tmp_path / "accounts"
    folder.mkdir()
    both = with_accounts(settings, folder)
    for who in ("the viewer", "the analyst", "the agent"):
        assert person(both, who).get("/own-data/edit").status_code in (302, 403)
    few = limited(both, "Lim", (("area", ("N",)),), Role.EDITOR)
    assert few.get("/own-data/edit").status_code == 403
    editor = person(both, "the editor")
    token = token_of(editor.get("/own-data/edit"))
    data = {"base": version_in_use(settings.own_data()), "minimum_n": "20"}
    editor.post("/own-data/edit", data=data)  # without the token of forms
    assert not (settings.own_data() / "uploads").exists()
    answer = editor.post("/own-data/edit", data={**data, "csrf_token": token})
    upload = upload_of(answer)
    assert re.search(r"\+ minimum_n = 20", editor.get(f"/own-data/{upload}").text)
    editor.post(f"/own-data/{upload}/use", data={"csrf_token": token})
    noted = [entry for batch in entries(both[1]) for entry in batch]
    assert ("the editor", "own data: changed", "first.csv") in [entry[2:5] for entry in noted]
