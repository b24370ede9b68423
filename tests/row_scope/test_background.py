"""Work in the background: once, kept with its rows, never anybody else's, gone with its version."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path

import pytest

from data.row_scope.snapshots import scoped
from data.scope import row_scope
from data.store.locks import lock
from data.store.snapshots import Snapshot, WholeSnapshot
from data.store.versions import WORK, clear_up
from data.work.questions import Answer, Question, keep_result, read_result, result_of, worked_by
from pages.forecasts.outlooks import ROWS
from pages.forecasts.panels import outlooks_panel
from pages.heavy.kinds import answer_of
from pages.panel import Kind
from server.background import ASKED, Background
from tests.pages.reading import view_of
from tests.row_scope.conftest import ROWS as OWN_ROWS

_MODULE = "callbacks.heavy_work"


def _question(snapshot: Snapshot, kind: str = "outlooks", about: str = "") -> Question:
    return Question(kind=kind, about=about, catalog=snapshot.catalog, rows=snapshot.rows)


def _until_done(worker: Background, question: Question) -> Answer:
    end = time.monotonic() + 120
    while (found := worker.ask(question)).result is None and time.monotonic() < end:
        time.sleep(0.1)
    return found


@pytest.fixture(autouse=True)
def idle() -> None:
    """Here it works."""


@pytest.fixture
def registered(monkeypatch: pytest.MonkeyPatch, folder: Path) -> Background:
    worker = Background(folder, _MODULE)
    monkeypatch.setattr("data.work.questions._WORKERS.find", lambda: worker)
    return worker


@pytest.fixture
def folder(whole: WholeSnapshot) -> Path:
    assert whole.file is not None
    return whole.file.parent


def test_a_panel_is_worked_out_by_another_process_as_it_would_be_at_once(
    whole: WholeSnapshot, limited: Snapshot, registered: Background, folder: Path
) -> None:
    view = view_of(limited, "/overview")
    pending = outlooks_panel(limited, view)
    assert pending is not None and pending.kind == Kind.WORKING and pending.missing
    version = limited.catalog.version
    assert not registered.progress(version, pending.pending).done
    end = time.monotonic() + 120
    while not registered.progress(version, pending.pending).done and time.monotonic() < end:
        time.sleep(0.1)
    panel = outlooks_panel(limited, view)
    assert panel is not None and panel.kind == Kind.OUTLOOKS and len(panel.frame)
    found = answer_of(limited, view, "outlooks").result
    worked_by(lambda: None)
    at_once = answer_of(limited, view, "outlooks").result
    assert found is not None and at_once is not None
    assert found.model_copy(update={"content": ""}) == at_once.model_copy(update={"content": ""})
    # Sums of decimals are added up in the order in which threads finish.
    rows, again = (
        [row.model_dump() for row in ROWS.validate_json(one.content)] for one in (found, at_once)
    )
    assert rows and rows == [pytest.approx(row) for row in again]
    # All rows are another question, and what is kept under a wrong name is nobody's.
    others = _question(whole, about="x")
    own = _question(limited, about="x")
    assert others.key != own.key
    place = others.place(folder)
    keep_result(place, result_of(own, content="[]"))
    assert read_result(place, others) is None
    place.unlink()


def test_an_error_is_a_sentence_and_is_not_tried_again_at_once(
    limited: Snapshot, folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    worker = Background(folder, _MODULE)
    question = _question(limited, "outlooks", "no view")
    failed = _until_done(worker, question).result
    assert failed is not None and "could not be worked out" in failed.failed
    written = question.place(folder).stat().st_mtime_ns
    assert worker.ask(question).result == failed
    assert question.place(folder).stat().st_mtime_ns == written


def test_what_takes_too_long_is_ended(
    limited: Snapshot, folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    worker = Background(folder, _MODULE, seconds=0.01)
    failed = _until_done(worker, _question(limited, "outlooks", "too long")).result
    assert failed is not None and failed.failed
    assert "took longer" in caplog.text


def test_another_process_at_work_is_waited_for(
    limited: Snapshot, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    question = _question(limited, "outlooks", "elsewhere")
    started: list[object] = []
    monkeypatch.setattr("server.background.subprocess.run", lambda *a, **_: started.append(a))
    worker = Background(folder, _MODULE)
    with lock(question.place(folder, ASKED), wait=False):
        assert worker.ask(question).result is None
        time.sleep(0.2)
    assert started == []


def test_results_go_with_their_version(
    limited: Snapshot, whole: WholeSnapshot, folder: Path
) -> None:
    kept = _question(limited, about="stays").place(folder)
    keep_result(kept, result_of(_question(limited), content="[]"))
    gone_catalog = whole.catalog.model_copy(update={"version": "0123456789ab"})
    gone = _question(replace(limited, catalog=gone_catalog)).place(folder)
    gone.write_text("{}")
    clear_up(folder)
    assert kept.exists() and not gone.exists()
    assert kept.name.endswith(WORK)
    kept.unlink()


def test_another_scope_has_a_version_and_a_key_of_its_own(whole: WholeSnapshot) -> None:
    scopes = [OWN_ROWS, row_scope([("region", ["region B"])])]
    names = {_question(scoped(whole, rows), about="x").place(Path()).name for rows in scopes}
    assert len(names) == 2
