"""Data files and the pointer to the current one."""

from __future__ import annotations

import hashlib
import os
import re
from datetime import UTC, datetime
from pathlib import Path

from data.mapping.model import Mapping
from data.sources import Located

FORMAT = 11  # raise it whenever the same mapping and sources give another file
POINTER = "current"
_NEVER = "never"
_DATA_FILE = re.compile(r"[0-9a-f]{12}\.duckdb")


def version_of(mapping: Mapping, located: tuple[Located, ...]) -> str:
    """Twelve hexadecimal digits that change with the format, the mapping or any source file."""
    digest = hashlib.sha256(f"{FORMAT}\n".encode())
    digest.update(mapping.path.read_bytes())
    for source in located:
        for file in source.files:
            status = file.stat()
            digest.update(f"\n{file.name}\t{status.st_size}\t{status.st_mtime_ns}".encode())
    return digest.hexdigest()[:12]


def version_now(mapping: Mapping, located: tuple[Located, ...], folder: Path) -> str:
    """The version that a build would have now.

    It is another one where rows that were set aside as in the future are so no longer, though the
    sources are what they were.
    """
    version = version_of(mapping, located)
    file = current_file(folder)
    try:
        of_sources, ripe = (folder / f"{file.stem if file else ''}.later").read_text().split()
    except (OSError, ValueError):
        return version
    if file is None or of_sources != version:
        return version
    if ripe == _NEVER or datetime.now(UTC) < datetime.fromisoformat(ripe):
        return file.stem
    return hashlib.sha256(f"{version} {ripe}".encode()).hexdigest()[:12]


def note_later(file: Path, of_sources: str, ripe: datetime | None) -> None:
    """Notes beside a data file when the first of its rows is no longer in the future (UTC)."""
    if ripe or file.stem != of_sources:
        note = f"{of_sources} {ripe.isoformat() if ripe else _NEVER}"
        file.with_suffix(".later").write_text(note, encoding="utf-8")


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
