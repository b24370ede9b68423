"""Comments: whether personal data is taken out, whether they are read, and the company's themes."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict

from data.mapping.fields import Texts


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class CommentSettings(_Strict):
    """What is done with comments at a load."""

    redact: bool = True
    sentiment: bool = True
    industries: Texts = ()  # whose themes stand beside those of every company
    themes: dict[str, dict[str, Any]] = {}  # by key, as voice.themes.own reads them
