"""What CONTRIBUTING.md says is there, and whoever leaves out one of its steps is told."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

from components.panels.kinds import KINDS
from data.contract import DATED_TABLES, RESERVED, TABLES
from data.contract import Kind as Kind_
from data.frames import Tables
from data.mapping.model import Mapping
from metrics.definitions import DEFINITIONS
from pages.figures.readers import READERS as METRIC_READERS
from pages.index import READERS as PAGE_READERS
from pages.panel import Kind
from view.pages import PAGES
from view.parameters import PARAMETERS
from view.state import View

ROOT = Path(__file__).parents[1]
TEXT = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
LINKS = (ROOT / "docs" / "links.md").read_text("utf-8")
MAPPING = (ROOT / "docs" / "mapping.md").read_text("utf-8")


def test_every_path_is_there() -> None:
    named = set(re.findall(r"`([\w/]+(?:/|\.\w+))`|\]\(([\w/.]+)\)", TEXT))
    paths = {one for pair in named for one in pair if one}
    assert len(paths) > 20
    assert [path for path in sorted(paths) if not (ROOT / path).exists()] == []


def test_every_name_is_there() -> None:
    for name, path in (
        ("_ON_CARDS", "pages/customers.py"),
        ("_metrics", "metrics/customers/retention.py"),
        ("sql_of", "data/query/compile.py"),
        ("DOUBTS", "data/ingest/doubts/__init__.py"),
        ("READERS", "pages/index.py"),
        ("DIMENSIONS", "data/contract.py"),
    ):
        assert f"`{name}`" in TEXT
        assert re.search(rf"\b{name}\b", (ROOT / path).read_text("utf-8")), (name, path)


def test_metrics_have_a_reader() -> None:
    assert {m.reader for m in DEFINITIONS.values() if not m.of_parts} == set(METRIC_READERS)


def test_pages_have_all_their_entries() -> None:
    assert set(PAGES) == set(PAGE_READERS)
    assert [page for page in PAGES if f"/{page}`" not in LINKS] == []


def test_panel_kinds_can_be_drawn() -> None:
    assert set(Kind) - set(KINDS) == {Kind.SPARKLINES}  # which are drawn inside the cards


def test_tables_have_all_their_entries() -> None:
    assert set(TABLES) <= set(Mapping.model_fields)
    assert set(TABLES) | {"catalog"} == {field.name for field in fields(Tables)}
    assert [table for table in TABLES if f"[{table}]" not in MAPPING] == []
    dated = {
        name
        for name, table in TABLES.items()
        if name != "customers" and table.clock and table.column(table.clock).kind is Kind_.TIME
    }
    assert dated == set(DATED_TABLES)


def test_parameters_have_all_their_entries() -> None:
    own = {field.name for field in fields(View)}
    assert {one.field for one in PARAMETERS if one.read} <= own
    assert [one.name for one in PARAMETERS if f"`{one.name}`" not in LINKS] == []
    assert {one.name for one in PARAMETERS} <= RESERVED
