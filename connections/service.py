"""What is said of a service, and what it is told of a pull."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

Json = Any  # what a JSON text holds
Configuration = dict[str, Any]  # of dlt's `rest_api` source
# Between two pulls of everything; a timer may be a little early.
DAILY = timedelta(hours=20)
WEEKLY = timedelta(days=6, hours=20)


@dataclass(frozen=True)
class Option:
    """Something that a service has to be told, on the command line: no secret.

    `pattern`: what it has to match as a whole. `default`: None where it has to be given.
    """

    name: str
    pattern: str
    help: str
    default: str | None = None


@dataclass(frozen=True)
class Access:
    """One pull, as a service sees it.

    `address`: where the service is, with scheme. `options`: by name.
    `since`: table to the newest change that is known of it; without it, everything is asked for.
    """

    address: str
    options: Mapping[str, str]
    since: Mapping[str, datetime] = field(default_factory=dict)


@dataclass(frozen=True)
class Signature:
    """How a service knows us: the header that requests have.

    `renewed`: what is signed with expires, and can be asked for again.
    """

    header: str
    obtain: Callable[[], str]
    renewed: bool = False


@dataclass(frozen=True)
class Service:
    """A service.

    `secrets`: ends of the names of variables. `named_by`: the option that a folder of its own is
    named by. `address`: of the service with these options. `sign`: the signature, of the address
    and the secrets. `configure`: what dlt reads. `tables`: Parquet file to the SQL that makes it of
    what was read; a column `answers` becomes a column a question. `cursors`: table to its column
    that says when a row changed. `whole_after`: everything is read anew when that has passed, which
    finds what was deleted and is not told of.
    """

    title: str
    secrets: tuple[str, ...]
    address: Callable[[Mapping[str, str]], str]
    sign: Callable[[str, Mapping[str, str], Mapping[str, str]], Signature]
    configure: Callable[[Access], Configuration]
    tables: Mapping[str, str]
    cursors: Mapping[str, str] = field(default_factory=dict)
    options: tuple[Option, ...] = ()
    named_by: str = ""
    whole_after: timedelta = DAILY


def bearer(token: str) -> Signature:
    """A token that holds until somebody takes it back."""
    return Signature("Authorization", lambda: f"Bearer {token}")


def typed(**names: str) -> dict[str, dict[str, Json]]:
    """Columns by what they hold: type of dlt to names with spaces between.

    `gone`: true for a row that was deleted. `newest`: when a row changed, the last of these counts.
    """
    kinds: dict[str, dict[str, Json]] = {
        "gone": {"data_type": "bool", "hard_delete": True},
        "newest": {"data_type": "timestamp", "dedup_sort": "desc"},
    }
    return {
        name: dict(kinds.get(kind, {"data_type": kind}))
        for kind, listed in names.items()
        for name in listed.split()
    }
