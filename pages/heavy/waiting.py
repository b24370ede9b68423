"""What stands in the place of a panel whose work is not done, or could not be."""

from __future__ import annotations

import pandas as pd

from data.work.questions import Answer
from pages.guard import failed
from pages.panel import Kind, Panel


def in_place_of(key: str, title: str, answer: Answer) -> Panel | None:
    """How far the work is, or why it could not be done; None where its result has content."""
    if answer.result is None:
        words = f"Being worked out: {answer.said}. It will stand here by itself."
        return Panel(key, Kind.WORKING, title, "", pd.DataFrame(), note=words, pending=answer.key)
    if answer.result.failed:
        return failed(key, title, why=answer.result.failed)
    return None
