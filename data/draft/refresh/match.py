"""Which brought table is of which source: by the columns that the mapping uses, then by its name.

1. A table is of the source of which it has the largest share of used columns, `ENOUGH` at least;
   names are the same but for case, space, signs and accents. Where two are alike in this, the name
   of the file decides, and then the order of the mapping.
2. Else it is of the source whose name or file has the same letters, digits and signs left out.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

from data.draft.files.read import RawTable
from detection.words.fold import header_words

ENOUGH = 0.5


def source_of(
    table: RawTable,
    columns: Sequence[str],
    used: Mapping[str, Collection[str]],
    files: Mapping[str, Sequence[Path]],
) -> str:
    """The source that a table with these `columns` is of; "" where it is of none.

    `used`: source -> columns that the mapping uses; `files`: source -> those that it has now.
    """
    there = {folded(column) for column in columns}
    shares = {name: _share(own, there) for name, own in used.items()}
    names = {name: _is_called(table, name, files[name]) for name in used}
    best = max(used, key=lambda name: (shares[name], names[name]), default="")
    if best and shares[best] >= ENOUGH:
        return best
    return next((name for name, same in names.items() if same), "")


def folded(name: str) -> str:
    """A column's name without case, accents, space and signs."""
    return header_words(name).replace(" ", "")


def _share(used: Collection[str], there: Collection[str]) -> float:
    return sum(folded(column) in there for column in used) / len(used) if used else 0.0


def _is_called(table: RawTable, source: str, files: Sequence[Path]) -> bool:
    own = [_letters(name) for name in (source, *(path.name.split(".")[0] for path in files))]
    sheet = str(table.source.get("sheet", ""))
    found = {_letters(table.path.name.split(".")[0]), _letters(table.name), _letters(sheet)} - {""}
    return any(name in found for name in own)


def _letters(name: str) -> str:
    return "".join(letter for letter in folded(name) if not letter.isdigit())
