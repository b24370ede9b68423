"""Comments as sentences."""

from __future__ import annotations

import re

# A full stop ends a sentence before white space only (not in 3.5), and not after a lone letter
# (initials, `т. е.`). Closing quotes and brackets stay with what they close.
_CLOSING = r"""["'»”’）)\]]*"""
_END = re.compile(rf"[!?…。！？；;]+{_CLOSING}|\.(?<!\b[^\W\d_]\.)\.*{_CLOSING}(?=\s|$)|\n")


def sentences(text: str) -> list[str]:
    """The sentences of a text in their order, each with its punctuation.

    Nothing but white space between them is lost. A text of white space has none.
    """
    found, start = [], 0
    for end in [match.end() for match in _END.finditer(text)] + [len(text)]:
        if sentence := text[start:end].strip():
            found.append(sentence)
        start = end
    return found
