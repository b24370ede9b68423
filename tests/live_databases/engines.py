"""The engines that the suite runs on: each takes tables, and says how it is reached."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import pandas as pd

from data.store.connection import Address, connect
from tests.browser.serving import free_port
from tests.live_databases.needs import missing
from tests.live_databases.postgres import PASSWORD, Postgres

if TYPE_CHECKING:
    import psycopg

# Types of a Parquet file's columns in pandas -> PostgreSQL's.
_POSTGRES = {
    "datetime64[us]": "timestamp",
    "datetime64[ms]": "timestamp",
    "float64": "double precision",
    "int64": "bigint",
    "Int32": "integer",
    "Int64": "bigint",
    "bool": "boolean",
    "boolean": "boolean",
    "object": "boolean",
    "str": "text",
}


class Engine(Protocol):
    """A database for the tests."""

    url: str
    schema: str  # of the company's own tables, with a dot; empty for the default one

    def put(self, name: str, parquet: Path) -> None:
        """Makes a table of a file."""

    def remove(self) -> None:
        """Ends what was started."""


class PostgreSQL:
    """A server of our own; the company's tables are in a schema of theirs."""

    schema = "crm."

    def __init__(self) -> None:
        _need("psycopg")
        os.environ["CX_TEST_PASSWORD"] = PASSWORD
        self.server = Postgres()
        self.url = self.server.url
        self.execute("CREATE SCHEMA crm")

    def connect(self) -> psycopg.Connection:
        import psycopg

        return psycopg.connect(
            host="127.0.0.1",
            port=self.server.port,
            user="cx",
            password=PASSWORD,
            dbname="postgres",
            autocommit=True,
        )

    def execute(self, sql: str) -> None:
        with self.connect() as con:
            con.execute(sql)

    def put(self, name: str, parquet: Path) -> None:
        frame = pd.read_parquet(parquet)
        columns = ", ".join(f'"{c}" {_POSTGRES[str(frame[c].dtype)]}' for c in frame)
        with self.connect() as con:
            con.execute(f"CREATE TABLE crm.{name} ({columns})")
            with con.cursor().copy(f"COPY crm.{name} FROM STDIN (FORMAT csv)") as copy:
                copy.write(frame.to_csv(index=False, header=False))

    def remove(self) -> None:
        self.server.remove()


class ClickHouse:
    """ClickHouse's engine behind the stand-in for a server."""

    schema = ""

    def __init__(self) -> None:
        _need("clickhouse_connect")
        _need("chdb")
        port = free_port()
        self._folder = Path(tempfile.mkdtemp(prefix="cxlens-clickhouse-"))
        command = [
            sys.executable,
            "-m",
            "tests.live_databases.standin",
            str(port),
            str(self._folder),
        ]
        self._process = subprocess.Popen(command)
        _wait_for(port)
        self.url = f"clickhouse://default@127.0.0.1:{port}/default"
        self._port = port

    def put(self, name: str, parquet: Path) -> None:
        import clickhouse_connect

        # It reads times without a zone as instants in UTC: the zone is taken off again.
        times = pd.read_parquet(parquet).select_dtypes("datetime").columns
        local = ", ".join(f"toDateTime64(toString({c}), 6) AS {c}" for c in times)
        with clickhouse_connect.get_client(host="127.0.0.1", port=self._port) as client:
            client.command(
                f"CREATE TABLE {name} ENGINE = MergeTree ORDER BY tuple() AS "
                f"SELECT * {f'REPLACE ({local})' if local else ''} FROM file('{parquet}', Parquet)"
            )

    def remove(self) -> None:
        self._process.kill()
        self._process.wait()
        shutil.rmtree(self._folder)


class Spark:
    """Spark in local mode, two threads."""

    schema = ""

    def __init__(self) -> None:
        _need("pyspark")
        if shutil.which("java") is None:
            missing("Java is not installed (tests/live_databases/install.sh)")
        self._folder = Path(tempfile.mkdtemp(prefix="cxlens-spark-"))
        options = {
            "spark.master": "local[2]",
            "spark.ui.enabled": "false",
            "spark.sql.shuffle.partitions": "2",
            "spark.sql.warehouse.dir": str(self._folder),
            "spark.log.level": "ERROR",
            "spark.ui.showConsoleProgress": "false",
            "spark.driver.host": "127.0.0.1",
            "spark.driver.bindAddress": "127.0.0.1",
        }
        self.url = "pyspark://?" + "&".join(f"{name}={value}" for name, value in options.items())

    def put(self, name: str, parquet: Path) -> None:
        session = connect(Address(self.url, None, 30), reading=False)._session
        session.read.parquet(str(parquet)).write.saveAsTable(name)

    def remove(self) -> None:
        from pyspark.sql import SparkSession

        SparkSession.builder.getOrCreate().stop()
        shutil.rmtree(self._folder)


def _need(module: str) -> None:
    if find_spec(module) is None:
        missing(f"{module} is not installed (tests/live_databases/requirements.txt)")


def _wait_for(port: int) -> None:
    until = time.monotonic() + 30
    while time.monotonic() < until:
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise AssertionError("the server did not start within 30 seconds")


# DuckDB by URL needs nothing: tests/warehouse_loads has it. The slowest comes first.
ENGINES: dict[str, type[PostgreSQL | ClickHouse | Spark]] = {
    "pyspark": Spark,
    "postgres": PostgreSQL,
    "clickhouse": ClickHouse,
}
