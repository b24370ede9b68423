"""The encoding of an unknown text, of all of it: one pass, in bounded memory and time.

A byte order mark tells it. Without one, text that is UTF-8 to its end is UTF-8; bytes of zero at
every other place are UTF-16. Else it is an older encoding, which can only be guessed by what
letters lines then have: those of one language (`letters`), Japanese syllables for a third, or what
charset-normalizer takes for likely. A guess shows some words, so that somebody can see whether it
is right. Figures are the same in all encodings.
"""

from __future__ import annotations

import codecs
import re
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from charset_normalizer import from_bytes

from data.draft.files.letters import by_letters
from data.errors import DataError
from data.ingest.files.csv.header import opened

LONGEST_LINE = 16 << 20  # bytes; no row is as long, and lines are held in memory
# A packed file is refused once it is both larger than this and many times larger than packed.
_LARGE, _MANY_TIMES = 1 << 30, 100
_BLOCK = 1 << 20
_TELLING = 1 << 16  # bytes of lines with other letters than English that a guess is made of
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# What letters alone do not tell.
_OF_ASIA = ("cp932", "euc_jp", "gb18030", "big5", "cp949", "cp874")
_KANA = re.compile("[\u3041-\u30ff]")
_KANA_FROM = 1 / 3  # of what is beyond English, in Japanese
_OTHER_LETTERS = re.compile(rb"[^\r\n]*[\x80-\xff][^\r\n]*")
_WORD = re.compile(r"\w*[^\W\x00-\x7f]\w*")


class Encoding(NamedTuple):
    """A name that Python knows, and why; no `evidence` where it is UTF-8."""

    name: str
    evidence: str


def encoding_of(path: Path) -> Encoding:
    """The encoding. Raises DataError for what is no text, or cannot be read in bounded memory."""
    utf8, begin, telling = True, b"", bytearray()
    decoder = codecs.getincrementaldecoder("utf-8")()
    for block in _blocks(path):
        begin = begin or block
        if utf8:
            try:
                decoder.decode(block)
            except UnicodeDecodeError:
                utf8 = False
        if len(telling) < _TELLING and not block.isascii():
            for line in _OTHER_LETTERS.finditer(block):
                telling += line[0] + b"\n"
                if len(telling) >= _TELLING:
                    break
    for mark, name in _MARKS:
        if begin.startswith(mark):
            return Encoding(name, "begins with its byte order mark")
    if b"\x00" in begin:
        return _sixteen(path, begin)
    if utf8:
        return Encoding("utf-8", "")
    return _guess(path, bytes(telling))


def _blocks(path: Path) -> Iterator[bytes]:
    """The unpacked bytes. Raises DataError where there are too many, or a line does not end."""
    most = max(_LARGE, path.stat().st_size * _MANY_TIMES)
    seen = begun = number = 0  # bytes; where the line begins, and its number
    try:
        with opened(path) as file:
            while block := file.read(_BLOCK):
                end = max(block.rfind(b"\n"), block.rfind(b"\r"))
                first = max(block.find(b"\n"), block.find(b"\r")) if end >= 0 else len(block)
                if seen + first - begun > LONGEST_LINE:
                    raise DataError(
                        f"{path.name}: line {number + 1:,} is longer than {LONGEST_LINE >> 20} MB. "
                        "Expected lines of text, a row each. Is it whole, and text?"
                    )
                number += block.count(b"\n")
                begun = seen + end if end >= 0 else begun
                seen += len(block)
                if path.suffix == ".gz" and seen > most:
                    raise DataError(
                        f"{path.name} grows to more than {_MANY_TIMES} times its size when it is "
                        "unpacked, as no table does. Unpack it and look what is in it."
                    )
                yield block
    except (EOFError, zlib.error, OSError):
        raise DataError(
            f"{path.name} is damaged or cut short. Fetch or write the file anew."
        ) from None


def _sixteen(path: Path, begin: bytes) -> Encoding:
    """UTF-16 without its mark: English letters, digits and signs have a zero byte each."""
    even, odd = begin[::2].count(0), begin[1::2].count(0)
    name = "utf-16-le" if odd > even else "utf-16-be"
    try:
        if min(even, odd) * 20 > max(even, odd):
            raise ValueError
        text = codecs.getincrementaldecoder(name)().decode(begin, len(begin) < _BLOCK)
        if not {"\n", "\r"} & set(text):
            raise ValueError
    except ValueError:
        raise DataError(
            f"{path.name} is no text: it has bytes of zero. Expected CSV, a workbook, Parquet or "
            "SPSS. Export it as one of these."
        ) from None
    return Encoding(name, "every other byte is zero, as in UTF-16")


def _guess(path: Path, telling: bytes) -> Encoding:
    lines = telling.splitlines()
    also = sum(_reads(line, "utf-8") for line in lines)
    if also * 2 > len(lines):
        raise DataError(
            f"{path.name} is in two encodings: {also:,} of {len(lines):,} lines with letters "
            "beyond English are UTF-8, the others are not. Was it put together of several files? "
            "Name these one by one."
        )
    name = by_letters(telling) or _likely(telling) or "latin-1"
    text = telling.decode(name)
    told = f"guessed: no UTF-8, and then it says “{_shown(text)}”"
    western = telling.decode("cp1252", errors="replace")
    if name != "cp1252" and text != western:
        told += f" (as cp1252 “{_shown(western)}”)"
    return Encoding(name, told)


def _likely(telling: bytes) -> str | None:
    fitting = [name for name in _OF_ASIA if _reads(telling, name)]
    for name in fitting:
        others = [letter for letter in telling.decode(name) if letter > "\x7f"]
        if len(_KANA.findall("".join(others))) >= _KANA_FROM * len(others):
            return name
    for found in from_bytes(telling, cp_isolation=fitting) if fitting else ():
        if found.encoding in fitting:
            return found.encoding
    return None


def _reads(raw: bytes, encoding: str) -> bool:
    try:
        raw.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return False
    return True


def _shown(text: str) -> str:
    words = list(dict.fromkeys(_WORD.findall(text)))
    return " ".join(words[:3]) or text.strip()[:40]
