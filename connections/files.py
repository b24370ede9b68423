"""What was pulled as Parquet files, each whole or as it was before."""

from __future__ import annotations

import json
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from connections.answers import as_text, unique
from connections.service import Json
from data.durable import replace_durably

_ROWS = 20_000  # in memory at a time


def write_table(con: duckdb.DuckDBPyConnection, query: str, file: Path) -> int:
    """Replaces the file by the rows of the query, and returns how many. Raises OSError.

    A column `answers` (JSON: key to what was answered) becomes a column a key: by the titles and in
    the order of the table `questions`, where there is one.
    """
    names = [row[0] for row in con.execute(f"DESCRIBE {query}").fetchall()]
    if "answers" in names:
        replace_durably(file, lambda new: _write_answers(con, query, names, new))
    else:
        replace_durably(file, lambda new: con.sql(query).write_parquet(str(new)))
    return int(pq.read_metadata(file).num_rows)


def _write_answers(
    con: duckdb.DuckDBPyConnection, query: str, names: list[str], file: Path
) -> None:
    asked = _questions(con)
    for key in _keys(con, query):
        asked.setdefault(key, (key, {}))
    own = [name for name in names if name != "answers"]
    columns = unique((title for title, _ in asked.values()), own)
    select = ", ".join([*own, "answers::VARCHAR AS answers"])
    reader = con.sql(f"SELECT {select} FROM ({query})").to_arrow_reader(_ROWS)
    schema = pa.schema(
        [*(reader.schema.field(name) for name in own), *((name, pa.string()) for name in columns)]
    )
    with pq.ParquetWriter(file, schema) as writer:
        for batch in reader:
            rows = [json.loads(text) for text in batch.column("answers").to_pylist()]
            said = [
                pa.array([_in_words(row.get(key), words) for row in rows], pa.string())
                for key, (_, words) in asked.items()
            ]
            kept = [batch.column(name) for name in own]
            writer.write_batch(pa.record_batch([*kept, *said], schema=schema))


def _questions(con: duckdb.DuckDBPyConnection) -> dict[str, tuple[str, dict[str, str]]]:
    """Key -> title and words of choices by their ids, in their order."""
    if not con.execute("SELECT 1 FROM duckdb_tables() WHERE table_name = 'questions'").fetchone():
        return {}
    rows = con.execute("SELECT id, title, labels::VARCHAR FROM questions ORDER BY place").fetchall()
    return {key: (title, json.loads(words or "{}")) for key, title, words in rows}


def _keys(con: duckdb.DuckDBPyConnection, query: str) -> list[str]:
    """All keys that answers have, in the order of their places in a row."""
    found = con.execute(
        f"""
        SELECT key FROM (
            SELECT unnest(json_keys(answers)) AS key,
                generate_subscripts(json_keys(answers), 1) AS place
            FROM ({query})
        ) GROUP BY key ORDER BY min(place), key
        """
    )
    return [key for (key,) in found.fetchall()]


def _in_words(said: Json, words: dict[str, str]) -> str | None:
    several = said if isinstance(said, list) else [said]
    return as_text([words.get(one, one) if isinstance(one, str) else one for one in several])
