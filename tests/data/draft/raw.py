"""One unknown file, read."""

from __future__ import annotations

from pathlib import Path

import pytest

from data.draft.files.read import RawTable, read_raw
from data.errors import DataError


def table(folder: Path, name: str, content: str | bytes) -> RawTable:
    """The only table of a file with this content."""
    (found,) = read_raw([written(folder, name, content)], folder)
    return found


def refusal(folder: Path, name: str, content: str | bytes) -> str:
    """What is said of a file that cannot be read."""
    with pytest.raises(DataError) as caught:
        read_raw([written(folder, name, content)], folder)
    return str(caught.value)


def written(folder: Path, name: str, content: str | bytes) -> Path:
    """The file."""
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def names(found: RawTable) -> list[str]:
    """Of its columns."""
    return [column.name for column in found.columns]
