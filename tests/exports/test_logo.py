"""The company's logo: on the first sheet of a PDF, and refused in words where it is none."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, PngImagePlugin
from pypdf import PdfReader

from app import create_app, main
from data.store.load_status import LoadStatus
from data.store.snapshots import Snapshot
from exports.about import about
from exports.pdf import pdf
from exports.pdf.logo import LogoError, logo, read_logo
from settings import Settings
from tests.exports.opened import ADDRESS
from tests.exports.test_pdf import tags
from tests.exports.test_pictures import page

RED = (200, 30, 40)


def picture(size: tuple[int, int] = (300, 100), kind: str = "PNG", **more: Any) -> bytes:  # noqa: ANN401
    into = BytesIO()
    Image.new("RGB", size, RED).save(into, kind, **more)
    return into.getvalue()


def claims(width: int, height: int) -> bytes:
    """A PNG that says it is so large, and has not one pixel."""
    found = b"\x89PNG\r\n\x1a\n"
    for part in (b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0), b"IDAT"):
        found += struct.pack(">I", len(part) - 4) + part + struct.pack(">I", zlib.crc32(part))
    return found


def test_it_is_on_the_first_sheet_alone(snapshot: Snapshot) -> None:
    of = page(snapshot, "journey")
    told = about(of, snapshot.catalog, ADDRESS)
    given = pdf([of, of], snapshot.catalog, [told, told], logo(picture()))
    found = PdfReader(BytesIO(given))
    first, *others = found.pages
    (shown,) = first.images
    assert shown.image and shown.image.convert("RGB").getpixel((5, 5)) == RED
    assert others and not any(len(one.images) for one in others)
    heard = [str(one["/Alt"]) for one in tags(found) if "/Alt" in one]
    assert heard[0] == "Logo of Quillmere Telecom"
    root: Any = found.trailer["/Root"]
    assert b"pdfuaid:part" in root["/Metadata"].get_data()
    assert not PdfReader(BytesIO(pdf([of], snapshot.catalog, [told]))).pages[0].images


@pytest.mark.parametrize("size", [(2000, 2000), (2000, 40), (40, 2000), (3, 3)])
@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_it_is_made_small(size: tuple[int, int], kind: str) -> None:
    made = Image.open(BytesIO(logo(picture(size, kind))))
    assert made.format == "PNG"
    assert made.width <= min(600, size[0]) and made.height <= min(160, size[1])
    assert made.width / made.height == pytest.approx(size[0] / size[1], rel=0.3)


def test_nothing_but_its_pixels_is_kept() -> None:
    more = PngImagePlugin.PngInfo()
    more.add_text("Author", "somebody at Quillmere")
    found = logo(picture(pnginfo=more))
    assert b"somebody" in picture(pnginfo=more)
    assert b"somebody" not in found


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (b"words", "no picture that can be read; expected PNG or JPEG"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "no picture that can be read"),
        (picture(kind="GIF"), "no picture that can be read"),
        (picture((200, 200))[:-60], "no picture that can be read"),
        (claims(30_000, 30_000), "It has more than 4 million pixels; a logo 600 pixels wide"),
        (claims(2_001, 2_000), "It has more than 4 million pixels"),
        (claims(2_000, 2_000), "no picture that can be read"),
        (picture() + b"\x00" * 2_000_000, "It has more than 2 MB"),
    ],
)
def test_what_is_refused(given: bytes, said: str, tmp_path: Path) -> None:
    file = tmp_path / "logo.png"
    file.write_bytes(given)
    with pytest.raises(LogoError, match=said):
        read_logo(file)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    assert read_logo(None) is None
    with pytest.raises(LogoError, match=r"CXLENS_LOGO is .*none\.png: No such file"):
        read_logo(tmp_path / "none.png")


def test_by_the_api(settings: Settings, sample_file: Path, tmp_path: Path) -> None:
    file = tmp_path / "logo.png"
    file.write_bytes(picture())
    app = create_app(settings.model_copy(update={"logo": file}), LoadStatus())
    found = app.server.test_client().get("/api/journey.pdf")
    assert len(PdfReader(BytesIO(found.data)).pages[0].images) == 1


def test_the_start_ends_with_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "logo.svg").write_text("<svg/>")
    monkeypatch.setenv("CXLENS_FOLDER", str(tmp_path))
    monkeypatch.setenv("CXLENS_LOGO", str(tmp_path / "logo.svg"))
    assert main(["serve"]) == 2
    said = capsys.readouterr().err
    assert "Error: CXLENS_LOGO is" in said and "expected PNG or JPEG" in said
    assert "Traceback" not in said
