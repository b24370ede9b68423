"""The commands: what they print, what they refuse, and with which exit code."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from app import create_app, main, prepare
from data.errors import MappingError
from data.store.load_status import LoadStatus
from settings import Settings
from tests.data.company import LONG, Company, answers, survey

ROWS = answers(40)


@pytest.fixture
def company(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Company:
    monkeypatch.setenv("CXLENS_FOLDER", str(tmp_path / "built"))
    return Company(tmp_path).write(LONG, survey_csv=survey(*ROWS, "x,2026-01-01,12"))


def test_check_says_what_came_of_the_data(
    company: Company, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", str(company.mapping)]) == 0
    out = capsys.readouterr().out
    assert "survey.csv" in out
    assert "40" in out
    assert "score outside the scale" in out


@pytest.mark.parametrize("command", ["check", "kpis"])
def test_a_missing_mapping(
    command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([command, str(tmp_path / "none.toml")]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.startswith("Error: ")
    assert "none.toml" in captured.err


@pytest.mark.parametrize("command", ["check", "kpis"])
def test_an_error_names_file_column_and_nearest(
    command: str, company: Company, capsys: pytest.CaptureFixture[str]
) -> None:
    company.write(LONG.replace('score = "score"', 'score = "scroe"'))
    assert main([command, str(company.mapping)]) == 2
    error = capsys.readouterr().err
    assert "mapping.toml, [feedback]" in error
    assert "no column 'scroe'" in error
    assert "Did you mean 'score'?" in error
    assert "Traceback" not in error


def test_kpis_is_the_overview(company: Company, capsys: pytest.CaptureFixture[str]) -> None:
    query = "period=all&compare=none&grain=week"
    assert main(["kpis", str(company.mapping), query]) == 0
    printed = json.loads(capsys.readouterr().out)
    nps = printed["panels"]["cards"]["rows"][0]
    scores = [i % 11 for i in range(40)]
    promoters, detractors = sum(s >= 9 for s in scores), sum(s <= 6 for s in scores)
    assert nps["value"] == pytest.approx(100 * (promoters - detractors) / 40)
    assert printed["view"]["grain"] == "week"


def test_kpis_refuses_what_it_cannot_apply(
    company: Company, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["kpis", str(company.mapping), "perod=all"]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "Error: “perod” is not a filter here (nearest: “period”)." in captured.err


def test_no_command(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main([])
    assert stopped.value.code == 2
    assert "serve" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("CXLENS_PORT", "eighty", "Error: CXLENS_PORT is 'eighty': "),
        ("CXLENS_PORT", "0", "Error: CXLENS_PORT is '0': "),
        ("CXLENS_THREADS", "-1", "Error: CXLENS_THREADS is '-1': "),
        ("CXLENS_WORKERS", "0", "Error: CXLENS_WORKERS is '0': "),
        ("CXLENS_WATCH", "-5", "Error: CXLENS_WATCH is '-5': "),
        ("CXLENS_PREFIX", "/cx", "Error: CXLENS_PREFIX is '/cx': expected a path with a slash at "),
    ],
)
def test_wrong_settings_are_named(
    name: str,
    value: str,
    words: str,
    company: Company,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv(name, value)
    assert main(["kpis", str(company.mapping)]) == 2
    error = capsys.readouterr().err
    assert words in error
    assert "Traceback" not in error


def test_settings_of_the_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("CXLENS_PORT", "9001")
    monkeypatch.setenv("CXLENS_MAPPING", str(tmp_path / "m.toml"))
    found = Settings()
    assert (found.port, found.mapping) == (9001, tmp_path / "m.toml")
    assert found.host == "127.0.0.1"  # loopback unless told otherwise


def test_an_empty_variable_is_unset(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HOST", "PORT", "FOLDER", "MAPPING", "PREFIX", "RELOAD_TOKEN"):
        monkeypatch.delenv(f"CXLENS_{name}", raising=False)
    unset = Settings()
    for name in ("HOST", "PORT", "FOLDER", "MAPPING", "PREFIX", "RELOAD_TOKEN"):
        monkeypatch.setenv(f"CXLENS_{name}", "")
    assert Settings() == unset


def test_no_host_is_not_every_host(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["serve", "--host", ""]) == 2
    assert "Error: CXLENS_HOST is ''" in capsys.readouterr().err


def test_a_mistyped_setting_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CXLENS_MAPING", "x.toml")
    said = Settings().unknown()
    assert "CXLENS_MAPING is not a setting. Did you mean 'CXLENS_MAPPING'?" in said
    monkeypatch.delenv("CXLENS_MAPING")
    monkeypatch.setenv("CXLENS_MAPPING", "x.toml")
    assert not any("MAPPING" in sentence for sentence in Settings().unknown())


def test_the_token_is_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CXLENS_RELOAD_TOKEN", "a-token-of-somebody")
    assert "somebody" not in repr(Settings())


def test_build_takes_what_nobody_attending_would(
    company: Company, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["kpis", str(company.mapping)]) == 0
    company.write(LONG, survey_csv=survey(*ROWS[:9]))
    capsys.readouterr()
    assert main(["kpis", str(company.mapping)]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "has 9 rows, less than half of the 40 in use" in captured.err
    assert f"python app.py build {company.mapping}" in captured.err
    assert main(["build", str(company.mapping)]) == 0
    assert "survey.csv: 9 rows" in capsys.readouterr().out
    assert main(["kpis", str(company.mapping)]) == 0


def test_a_folder_that_cannot_be(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("CXLENS_FOLDER", str(tmp_path / "file"))
    assert main(["build"]) == 2
    assert capsys.readouterr().err == f"Error: {tmp_path / 'file' / 'sample'}: Not a directory.\n"


@pytest.fixture
def handed_over(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """What `serve` becomes, and in which environment: `os.environ`."""
    found: list[list[str]] = []
    monkeypatch.setattr(os, "environ", {**os.environ})
    monkeypatch.setattr(os, "chdir", lambda folder: None)
    monkeypatch.setattr(os, "execv", lambda _, command: found.append(command))
    return found


def test_serve_becomes_gunicorn_with_its_settings(
    company: Company, handed_over: list[list[str]], capsys: pytest.CaptureFixture[str]
) -> None:
    main(["serve", "--host", "::1", "--port", "9001", str(company.mapping)])
    assert "CX Lens is at http://[::1]:9001/\n" in capsys.readouterr().err
    assert handed_over[0][1:] == ["-m", "gunicorn", "-c", "python:server.gunicorn_config"]
    passed_on = Settings()
    assert (passed_on.host, passed_on.port) == ("::1", 9001)
    assert passed_on.mapping == company.mapping
    assert LoadStatus.model_validate_json(os.environ["CXLENS_AT_START"]).state == "loaded"


def test_serve_goes_on_with_data_in_use(
    company: Company, handed_over: list[list[str]], capsys: pytest.CaptureFixture[str]
) -> None:
    main(["kpis", str(company.mapping)])
    company.write(LONG, survey_csv="no,such,columns\n1,2,3\n")
    main(["serve", str(company.mapping)])
    assert len(handed_over) == 1
    assert "no column 'id'" in capsys.readouterr().err
    at_start = LoadStatus.model_validate_json(os.environ["CXLENS_AT_START"])
    assert at_start.state == "failed"
    assert "no column 'id'" in at_start.message


def test_serve_ends_without_any_data(
    company: Company, handed_over: list[list[str]], capsys: pytest.CaptureFixture[str]
) -> None:
    company.write(LONG, survey_csv="no,such,columns\n1,2,3\n")
    assert main(["serve", str(company.mapping)]) == 2
    assert handed_over == []
    assert "Error: mapping.toml" in capsys.readouterr().err


def test_without_data_there_is_no_app(tmp_path: Path) -> None:
    with pytest.raises(MappingError, match=r"none\.toml"):
        create_app(Settings(mapping=tmp_path / "none.toml", folder=tmp_path))


def test_data_sets_in_folders_of_the_same_name_stay_apart(tmp_path: Path) -> None:
    found = []
    for name in ("a", "b"):
        folder = tmp_path / name / "company"
        folder.mkdir(parents=True)
        company = Company(folder).write(LONG, survey_csv=survey(*ROWS))
        found.append(prepare(Settings(mapping=company.mapping, folder=tmp_path / "built")).parent)
    assert found[0] != found[1]
    assert {folder.name.rpartition("-")[0] for folder in found} == {"company"}


def test_a_password_is_in_no_message(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CXLENS_SMTP", "http://user:hidden@mail")
    assert main(["serve"]) == 2
    said = capsys.readouterr().err
    assert "CXLENS_SMTP is set: expected smtps://" in said
    assert "hidden" not in said
