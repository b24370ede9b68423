"""How an unknown file is to be read: what the mapping would say of its source, and why."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from data.draft.files.delimiter import delimited, usual_width
from data.draft.files.encoding import encoding_of
from data.draft.files.header import top_of
from data.draft.files.kind import kind_of
from data.draft.files.sheets import sheets_of
from data.errors import DataError
from data.ingest.files.csv.header import opened
from data.ingest.files.csv.read import is_tsv
from data.ingest.files.sources import format_of
from data.mapping.model import Source

_MOST_COLUMNS = 2000  # a table with more is no table of answers
_BEGIN = 1 << 20  # bytes of a text that tell its columns
_CONTENT = {"csv": "text", "excel": "a workbook", "parquet": "Parquet", "spss": "SPSS"}


@dataclass(frozen=True)
class Settings:
    """What `[sources.NAME]` has to say beside `file`, and key by key why.

    `labels`: words that a row of notes has for the columns.
    """

    source: dict[str, object]
    evidence: dict[str, str]
    labels: tuple[str, ...] = ()


def settings_of(path: Path) -> Iterator[Settings]:
    """How each table of a file is to be read. Raises DataError for a file that has none."""
    kind = kind_of(path)
    if kind == "text":
        yield _of_text(path)
    elif kind == "excel":
        yield from _of_book(path)
    else:
        yield _formatted(path, kind, {}, {})


def _of_text(path: Path) -> Settings:
    encoding = encoding_of(path)
    with opened(path) as file:
        raw = file.read(_BEGIN)
    name = "utf-8-sig" if encoding.name == "utf-8" else encoding.name
    text = codecs.getincrementaldecoder(name)(errors="replace").decode(raw)
    if len(raw) == _BEGIN:
        text = text[: max(text.rfind("\n"), text.rfind("\r")) + 1] or text
    found = delimited(text)
    width = usual_width(found.rows)
    top = top_of(found.rows, width)
    check_width(path, width)
    source: dict[str, object] = {}
    evidence = {"delimiter": found.evidence, **top.evidence}
    if encoding.name != "utf-8":
        source["encoding"] = encoding.name
        evidence["encoding"] = encoding.evidence
    if found.delimiter != ("\t" if is_tsv(path, Source(file=path.name)) else ","):
        source["delimiter"] = found.delimiter
    return _formatted(
        path, "csv", source | _layout(top.skip, top.header, top.notes), evidence, top.labels
    )


def _of_book(path: Path) -> Iterator[Settings]:
    sheets = sheets_of(path)
    for sheet in sheets:
        width = usual_width(sheet.rows)
        check_width(path, width)
        top = top_of(sheet.rows, width)
        source: dict[str, object] = {"sheet": sheet.name} if sheet.name else {}
        evidence = dict(top.evidence)
        if sheet.evidence:
            evidence["sheet"] = sheet.evidence
        layout = _layout(top.skip, top.header, top.notes)
        yield _formatted(path, "excel", source | layout, evidence, top.labels)


def _formatted(
    path: Path,
    kind: str,
    source: dict[str, object],
    evidence: dict[str, str],
    labels: tuple[str, ...] = (),
) -> Settings:
    """With the format, where the name of the file does not say it."""
    named = format_of(path, Source(file=path.name))
    if named != kind and not (kind == "csv" and named == "tsv"):
        source = {"format": kind, **source}
        evidence = {
            "format": f"its content is {_CONTENT[kind]}, whatever its name says",
            **evidence,
        }
    return Settings(source, evidence, labels)


def _layout(skip: int, header: int, notes: int) -> dict[str, object]:
    usual = {"skip": 0, "header": 1, "notes": 0}
    found = {"skip": skip, "header": header, "notes": notes}
    return {key: value for key, value in found.items() if value != usual[key]}


def check_width(path: Path, width: int) -> None:
    """Raises DataError for more columns than a table of answers has."""
    if width > _MOST_COLUMNS:
        raise DataError(
            f"{path.name} has {width:,} columns. Expected a row for each answer and at most "
            f"{_MOST_COLUMNS:,} columns. Is it turned on its side? Then transpose it; else leave "
            "out columns that you do not need."
        )
