"""What was made of each text, for the next load: files beside the data files keep it."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

import orjson
import pyarrow as pa
import pyarrow.parquet as pq

from data.durable import replace_durably
from data.store.versions import COMMENTS, FORMAT
from voice.memory import Memory, Work

_KEY = 16  # bytes


def memory_in(folder: Path) -> Memory:
    """The memory of the folder. What is kept of it is of the keys that were asked for last.

    It has digests of what customers wrote, and what was made of it: no text with personal data.
    """

    def remembered(what: str, basis: object, keys: Sequence[object], work: Work) -> list[str]:
        file = folder / f"{COMMENTS}{what}"
        of_basis = hashlib.blake2b(orjson.dumps([FORMAT, basis]), digest_size=_KEY)
        digests = [_digest(of_basis, key) for key in keys]
        found = _read(file)
        new = {one: place for place, one in enumerate(digests) if one not in found}
        if new:
            made = work(list(new.values()))
            found |= dict(zip(new, made, strict=True))
        asked = dict.fromkeys(digests)
        if new or len(asked) != len(found):
            _keep(file, {one: found[one] for one in asked})
        return [found[one] for one in digests]

    return remembered


def forget(folder: Path, *made: str) -> None:
    """Deletes what is kept of loads before, where this one does not make it."""
    for what in made:
        (folder / f"{COMMENTS}{what}").unlink(missing_ok=True)


def _digest(of_basis: hashlib.blake2b, key: object) -> bytes:
    whole = of_basis.copy()
    whole.update(orjson.dumps(key))
    return whole.digest()


def _read(file: Path) -> dict[bytes, str]:
    """What was kept; nothing where there is no file, or none that is whole."""
    try:
        kept = pq.ParquetFile(file).read()
    except (OSError, pa.ArrowException):
        return {}
    if not kept.schema.equals(_SCHEMA):
        return {}
    return dict(zip(*(kept[name].to_pylist() for name in _SCHEMA.names), strict=True))


def _keep(file: Path, found: dict[bytes, str]) -> None:
    table = pa.table([[*found], [*found.values()]], schema=_SCHEMA)
    replace_durably(file, lambda new: pq.write_table(table, new))


_SCHEMA = pa.schema(
    [
        pa.field("key", pa.binary(_KEY), nullable=False),
        pa.field("made", pa.string(), nullable=False),
    ]
)
