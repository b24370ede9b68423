"""A mapping, the file of before and newer ones, and what comes of them."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import duckdb

from data.draft.refresh.refreshing import Plan, Refreshing
from data.mapping import load_mapping

Row = Sequence[object]
TODAY = date(2026, 7, 15)
HEAD = ("Day", "Score", "Region", "Why")
SURVEY = """[company]
name = "Pohjola"
[sources.survey]  # ours
file = "survey.csv"  # 3 rows
blank = ["-"]  # said by hand
[feedback]
source = "survey"
[feedback.columns]
submitted_at = { column = "Day", format = "%d/%m/%Y" }
metric = { constant = "nps" }
score = "Score"
comment = "Why"
[[segments]]
key = "region"
column = "Region"
"""
WITH_IDS = SURVEY.replace("[feedback.columns]", '[feedback.columns]\nresponse_id = "Id"')


@dataclass
class Months:
    """`folder`: a new one. `before`: the rows of `survey.csv`, under the names of `head`."""

    folder: Path
    before: Sequence[Row]
    head: Sequence[str] = HEAD
    mapping: str = SURVEY
    files: list[Path] = field(default_factory=list)

    def __post_init__(self) -> None:
        write(self.folder / "survey.csv", self.head, self.before)
        (self.folder / "mapping.toml").write_text(self.mapping, encoding="utf-8")

    def bring(self, rows: Sequence[Row], head: Sequence[str] = (), name: str = "june.csv") -> None:
        """A newer file."""
        self.files.append(write(self.folder / name, head or self.head, rows))

    def plan(self, answers: Mapping[str, str] | None = None, whole: bool = False) -> Plan:
        """What comes of it."""
        return self._begun().plan(answers or {}, whole)

    def merged(
        self, answers: Mapping[str, str] | None = None, whole: bool = False
    ) -> tuple[Plan, list[tuple[str | None, ...]]]:
        """What comes of it, and the rows of the survey then, in the columns of before."""
        begun = self._begun()
        plan = begun.plan(answers or {}, whole)
        assert not plan.open
        begun.write(plan, self.mapping, lambda name: (self.folder / f"{name}.parquet", name))
        columns = ", ".join(f'"{name}"' for name in self.head)
        file = self.folder / "survey.parquet"
        return plan, duckdb.execute(f"SELECT {columns} FROM '{file}'").fetchall()

    def _begun(self) -> Refreshing:
        aside = self.folder / f"aside{len(list(self.folder.glob('aside*')))}"
        aside.mkdir()
        mapping = load_mapping(self.folder / "mapping.toml")
        return Refreshing(mapping, self.files, aside, TODAY)


def write(path: Path, head: Sequence[str], rows: Sequence[Row]) -> Path:
    """A file with commas."""
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([head, *rows])
    return path


def answers(day: str, scores: Sequence[int], region: str = "North", why: str = "") -> list[Row]:
    """A row a score, all of one day."""
    return [(day, score, region, why) for score in scores]
