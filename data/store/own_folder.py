"""Folders of one process: gone at its end, or when another process finds that it was killed."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from contextlib import ExitStack, suppress
from functools import partial
from pathlib import Path

from data.store.locks import lock

_LOCK = "lock"  # held by the process as long as it lives, on whatever machine or container
_HELD: list[ExitStack] = []


def own_folder(place: Path, prefix: str) -> Path:
    """A new folder in `place` for this process. Raises OSError where none can be made.

    Folders of the same prefix whose process has died are removed first.
    """
    place.mkdir(parents=True, exist_ok=True)
    remove_dead(place, prefix)
    while True:
        folder = Path(tempfile.mkdtemp(prefix=prefix, dir=place))
        held = ExitStack()
        with suppress(FileNotFoundError):  # somebody took it for a dead one this very moment
            if held.enter_context(lock(folder / _LOCK, wait=False)) and (folder / _LOCK).exists():
                _HELD.append(held)
                atexit.register(partial(_remove, folder, os.getpid()))
                return folder


def remove_dead(place: Path, prefix: str) -> None:
    """Removes the folders of processes that were killed."""
    for folder in place.glob(f"{prefix}*"):
        with suppress(OSError):  # it is gone already
            if folder.lstat().st_uid == os.getuid():
                with lock(folder / _LOCK, wait=False) as dead:
                    if dead:
                        shutil.rmtree(folder, ignore_errors=True)


def _remove(folder: Path, process: int) -> None:
    if os.getpid() == process:  # and not one that it forked
        shutil.rmtree(folder, ignore_errors=True)
