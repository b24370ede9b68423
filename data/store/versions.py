"""Data files and the pointer to the current one."""

from __future__ import annotations

import os
import re
import shutil
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from data.durable import UNFINISHED, sync, write_durably
from data.store.own_folder import remove_dead

FORMAT = 23  # raise it whenever the same mapping and sources give another file
POINTER = "current"
SCOPE = ".scope"  # ending of what was made for readers of some rows: data.row_scope.kept
COMMENTS = "comments."  # what the name of a file begins with that keeps what was made of texts
VECTORS = f"{COMMENTS}vectors"  # of sentences: data.ingest.comments.kept_vectors
MEANING = ".meaning"  # ending of the vectors of a data file's comments: data.meaning.kept
WORK = ".work"  # what the ending of work in the background begins with: data.work.questions
SPILL = "spill"  # folder of what questions have no memory for
BUILDING = ".building-"  # what the folder of a build begins with
_NAME = re.compile(r"[0-9a-f]{12}\.(?:duckdb|json)")
_APART = 1_000_000_000  # ns between the times of two data files: some disks know seconds only


def named(folder: Path) -> str:
    """The name in the folder's pointer; empty where that is missing, torn or none of ours."""
    try:
        found = (folder / POINTER).read_bytes().decode("ascii", errors="replace").strip()
    except OSError:
        return ""
    return found if _NAME.fullmatch(found) else ""


def current_file(folder: Path) -> Path | None:
    """The data file that the folder's pointer names, where there is one."""
    name = named(folder)
    return folder / name if name and (folder / name).is_file() else None


def data_files(folder: Path) -> list[Path]:
    """The data files of a folder; that which became the current one last comes first."""
    return [file for _, file in sorted(_with_times(folder), reverse=True)]


def point_to(file: Path) -> None:
    """Makes a data file, which is whole and on the disk, the current one, in one step.

    The one before stays, since a reader may be about to open it; older ones are deleted.
    """
    if named(file.parent) != file.name:
        _make_last(file)
        write_durably(file.parent / POINTER, file.name)
    clear_up(file.parent)


def clear_up(folder: Path) -> None:
    """Deletes what nobody needs: what killed loads left, and all but the newest two data files.

    For the process that loads: what another one is about to write would go as well.
    """
    for left in folder.glob(f"{BUILDING}*"):
        shutil.rmtree(left, ignore_errors=True)
    for left in folder.glob(f"{UNFINISHED}*"):
        left.unlink(missing_ok=True)
    remove_dead(folder / SPILL, SPILL)
    current = current_file(folder)
    others = [file for file in data_files(folder) if file != current]
    for old in others[1:] if current else ():
        if old.suffix == ".duckdb":  # a warehouse drops its tables as well
            old.unlink(missing_ok=True)
    for made in (*folder.glob(f"*{SCOPE}"), *folder.glob(f"*{WORK}*"), *folder.glob(f"*{MEANING}")):
        version = re.split("[-.]", made.name)[0]
        if not any((folder / f"{version}{kind}").exists() for kind in (".duckdb", ".json")):
            made.unlink(missing_ok=True)
    for note in folder.glob("*.later"):
        if not note.with_suffix(".duckdb").exists():
            note.unlink(missing_ok=True)


def forget_others(folder: Path) -> None:
    """Deletes all data files but the current one: they hold what somebody wants to be forgotten."""
    current = current_file(folder)
    for file in data_files(folder):
        if current and file != current and file.suffix == ".duckdb":
            file.unlink(missing_ok=True)
    clear_up(folder)


def _with_times(folder: Path) -> Iterator[tuple[int, Path]]:
    for file in folder.glob("*"):
        if _NAME.fullmatch(file.name):
            with suppress(OSError):  # deleted meanwhile
                yield file.stat().st_mtime_ns, file


def _make_last(file: Path) -> None:
    """Gives a data file a later time than all others have, also where the clock was set back."""
    times = [at + _APART for at, other in _with_times(file.parent) if other != file]
    now = max([time.time_ns(), *times])
    with suppress(OSError):  # somebody else's file; its own time will do
        os.utime(file, ns=(now, now))
        sync(file)
