"""What was made of a version for a row scope, beside its data file: the next process reads it."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from data.catalog import Catalog
from data.durable import write_durably
from data.scope import Filters
from data.store.versions import SCOPE


class Kept(BaseModel):
    """A scope's catalogue, and its tables as SELECTs of all rows. It goes when the version goes."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    rows: Filters
    catalog: Catalog
    tables: dict[str, str]


def read_kept(file: Path | None, version: str, rows: Filters) -> Kept | None:
    """What is kept beside a data file; None where there is nothing, or nothing whole."""
    if file is None:
        return None
    with suppress(OSError, ValidationError):
        found = Kept.model_validate_json(_place(file, version).read_bytes())
        if found.rows == rows and found.catalog.version == version:
            return found
    return None


def keep(file: Path | None, made: Kept) -> None:
    """Keeps it, where the folder can be written."""
    if file is not None:
        with suppress(OSError):
            write_durably(_place(file, made.catalog.version), made.model_dump_json())


def _place(file: Path, version: str) -> Path:
    return file.with_name(f"{version}{SCOPE}")
