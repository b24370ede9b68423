"""Small disks that can be filled: a file system in memory for data, one for temporary files."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class Disk:
    """A folder that may be a disk of its own."""

    def __init__(self, folder: Path, *, own: bool) -> None:
        self.folder = folder
        self._filler = folder / "filler" if own else None

    def fill(self) -> None:
        """Leave no room on it."""
        if self._filler:
            with self._filler.open("ab", buffering=0) as file:
                for size in (1 << 20, 1 << 12, 1):
                    try:
                        while True:
                            file.write(bytes(size))
                    except OSError:
                        continue

    def free(self) -> None:
        """Make room again."""
        if self._filler:
            self._filler.unlink(missing_ok=True)


@contextmanager
def small_disk(folder: Path, size: str) -> Iterator[Disk]:
    """A disk of a size such as `400m`; an ordinary folder, never full, where we may mount none."""
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", f"size={size},mode=1777", "tmpfs", str(folder)]
    own = os.geteuid() == 0 and subprocess.run(command, capture_output=True).returncode == 0
    try:
        yield Disk(folder, own=own)
    finally:
        if own:
            subprocess.run(["umount", "--lazy", str(folder)], check=True)
