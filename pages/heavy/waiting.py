"""The panel that stands where work in the background is under way."""

from __future__ import annotations

import pandas as pd

from data.work.questions import Answer
from pages.panel import Kind, Panel


def being_made(key: str, title: str, answer: Answer) -> Panel:
    """It says how far the work is; the browser asks for the page again once it is done."""
    words = f"Being worked out: {answer.said}. It will stand here by itself."
    return Panel(key, Kind.WORKING, title, "", pd.DataFrame(), note=words, pending=answer.key)
