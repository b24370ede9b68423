"""The version of what the files of a mapping hold now."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from pathlib import Path

from data.durable import write_durably
from data.ingest.comments.dictionary import edited_text
from data.ingest.files.sources import Located
from data.mapping.model import Mapping
from data.store.versions import FORMAT, current_file

_NEVER = "never"


def version_of(mapping: Mapping, located: tuple[Located, ...], folder: Path) -> str:
    """Twelve hexadecimal digits that change with the format, the mapping, any source file, or the
    themes of comments that people edited. `folder`: of the data."""
    digest = hashlib.sha256(f"{FORMAT}\n".encode())
    digest.update(mapping.path.read_bytes())
    digest.update(edited_text(folder))
    for source in located:
        for file in source.files:
            status = file.stat()
            digest.update(f"\n{file.name}\t{status.st_size}\t{status.st_mtime_ns}".encode())
    return digest.hexdigest()[:12]


def version_now(mapping: Mapping, located: tuple[Located, ...], folder: Path) -> str:
    """The version that a build would have now.

    It is another one where rows that were rejected as in the future are so no longer, though the
    sources are what they were.
    """
    version = version_of(mapping, located, folder)
    file = current_file(folder)
    try:
        of_sources, ripe = (folder / f"{file.stem if file else ''}.later").read_text().split()
        at = None if ripe == _NEVER else datetime.fromisoformat(ripe).astimezone(UTC)
    except (OSError, ValueError):  # there is none, or it is torn
        return version
    if file is None or of_sources != version:
        return version
    if at is None or datetime.now(UTC) < at:
        return file.stem
    return hashlib.sha256(f"{version} {ripe}".encode()).hexdigest()[:12]


def note_later(file: Path, of_sources: str, ripe: datetime | None) -> None:
    """Notes beside a data file when the first of its rows is no longer in the future (UTC)."""
    if ripe or file.stem != of_sources:
        note = f"{of_sources} {ripe.isoformat() if ripe else _NEVER}"
        write_durably(file.with_suffix(".later"), note)
