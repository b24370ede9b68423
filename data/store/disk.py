"""The disk of the data: how much room it has, and whether the next load would fit."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from data.store.versions import current_file

# Times the size of the file in use: stages, what does not fit into memory, and the new file. 2.7
# for the sample company, 3.9 for 100 M answers.
_NEEDED = 4
_LEAST = 10_000_000  # bytes, for the smallest data


@dataclass(frozen=True)
class Disk:
    """The disk that the data are on."""

    free_bytes: int
    needed_bytes: int  # by the next load, if the data are about as many as now

    @property
    def low(self) -> bool:
        """Will the next load probably not fit?"""
        return self.free_bytes < self.needed_bytes


def disk_of(folder: Path) -> Disk | None:
    """The disk of a data folder; None where there is no such folder."""
    file = current_file(folder)
    try:
        size = file.stat().st_size if file else 0
        return Disk(shutil.disk_usage(folder).free, max(_NEEDED * size, _LEAST))
    except OSError:
        return None
