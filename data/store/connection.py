"""Connections to a warehouse by Ibis: the URL with its secrets, drivers, time limits."""

from __future__ import annotations

import contextlib
import os
import re
from dataclasses import dataclass
from types import ModuleType
from typing import Any
from urllib.parse import parse_qsl, quote_plus, urlsplit

import ibis
from ibis.backends import BaseBackend

from data.engine_errors import in_words
from data.errors import MappingError
from data.mapping.model import Warehouse
from data.mapping.warehouse import ENGINES

_VARIABLE = re.compile(r"\$\{(\w+)\}")
_CONNECTING = 10  # seconds
_LOADING = 3600  # seconds that a step of a load may take
_DRIVERS = {
    "postgres": "psycopg[binary]",
    "clickhouse": "clickhouse-connect",
    "trino": "trino",
    "pyspark": "pyspark",
    "bigquery": "ibis-framework[bigquery]",
    "snowflake": "ibis-framework[snowflake]",
}


@dataclass(frozen=True)
class Address:
    """Where a warehouse is. Its secrets come from the environment and are shown nowhere."""

    url: str  # as in the mapping
    schema: str | None
    timeout: float  # seconds that a question may take

    @classmethod
    def of(cls, warehouse: Warehouse) -> Address:
        """The address that a mapping states."""
        return cls(warehouse.url, warehouse.database, warehouse.timeout)

    @property
    def engine(self) -> str:
        """Ibis's name of the engine, which is also that of its dialect."""
        return ENGINES[urlsplit(self.url).scheme]

    @property
    def shown(self) -> str:
        """The engine and its host, for messages."""
        return f"{self.engine} at {urlsplit(self.url).hostname or 'this machine'}"

    def secret(self) -> str:
        """The URL with its secrets. Raises MappingError where one is not in the environment."""
        for name in _VARIABLE.findall(self.url):
            if name not in os.environ:
                raise MappingError(
                    f"[warehouse] url: the environment variable {name}, which it names, is not set."
                )
        return _VARIABLE.sub(lambda found: quote_plus(os.environ[found[1]]), self.url)

    def without_secrets(self, text: object) -> str:
        """The first sentence of a driver's message, in which passwords are stars."""
        shown = str(text)
        for name in _VARIABLE.findall(self.url):
            value = os.environ.get(name, "")
            for secret in filter(None, (value, quote_plus(value))):
                shown = shown.replace(secret, "***")
        return in_words(shown)


def connect(address: Address, *, reading: bool) -> BaseBackend:
    """An Ibis backend; `reading`: with the time limit of questions, and without writing.

    Raises MappingError where the driver is missing, and whatever the driver raises.
    """
    _need_driver(address.engine)
    if address.engine == "pyspark":
        backend = _spark(address.secret())
    else:
        backend = ibis.connect(address.secret(), **_options(address, reading))
    if address.engine == "postgres":
        if reading:
            backend.raw_sql(f"SET statement_timeout = {round(1000 * address.timeout)}").close()
            backend.raw_sql("SET default_transaction_read_only = on").close()
    elif address.engine in ("duckdb", "pyspark") and address.schema:
        backend.raw_sql(f"USE {address.schema}")
    return backend


def close(backend: BaseBackend) -> None:
    """Ends a connection. Spark's session stays: it is one for the whole process."""
    if backend.name != "pyspark":
        with contextlib.suppress(Exception):  # it may be lost already
            backend.disconnect()


def _options(address: Address, reading: bool) -> dict[str, Any]:
    found: dict[str, Any] = {}
    limit = address.timeout if reading else _LOADING
    connecting = min(_CONNECTING, max(round(address.timeout), 2))
    if address.engine == "duckdb":
        return {"read_only": True} if reading else {}
    if address.engine == "postgres":
        found = {"connect_timeout": connecting, "schema": address.schema}
    elif address.engine == "clickhouse":
        settings: dict[str, Any] = {"join_use_nulls": 1}  # as everywhere else
        if reading:
            settings["max_execution_time"] = max(round(limit), 1)
        found = {
            "settings": settings,
            "connect_timeout": connecting,
            "send_receive_timeout": limit,
            "autogenerate_session_id": False,
            "database": address.schema,
        }
    elif address.engine == "trino":
        found = {"request_timeout": limit, "schema": address.schema}
    return {name: value for name, value in found.items() if value is not None}


def _spark(url: str) -> BaseBackend:
    """A session with the settings of the URL; Ibis would set them once more, which some refuse."""
    from pyspark.sql import SparkSession

    builder = SparkSession.builder
    for name, value in parse_qsl(urlsplit(url).query):
        builder = builder.config(name, value)
    return ibis.pyspark.connect(builder.getOrCreate())


def _need_driver(engine: str) -> ModuleType:
    try:
        module: ModuleType = getattr(ibis, engine)
    except (ImportError, AttributeError) as error:
        raise MappingError(
            f"[warehouse] url: {engine} needs a driver that is not installed. Install it: "
            f"pip install '{_DRIVERS.get(engine, engine)}' (or all of requirements-warehouse.txt)."
        ) from error
    return module
