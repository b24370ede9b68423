"""What work in the background has come to, or the panel that stands in its place."""

from __future__ import annotations

import pandas as pd

from data.work.questions import Answer
from pages.guard import failed
from pages.panel import Kind, Panel


def content_of(key: str, title: str, answer: Answer) -> str | Panel:
    """The content of the result; else how far the work is, or why it could not be done.

    The browser asks for the page again once the work is done.
    """
    if answer.result is None:
        words = f"Being worked out: {answer.said}. It will stand here by itself."
        return Panel(key, Kind.WORKING, title, "", pd.DataFrame(), note=words, pending=answer.key)
    if answer.result.failed:
        return failed(key, title, why=answer.result.failed)
    return answer.result.content
