"""How far a draft in the browser is: a file in the folder of its upload."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Discriminator, TypeAdapter, ValidationError

from data.draft.document import Company
from data.durable import write_durably
from data.store.locks import is_held
from detection.tables.interview import Open

_STATE, _ASKED = "state.json", "asked.json"
UNDER_WAY = "under_way.lock"  # in the folder of an upload, held while its draft is made
STOPPED = (
    "Reading these files took too long or too much memory, or was stopped. Try again, with fewer "
    "rows or columns at first; save large workbooks as CSV."
)


class _Kept(BaseModel):
    model_config = ConfigDict(frozen=True)


class AskedFor(_Kept):
    """A draft of unknown files: what no file says, and the answers by the keys of questions."""

    kind: Literal["draft"] = "draft"
    company: Company
    answers: dict[str, str] = {}


class Edited(_Kept):
    """The data in use by another mapping: its text. `base`: the version that was changed, whose
    files the upload has too."""

    kind: Literal["edited"] = "edited"
    base: str
    text: str


class Refresh(_Kept):
    """Newer files for the data in use, which are read by its mapping. `base`: the version that they
    are for; `answers` by the keys of questions."""

    kind: Literal["refresh"] = "refresh"
    base: str
    answers: dict[str, str] = {}


Asked = Annotated[AskedFor | Edited | Refresh, Discriminator("kind")]
_ANY: TypeAdapter[AskedFor | Edited | Refresh] = TypeAdapter(Asked)


class Otherwise(_Kept):
    """Another reading in words, and the key figures under it, or why there are none."""

    words: str
    figures: tuple[str, ...]


class DraftState(_Kept):
    """What has come of it so far.

    `text`: the mapping; `open`, `answered`, `others`: questions, as in `Draft`; `figures`: key
    figures, a line each; `report`: what was read and set aside; `nothing`: sources that are not
    used, and why; `changed`: what is another than in the version before, a line each; `lines`: of
    the mapping that are gone, with a minus before them, and new, with a plus.
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
    changed: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()


def write_state(folder: Path, state: DraftState) -> None:
    """Keeps how far the draft of an upload is. Raises OSError."""
    write_durably(folder / _STATE, state.model_dump_json())


def read_state(folder: Path) -> DraftState | None:
    """How far it is; None where nothing was asked for, or what is there can't be read.

    A draft that nobody makes any more has failed: the server was stopped meanwhile.
    """
    held = is_held(folder / UNDER_WAY)  # asked first: what is ready just then is ready
    try:
        state = DraftState.model_validate_json((folder / _STATE).read_text("utf-8"))
    except (FileNotFoundError, ValidationError):
        return None
    if state.state == "reading" and not held:
        return DraftState(state="failed", message=STOPPED)
    return state


def write_asked(folder: Path, asked: AskedFor | Edited | Refresh) -> None:
    """Keeps what is asked for. Raises OSError."""
    write_durably(folder / _ASKED, asked.model_dump_json())


def is_asked(folder: Path) -> bool:
    """Was it asked what comes of an upload?"""
    return (folder / _ASKED).exists()


def found_asked(folder: Path) -> AskedFor | Edited | Refresh | None:
    """What is asked for; None where nothing is, or what is there can't be read."""
    try:
        return read_asked(folder)
    except (OSError, ValueError):
        return None


def read_asked(folder: Path) -> AskedFor | Edited | Refresh:
    """What is asked for. Raises OSError or ValidationError."""
    return _ANY.validate_json((folder / _ASKED).read_text("utf-8"))
