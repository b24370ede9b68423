"""Files of arrays that a load keeps for the next one."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np
import numpy.typing as npt

from data.durable import replace_durably

Arrays = dict[str, npt.NDArray[Any]]


def read_arrays(file: Path) -> Arrays | None:
    """What was kept; None where there is nothing, or nothing whole."""
    try:
        with np.load(file, allow_pickle=False) as kept:
            return {name: kept[name] for name in kept.files}
    except (OSError, ValueError, EOFError, BadZipFile):
        return None


def keep_arrays(file: Path, arrays: Arrays) -> None:
    """Replaces the file in one step. Raises OSError."""

    def write(new: Path) -> None:
        with new.open("wb") as out:  # given a path, NumPy would give it an ending
            np.savez(out, allow_pickle=False, **arrays)

    replace_durably(file, write)
