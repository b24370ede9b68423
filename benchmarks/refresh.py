"""A refresh, link in and response out, against plain pandas over raw rows in the same process."""

from __future__ import annotations

import shutil
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from app import prepare
from benchmarks import digest, plain, plain_figures
from benchmarks.client import Client
from benchmarks.feedback import make
from benchmarks.questions import queries
from data.catalog import Catalog
from data.store import open_snapshot
from settings import Settings
from view.periods import previous
from view.url import parse

VIEWS = 30
_EARLIER = 60  # other views asked before, as of a server that has been up for a while
PAGES = ("overview", "loyalty", "touchpoints")


@dataclass(frozen=True)
class Timings:
    """What one size of data takes, in seconds; of views, one element a view."""

    rows: int
    build: float
    pages: dict[str, list[float]]
    plain_data: list[float]
    plain_figures: list[float]

    def ratio(self, *, figures: bool) -> float:
        """Median over views of plain time to ours, with or without drawing the plain charts."""
        drawing = np.array(self.plain_figures) if figures else 0.0
        return float(np.median((np.array(self.plain_data) + drawing) / self.pages["overview"]))


def measure(rows: int, folder: Path) -> Timings:
    """Build data of that many rows, then ask each view once. Raises where numbers differ."""
    mapping = make(rows, folder / str(rows))
    built = folder / str(rows) / "built"
    shutil.rmtree(built, ignore_errors=True)
    started = time.perf_counter()
    file = prepare(Settings(mapping=mapping, folder=built))
    build = time.perf_counter() - started
    catalog = open_snapshot(file).catalog
    client = Client(mapping, built)
    frame = plain.load(mapping.parent)

    asked, earlier = queries(VIEWS, seed=1), queries(_EARLIER, seed=2)
    for page in PAGES:
        for query in earlier:
            client.refresh(page, query)
    plain_figures.draw(*plain.overview(frame, _question(earlier[0], catalog, [])))

    pages: dict[str, list[float]] = {page: [] for page in PAGES}
    data, drawing = [], []
    for query in asked:
        for page in PAGES:
            pages[page].append(client.refresh(page, query))
        shown, *_ = (client.numbers(page, query) for page in PAGES)
        changed = [
            row["metric"]
            for row in shown["panels"]["cards"]["rows"]
            if row["comparison"]["verdict"] == "real"
        ]
        question = _question(query, catalog, changed)
        started = time.perf_counter()
        now, base = plain.overview(frame, question)
        data.append(time.perf_counter() - started)
        started = time.perf_counter()
        plain_figures.draw(now, base)
        drawing.append(time.perf_counter() - started)
        wrong = digest.differences(digest.of_page(shown), digest.of_plain(now, base, question))
        if wrong:
            raise RuntimeError(f"{rows:,} rows, ?{query}: the numbers differ: {wrong[:5]}")
    return Timings(rows, build, pages, data, drawing)


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
