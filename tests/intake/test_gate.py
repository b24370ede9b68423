"""Where people log in: a service sends answers without a log-in, and gets nothing else by that."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from data.mapping import load_mapping
from settings import Settings
from tests.intake.sent import SECRET, answer, company, signed
from tests.intake.test_queue import kept
from tests.server.people import log_in, with_accounts


def test_exactly_this_post_passes_without_a_log_in_and_head_tells_whether_it_may(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CXLENS_INTAKE_APP", SECRET)
    of = company(tmp_path)
    settings = Settings(mapping=load_mapping(of.mapping).path, folder=tmp_path / "data")
    app, _ = with_accounts(settings, tmp_path)
    nobody, editor = app.server.test_client(), app.server.test_client()
    body = json.dumps(answer(10)).encode()
    assert nobody.post("/intake/app", data=body, headers=signed(body)).status_code == 200
    assert kept(settings.place()[1]) == {"10": "9"}
    for path, status in (("/intake/app", 200), ("/intake/none", 404)):
        asked = nobody.head(path)
        assert (asked.status_code, asked.data) == (status, b"")
        assert "Set-Cookie" not in asked.headers
    # No other method, address or way in; and the signature opens nothing else.
    assert nobody.get("/intake/app", headers=signed(body)).status_code == 405
    for method in ("PUT", "PATCH", "DELETE"):
        answered = nobody.open("/intake/app", method=method, data=body, headers=signed(body))
        assert answered.status_code in (401, 405)
    for path in ("/intake", "/intake/", "/intake/app/", "/intake/app/x", "/shared/1/intake/app"):
        assert nobody.post(path, data=body, headers=signed(body)).status_code in (401, 405), path
        assert nobody.head(path).status_code in (302, 401), path
    assert nobody.get("/api/overview", headers=signed(body)).status_code == 401
    # Who is logged in needs the signature as well, and no token of a form.
    log_in(editor, "the editor")
    more = json.dumps(answer(11)).encode()
    kind = {"Content-Type": "application/json"}
    assert editor.post("/intake/app", data=more, headers=kind).status_code == 401
    assert editor.post("/intake/app", data=more, headers=signed(more)).status_code == 200
    assert editor.head("/intake/app").status_code == 200
    # What came in sets no cookie.
    assert "Set-Cookie" not in nobody.post("/intake/app", data=body, headers=signed(body)).headers
