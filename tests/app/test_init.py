"""`app.py init`: from a file to a mapping, its figures seen before, and what is asked."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from app import main

# 9 promoters, 6 passives, 5 detractors: NPS (9 - 5) / 20 = 20.
SCORES = [10] * 5 + [9] * 4 + [8] * 3 + [7] * 3 + [6, 5, 3, 2, 0]


def survey(folder: Path, days: list[str], name: str = "kysely.csv") -> Path:
    """Answers to a recommendation in a file with semicolons: a row a day of the list, in turn."""
    rows = [
        f"{days[place % len(days)]};{score};{'Itä' if place % 2 else 'Länsi'}"
        for place, score in enumerate(SCORES * 2)
    ]
    head = "Vastauspäivä;Kuinka todennäköisesti suosittelisit meitä?;Alue"
    file = folder / name
    file.write_text("\n".join([head, *rows]), encoding="utf-8")
    return file


def test_a_file_becomes_a_mapping_and_its_figures_are_seen_before(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = survey(tmp_path, ["15.05.2026", "03.06.2026"])
    assert main(["init", str(file), "--company", "Pohjola"]) == 0
    shown = capsys.readouterr().out
    assert "NPS: 20.0" in shown and "n 40" in shown
    assert "Read otherwise" in shown and "Rating" in shown
    mapping = tomllib.loads((tmp_path / "mapping.toml").read_text("utf-8"))
    assert mapping["company"]["name"] == "Pohjola"
    (question,) = mapping["feedback"]["questions"]
    assert question["metric"] == "nps"
    assert mapping["feedback"]["columns"]["submitted_at"]["format"] == "%d.%m.%Y"
    assert [one["column"] for one in mapping["segments"]] == ["Alue"]
    assert main(["check", str(tmp_path / "mapping.toml")]) == 0


def test_a_mapping_that_is_there_is_never_written_over(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = survey(tmp_path, ["15.05.2026"])
    (tmp_path / "mapping.toml").write_text("mine", encoding="utf-8")
    assert main(["init", str(file)]) == 2
    assert "already" in capsys.readouterr().err
    assert (tmp_path / "mapping.toml").read_text("utf-8") == "mine"


def test_what_the_data_do_not_answer_is_asked_and_nothing_is_written_before(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """3 April and 4 March, 5 February and 2 May: no first part is above 12."""
    file = survey(tmp_path, ["03/04/2026", "05/02/2026"])
    assert main(["init", str(file)]) == 2
    asked = capsys.readouterr().err
    assert not (tmp_path / "mapping.toml").exists()
    assert "day/month/year" in asked and "month/day/year: from 4 March 2026 to 2 May 2026" in asked
    key = asked.split('--answer "')[1].rpartition("=")[0]
    number = next(line.split()[0] for line in asked.splitlines() if "month/day/year" in line)
    assert main(["init", str(file), "--answer", f"{key}={number}"]) == 0
    assert "2026-03-04 to 2026-05-02" in capsys.readouterr().out


def test_a_file_with_nothing_to_show_says_what_is_missing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "shops.csv"
    file.write_text("shop,city\nA,Oslo\nB,Bergen\nC,Oslo\n", encoding="utf-8")
    assert main(["init", str(file)]) == 2
    said = capsys.readouterr().err
    assert "no column asks for a score" in said and "Traceback" not in said
