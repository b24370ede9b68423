"""What fails on a page fails alone: it is said in its place, the log has why, the rest stays."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from typing import TypeVar

import pandas as pd

from data.store.snapshots import TooLargeError, UnavailableError
from data.store.time_limit import seconds_left
from pages.panel import UNSAID, Briefing, Kind, Panel

Made = TypeVar("Made")
_LOG = logging.getLogger(__name__)
_INSTEAD = "This could not be made; the log says why. All else on the page stands."


def value_of(key: str, make: Callable[[], Made]) -> tuple[Made | None, list[Panel]]:
    """What `make` gives, for several panels; None and a panel that says so where it fails.

    Raises UnavailableError: without its database no panel can be made.
    """
    try:
        seconds_left()
        return make(), []
    except UnavailableError:
        raise
    except TooLargeError as error:  # the log has more of it already
        return None, [failed(key, _title(key), Kind.TOO_LARGE, str(error))]
    except Exception:
        _LOG.exception("%s could not be made", key)
        return None, [failed(key, _title(key))]


def panels_of(key: str, make: Callable[[], Panel | Iterable[Panel] | None]) -> list[Panel]:
    """The panels that `make` gives; one that says so where it fails. Raises UnavailableError."""
    made, lost = value_of(key, make)
    if made is None:
        return lost
    return [made] if isinstance(made, Panel) else list(made)


def failed(key: str, title: str, kind: Kind = Kind.FAILED, why: str = _INSTEAD) -> Panel:
    """What stands in the place of a panel that could not be made, or drawn."""
    return Panel(key, kind, title, "", pd.DataFrame(), note=why)


def _title(key: str) -> str:
    return key.replace("_", " ").capitalize()


def words_of(make: Callable[[], Briefing]) -> Briefing:
    """The briefing that `make` gives, `UNSAID` where it fails. Raises UnavailableError."""
    said, _ = value_of("briefing", make)
    return Briefing(UNSAID) if said is None else said
