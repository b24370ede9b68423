"""The company's logo: a picture that is given, checked, and made small before a file has it."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

from PIL import Image

_MOST_BYTES, _MOST_PIXELS = 2_000_000, 4_000_000
_SIZE = (600, 160)  # pixels: sharp at the size it is shown in
_FORMATS = ("PNG", "JPEG")
_TOO_LARGE = "It has more than {}; a logo 600 pixels wide is sharp."


class LogoError(Exception):
    """A picture that can't be the logo; the message says why, for whoever set it."""


def read_logo(file: Path | None) -> bytes | None:
    """The logo of a setting, as `logo` makes it. Raises LogoError, in words with the setting."""
    if file is None:
        return None
    try:
        with file.open("rb") as opened:
            return logo(opened.read(_MOST_BYTES + 1))
    except OSError as error:
        raise LogoError(f"CXLENS_LOGO is {file}: {error.strerror}.") from error
    except LogoError as error:
        raise LogoError(f"CXLENS_LOGO is {file}. {error}") from error


def logo(given: bytes) -> bytes:
    """A PNG of at most 600 by 160 pixels, which has nothing but what is seen of the picture.

    Raises LogoError where it is no picture, or a larger one than any logo.
    """
    if len(given) > _MOST_BYTES:
        raise LogoError(_TOO_LARGE.format("2 MB"))
    try:
        with Image.open(BytesIO(given), formats=_FORMATS) as found:
            if found.width * found.height > _MOST_PIXELS:
                raise Image.DecompressionBombError
            made = found.convert("RGBA" if found.has_transparency_data else "RGB")
    except Image.DecompressionBombError as error:  # Pillow's own limit is a far larger one
        raise LogoError(_TOO_LARGE.format("4 million pixels")) from error
    except (OSError, ValueError, SyntaxError) as error:
        raise LogoError("It is no picture that can be read; expected PNG or JPEG.") from error
    made.thumbnail(_SIZE)
    into = BytesIO()
    Image.frombytes(made.mode, made.size, made.tobytes()).save(into, "PNG")  # pixels alone
    return into.getvalue()
