"""Reads a service with dlt into a DuckDB file: rows by their key, without those deleted."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import dlt
from dlt.extract import DltResource
from dlt.sources.helpers.requests import Client
from dlt.sources.rest_api import rest_api_source
from dlt.sources.rest_api.typing import RESTAPIConfig

from connections.service import Configuration, Json
from connections.signed import Signed

SCHEMA = "pulled"
_ATTEMPTS = 8  # of a request that is refused for being one too many, or fails at their side
_LONGEST = 300  # seconds between two of these
_TIMEOUT = 60  # seconds for an answer
_DEFAULTS = {"primary_key": "id", "write_disposition": "merge"}


def read_into(database: Path, folder: Path, configuration: Configuration, auth: Signed) -> str:
    """Takes over all that the configuration asks for; returns the id of this load.

    What was read before a process was killed counts for nothing: only rows in the database do, and
    a table of these has all rows of a load or none. `folder`: for what dlt writes meanwhile.
    Raises what dlt does.
    """
    shutil.rmtree(folder, ignore_errors=True)
    os.environ |= {
        "RUNTIME__DLTHUB_TELEMETRY": "false",
        "RUNTIME__LOG_LEVEL": "CRITICAL",
        "DLT_DATA_DIR": str(folder),
        "DLT_PROJECT_DIR": str(folder),  # no settings of a project that we happen to stand in
        "LOAD__TRUNCATE_STAGING_DATASET": "true",  # what is deleted is not left there
    }
    session = Client(
        request_timeout=_TIMEOUT,
        raise_for_status=False,
        request_max_attempts=_ATTEMPTS,
        request_backoff_factor=1,
        request_max_retry_delay=_LONGEST,
        session_attrs={"auth": auth, "max_redirects": 0},
    ).session
    resources = configuration["resources"]
    try:
        asked: RESTAPIConfig = {
            **configuration,  # type: ignore[typeddict-item]
            "client": {**configuration["client"], "session": session},
            "resource_defaults": _DEFAULTS,
            "resources": [*resources, *(_without_rows(r) for r in resources if "columns" in r)],
        }
        pipeline = dlt.pipeline(
            "pull",
            pipelines_dir=str(folder),
            destination=dlt.destinations.duckdb(str(database)),
            dataset_name=SCHEMA,
        )
        source = rest_api_source(asked, name="service", max_table_nesting=0)
        return str(pipeline.run(source).loads_ids[-1])
    finally:
        session.close()
        shutil.rmtree(folder, ignore_errors=True)


def _without_rows(resource: Json) -> DltResource:
    """The same table: dlt makes none of a resource that has no rows yet."""

    @dlt.resource(
        name=f"{resource['name']}_table",
        table_name=resource.get("table_name", resource["name"]),
        columns=resource["columns"],
        primary_key=resource.get("primary_key", "id"),
        write_disposition=resource.get("write_disposition", "merge"),
    )
    def table() -> Iterator[Any]:
        yield dlt.mark.materialize_table_schema()

    return table
