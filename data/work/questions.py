"""Work that is too heavy for a page: asked for by a panel, done once, kept beside the data file.

A question is named by all that its answer depends on: the version of the data, with the rows that
its reader is limited to, what of them the reader may see, and what is asked. Who does the work is
registered by the server; without one, as in a notebook, it is done at once, and kept for a while.
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple, Protocol

from cachetools import LRUCache
from pydantic import BaseModel, ConfigDict, ValidationError

from data.catalog import Catalog
from data.durable import write_durably
from data.scope import Filters
from data.store.snapshots import Snapshot
from data.store.versions import WORK

_KEPT = 16  # results of a process without a worker
Step = Callable[[str], None]  # says how far the work is: `3 of 9 metrics`


class Question(BaseModel):
    """What is to be worked out: of which rows, as the reader's catalogue has them, and about what.

    `about`: JSON of what the kind of work needs besides.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: str
    about: str
    catalog: Catalog
    rows: Filters

    @property
    def key(self) -> str:
        """Its name among those of the version: hexadecimal digits."""
        told = (self.kind, self.about, self.rows, self.catalog.model_dump_json())
        return hashlib.sha256(repr(told).encode()).hexdigest()[:32]

    def place(self, folder: Path, ending: str = "") -> Path:
        """Its file in the folder of the data files. It goes when the version goes."""
        return place_of(folder, self.catalog.version, self.key, ending)


class Result(BaseModel):
    """What came of it: `content`, or in words why there is none. It carries whose it is."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    version: str
    rows: Filters
    kind: str
    content: str = ""
    failed: str = ""


class Answer(NamedTuple):
    """What is there now: a result, or how far the work is (`said`) and by which key to ask."""

    result: Result | None
    said: str = ""
    key: str = ""


class Worker(Protocol):
    """Who does the work in the background."""

    def ask(self, question: Question) -> Answer:
        """The result, if it is there; else work on it starts, where none is under way."""


class _Workers:
    def __init__(self) -> None:
        self.find: Callable[[], Worker | None] = lambda: None
        self.at_once: LRUCache[str, Result] = LRUCache(_KEPT)  # what nobody did in the background
        self.lock = threading.Lock()


_WORKERS = _Workers()


def worked_by(find: Callable[[], Worker | None]) -> None:
    """Register how the worker of this moment is found."""
    _WORKERS.find = find


def asked(snapshot: Snapshot, kind: str, about: str, make: Callable[[Step], str]) -> Answer:
    """The answer to a question; `make` where nobody works in the background."""
    question = Question(kind=kind, about=about, catalog=snapshot.catalog, rows=snapshot.rows)
    worker = _WORKERS.find()
    if worker is not None:
        return worker.ask(question)
    with _WORKERS.lock:
        if question.key not in _WORKERS.at_once:
            made = result_of(question, content=make(lambda _: None))
            _WORKERS.at_once[question.key] = made
        return Answer(_WORKERS.at_once[question.key])


def result_of(question: Question, *, content: str = "", failed: str = "") -> Result:
    """What came of a question."""
    return Result(
        version=question.catalog.version,
        rows=question.rows,
        kind=question.kind,
        content=content,
        failed=failed,
    )


def place_of(folder: Path, version: str, key: str, ending: str = "") -> Path:
    """The file of a question by its key."""
    return folder / f"{version}-{key}{WORK}{ending}"


def read_result(place: Path, question: Question) -> Result | None:
    """What is kept; None where there is nothing whole, or it is not of these rows."""
    with suppress(OSError, ValidationError):
        found = Result.model_validate_json(place.read_bytes())
        own = (question.catalog.version, question.rows, question.kind)
        if (found.version, found.rows, found.kind) == own:
            return found
    return None


def keep_result(place: Path, made: Result) -> None:
    """Keeps it. Raises OSError where the folder can't be written."""
    write_durably(place, made.model_dump_json())
