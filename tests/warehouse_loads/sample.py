"""The sample company as plain tables, and the mappings that read them."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd

import data.sample
from data.frames import Tables

_MAPPING = Path(data.sample.__file__).with_name("mapping.toml")


def write_tables(tables: Tables, folder: Path) -> dict[str, Path]:
    """The canonical tables as Parquet: plain texts, numbers, and times without a zone."""
    written = {}
    for name in tables.catalog.columns:
        frame: pd.DataFrame = getattr(tables, name)
        texts = {c: "str" for c in frame if isinstance(frame[c].dtype, pd.CategoricalDtype)}
        written[name] = folder / f"{name}.parquet"
        frame.astype(texts).to_parquet(written[name], index=False)
    return written


def of_files() -> str:
    """The sample company's mapping on those files."""
    return _mapping(r'file = "\1.parquet"')


def of_database(url: str, schema: str = "") -> str:
    """The sample company's mapping on the tables of a database."""
    tables = _mapping(rf'table = "{schema}\1"')
    return f'{tables}\n[warehouse]\nurl = "{url}"\n'


def _mapping(source: str) -> str:
    text = re.sub(r'file = "(\w+)\.csv"', source, _MAPPING.read_text("utf-8"))
    # The tables have all that the sample gathers and states: its sentiment, its scales.
    for part, rest in (
        ("[sources.sentiment]", '[[feedback]]\nsource = "feedback"'),
        ('[[feedback]]\nsource = "coded_comments"', "[customers]"),
    ):
        start = text.index(part)
        text = text[:start] + text[text.index(rest, start) :]
    return re.sub(r"(scale_m\w+) = \{.*\}", r'\1 = "\1"', text)
