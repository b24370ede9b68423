"""What a load made of comments, as the catalogue has it."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Method(_Frozen):
    """How the sentiment of comments was read, and what that is worth."""

    way: str  # for people: "words", "words, and what was learnt from these comments", ...
    version: str
    scored: int  # comments that have a sentiment
    of: int  # comments
    auc: tuple[float, float, float] | None = None  # with its interval, on the latest scored fifth
    auc_of: tuple[int, int] | None = None  # its positive and negative comments
    told: str = ""  # why a way was not taken


class SuggestedTheme(_Frozen):
    """Comments that are alike and that no theme covers."""

    phrases: tuple[str, ...]
    quotes: tuple[str, ...]
    comments: int
    lines: str  # of the mapping, by which it becomes a theme


OTHER_REASONS = "Other reasons"  # the group of reasons that are no themes of the dictionary


class CommentsRead(_Frozen):
    """What a load made of comments."""

    comments: int  # in all, each counted once a response
    copies: int  # of them, that say what another one says word for word
    languages: dict[str, int]  # code -> comments
    masked: dict[str, int] | None  # kind of personal data -> marks in their place; None: kept
    method: Method | None = None  # None: sentiment is stated by the company, or not wanted
    stated: bool = False  # whether the data have sentiments of their own
    nothing: int = 0  # responses with “-”, “n/a” or the like in the place of a comment
    dictionary: str = ""  # the version of the themes' words
    groups: dict[str, str] = {}  # theme -> its group, of all in the dictionary
    suggested: tuple[SuggestedTheme, ...] = ()
    by_meaning: bool = False  # whether comments have vectors, by which they are found

    def group_of(self, theme: str) -> str:
        """The group of a theme; OTHER_REASONS of what the dictionary does not have."""
        return self.groups.get(theme, OTHER_REASONS)

    def without_rows(self) -> CommentsRead:
        """What tells of no comment: how they were read, for who sees some of them."""
        method = self.method and self.method.model_copy(update={"scored": 0, "of": 0})
        counts = {"comments": 0, "copies": 0, "nothing": 0, "languages": {}, "suggested": ()}
        return self.model_copy(update={**counts, "masked": None, "method": method})
