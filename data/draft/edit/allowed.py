"""What a mapping may name that is written in the browser: the files that were brought, and no
others of the server."""

from __future__ import annotations

from pathlib import PurePosixPath, PureWindowsPath

from data.errors import MappingError
from data.mapping import Mapping

MOST_BYTES = 1_000_000  # of a mapping's text


def check_place(mapping: Mapping) -> None:
    """Raises MappingError where a mapping reads anything but the files beside it."""
    name = mapping.path.name
    if mapping.warehouse:
        raise MappingError(
            f"{name}, [warehouse]: a database is not named in the browser. Whoever runs CX Lens "
            "states such a mapping (CXLENS_MAPPING)."
        )
    if PurePosixPath(mapping.folder).parts:
        raise MappingError(
            f"{name}: 'folder' names another place. A mapping that is changed here reads the files "
            "that were brought, which are beside it. Remove the line."
        )
    for source, stated in mapping.sources.items():
        if stated.file and not _is_inside(stated.file):
            raise MappingError(
                f"{name}, [sources.{source}]: '{stated.file}' is none of the files that were "
                "brought. Name one of these as the mapping had it, or bring the file."
            )


def _is_inside(file: str) -> bool:
    posix, windows = PurePosixPath(file), PureWindowsPath(file)
    absolute = posix.is_absolute() or windows.is_absolute() or windows.drive
    return not absolute and ".." not in (*posix.parts, *windows.parts)
