"""Every page of companies without a change, in views that a reader opens: what is said of noise."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from benchmarks.claims.companies import Company, opened
from data.store.snapshots import Snapshot
from pages.index import read_page
from pages.panel import Page
from view.pages import PAGES, available_pages
from view.url import parse

_SIZES = (4_000, 600, 1_500, 10_000)  # answers, in turn from round to round
_CLUSTERS = (5.0, 2.0, 10.0)  # answers of a customer
_VIEWS = {
    "12 months, previous": "",
    "90 days, previous": "period=last-90-days",
    "90 days, year ago": "period=last-90-days&compare=year-ago",
}
_REST = ("compare=rest&plan=Plus", "compare=rest&region=West")
OPENED = ["company", "kind", "view", "page"]  # columns that say which page of whom it is


class Seen(NamedTuple):
    """Frames with the columns `OPENED`: a row a page, and a row each figure with a verdict.

    `headlines` have the headline; `figures` have panel (its key), metric and verdict.
    """

    headlines: pd.DataFrame
    figures: pd.DataFrame


def companies(number: int) -> dict[str, Company]:
    """The companies of a round, of different sizes and clusters from one to the next."""
    answers, each = _SIZES[number % len(_SIZES)], _CLUSTERS[number % len(_CLUSTERS)]
    return {
        "independent": Company(answers),
        "clustered": Company(answers, each, alike=0.5, months=20),
        "unequal": Company(answers, each, alike=0.3, spread=1.2, months=20),
        "short stays": Company(answers, each, alike=0.5, spread=0.5, stay=2),
    }


def pages_seen(seed: int, rounds: int) -> Seen:
    """What the pages say of all companies of so many rounds, in every view."""
    headlines, figures = [], []
    for number in range(rounds):
        for place, (kind, company) in enumerate(companies(number).items()):
            for view, page in _pages(company, (seed, number, place), number):
                opened_page = (f"{kind} {number}", kind, view, page.view.page)
                about = dict(zip(OPENED, opened_page, strict=True))
                headlines.append({**about, "headline": page.account or page.headline})
                figures += [
                    panel.rows[["metric", "verdict"]].assign(panel=panel.key, **about)
                    for panel in page.panels
                    if "verdict" in panel.rows
                ]
    return Seen(pd.DataFrame(headlines), pd.concat(figures, ignore_index=True))


def _pages(company: Company, seed: tuple[int, ...], number: int) -> Iterator[tuple[str, Page]]:
    """The pages of a company with the names of the views."""
    with tempfile.TemporaryDirectory() as folder:
        snapshot = opened(company, Path(folder), seed)
        for name, query in {**_VIEWS, "12 months, rest": _REST[number % len(_REST)]}.items():
            for page in pages_of(snapshot, query):
                yield name, page


def pages_of(snapshot: Snapshot, query: str) -> Iterator[Page]:
    """Each page with figures in a view. Raises ValueError where the view can't be had."""
    for key in available_pages(snapshot.catalog):
        if PAGES[key].tables and key != "dictionary":
            view, notices = parse(key, query, snapshot.catalog)
            if notices:
                raise ValueError(f"{query} is not a view here: {notices}")
            yield read_page(snapshot, view)
