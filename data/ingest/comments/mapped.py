"""Whether there are comments to read, told without loading what reads them."""

from __future__ import annotations

from data.mapping.model import Mapping


def has_comments(mapping: Mapping) -> bool:
    """True where a source of feedback has comments."""
    return any(
        "comment" in part.columns or any(one.comment for one in part.questions)
        for part in mapping.feedback
    )
