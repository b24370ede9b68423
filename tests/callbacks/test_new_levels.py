"""A note says that figures are of a new level: charts of its rows begin anew, others stay."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from dash import Dash
from flask.testing import FlaskClient

from access.audit import entries
from access.notes.kept import read_notes
from access.rights import Role
from settings import Settings
from store.app_store import AppStore
from tests.server.noting import form_at, limited, note
from tests.server.people import with_accounts
from tests.server.sharing import person

LEVEL = {"new_level": "yes", "first": "2025-01-01"}
SINCE = 22  # months of the sample company from then on, of 36


@pytest.fixture(scope="module")
def both(
    settings: Settings, sample_file: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Dash, AppStore]:
    return with_accounts(settings, tmp_path_factory.mktemp("accounts"))


@pytest.fixture
def editor(both: tuple[Dash, AppStore]) -> Iterator[FlaskClient]:
    found = person(both, "the editor")
    yield found
    for one in read_notes(both[1]).notes:
        form_at(found, f"/notes/{one.id}", delete="yes")


def periods(browser: FlaskClient, query: str = "", metric: str = "csat") -> int | None:
    """How many months the chart of a card is of."""
    rows: list[dict[str, Any]] = browser.get(f"/api/overview{query}").get_json()["panels"]["cards"][
        "rows"
    ]
    found = next(row for row in rows if row["metric"] == metric)
    return found["chart"]["periods"] if "chart" in found else None


def test_charts_of_its_rows_begin_anew(both: tuple[Dash, AppStore], editor: FlaskClient) -> None:
    eva = limited(both, "eva", (("region", ("EMEA",)),), Role.ANALYST)
    assert periods(editor) == periods(editor, "?region=EMEA") == periods(eva) == 36
    note(editor, "New question", "/loyalty?region=EMEA", **LEVEL)
    assert periods(editor) == periods(editor, "?region=APAC") == 36
    assert periods(editor, "?region=EMEA&region=APAC") == 36
    assert periods(editor, "?region=EMEA") == periods(editor, "?region=EMEA&plan=Team") == SINCE
    assert periods(eva) == SINCE, "all that she may see is of the new level"
    assert "charts begin anew" in str([*entries(both[1])])


def test_of_one_metric_all_others_stay(editor: FlaskClient) -> None:
    note(editor, "New portal", "/loyalty?region=EMEA", **LEVEL, metric="nps")
    assert periods(editor, "?region=EMEA") == 36
    assert periods(editor, "?region=EMEA", "nps") == SINCE


def test_who_changes_it_sees_what_it_says(both: tuple[Dash, AppStore], editor: FlaskClient) -> None:
    note(editor, "New question", "/loyalty", **LEVEL)
    assert periods(editor) == SINCE
    (kept,) = read_notes(both[1]).notes
    form = editor.get(f"/notes/{kept.id}").text
    assert 'name="new_level" value="yes" checked' in form
    form_at(editor, f"/notes/{kept.id}", new_level=[])
    assert not read_notes(both[1]).notes[0].new_level
    assert periods(editor) == 36


def test_a_day_after_the_view_is_not_yet(editor: FlaskClient) -> None:
    note(editor, "New question", "/loyalty", **LEVEL)
    assert periods(editor, "?from=2023-11-01&to=2024-12-31") == 14
