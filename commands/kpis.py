"""`python app.py kpis MAPPING QUERY`: Overview as JSON."""

from __future__ import annotations

import sys
from pathlib import Path

import orjson

from data.store.snapshots import open_snapshot
from pages.as_json import page_json
from pages.index import read_page
from view.url import parse


def print_kpis(file: Path, query: str) -> int:
    """Prints Overview of a data file. Returns 0, or 2 for a query that can't be read."""
    snapshot = open_snapshot(file)
    view, notices = parse("overview", query, snapshot.catalog)
    for notice in notices:
        print(f"Error: {notice}", file=sys.stderr)
    if notices:
        return 2
    body = page_json(read_page(snapshot, view), snapshot.catalog)
    print(orjson.dumps(body, option=orjson.OPT_INDENT_2).decode())
    return 0
