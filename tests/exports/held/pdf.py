"""A PDF as a screen reader has it: by its tags, panel by panel, with the tables cell by cell."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from pypdf import PdfReader
from pypdf.generic import ArrayObject, ContentStream

_SHOWS = (b"Tj", b"TJ")
Place = tuple[int, int]  # the object of a page, and the number of a marked part of it


@dataclass
class Section:
    """What stands below a heading. `drawn`: all texts of each figure, in their order."""

    title: str
    tables: list[list[list[str]]] = field(default_factory=list)
    drawn: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)


def sections(file: bytes) -> list[Section]:
    """All of a document, heading by heading."""
    found = PdfReader(BytesIO(file))
    texts: dict[Place, list[str]] = defaultdict(list)
    for page in found.pages:
        assert page.indirect_reference is not None
        _read(page, found, page.indirect_reference.idnum, texts)
    made: list[Section] = []
    root: Any = found.trailer["/Root"]
    _walk(root["/StructTreeRoot"]["/K"], 0, texts, made)
    return made


def _walk(what: Any, page: int, texts: dict[Place, list[str]], made: list[Section]) -> None:  # noqa: ANN401
    one = what.get_object()
    if isinstance(one, list):
        for part in one:
            _walk(part, page, texts, made)
        return
    if not isinstance(one, dict):
        return
    kind = str(one.get("/S", ""))
    if kind in ("/H1", "/H2"):
        made.append(Section("".join(_words(one, page, texts))))
    elif kind == "/Table":
        rows = _inside(one, "/TR")
        made[-1].tables.append([_cells(row, page, texts) for row in rows])
    elif kind == "/Figure" and made:
        made[-1].drawn.append("".join(_words(one, page, texts)))
    elif kind in ("/Span", "/P", "/LI"):
        made[-1].words.append(" ".join(_words(one, page, texts)))
    elif kind != "/Link":  # an address
        _walk(one.get("/K", []), page, texts, made)


def _cells(row: Any, page: int, texts: dict[Place, list[str]]) -> list[str]:  # noqa: ANN401
    cells = [one for kind in ("/TH", "/TD") for one in _inside(row, kind)]
    return ["".join(_words(one, page, texts)).replace("\u200b", "") for one in cells]


def _inside(what: Any, kind: str) -> Iterator[Any]:  # noqa: ANN401
    """Elements of a kind within, in reading order."""
    one = what.get_object()
    for part in one if isinstance(one, list) else [one.get("/K", ArrayObject())]:
        found = part.get_object()
        if isinstance(found, dict) and found.get("/S") == kind:
            yield found
        elif isinstance(found, dict | list):
            yield from _inside(found, kind)


def _words(what: Any, page: int, texts: dict[Place, list[str]]) -> list[str]:  # noqa: ANN401
    """The texts within, one of each marked part."""
    one = what.get_object()
    if isinstance(one, int):
        return ["".join(texts[page, int(one)])]
    if isinstance(one, list):
        return [text for part in one for text in _words(part, page, texts)]
    if "/Pg" in one:
        page = one.raw_get("/Pg").idnum
    if "/MCID" in one:
        return ["".join(texts[page, int(one["/MCID"])])]
    return _words(one["/K"], page, texts) if "/K" in one else []


def _read(
    drawn: Any,  # noqa: ANN401
    file: PdfReader,
    page: int,
    into: dict[Place, list[str]],
    mark: int = -1,
) -> None:
    """The texts of a page, or of a form on it, by the marks that they stand in."""
    resources = drawn.get("/Resources", {}).get_object()
    fonts = {name: _letters(one.get_object()) for name, one in _of(resources, "/Font").items()}
    stream = drawn.get_contents() if hasattr(drawn, "get_contents") else drawn
    letters, open_ = dict[bytes, str](), [mark]
    text = ""
    for operands, operator in ContentStream(stream, file).operations:
        match operator:
            case b"BDC" | b"BMC":
                known = operands[1].get_object() if len(operands) > 1 else {}
                number = known.get("/MCID") if isinstance(known, dict) else None
                open_.append(open_[-1] if number is None else int(number))
            case b"EMC":
                open_.pop()
            case b"Tf":
                letters = fonts[operands[0]]
            case b"BT":
                text = ""
            case b"ET":
                into[page, open_[-1]].append(text)
            case b"Do" if (form := _of(resources, "/XObject")[operands[0]].get_object())[
                "/Subtype"
            ] == "/Form":
                _read(form, file, page, into, open_[-1])
            case _ if operator in _SHOWS:
                parts = operands[0] if operator == b"TJ" else operands
                raw = b"".join(
                    one.original_bytes for one in parts if not isinstance(one, float | int)
                )
                codes = (raw[at : at + 2] for at in range(0, len(raw), 2))
                text += "".join(letters.get(code, "\ufffd") for code in codes)


def _of(resources: Any, kind: str) -> dict[str, Any]:  # noqa: ANN401
    return dict(resources.get(kind, {}).get_object())


def _letters(font: Any) -> dict[bytes, str]:  # noqa: ANN401
    """Which letters the codes of a font stand for, of two bytes each (ToUnicode, 9.10.3)."""
    table = font["/ToUnicode"].get_object().get_data().decode("ascii")
    found = dict[bytes, str]()
    for part in re.findall(r"beginbfchar(.*?)endbfchar", table, re.S):
        for code, letter in re.findall(r"<(\w+)>\s*<(\w+)>", part):
            found[bytes.fromhex(code)] = bytes.fromhex(letter).decode("utf-16-be")
    for part in re.findall(r"beginbfrange(.*?)endbfrange", table, re.S):
        for first, last, letter in re.findall(r"<(\w+)>\s*<(\w+)>\s*<(\w+)>", part):
            for at in range(int(last, 16) - int(first, 16) + 1):
                code = (int(first, 16) + at).to_bytes(2)
                found[code] = chr(int(letter, 16) + at)
    return found
