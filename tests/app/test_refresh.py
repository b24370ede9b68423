"""`app.py refresh`: next month's file for a mapping that is kept by hand."""

from __future__ import annotations

import tomllib
from pathlib import Path

import openpyxl
import pytest

from app import main
from data.ingest.files.sources import locate
from data.mapping import load_mapping

MAPPING = """folder = "data"  # by hand
[company]
name = "Pohjola"
[sources.survey]
file = "survey.csv"
delimiter = ";"
[feedback]
source = "survey"
[feedback.columns]
submitted_at = { column = "Day", format = "%d.%m.%Y" }
metric = { constant = "nps" }
score = "Score"
"""


def test_newer_rows_stand_beside_all_that_was_there(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """20 answers of May; a workbook with the last 10 of them and 20 promoters of June."""
    (tmp_path / "data").mkdir()
    before = [(f"{day:02d}.05.2026", 9 if day % 2 else 0) for day in range(1, 21)]
    survey = tmp_path / "data" / "survey.csv"
    lines = [f"{day};{score}" for day, score in before]
    survey.write_text("\n".join(["Day;Score", *lines]), encoding="utf-8")
    mapping = tmp_path / "ours.toml"
    mapping.write_text(MAPPING, encoding="utf-8")
    book = openpyxl.Workbook()
    june = [(f"{day:02d}.06.2026", 10) for day in range(1, 21)]
    for row in [("Points", "Day"), *((score, day) for day, score in before[10:] + june)]:
        book.active.append(row)
    newer = tmp_path / "june.xlsx"
    book.save(newer)
    there = {path: path.read_bytes() for path in (mapping, survey, newer)}

    assert main(["refresh", str(mapping), str(newer)]) == 2
    said = capsys.readouterr().err
    assert "Which column of june.xlsx is the one that was called 'Score'?" in said
    assert {p: p.read_bytes() for p in tmp_path.rglob("*") if p.is_file()} == there
    key = said.split('--answer "')[1].rpartition("=")[0]

    assert main(["refresh", str(mapping), str(newer), "--answer", f"{key}=1"]) == 0
    shown = capsys.readouterr().out
    assert "20 rows added, 10 known already, 0 corrected, 10 as before: 40 rows now" in shown
    assert "NPS: 50.0" in shown and "n 40" in shown  # 30 promoters, 10 detractors
    assert survey.read_bytes() == there[survey]
    (kept,) = tmp_path.glob("ours-before-*.toml")
    assert kept.read_bytes() == there[mapping]
    (merged,) = tmp_path.glob("survey-*.parquet")
    source = tomllib.loads(mapping.read_text("utf-8"))["sources"]["survey"]
    assert source == {"file": f"../{merged.name}"}
    (located,) = locate(load_mapping(mapping))
    assert [file.resolve() for file in located.files] == [merged]
