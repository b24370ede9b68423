"""Files are brought in the browser: sent in pieces, read aside, looked at, used, gone back on."""

from __future__ import annotations

import errno
import os
import re
from html import unescape
from pathlib import Path

import pytest
from dash import Dash
from flask.testing import FlaskClient

from access.audit import entries
from access.rights import Role
from app import create_app, prepare
from callbacks.own_data import draft as draft_page
from callbacks.own_data import start
from data.draft.own import own_mapping, versions
from data.draft.uploads import UploadError, Uploads, file_name
from data.store.load_status import LoadStatus
from settings import Settings
from store.app_store import AppStore
from tests.app.test_init import survey
from tests.callbacks.own_data import at_once, at_the_machine, in_use
from tests.server.noting import limited
from tests.server.people import token_of, with_accounts
from tests.server.sharing import person

FIRST = """[company]
name = "First"
[sources.first]
file = "0/first.csv"
[feedback]
source = "first"
columns = { submitted_at = "day", metric = { constant = "csat" }, score = "stars" }
"""
_DAYS = "\n".join(f"2026-05-{1 + i % 28:02d},{1 + i % 5}" for i in range(40))
STARS = f"day,stars\n{_DAYS}"
COMPANY = {"name": "Pohjola Oy", "currency": "EUR", "timezone": "Europe/Helsinki"}
HERE = {"Sec-Fetch-Site": "same-origin"}
ELSEWHERE = (
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Origin": "http://localhost.example"},
)


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """A dashboard without a stated mapping, on a file that was brought before."""
    return at_once(in_use(tmp_path, FIRST, {"0/first.csv": STARS}), draft_page, monkeypatch)


@pytest.fixture
def browser(settings: Settings) -> FlaskClient:
    """Of whoever sits at the machine, where nobody logs in."""
    return at_the_machine(settings)


def begin(browser: FlaskClient, **headers: str) -> str:
    answer = browser.post("/own-data/new", headers=headers)
    assert answer.status_code == 200, answer.text
    return str(answer.get_json()["upload"])


def send(browser: FlaskClient, upload: str, file: Path, piece: int = 300) -> None:
    content = file.read_bytes()
    for at in range(0, len(content), piece):
        path = f"/own-data/{upload}/0?name={file.name}&at={at}"
        answer = browser.put(path, data=content[at : at + piece])
        assert answer.status_code == 200, answer.text
    assert answer.get_json() == {"bytes": len(content)}


def test_from_a_file_to_the_dashboard(
    browser: FlaskClient, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "Shown now: First" in browser.get("/own-data").text
    upload = begin(browser)
    send(browser, upload, survey(tmp_path, ["15.05.2026", "03.06.2026"]))
    answer = browser.post(f"/own-data/{upload}", data=COMPANY)
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/own-data/{upload}")
    page = unescape(browser.get(f"/own-data/{upload}").text)
    assert "NPS: 20.0" in page and "n 40" in page  # 9 promoters and 5 detractors of 20
    assert "Read otherwise" in page and "kysely.csv" in page
    answer = browser.post(f"/own-data/{upload}/use")
    assert answer.headers["Location"] == "/own-data?done=loads"
    assert "Shown now: Pohjola Oy" in browser.get("/own-data").text
    rows = browser.get("/api/overview?period=all").get_json()["panels"]["cards"]["rows"]
    assert [(row["metric"], row["value"], row["n"]) for row in rows] == [("nps", 20.0, 40)]
    for asked in (browser.get(f"/own-data/{upload}"), browser.post(f"/own-data/{upload}/use")):
        assert asked.status_code == 404  # of a second tab: it is used
        assert "These files are in use by now: the dashboard shows them." in asked.text

    before = versions(settings.own_data())[1]
    assert not before.in_use
    browser.post("/own-data", data={"version": before.name})
    assert "Shown now: First" in browser.get("/own-data").text
    gone = browser.get(f"/own-data/{upload}").text
    assert "These files were in use; by now other data are." in gone
    assert "no such upload" in browser.get(f"/own-data/{'A' * 22}").text
    browser.post("/own-data", data={"version": ""})
    assert own_mapping(settings.own_data()) is None
    assert "an invented company" in browser.get("/own-data").text
    monkeypatch.setattr(start, "_load", lambda *_: LoadStatus(state="loading"))
    assert "an invented company" not in browser.get("/own-data").text  # so long one's own are shown
    assert "not kept any more" in browser.post("/own-data", data={"version": "gone"}).text


def test_what_is_open_is_asked_and_answered(browser: FlaskClient, tmp_path: Path) -> None:
    upload = begin(browser)
    send(browser, upload, survey(tmp_path, ["03/04/2026", "05/02/2026"]))
    browser.post(f"/own-data/{upload}", data=COMPANY)
    page = unescape(browser.get(f"/own-data/{upload}").text)
    assert "One question" in page
    (key,) = set(re.findall(r'type="radio" name="(answer:[^"]+)"', page))
    assert browser.post(f"/own-data/{upload}/use").status_code == 409
    (number,) = re.findall(r'value="(\d)" required> month/day/year', page)
    browser.post(f"/own-data/{upload}", data={**COMPANY, key: number})
    page = unescape(browser.get(f"/own-data/{upload}").text)
    assert "2026-03-04 to 2026-05-02" in page
    assert "Use these data" in page and "One question" not in page


def test_what_is_typed_wrong_is_said(browser: FlaskClient, tmp_path: Path) -> None:
    upload = begin(browser)
    answer = browser.post(f"/own-data/{upload}", data=COMPANY)
    assert answer.status_code == 400 and "No file has come" in answer.text
    send(browser, upload, survey(tmp_path, ["15.05.2026"]))
    for field, value, said in (
        ("name", " ", "Type the name"),
        ("currency", "<b>", "“&lt;B&gt;” is no currency"),
        ("timezone", "Mars", "“Mars” is no time zone"),
    ):
        answer = browser.post(f"/own-data/{upload}", data={**COMPANY, field: value})
        assert answer.status_code == 400 and said in answer.text


def test_a_file_that_is_no_table_is_told_in_words(browser: FlaskClient, tmp_path: Path) -> None:
    file = tmp_path / "noise.csv"
    file.write_bytes(bytes(range(256)) * 20)
    upload = begin(browser)
    send(browser, upload, file, piece=10_000)
    browser.post(f"/own-data/{upload}", data=COMPANY)
    page = browser.get(f"/own-data/{upload}").text
    assert 'role="alert"' in page and "Traceback" not in page and str(tmp_path) not in page


@pytest.mark.parametrize("headers", ELSEWHERE)
def test_no_other_site_brings_data_where_nobody_logs_in(
    settings: Settings, headers: dict[str, str]
) -> None:
    client: FlaskClient = create_app(settings, LoadStatus()).server.test_client()
    assert client.post("/own-data/new", headers=headers).status_code == 403
    assert client.post("/own-data", data={"version": ""}, headers=headers).status_code == 403
    assert own_mapping(settings.own_data()) is not None


def test_no_other_machine_brings_data_where_nobody_logs_in(browser: FlaskClient) -> None:
    for address in ("192.0.2.7", "10.0.0.5", "2001:db8::1"):
        answer = browser.get("/own-data", environ_base={"REMOTE_ADDR": address})
        assert answer.status_code == 403
        answer = browser.post("/own-data/new", environ_base={"REMOTE_ADDR": address})
        assert answer.status_code == 403
    forwarded = browser.post("/own-data/new", headers={"X-Forwarded-For": "192.0.2.7"})
    assert forwarded.status_code == 403
    for address in ("127.0.0.1", "::1"):
        assert browser.get("/own-data", environ_base={"REMOTE_ADDR": address}).status_code == 200


@pytest.fixture
def both(settings: Settings, tmp_path: Path) -> tuple[Dash, AppStore]:
    folder = tmp_path / "accounts"
    folder.mkdir()
    return with_accounts(settings, folder)


def test_editors_who_see_all_rows_bring_data(both: tuple[Dash, AppStore], tmp_path: Path) -> None:
    for who in ("the viewer", "the analyst", "the agent"):
        assert person(both, who).get("/own-data").status_code in (302, 403)
    few = limited(both, "Lim", (("region", ("EMEA",)),), Role.EDITOR)
    assert few.get("/own-data").status_code == 403
    editor = person(both, "the editor")
    token = token_of(editor.get("/own-data"))
    assert editor.post("/own-data/new").status_code != 200  # without the token of forms
    upload = begin(editor, **{"X-CSRFToken": token})
    content = survey(tmp_path, ["15.05.2026"]).read_bytes()
    path = f"/own-data/{upload}/0?name=kysely.csv&at=0"
    assert editor.put(path, data=content).status_code != 200
    assert editor.put(path, data=content, headers={"X-CSRFToken": token}).status_code == 200
    editor.post(f"/own-data/{upload}", data={**COMPANY, "csrf_token": token})
    editor.post(f"/own-data/{upload}/use", data={"csrf_token": token})
    noted = [entry for batch in entries(both[1]) for entry in batch]
    assert ("the editor", "own data: used", "kysely.csv") in [entry[2:5] for entry in noted]


def test_a_stated_mapping_is_not_replaced(settings: Settings, tmp_path: Path) -> None:
    mapping = own_mapping(settings.own_data())
    stated = Settings(mapping=mapping, folder=tmp_path / "other")
    prepare(stated)
    client: FlaskClient = create_app(stated, LoadStatus()).server.test_client()
    assert "app.py init" in client.get("/own-data", headers=HERE).text
    assert client.post("/own-data/new", headers=HERE).status_code == 403


def test_pieces_come_once_and_in_order(tmp_path: Path) -> None:
    uploads = Uploads(tmp_path, 1000)
    upload = uploads.begin()
    assert uploads.add(upload, 0, "a.csv", 0, b"x" * 100).bytes == 100
    assert uploads.add(upload, 0, "a.csv", 0, b"x" * 100).bytes == 100  # sent again
    with pytest.raises(UploadError, match="goes on at byte 100"):
        uploads.add(upload, 0, "a.csv", 300, b"x")
    with pytest.raises(UploadError, match="0 is 'a"):
        uploads.add(upload, 0, "b.csv", 0, b"x")
    with pytest.raises(UploadError, match="larger than"):
        uploads.add(upload, 1, "b.csv", 0, b"x" * 901)
    with pytest.raises(UploadError, match="More than 20 files"):
        uploads.add(upload, 20, "c.csv", 0, b"x")
    for unknown in ("", "..", "../own", "A" * 22):
        with pytest.raises(UploadError, match="no such upload"):
            uploads.add(unknown, 0, "a.csv", 0, b"x")


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd.csv", "passwd.csv"),
        ("C:\\Users\\me\\vastaukset 2026.XLSX", "vastaukset_2026.xlsx"),
        ("отзывы.csv", "отзывы.csv"),
        ("..csv", "file.csv"),
        ("a\0b.csv", "ab.csv"),
        ("<script>.tsv", "script.tsv"),
    ],
)
def test_names_of_files_are_made_safe(name: str, kept: str) -> None:
    assert file_name(name) == kept


@pytest.mark.parametrize("name", ["", "csv", "a.exe", "a.xlsm", ".csv/..", "a.csv.exe"])
def test_what_is_no_table_is_not_taken(name: str) -> None:
    with pytest.raises(UploadError, match="no table that is known"):
        file_name(name)


def test_a_full_disk_is_told_wherever_something_is_kept(
    browser: FlaskClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    upload = begin(browser)
    send(browser, upload, survey(tmp_path, ["15.05.2026", "03.06.2026"]))
    browser.post(f"/own-data/{upload}", data=COMPANY)

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as disk:
        for place in ("own", "state", "uploads"):
            disk.setattr(f"data.draft.{place}.write_durably", full)
        for path, sent in (
            (f"/own-data/{upload}", COMPANY),
            (f"/own-data/{upload}/use", {}),
            ("/own-data", {"version": ""}),
        ):
            answer = browser.post(path, data=sent)
            assert answer.status_code == 507 and "no room left" in answer.text, path
        answer = browser.put(f"/own-data/{begin(browser)}/0?name=a.csv&at=0", data=b"x")
        assert answer.status_code == 507 and "no room left" in answer.text
    assert browser.post(f"/own-data/{upload}/use").status_code == 303


@pytest.mark.parametrize("at", ["", "-1", "1.5", "²", "٣", "9" * 5000])
def test_where_a_piece_begins_is_a_plain_number(browser: FlaskClient, at: str) -> None:
    upload = begin(browser)
    answer = browser.put(f"/own-data/{upload}/0", query_string={"name": "a.csv", "at": at})
    assert answer.status_code == 400 and "at which byte" in answer.text
