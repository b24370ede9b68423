"""What is known of a parameter of links."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from data.catalog import Catalog
from view.query import Query
from view.state import View

Json = dict[str, Any]
TEXT: Json = {"type": "string"}
TEXT_OR_NULL: Json = {"type": ["string", "null"]}


@dataclass(frozen=True)
class Parameter:
    """A name in the query of a link."""

    name: str
    says: str  # for the description of the API
    takes: Callable[[Catalog], Json]  # JSON Schema
    write: Callable[[View, Catalog], Sequence[str]]  # its values; none for what is usual
    field: str = ""  # of View, where it is read by itself
    read: Callable[[Query, Catalog], object] | None = None
    # What the API tells of the view under the name `told_as`: its schema, and the value.
    told: tuple[Json, Callable[[View], object]] | None = None
    told_as: str = ""
    allowed: Callable[[Catalog], bool] = lambda _: True
    page: str = ""  # the one that it is of, where it is not allowed with all data


def some(value: str) -> tuple[str, ...]:
    """The value, where there is one."""
    return (value,) if value else ()
