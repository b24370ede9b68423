"""What stands where a comment was asked for and none was given: “-”, “n/a”, “no comment”."""

from __future__ import annotations

import re

# None that may be an answer: “nothing”, “no”, “no response”.
_PHRASES = """
    n/a|n.a|na|none|nil|null|nan|no comment|no comments|no further comment|no further comments
    not applicable|no remarks
    без комментариев|без комментария|нет комментариев|нет комментария|комментариев нет|н/д
    无|無|暂无|暫無|无评论|没有评论|没评论|无可奉告
    ei kommentteja|ei kommenttia|ei kommentoitavaa
    sem comentários|sem comentário|sem comentarios|sem comentario|nenhum comentário
    nenhum comentario|não se aplica
"""
_SAYS_NOTHING = frozenset(one.strip() for line in _PHRASES.splitlines() for one in line.split("|"))
_AROUND = " \t\r\n.,!?…-–—_/\\*'\"“”«»()[]~·•。，！？、;"
_FACE = re.compile(r"[:;=]['-]?[()\[\]/\\]")  # it says something, of punctuation alone


def says_nothing(text: str) -> bool:
    """Whether a comment is none: punctuation alone, or a phrase for “no comment”."""
    words = text.strip(_AROUND).casefold()
    return (not words or words in _SAYS_NOTHING) and not _FACE.search(text)
