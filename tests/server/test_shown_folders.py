"""What readers are told of a load that failed names files, and no folder of the server."""

from __future__ import annotations

import errno
from collections.abc import Callable
from pathlib import Path

import pytest
from flask.testing import FlaskClient

import data.ingest.service
from app import prepare
from data.errors import DataError, MappingError, without_folders
from data.store.snapshots import Store
from settings import Settings
from tests.callbacks.client import client_of, show
from tests.data.company import LONG, Company, answers, survey

Break = Callable[[Company, pytest.MonkeyPatch], None]


def no_file(company: Company, _: pytest.MonkeyPatch) -> None:
    (company.folder / "survey.csv").unlink()


def no_file_at_a_whole_path(company: Company, _: pytest.MonkeyPatch) -> None:
    company.write(LONG.replace("survey.csv", f"{company.folder}/elsewhere/survey.csv"))


def a_folder_for_a_file(company: Company, _: pytest.MonkeyPatch) -> None:
    (company.folder / "survey.csv").unlink()
    (company.folder / "survey.csv").mkdir()


def not_readable(company: Company, patched: pytest.MonkeyPatch) -> None:
    failing(patched, OSError(errno.EACCES, "Permission denied", str(company.folder / "survey.csv")))


def cut_short(company: Company, _: pytest.MonkeyPatch) -> None:
    company.write(LONG, survey_csv=survey(*answers(200))[:-3])


def not_csv(company: Company, _: pytest.MonkeyPatch) -> None:
    company.write(LONG, survey_csv=b"\x00\xff" * 500)


def damaged_parquet(company: Company, _: pytest.MonkeyPatch) -> None:
    company.write(LONG.replace("survey.csv", "survey.parquet"), survey_parquet=b"PAR1xxxxPAR1")


def full_disk(company: Company, patched: pytest.MonkeyPatch) -> None:
    failing(patched, OSError(errno.ENOSPC, "No space left on device", str(company.folder / "x")))


def full_disk_as_duckdb_says_it(company: Company, patched: pytest.MonkeyPatch) -> None:
    failing(patched, RuntimeError(f'IO Error: Could not write file "{company.folder}/a b/x.tmp"'))


def a_mapping_that_is_wrong(company: Company, _: pytest.MonkeyPatch) -> None:
    company.write(LONG + "\nnothing = 1\n")


def no_mapping(company: Company, _: pytest.MonkeyPatch) -> None:
    company.mapping.unlink()


def a_folder_for_a_mapping(company: Company, _: pytest.MonkeyPatch) -> None:
    company.mapping.unlink()
    company.mapping.mkdir()


def no_folder(company: Company, _: pytest.MonkeyPatch) -> None:
    company.write(f'folder = "{company.folder}/nowhere"\n{LONG}')


def failing(patched: pytest.MonkeyPatch, error: Exception) -> None:
    """The next build ends so."""

    def build(*_: object) -> None:
        raise error

    patched.setattr(data.ingest.service, "build", build)
    patched.setattr(data.ingest.service, "_unchanged", lambda *_: None)


FAULTS: list[Break] = [
    no_file, no_file_at_a_whole_path, a_folder_for_a_file, not_readable, cut_short, not_csv,
    damaged_parquet, full_disk, full_disk_as_duckdb_says_it, a_mapping_that_is_wrong, no_mapping,
    a_folder_for_a_mapping, no_folder,
]  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS, ids=lambda one: one.__name__)
def test_no_reader_sees_a_folder(
    fault: Break, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "Our Secret" / "place"
    folder.mkdir(parents=True)
    company = Company(folder).write(LONG, survey_csv=survey(*answers(200)))
    settings = Settings(mapping=company.mapping, folder=folder / "built")
    client = client_of(settings)
    fault(company, monkeypatch)
    with pytest.raises((DataError, MappingError)):
        prepare(settings)
    status = client.get("/readyz").get_json()["load"]
    assert status["state"] == "failed"
    assert status["message"]
    for told in (
        str(status),
        client.get("/overview").text,
        str(show(client, "/loyalty").answer),
        client.get("/api/data").text,
        client.get("/api/data/rejected.csv").text,
    ):
        for part in ("Our Secret", "/place", str(tmp_path), str(tmp_path.parent)):
            assert part not in told


def test_the_status_itself_has_the_whole_path(tmp_path: Path) -> None:
    """For the log and the command line."""
    settings = Settings(mapping=tmp_path / "none.toml", folder=tmp_path / "built")
    with pytest.raises(MappingError, match=str(tmp_path)):
        prepare(settings)
    assert str(tmp_path) in Store(settings.place()[1]).status().message


def test_a_data_file_that_cannot_be_read(
    tmp_path: Path, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "current").write_text("0123456789ab.duckdb")
    (tmp_path / "0123456789ab.duckdb").write_bytes(b"nothing" * 5_000)
    broken, ask = Store(tmp_path), Store.whole
    monkeypatch.setattr(Store, "whole", lambda _: ask(broken))
    for path in ("/readyz", "/api/overview", "/"):
        answer = client.get(path)
        assert answer.status_code == 503
        assert "0123456789ab.duckdb" in answer.text
        assert str(tmp_path) not in answer.text


@pytest.mark.parametrize(
    ("message", "shown"),
    [
        ("/srv/My Data/feedback.csv: Permission denied.", "feedback.csv: Permission denied."),
        ("No file 'a.csv' in /srv/cx. Is it there?", "No file 'a.csv' in cx. Is it there?"),
        ('Cannot open "/srv/x y/z.parquet": no', 'Cannot open "z.parquet": no'),
        ("(looked for /srv/x)", "(looked for x)"),
        ("of ('/srv/a.csv') or [/srv/b.csv]", "of ('a.csv') or [b.csv]"),
        ("duckdb:///srv/x.duckdb, file=/srv/y", "duckdb://x.duckdb, file=y"),
        ("One.\n//srv//x/a.csv", "One.\na.csv"),
        ("/data", "data"),
        ("n/a and km/h, a / b, 2026/01/02", "n/a and km/h, a / b, 2026/01/02"),
        ("exports/2026/*.csv, ./a/b, ../a/b", "exports/2026/*.csv, ./a/b, ../a/b"),
        ("https://example.org/a/b", "https://example.org/a/b"),
    ],
)
def test_folders_are_left_out(message: str, shown: str) -> None:
    assert without_folders(message) == shown
