"""Write the sample company's source files and its mapping."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.csv

from data.durable import sync, write_durably
from data.sample.tables import make_tables

_STAMP = "complete"


def write_sample(folder: Path, seed: int = 3679) -> Path:
    """Source files (CSV) and `mapping.toml` in `folder`; returns the mapping's path.

    The same seed gives the same files. A folder that holds them already is left as it is.
    """
    mapping, stamp, version = folder / "mapping.toml", folder / _STAMP, _version(seed)
    if stamp.is_file() and stamp.read_bytes() == version.encode():
        return mapping
    folder.mkdir(parents=True, exist_ok=True)
    stamp.unlink(missing_ok=True)
    for name, columns in make_tables(np.random.default_rng(seed)).items():
        pa.csv.write_csv(pa.table(columns), folder / f"{name}.csv")
    shutil.copyfile(Path(__file__).parent / "mapping.toml", mapping)
    for file in folder.iterdir():
        sync(file)
    write_durably(stamp, version)
    return mapping


def _version(seed: int) -> str:
    """Changes with the seed and with anything in this package."""
    digest = hashlib.sha256(str(seed).encode())
    for path in sorted(Path(__file__).parent.glob("*.[pt]*")):
        digest.update(path.read_bytes())
    return digest.hexdigest()
