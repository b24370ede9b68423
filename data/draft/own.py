"""The company's own data that were brought in the browser: versions, one of which is in use.

Each version is a folder with its mapping and its files; `current` names the one in use, and where
there is none the sample company is shown.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from data.draft.state import UNDER_WAY
from data.durable import write_durably
from data.errors import DataError
from data.store.locks import lock

MAPPING = "mapping.toml"
CHANGED = "Somebody changed the data meanwhile. Do it once more, for those that are in use now."
_CURRENT = "current"
_UPLOAD = "upload"  # of a version: the upload that it was made of
_TURN = "use.lock"
_SAMPLE = "-"
_KEPT = 10  # versions; older ones are removed
_NAME = re.compile(r"\d{8}T\d{12}")


@dataclass(frozen=True)
class OwnVersion:
    """A version: its name, when it was brought, its files, and whether it is in use."""

    name: str
    brought_at: datetime
    files: tuple[str, ...]
    in_use: bool


def own_mapping(folder: Path) -> Path | None:
    """The mapping in use; None where the sample company is. `folder`: of all own data."""
    try:
        name = (folder / _CURRENT).read_text("utf-8").strip()
    except (FileNotFoundError, NotADirectoryError):
        return None
    mapping = folder / name / MAPPING
    return mapping if _NAME.fullmatch(name) and mapping.is_file() else None


def version_in_use(folder: Path) -> str:
    """The name of the version in use; "" where the sample company is."""
    mapping = own_mapping(folder)
    return mapping.parent.name if mapping else ""


def use(
    folder: Path,
    upload: Path,
    text: str,
    files: tuple[tuple[str, Path], ...],
    base: str | None = None,
) -> str:
    """Makes an upload's files, read by the mapping `text`, the data in use. Returns the version.

    Each file is alone in a folder of the upload, which is gone then. `base`: the version that they
    go on from; None for none. Raises DataError where another one is in use by now, or the upload is
    used already, and OSError; then what was in use stays so, and the upload is whole.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with _alone(upload), lock(folder / _TURN, wait=True):
        if base is not None and base != version_in_use(folder):
            raise DataError(CHANGED)
        name = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%f")
        _move(folder, folder / name, text, upload.name, [path for _, path in files])
        shutil.rmtree(upload, ignore_errors=True)
    for old in versions(folder)[_KEPT:]:
        if not old.in_use:
            shutil.rmtree(folder / old.name, ignore_errors=True)
    return name


@contextmanager
def _alone(upload: Path) -> Iterator[None]:
    """Nobody else uses the upload meanwhile. Raises DataError where somebody did."""
    try:
        with lock(upload / UNDER_WAY, wait=True):
            if not upload.is_dir():
                raise FileNotFoundError
            yield
    except FileNotFoundError:
        raise DataError("These files are in use already, or not kept any more.") from None


def _move(folder: Path, target: Path, text: str, upload: str, files: Sequence[Path]) -> None:
    """Files and mapping into a new version, in use then. All or nothing: the disk may be full."""
    try:
        target.mkdir(parents=True, mode=0o700)
        write_durably(target / MAPPING, text)
        write_durably(target / _UPLOAD, upload)
        for path in files:
            path.parent.rename(target / path.parent.name)
        write_durably(folder / _CURRENT, target.name)
    except OSError:
        for path in files:
            if (target / path.parent.name).is_dir():
                (target / path.parent.name).rename(path.parent)
        shutil.rmtree(target, ignore_errors=True)
        raise


def go_back(folder: Path, name: str) -> None:
    """Makes a version that is kept the one in use; "" for the sample company. Raises DataError."""
    if name and name not in {one.name for one in versions(folder)}:
        raise DataError("This version of the data is not kept any more.")
    write_durably(folder / _CURRENT, name or _SAMPLE)


def made_of(folder: Path, upload: str) -> OwnVersion | None:
    """The version that was made of an upload; None where none was, or it is not kept any more."""
    return next((one for one in versions(folder) if _upload(folder / one.name) == upload), None)


def _upload(version: Path) -> str:
    try:
        return (version / _UPLOAD).read_text("utf-8")
    except FileNotFoundError:
        return ""  # of before this was kept


def versions(folder: Path) -> tuple[OwnVersion, ...]:
    """The versions that are kept, the newest first."""
    used = own_mapping(folder)
    found = []
    for place in sorted(folder.glob("*/"), reverse=True) if folder.is_dir() else ():
        if _NAME.fullmatch(place.name) and (place / MAPPING).is_file():
            files = tuple(path.name for path in sorted(place.glob("*/*")))
            at = datetime.strptime(place.name, "%Y%m%dT%H%M%S%f").replace(tzinfo=UTC)
            in_use = used is not None and used.parent == place
            found.append(OwnVersion(place.name, at, files, in_use))
    return tuple(found)
