"""Data files and the pointer to the current one."""

from __future__ import annotations

import os
import re
from pathlib import Path

FORMAT = 15  # raise it whenever the same mapping and sources give another file
POINTER = "current"
_DATA_FILE = re.compile(r"[0-9a-f]{12}\.duckdb")


def current_file(folder: Path) -> Path | None:
    """The data file that the folder's pointer names, where there is one."""
    try:
        file = folder / (folder / POINTER).read_text(encoding="utf-8").strip()
    except OSError:
        return None
    return file if file.is_file() else None


def point_to(file: Path) -> None:
    """Makes a data file the current one of its folder, in one step.

    The one before stays, since a reader may be about to open it; older ones are deleted.
    """
    pointer = file.parent / POINTER
    before = pointer.read_text(encoding="utf-8") if pointer.exists() else ""
    if before == file.name:
        return
    new = pointer.with_name(f"{POINTER}.{os.getpid()}.new")
    new.write_text(file.name, encoding="utf-8")
    new.replace(pointer)
    for old in file.parent.glob("*.duckdb"):
        if _DATA_FILE.fullmatch(old.name) and old.name not in (before, file.name):
            old.unlink(missing_ok=True)
            old.with_suffix(".later").unlink(missing_ok=True)
