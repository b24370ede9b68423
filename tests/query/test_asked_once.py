"""What a page asks twice is answered once, and nobody's answer is somebody else's."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from data.query.compile import Sql
from data.query.results import asked_once, plain
from data.store.data_file import DataFile
from data.store.snapshots import Snapshot
from pages.index import read_page
from tests.pages.reading import view_of

_COUNT = Sql("SELECT count(*) AS n FROM feedback", {"n": "BIGINT"})


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the engine is asked."""
    found: list[str] = []
    frame = DataFile.frame

    def counted(file: DataFile, sql: str) -> pd.DataFrame:
        found.append(sql)
        return frame(file, sql)

    monkeypatch.setattr(DataFile, "frame", counted)
    return found


def test_the_same_question_is_asked_once(snapshot: Snapshot, asked: list[str]) -> None:
    with asked_once():
        first, second = plain(snapshot, _COUNT), plain(snapshot, _COUNT)
        assert len(asked) == 1 and first.equals(second) and first["n"].item() > 0
        first["n"] = 0  # whoever changes its frame changes no other
        assert plain(snapshot, _COUNT)["n"].item() == second["n"].item() > 0
        plain(replace(snapshot), _COUNT)  # another snapshot may have other rows
        plain(snapshot, _COUNT._replace(rest=True))  # and so may what is asked of others
        assert len(asked) == 3
    plain(snapshot, _COUNT)
    plain(snapshot, _COUNT)
    assert len(asked) == 5  # a page that is read later is read anew


def test_a_page_asks_nothing_twice(snapshot: Snapshot, asked: list[str]) -> None:
    page = read_page(snapshot, view_of(snapshot, "/voice"))
    assert page.panels and len(asked) > 5
    assert len(asked) == len(set(asked))
