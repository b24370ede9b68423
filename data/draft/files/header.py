"""Where the data of an unknown table begin: lines above, rows of names, rows of notes.

- Rows at the top with only a cell or two at their beginning, where others have more, stand above
  the table: titles, dates of an export.
- Columns are typed where most cells are numbers or dates. Where the first row has numbers or dates
  in these as well, and words in none, there are no names. A row of numbers that count up is one of
  names all the same. Without a typed column, the first row is data where a value of it comes again.
- Where the second row, too, has words in typed columns, or nothing in any of them, it belongs to
  the names if the first leaves cells empty or repeats itself (a question over its options), and
  else says in words what the names mean. Two columns at least must say so.
- Rows of `{"ImportId": ...}` are Qualtrics'; what stands between them and the names are the words.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from data.draft.files.delimiter import Row

_MOST_ABOVE = 50
_TYPED = 0.6  # of the cells that are filled
_IMPORT = re.compile(r'\{"ImportId":')
_TYPE = re.compile(
    r"[-+(]?[€$£]?\s*\d[\d\s.,:/'\-+%€$£\u00a0\u202f]*(?:T[\d:.]+)?(?:Z|UTC)?\)?(?:\s*[AaPp]\.?[Mm]\.?)?"
    r"|\d{1,2}[\s./-]+[^\W\d_]{3,}\.?[\s.,/-]+\d{2,4}.*|[^\W\d_]{3,}\.? \d{1,2},? \d{4}.*"
)
_NOTHING = frozenset({"", "-", "–", "n/a", "na", "null", "none", "nan", "#n/a", ".", "?"})


@dataclass(frozen=True)
class Top:
    """What stands above the data. `skip`: lines (of a sheet: rows) before the names.

    `labels`: the words that a row of notes has for the columns; `evidence`: key of a source to
    why, for what is not one row of names at the top.
    """

    skip: int
    header: int
    notes: int
    labels: tuple[str, ...]
    evidence: dict[str, str]


def top_of(rows: Sequence[Row], width: int) -> Top:
    """The top of a table, by its first rows that are not blank; `width`: of most of them."""
    above = _above(rows, width)
    skip = rows[above].before if above < len(rows) else 0
    evidence = {}
    if skip:
        shown = " ".join(cell for row in rows[:above] for cell in row.cells if cell).strip()
        told = f"“{_short(shown)}” stands above the table" if shown else "they are empty"
        evidence["skip"] = told
    table = [_padded(row.cells, width) for row in rows[above:]]
    header, notes, why = _names_and_notes(table)
    evidence |= why
    labels = tuple(table[1]) if notes and not _is_import(table[1]) else ()
    return Top(skip, header, notes, labels, evidence)


def _above(rows: Sequence[Row], width: int) -> int:
    """How many of the first rows stand above the table."""
    filled = sorted(sum(map(bool, _padded(row.cells, width))) for row in rows)
    usual = filled[len(filled) // 2] if filled else 0
    few = 2 if usual >= 5 else 1
    for place, row in enumerate(rows[:_MOST_ABOVE]):
        cells = _padded(row.cells, width)
        at_the_beginning = sum(map(bool, cells)) <= few < usual and not any(cells[few:])
        if not (at_the_beginning or len(row.cells) < width - 1):
            return place
    return 0


def _names_and_notes(table: list[list[str]]) -> tuple[int, int, dict[str, str]]:
    for place, row in enumerate(table[1:3], start=1):
        if _is_import(row):
            return 1, place, {"notes": "the words of the questions, and import ids"}
    begins = 3 if len(table) >= 8 else 2 if len(table) >= 5 else 1
    body = table[begins:]
    typed = [column for column in range(len(table[0])) if _is_typed(body, column)] if table else []
    if not typed:
        return _without_types(table)
    first = table[0]
    alike = [column for column in typed if _typed(first[column])]
    words = [column for column in typed if first[column] and not _typed(first[column])]
    if 2 * len(alike) >= len(typed) and not words and not _counts_up([first[c] for c in alike]):
        shown = _short(first[alike[0]])
        return 0, 0, {"header": f"none: the first row has “{shown}”, as the rows below it"}
    if len(table) < 3 or len(typed) < 2:
        return 1, 0, {}
    return _second_row(table, typed, body)


def _is_import(row: list[str]) -> bool:
    return sum(bool(_IMPORT.match(cell)) for cell in row) * 2 > sum(map(bool, row))


def _second_row(
    table: list[list[str]], typed: list[int], body: list[list[str]]
) -> tuple[int, int, dict[str, str]]:
    first, second = table[:2]
    if any(_typed(second[column]) for column in typed):
        return 1, 0, {}
    words = [c for c in typed if second[c] and not _is_nothing(second[c])]
    words = [c for c in words if second[c] not in {row[c] for row in body}]
    if len(words) < 2 and any(second[c] for c in typed):
        return 1, 0, {}
    if not words and not any(second):
        return 1, 0, {}
    heads = [name for name in first if name]
    over = any(under and not name for name, under in zip(first, second, strict=True))
    shown = _short(next(cell for cell in second if cell))
    if over or len(set(heads)) < len(heads):
        return 2, 0, {"header": f"the second row, “{shown}” ..., goes on with the names"}
    if not words:
        return 1, 0, {}
    return 1, 1, {"notes": f"the second row says what the columns mean: “{shown}” ..."}


def _without_types(table: list[list[str]]) -> tuple[int, int, dict[str, str]]:
    if len(table) < 3:
        return 1, 0, {}
    for column, cell in enumerate(table[0]):
        if cell and sum(row[column] == cell for row in table[1:]) >= 2:
            told = f"none: “{_short(cell)}” in the first row comes again below it"
            return 0, 0, {"header": told}
    return 1, 0, {}


def _is_typed(body: list[list[str]], column: int) -> bool:
    cells = [row[column] for row in body if not _is_nothing(row[column])]
    return bool(cells) and sum(map(_typed, cells)) >= _TYPED * len(cells)


def _typed(cell: str) -> bool:
    return _TYPE.fullmatch(cell) is not None


def _counts_up(cells: list[str]) -> bool:
    """True for names such as 1, 2, 3 or 2023, 2024, 2025."""
    numbers = [int(cell) for cell in cells if cell.isdecimal()]
    return len(numbers) == len(cells) >= 3 and all(
        after == before + 1 for before, after in pairwise(numbers)
    )


def _is_nothing(cell: str) -> bool:
    return cell.casefold() in _NOTHING


def _padded(cells: Sequence[str], width: int) -> list[str]:
    found = [cell.strip() for cell in cells[:width]]
    return found + [""] * (width - len(found))


def _short(text: str) -> str:
    return text if len(text) <= 40 else text[:39] + "…"
