"""What an unknown file is, by how it begins: names and endings are often wrong."""

from __future__ import annotations

import zipfile
from pathlib import Path

from data.errors import DataError
from data.ingest.files.csv.header import opened

_GZIP = b"\x1f\x8b"
_ZIP = b"PK\x03\x04"
_BEGINNINGS = {
    b"PAR1": "parquet",
    b"$FL2": "spss",
    b"$FL3": "spss",
    b"\xd0\xcf\x11\xe0": "excel",
}
# What is no table: how it begins, what it is, and what to do.
_OTHERS = (
    (b"%PDF", "a PDF", "Export the numbers themselves, as CSV or a workbook."),
    (b"BZh", "packed with bzip2", "Unpack it, or pack it with gzip."),
    (b"\xfd7zXZ", "packed with xz", "Unpack it, or pack it with gzip."),
    (b"7z\xbc\xaf", "a 7z archive", "Unpack it and name the files in it."),
    (b"Rar!", "a RAR archive", "Unpack it and name the files in it."),
    (b"SQLite format 3", "an SQLite database", "Export its tables as CSV."),
    (b"\x89PNG", "a picture", "Export the numbers themselves, as CSV or a workbook."),
    (b"\xff\xd8\xff", "a picture", "Export the numbers themselves, as CSV or a workbook."),
)
_AS_TEXT = (
    (("<!doctype", "<html", "<table"), "a web page", "Open it in Excel and save it as .xlsx."),
    (("<?xml", "<workbook"), "XML", "Open it in Excel and save it as .xlsx, or export CSV."),
    (('{"', "{\n", "[{", "[\n"), "JSON", "Export the same as CSV, a row for each answer."),
    (("{\\rtf",), "a text document", "Export the numbers themselves, as CSV."),
)
_WORKBOOKS = ("xl/", "content.xml")  # of Excel and of OpenDocument


def kind_of(path: Path) -> str:
    """`text`, `excel`, `parquet` or `spss`. Raises DataError for all that is none of these."""
    if path.is_dir():
        raise DataError(f"'{path.name}' is a folder. Name the files in it.")
    if not path.is_file():
        raise DataError(f"There is no file '{path.name}'.")
    with path.open("rb") as file:
        begin = file.read(512)
    if not begin:
        raise DataError(f"{path.name} is empty (0 bytes).")
    if begin.startswith(_GZIP):
        begin = _unpacked(path)
        if begin.startswith(_GZIP):
            raise DataError(f"{path.name} is packed twice. Unpack it once.")
        if begin[:4] in (_ZIP, *_BEGINNINGS):
            raise DataError(f"{path.name} is a packed file of another kind than text. Unpack it.")
    elif path.suffix.lower() == ".gz":
        raise DataError(
            f"{path.name} ends in .gz but is not a gzip file. Give it the ending of what it is."
        )
    if begin.startswith(_ZIP):
        return _zipped(path)
    for first, told, advice in _OTHERS:
        if begin.startswith(first):
            raise DataError(f"{path.name} is {told}, and no table. {advice}")
    text = begin.decode("utf-8-sig", errors="replace").lstrip().lower()
    for firsts, told, advice in _AS_TEXT:
        if text.startswith(firsts):
            raise DataError(f"{path.name} is {told}, and no table. {advice}")
    return _BEGINNINGS.get(begin[:4], "text")


def _unpacked(path: Path) -> bytes:
    if path.suffix != ".gz":
        raise DataError(f"{path.name} is packed with gzip. Rename it, so that it ends in .csv.gz.")
    try:
        with opened(path) as file:
            begin = file.read(512)
    except (OSError, EOFError):
        raise DataError(
            f"{path.name} is damaged or cut short. Fetch or write the file anew."
        ) from None
    if not begin:
        raise DataError(f"{path.name} is empty: nothing is packed in it.")
    return begin


def _zipped(path: Path) -> str:
    try:
        with zipfile.ZipFile(path) as book:
            names = book.namelist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        raise DataError(
            f"{path.name} is damaged or cut short. Fetch or write the file anew."
        ) from None
    if any(name.startswith(_WORKBOOKS) for name in names):
        return "excel"
    shown = ", ".join(Path(name).name for name in names[:3])
    raise DataError(
        f"{path.name} is a zip archive with {len(names):,} files ({shown}). Unpack it and name the "
        "files in it."
    )
