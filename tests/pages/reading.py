"""Pages as a link gives them."""

from __future__ import annotations

import pandas as pd

from data.store.snapshots import Snapshot
from pages.index import read_page
from pages.panel import Page
from view.state import View
from view.url import parse


def view_of(snapshot: Snapshot, link: str) -> View:
    """The view of a link in which everything can be applied."""
    path, _, query = link.partition("?")
    view, notices = parse(path, query, snapshot.catalog)
    assert notices == ()
    return view


def read(snapshot: Snapshot, link: str) -> Page:
    """The page of such a link."""
    return read_page(snapshot, view_of(snapshot, link))


def frame(page: Page, key: str) -> pd.DataFrame:
    """The rows of one of its panels."""
    panel = page.panel(key)
    assert panel is not None, [one.key for one in page.panels]
    return panel.frame


def figure(rows: pd.DataFrame, **where: str) -> pd.Series:
    """The one row with these labels."""
    for column, value in where.items():
        rows = rows[rows[column] == value]
    assert len(rows) == 1, rows
    return rows.iloc[0]
