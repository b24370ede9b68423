"""Overview over feedback alone, link in and response out, against plain pandas over raw rows."""

from __future__ import annotations

import shutil
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from app import prepare
from benchmarks import digest, plain, plain_figures
from benchmarks.client import Client
from benchmarks.feedback import make
from benchmarks.questions import queries
from data.catalog import Catalog
from data.store.snapshots import open_snapshot
from settings import Settings
from view.periods import previous
from view.url import parse

VIEWS = 30
_MOST_PLAIN = 50_000_000  # rows: with more, plain pandas has no room beside us
_EARLIER = 60  # other views asked before, as of a server that has been up for a while


@dataclass(frozen=True)
class Timings:
    """What one size of data takes, in seconds; of views, one element a view."""

    rows: int
    build: float
    overview: list[float]
    plain_data: list[float]  # empty where plain pandas was left out
    plain_figures: list[float]

    def ratio(self, *, figures: bool) -> float | None:
        """Median over views of plain time to ours, with or without drawing the plain charts."""
        if not self.plain_data:
            return None
        drawing = np.array(self.plain_figures) if figures else 0.0
        return float(np.median((np.array(self.plain_data) + drawing) / self.overview))


def measure(rows: int, folder: Path) -> Timings:
    """Build data of that many rows, then ask each view once. Raises where numbers differ."""
    mapping = make(rows, folder / str(rows))
    built = folder / str(rows) / "built"
    shutil.rmtree(built, ignore_errors=True)
    started = time.perf_counter()
    file = prepare(Settings(mapping=mapping, folder=built))
    build = time.perf_counter() - started
    client = Client(mapping, built)
    for query in queries(_EARLIER, seed=2):
        client.refresh("overview", query)
    asked = queries(VIEWS, seed=1)
    if rows > _MOST_PLAIN:
        return Timings(rows, build, [client.refresh("overview", one) for one in asked], [], [])
    beside = _Plain(mapping.parent, open_snapshot(file).catalog)
    timed: list[float] = []
    for query in asked:
        timed.append(client.refresh("overview", query))
        beside.ask(query, client.numbers("overview", query))
    return Timings(rows, build, timed, beside.data, beside.figures)


class _Plain:
    """Plain pandas, asked the same views in the same process."""

    def __init__(self, folder: Path, catalog: Catalog) -> None:
        self.data: list[float] = []  # seconds a view
        self.figures: list[float] = []
        self._catalog, self._frame = catalog, plain.load(folder)
        (earlier,) = queries(1, seed=2)
        plain_figures.draw(*plain.overview(self._frame, _question(earlier, catalog, [])))

    def ask(self, query: str, shown: dict[str, Any]) -> None:
        """Time one view. Raises RuntimeError where its numbers are not those that were shown."""
        changed = [
            row["metric"]
            for row in shown["panels"]["cards"]["rows"]
            if row["comparison"]["verdict"] == "real"
        ]
        question = _question(query, self._catalog, changed)
        started = time.perf_counter()
        now, base = plain.overview(self._frame, question)
        counted = time.perf_counter()
        plain_figures.draw(now, base)
        self.data.append(counted - started)
        self.figures.append(time.perf_counter() - counted)
        wrong = digest.differences(digest.of_page(shown), digest.of_plain(now, base, question))
        if wrong:
            rows = len(self._frame)
            raise RuntimeError(f"{rows:,} rows, ?{query}: the numbers differ: {wrong[:5]}")


def _question(query: str, catalog: Catalog, changed: list[str]) -> plain.Question:
    view = parse("overview", query, catalog).view
    base = previous(view.span)
    return plain.Question(
        now=(view.span.start, view.span.end),
        base=(base.start, base.end),
        filters={name: list(levels) for name, levels in view.filters},
        grain=view.grain,
        explain=[metric for metric in changed if not metric.endswith("_mean")],
    )
