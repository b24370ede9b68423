"""Texts as files that leave the building can hold them."""

from __future__ import annotations

import re

_REFUSED = re.compile(
    r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
    r"|[\u202a-\u202e\u2066-\u2069]"  # turn the letters after them around: 12 would read as 21
)


def xml_text(text: str) -> str:
    """The text without signs that XML refuses, or that turn its order around."""
    return _REFUSED.sub("", text)
