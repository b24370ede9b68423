"""What a drafted mapping would read of its files, without loading them: a plain reading of its own.

Only what answers are made of: the day, the metric, the score and its scale. Mappings of tickets,
orders and customers, and those with queries, are loaded.
"""

from __future__ import annotations

import tempfile
import tomllib
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd

from data.dates import by_format
from data.draft.files.read import RawTable
from data.frames import load
from data.mapping import load_mapping
from tests.drafts.case import Fact

_SCALES = {"nps": (0, 10), "ces": (1, 7)}
_MONTH = "%Y-%m"


def facts_of(text: str, tables: Sequence[RawTable]) -> Counter[Fact]:
    """The facts that this mapping makes of these files."""
    _check(text)
    mapping = tomllib.loads(text)
    parts = mapping.get("feedback", [])
    parts = parts if isinstance(parts, list) else [parts]
    raw = {table.name: table.sample for table in tables}
    plain = all("questions" in part and part["source"] in raw for part in parts)
    if not parts or not plain or {"tickets", "orders", "customers"} & set(mapping):
        return loaded(text)
    found: Counter[Fact] = Counter()
    for part in parts:
        rows = raw[part["source"]]
        months = _months(rows, part["columns"]["submitted_at"])
        for question in part["questions"]:
            for column in question.get("touchpoints", {"": question.get("column")}).values():
                found += _answers(rows[column], months, question)
    return found


def _check(text: str) -> None:
    """Raises MappingError for a mapping that no load would take."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "mapping.toml"
        path.write_text(text, encoding="utf-8")
        load_mapping(path)


def loaded(text: str) -> Counter[Fact]:
    """The facts that a load of this mapping has. Its files are named by their whole paths.

    Without the sentiment that a load reads of comments: nobody gave it.
    """
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "mapping.toml"
        path.write_text(f"{text}\n[comments]\nsentiment = false\n", encoding="utf-8")
        tables = load(path)
    found: Counter[Fact] = Counter()
    if (answers := tables.feedback) is not None:
        months = answers["submitted_at"].dt.strftime(_MONTH)
        columns = (answers[c] for c in ("metric", "scale_min", "scale_max", "score"))
        found.update(zip(*columns, months, strict=True))
    if (tickets := tables.tickets) is not None:
        for row in tickets.itertuples():
            resolved = getattr(row, "resolved_at", None)
            found["ticket", f"{row.opened_at:{_MONTH}}", not pd.isna(resolved)] += 1
    if (orders := tables.orders) is not None:
        months = orders["ordered_at"].dt.strftime(_MONTH)
        for month, amount in zip(months, orders["amount"].astype(float).round(2), strict=True):
            found["order", month, amount] += 1
    if (customers := tables.customers) is not None and "joined_at" in customers:
        for joined in customers["joined_at"].dropna():
            found["customer", f"{joined:{_MONTH}}"] += 1
    return found


def _months(rows: pd.DataFrame, stated: str | Mapping[str, Any]) -> list[str | None]:
    """The month of each row, as the house's own conversion has it."""
    stated = {"column": stated} if isinstance(stated, str) else stated
    if "constant" in stated:
        return [str(stated["constant"])[:7]] * len(rows)
    formats = stated.get("format", [])
    formats = [formats] if isinstance(formats, str) else formats
    ways = [
        f"CAST({by_format('v', one, stated.get('language'))} AS TIMESTAMP)" for one in formats
    ] or ["CAST(TRY_CAST(v AS TIMESTAMPTZ) AS TIMESTAMP)"]
    values = pd.DataFrame({"v": rows[stated["column"]].drop_duplicates()}).dropna()
    with duckdb.connect() as con:
        con.execute("SET TimeZone = 'UTC'")
        con.register("given", values)
        read = con.execute(
            f"SELECT v, strftime(coalesce({', '.join(ways)}), '{_MONTH}') FROM given"
        )
        months = dict(read.fetchall())
    return [months.get(value) for value in rows[stated["column"]]]


@cache
def _engine() -> duckdb.DuckDBPyConnection:
    """One for all of them: opening it takes longer than its answers."""
    con = duckdb.connect()
    con.execute("SET TimeZone = 'UTC'; SET threads = 1")
    return con


def _answers(
    values: pd.Series[Any], months: Sequence[str | None], question: Mapping[str, Any]
) -> Counter[Fact]:
    metric, blank = question["metric"], {_same(one) for one in question.get("blank", ())}
    decimal = (question.get("decimal", "."), ".")
    words = {_same(word): score for word, score in question.get("values", {}).items()}
    low, high = question.get("scale", _SCALES.get(metric, (1, 5)))
    found: Counter[Fact] = Counter()
    for value, month in zip(values, months, strict=True):
        if value is None or pd.isna(value) or _same(value) in blank or month is None:
            continue
        try:
            score = float(str(words.get(_same(value), value)).replace(*decimal))
        except ValueError:
            continue
        if low <= score <= high:
            found[metric, low, high, score, month] += 1
    return found


def _same(text: object) -> str:
    """A number however it is written, else the text."""
    try:
        return str(float(str(text)))
    except ValueError:
        return str(text)
