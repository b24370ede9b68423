"""Loads in processes of their own, which can be killed, starved and locked out."""

from __future__ import annotations

import multiprocessing
import os
import resource
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path

from data.errors import DataError, MappingError
from data.ingest.service import load

# Its children start with everything imported, and with no thread of ours.
_CONTEXT = multiprocessing.get_context("forkserver")
_CONTEXT.set_forkserver_preload([__name__])
NOBODY = 65534
UNATTENDED = partial(load, attended=False)
PATIENCE = 60  # seconds


@dataclass(frozen=True)
class Outcome:
    """What a load gave: its file or its error, and what it told on its way."""

    file: str
    error: str
    told: tuple[str, ...]


def starved(size: int) -> Callable[[], None]:
    """No file may grow beyond so many bytes, as on a full disk."""
    return _Limit(size)


@dataclass(frozen=True)
class _Limit:
    size: int

    def __call__(self) -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (self.size, self.size))


def as_nobody() -> None:
    """Root may write everywhere: become somebody who may not."""
    if os.getuid() == 0:
        os.setgid(NOBODY)
        os.setuid(NOBODY)


class Load:
    """A load under way; its sources are read after `go`."""

    def __init__(
        self,
        mapping: Path,
        folder: Path,
        before: Callable[[], None] | None = None,
        how: Callable[..., Path | None] = UNATTENDED,
    ) -> None:
        self._end, theirs = _CONTEXT.Pipe()
        self.process: BaseProcess = _CONTEXT.Process(
            target=_run, args=(theirs, mapping, folder, before, how)
        )
        self.process.start()
        theirs.close()
        assert self._end.poll(PATIENCE)
        self._end.recv()

    def go(self) -> None:
        self._end.send(None)

    def ends_within(self, seconds: float) -> bool:
        return self._end.poll(seconds)

    def outcome(self) -> Outcome:
        assert self._end.poll(PATIENCE)
        found: Outcome = self._end.recv()
        self._close()
        return found

    def kill(self) -> None:
        self.process.kill()
        self._close()

    def _close(self) -> None:
        self.process.join(PATIENCE)
        self.process.close()
        self._end.close()


def load_apart(mapping: Path, folder: Path, before: Callable[[], None] | None = None) -> Outcome:
    """What a load in a process of its own gives."""
    one = Load(mapping, folder, before)
    one.go()
    return one.outcome()


def _run(
    end: Connection,
    mapping: Path,
    folder: Path,
    before: Callable[[], None] | None,
    how: Callable[..., Path | None],
) -> None:
    if before:
        with tempfile.TemporaryDirectory() as elsewhere:  # imports what is imported late
            load(mapping, Path(elsewhere), attended=True)
        before()
    end.send(None)
    end.recv()
    told: list[str] = []
    file, error = "", ""
    try:
        loaded = how(mapping, folder, told.append)
        file = loaded.name if loaded else ""
    except (DataError, MappingError) as failure:
        error = str(failure)
    end.send(Outcome(file, error, tuple(told)))
