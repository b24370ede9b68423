"""The file that stands for a version in a warehouse: its catalogue, and where its tables are."""

from __future__ import annotations

from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from data.catalog import Catalog
from data.store.connection import Address


class Loaded(BaseModel):
    """What is kept of a load. The URL is as in the mapping, so secrets are not in it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    url: str
    database: str | None
    timeout: float
    prefix: str  # of the names of its tables
    catalog: Catalog
    mapping: str  # as JSON

    @classmethod
    def of(cls, address: Address, prefix: str, catalog: Catalog, mapping: str) -> Loaded:
        """What to keep of a load."""
        return cls(
            url=address.url,
            database=address.schema,
            timeout=address.timeout,
            prefix=prefix,
            catalog=catalog,
            mapping=mapping,
        )

    @property
    def address(self) -> Address:
        """Where the tables are."""
        return Address(self.url, self.database, self.timeout)


def read_loaded(file: Path) -> Loaded:
    """The load of a file. Raises OSError, ValueError."""
    try:
        return Loaded.model_validate_json(file.read_text(encoding="utf-8"))
    except ValidationError as error:
        raise ValueError(f"{error.error_count()} fields are not as expected") from error
