"""The files of the next version of own data, in the folder of an upload, each in one of its own."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from itertools import count
from pathlib import Path

from data.durable import share

_NEXT = "next"


class NextVersion:
    """Where the files of the next version are put together. `folder`: of the upload.

    The mapping of the version names its files from `path` on, and so it can be looked at there.
    """

    def __init__(self, folder: Path) -> None:
        self.path = folder / _NEXT

    def begin(self, kept: Iterable[Path]) -> None:
        """Empties it, and puts in files of the version before, under the names that they have."""
        shutil.rmtree(self.path, ignore_errors=True)
        self.path.mkdir(mode=0o700)
        for file in kept:
            share(file, self.path / file.parent.name / file.name)

    def place(self, name: str) -> tuple[Path, str]:
        """A new file in a folder of its own, and how a mapping names it."""
        number = next(n for n in count() if not (self.path / str(n)).exists())
        path = self.path / str(number) / name
        path.parent.mkdir(mode=0o700)
        return path, f"{number}/{name}"

    def files(self) -> tuple[tuple[str, Path], ...]:
        """The names of all files, and where they are."""
        return tuple((path.name, path) for path in sorted(self.path.glob("*/*")))
