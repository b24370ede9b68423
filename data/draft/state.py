"""How far a draft in the browser is: a file in the folder of its upload."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from data.draft.document import Company
from data.durable import write_durably
from detection.tables.interview import Open

_STATE, _ASKED = "state.json", "asked.json"


class _Kept(BaseModel):
    model_config = ConfigDict(frozen=True)


class AskedFor(_Kept):
    """What a draft is made with: what no file says, and the answers by the keys of questions."""

    company: Company
    answers: dict[str, str] = {}


class Otherwise(_Kept):
    """Another reading in words, and the key figures under it, or why there are none."""

    words: str
    figures: tuple[str, ...]


class DraftState(_Kept):
    """What has come of it so far.

    `text`: the mapping; `open`, `answered`, `others`: questions, as in `Draft`; `figures`: key
    figures, a line each; `report`: what was read and set aside; `nothing`: sources that are not
    used, and why.
    """

    state: Literal["reading", "open", "ready", "failed"] = "reading"
    message: str = ""
    text: str = ""
    open: tuple[Open, ...] = ()
    answered: tuple[Open, ...] = ()
    others: tuple[Open, ...] = ()
    figures: tuple[str, ...] = ()
    otherwise: tuple[Otherwise, ...] = ()
    report: str = ""
    nothing: dict[str, str] = {}


def write_state(folder: Path, state: DraftState) -> None:
    """Keeps how far the draft of an upload is. Raises OSError."""
    write_durably(folder / _STATE, state.model_dump_json())


def read_state(folder: Path) -> DraftState | None:
    """How far it is; None where nothing was asked for, or what is there can't be read."""
    try:
        return DraftState.model_validate_json((folder / _STATE).read_text("utf-8"))
    except (FileNotFoundError, ValidationError):
        return None


def write_asked(folder: Path, asked: AskedFor) -> None:
    """Keeps what a draft is to be made with. Raises OSError."""
    write_durably(folder / _ASKED, asked.model_dump_json())


def read_asked(folder: Path) -> AskedFor:
    """What a draft is to be made with. Raises OSError or ValidationError."""
    return AskedFor.model_validate_json((folder / _ASKED).read_text("utf-8"))
