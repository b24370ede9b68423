"""Comments: whether personal data is taken out, whether they are read, and the company's themes."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

from data.mapping.fields import Texts


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class OwnTheme(_Strict):
    """A theme of the company: a new one, more words for one that ships, or one switched off."""

    label: str = ""
    group: str = ""
    words: dict[str, Texts] = {}  # code of a language -> words and beginnings of words
    off: bool = False


class CommentSettings(_Strict):
    """What is done with comments at a load."""

    redact: bool = True
    sentiment: bool = True
    industries: Texts = ()  # whose themes stand beside those of every company
    themes: dict[str, OwnTheme] = {}  # by key
