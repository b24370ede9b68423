"""`app.py pull` as somebody types it."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from commands import pull as command
from commands.arguments import parser
from connections import pull as module
from connections.index import SERVICES
from connections.secrets import variable
from connections.service import Service
from data.store.locks import lock
from settings import Settings
from tests.connections.played_surveys import Typeform, people
from tests.connections.stand_in import standing_in

_TOKEN = "CXLENS_PULL_TYPEFORM_TOKEN"


def _run(*typed: str) -> int:
    return command.run(parser().parse_args(["pull", *typed]))


def test_a_form(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(_TOKEN, "tfp_secret-of-the-command")
    real = module.pull
    with standing_in(Typeform(people(3))) as there:

        def here(
            service: Service, options: dict[str, str], secrets: dict[str, str], folder: Path
        ) -> dict[str, int]:
            return real(service, options, secrets, folder, there.address)

        monkeypatch.setattr(module, "pull", here)
        assert _run("typeform", "--form", "lR6F4j", "--to", str(tmp_path)) == 0
        assert there.asked[0].headers["Authorization"] == "Bearer tfp_secret-of-the-command"
    file = tmp_path / "typeform" / "lR6F4j" / "responses.parquet"
    assert file.exists()
    told = capsys.readouterr()
    assert told.out == f"{file}: 3 rows\n"
    assert told.err == "Asking Typeform. This may take a while.\n"


def test_two_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(_TOKEN, "tfp_secret")
    folder = tmp_path / "typeform" / "lR6F4j"
    folder.mkdir(parents=True)
    with lock(folder / ".lock", wait=False):
        assert _run("typeform", "--form", "lR6F4j", "--to", str(tmp_path)) == 1
    assert capsys.readouterr().err == f"Error: Another pull into {folder} is at work.\n"


@pytest.mark.parametrize(
    ("form", "set_", "words"),
    [
        ("lR6F4j", False, f"Error: {_TOKEN} is not set. Secrets are taken from the environment"),
        ("../x", True, "Error: --form '../x': expected the part of its address after /to/."),
    ],
)
def test_what_is_wrong_is_said(
    form: str,
    set_: bool,
    words: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv(_TOKEN, "tfp_secret" if set_ else "")
    assert _run("typeform", "--form", form, "--to", str(tmp_path)) == 2
    assert capsys.readouterr().err.startswith(words)
    assert list(tmp_path.iterdir()) == []


def test_without_dlt(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(_TOKEN, "tfp_secret")
    monkeypatch.setitem(sys.modules, "dlt", None)
    for name in ("connections.pull", "connections.reading"):
        monkeypatch.delitem(sys.modules, name)
    assert _run("typeform", "--form", "lR6F4j", "--to", str(tmp_path)) == 2
    assert "pip install -r requirements-pull.txt" in capsys.readouterr().err


def test_secrets_are_no_settings_and_no_arguments(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, service in SERVICES.items():
        for secret in service.secrets:
            monkeypatch.setenv(variable(name, secret), "x")
            assert secret.lower() not in [option.name for option in service.options]
    assert Settings().unknown() == []


def test_every_service_is_documented() -> None:
    text = (Path(__file__).parents[2] / "docs" / "connections.md").read_text("utf-8")
    for name, service in SERVICES.items():
        assert f"### {service.title}" in text
        assert f"app.py pull {name} --to" in text
        for needed in [*(variable(name, one) for one in service.secrets)]:
            assert needed in text
        for option in service.options:
            assert f"--{option.name}" in text
        for file in service.tables:
            assert f"`{file}.parquet`" in text
