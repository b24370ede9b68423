"""That a secret is nowhere: in no file of a folder, however it is packed there."""

from __future__ import annotations

import base64
import json
import zlib
from pathlib import Path

import duckdb

from tests.connections.known import OPTIONS, SECRETS


def needles(name: str) -> list[str]:
    """What would give a secret of the service away: itself, a part of a key, as Basic has it."""
    secrets = SECRETS[name]
    found = [value for value in secrets.values() if not value.startswith("{")]
    if name == "google-sheets":
        private = json.loads(secrets["KEY"])["private_key"]
        found += [line for line in private.splitlines() if len(line) > 40]
    user = f"{OPTIONS[name].get('user')}/token:" if name == "zendesk" else ""
    found += [base64.b64encode(f"{user}{value}".encode()).decode().rstrip("=") for value in found]
    return [*found, "00D-token-", "ya29."]  # and tokens that were given for them


def assert_hidden(name: str, folder: Path, *said: str) -> None:
    """No needle is in the files below `folder`, the rows of its databases, or what was said."""
    texts = [*said]
    for file in folder.rglob("*"):
        if file.is_file():
            texts.append(file.read_bytes().decode("latin-1"))
        if file.suffix == ".duckdb":
            texts += _rows(file)
    for needle in needles(name):
        assert not [text[:200] for text in texts if needle in text]


def _rows(database: Path) -> list[str]:
    """All of a database as text; what dlt keeps of itself is packed."""
    with duckdb.connect(str(database), read_only=True) as con:
        tables = con.execute("SELECT schema_name, table_name FROM duckdb_tables()").fetchall()
        texts = [
            str(con.execute(f'FROM "{schema}"."{table}"').fetchall()) for schema, table in tables
        ]
        if any(table == "_dlt_pipeline_state" for _, table in tables):
            states = con.execute("SELECT state FROM pulled._dlt_pipeline_state").fetchall()
            assert states
            texts += [zlib.decompress(base64.b64decode(state)).decode() for (state,) in states]
    return texts
