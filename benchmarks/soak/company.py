"""The sources that are served, in one of two versions, and what each says of every view."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Any

import orjson

from benchmarks.feedback import make
from data.ingest.service import load
from data.store.snapshots import open_snapshot
from pages.as_json import page_json
from pages.index import read_page
from view.url import parse

_ROWS = {"first": 200_000, "second": 260_000}  # of the two versions
Answers = dict[tuple[str, str], Any]  # version and query -> the page's JSON


class Company:
    """Files that change while they are served."""

    def __init__(self, folder: Path) -> None:
        self.live = folder / "live"
        self._kept = {name: make(rows, folder / name).parent for name, rows in _ROWS.items()}
        self.live.mkdir()
        self.mapping = Path(shutil.copy(self._kept["first"] / "mapping.toml", self.live))
        self.now = ""
        self.become("first")

    def become(self, name: str) -> None:
        """Put the files of a version in place, each in one step."""
        self.now = name
        for file in ("customers.parquet", "feedback.parquet"):
            self._put(self._kept[name] / file, None)

    def other(self) -> None:
        """Put the other version in place."""
        self.become(next(name for name in _ROWS if name != self.now))

    def cut_short(self) -> None:
        """The first half of a file, as a copy that was broken off leaves it."""
        file = self._kept[self.now] / "feedback.parquet"
        self._put(file, file.stat().st_size // 2)

    def answers(self, folder: Path, asked: list[str]) -> Answers:
        """What each version says of each view."""
        found: Answers = {}
        for name in _ROWS:
            self.become(name)
            snapshot = open_snapshot(load(self.mapping, folder, attended=True))
            for query in asked:
                page = read_page(snapshot, parse("overview", query, snapshot.catalog).view)
                body = orjson.dumps(page_json(page, snapshot.catalog))
                found[snapshot.catalog.version, query] = orjson.loads(body)
        self.become("first")
        return found

    def _put(self, file: Path, size: int | None) -> None:
        new = Path(shutil.copy2(file, self.live / "new"))
        if size is not None:
            os.truncate(new, size)
        new.replace(self.live / file.name)
