"""Notes are written, changed and deleted on pages of their own, and nothing typed is lost."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from dash import Dash
from flask.testing import FlaskClient

from access.notes.kept import read_notes
from settings import Settings
from store.app_store import AppStore
from tests.server.noting import form_at, limited, note
from tests.server.people import with_accounts
from tests.server.sharing import person

NEW = "/notes/new?view=/loyalty%3Fregion%3DEMEA%26plan%3DBusiness"


@pytest.fixture
def both(settings: Settings, sample_file: Path, tmp_path: Path) -> tuple[Dash, AppStore]:
    return with_accounts(settings, tmp_path)


@pytest.fixture
def editor(both: tuple[Dash, AppStore]) -> FlaskClient:
    return person(both, "the editor")


def kept(both: tuple[Dash, AppStore]) -> list[tuple[str, str, str, object, str]]:
    return [
        (str(one.span.start), str(one.span.end), one.text, one.scope, one.author)
        for one in read_notes(both[1]).notes
    ]


def test_the_form_knows_the_view(both: tuple[Dash, AppStore], editor: FlaskClient) -> None:
    answer = form_at(editor, NEW, text="New billing portal")
    assert answer.status_code == 303
    assert answer.headers["Location"] == "/loyalty?region=EMEA&plan=Business"
    scope = (("plan", ("Business",)), ("region", ("EMEA",)))
    assert kept(both) == [("2026-10-31",) * 2 + ("New billing portal", scope, "the editor")]
    # A month, to which a click on a chart narrows a view, is taken whole.
    form = editor.get("/notes/new?view=/service%3Ffrom%3D2026-03-01%26to%3D2026-03-31").text
    assert re.findall(r'type="date" value="([^"]*)"', form) == ["2026-03-01", "2026-03-31"]
    assert "All of the company" in form


def test_what_is_wrong_is_said_and_nothing_typed_is_lost(
    both: tuple[Dash, AppStore], editor: FlaskClient
) -> None:
    typed = {"text": 'A "note" <b>', "first": "2026-05-09", "last": "2026-05-12", "about": ["plan"]}
    wrong = {
        "The note is empty": {"text": "  "},
        "is no date; expected one such as": {"first": "tomorrow"},
        "“Last day” is no date": {"last": "2026-02-30"},
        "is before the first": {"last": "2026-05-08"},
        "characters that nobody sees": {"text": "a\u202eb"},
        "201 characters; 200 are the most": {"text": "x" * 201},
    }
    for why, one in wrong.items():
        said = {**typed, **one}
        answer = form_at(editor, NEW, **said)
        assert answer.status_code == 400
        assert why in answer.text
        for name in ("first", "last"):
            assert f'name="{name}" type="date" value="{said[name]}"' in answer.text
        text = str(said["text"]).replace('"', "&#34;").replace("<", "&lt;").replace(">", "&gt;")
        assert f'value="{text}"' in answer.text
        assert 'value="plan" checked' in answer.text
        assert 'value="region" checked' not in answer.text
    assert kept(both) == []
    assert form_at(editor, NEW, **typed).status_code == 303
    scope = (("plan", ("Business",)),)
    expected = ("2026-05-09", "2026-05-12", 'A "note" <b>', scope, "the editor")
    assert kept(both) == [expected]


def test_changed_and_deleted(both: tuple[Dash, AppStore], editor: FlaskClient) -> None:
    note(editor, "New billing portal", "/loyalty?region=EMEA", first="2026-03-10", last="")
    listed = editor.get("/notes").text
    assert "10 Mar 2026" in listed
    assert "Region: EMEA" in listed
    other = person(both, "the administrator")
    changed = form_at(other, "/notes/1", text="Another portal", about=[])
    assert (changed.status_code, changed.headers["Location"]) == (303, "/notes?done=changed")
    assert kept(both) == [("2026-03-10",) * 2 + ("Another portal", (), "the administrator")]
    assert "The note is changed." in other.get("/notes?done=changed").text
    assert form_at(editor, "/notes/1", first="").status_code == 400
    # What else the form says does not matter then.
    gone = form_at(editor, "/notes/1", delete="yes", first="")
    assert gone.headers["Location"] == "/notes?done=deleted"
    assert kept(both) == []
    assert editor.get("/notes/1").status_code == 404


def test_days_without_data_wait_for_them(both: tuple[Dash, AppStore], editor: FlaskClient) -> None:
    note(editor, "Planned", first="2031-01-01")
    assert kept(both)[0][:2] == ("2031-01-01", "2031-01-01")
    assert "Planned" not in editor.get("/loyalty?period=all").text


def test_without_a_token_nothing_is_written(
    both: tuple[Dash, AppStore], editor: FlaskClient
) -> None:
    note(editor, "New billing portal")
    for path in ("/notes/new", "/notes/1"):
        sent = {"text": "forged", "first": "2026-05-09", "delete": "yes"}
        answer = editor.post(path, data=sent)
        assert answer.status_code in (303, 400, 401)
        assert "stale" in answer.headers.get("Location", "stale")
    assert [one[2] for one in kept(both)] == ["New billing portal"]


def test_who_may_not_edit_reads_them_alone(
    both: tuple[Dash, AppStore], editor: FlaskClient
) -> None:
    note(editor, "New billing portal")
    for name in ("the viewer", "the analyst"):
        reader = person(both, name)
        listed = reader.get("/notes").text
        assert "New billing portal" in listed
        assert "notes/new" not in listed
        assert "notes/1" not in listed
        assert "New billing portal" in reader.get("/loyalty").text
        assert "Add a note" not in reader.get("/loyalty").text
        assert "Add a note" not in reader.get("/_dash-layout").text
        assert [reader.get(path).status_code for path in ("/notes/new", "/notes/1")] == [403] * 2
    assert "Add a note" in editor.get("/_dash-layout").text


def test_a_limited_editor_writes_of_their_rows(both: tuple[Dash, AppStore]) -> None:
    eva = limited(both, "eva", (("region", ("EMEA",)),))
    form = eva.get("/notes/new?view=/loyalty%3Fregion%3DAPAC").text
    assert "APAC" not in form.replace("%3DAPAC", "")
    assert "Region: EMEA" in form
    note(eva, "Of her rows", "/loyalty?plan=Business", about=[])
    assert kept(both)[0][3] == (("region", ("EMEA",)),)
    assert form_at(eva, "/notes/1", text="Still hers", about=[]).status_code == 303
    assert kept(both)[0][2:4] == ("Still hers", (("region", ("EMEA",)),))


def test_where_everybody_is_let_in_there_are_none(client: FlaskClient) -> None:
    assert client.get("/notes").status_code == 404  # a page that there is not
    page = client.get("/loyalty").text
    assert "Add a note" not in page
    assert "Add a note" not in client.get("/_dash-layout").text
    assert "cx-notes" not in page
    assert client.get("/api/loyalty").get_json()["notes"] == []
