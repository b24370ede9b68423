"""Texts as files of office programs can hold them."""

from __future__ import annotations

import re

_REFUSED = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def xml_text(text: str) -> str:
    """The text without signs that XML refuses."""
    return _REFUSED.sub("", text)
