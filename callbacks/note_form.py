"""What the forms of notes say, and show at first; what of an action would be seen."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from flask import request

from access.notes.kept import Expected, KeptNote
from access.notes.written import PERIODS, Draft, NoteError
from data.catalog import Catalog
from data.errors import TooLargeError, UnavailableError
from data.scope import Filters, Span
from data.store.snapshots import Snapshot
from data.store.time_limit import limited
from pages.actions.offered import offered_metrics
from pages.actions.seen import seen_of
from pages.actions.words import WEEKS
from view.state import View

_SHORT = 31  # days of a view that a new note is about whole; of a longer one it is on the last
_SECONDS = 20.0  # that it may take to say what would be seen
_WAYS = {"up": 1, "down": -1}


@dataclass(frozen=True)
class Typed:
    """What a form says, or shows at first."""

    text: str = ""
    first: str = ""
    last: str = ""
    about: frozenset[str] = frozenset()
    metric: str = ""  # that should change; "" where the note registers no action
    way: str = "up"
    size: str = ""
    periods: str = str(PERIODS[0])
    new_level: bool = False

    @classmethod
    def sent(cls) -> Typed:
        """As the form of this request has it."""
        given = request.form
        return cls(
            given.get("text", ""),
            given.get("first", ""),
            given.get("last", ""),
            frozenset(given.getlist("about")),
            given.get("metric", ""),
            given.get("way", cls.way),
            given.get("size", ""),
            given.get("periods", cls.periods),
            "new_level" in given,
        )

    @classmethod
    def of_view(cls, view: View) -> Typed:
        """What the form of a new note shows at first, of the view's days and filters."""
        span = view.span if view.span.days <= _SHORT else Span(view.span.end, view.span.end)
        return cls("", *_days(span), frozenset(key for key, _ in view.filters))

    @classmethod
    def of_note(cls, note: KeptNote) -> Typed:
        """What the form shows of a note that is there."""
        about = frozenset(key for key, _ in note.scope)
        own = cls(note.text, *_days(note.span), about, new_level=note.new_level)
        one = note.expected
        if one is None:
            return own
        way = next(name for name, sign in _WAYS.items() if sign == one.sign)
        size = "" if one.size is None else f"{one.size:g}"
        return replace(own, metric=one.metric, way=way, size=size, periods=str(one.periods))

    def draft(self, offered: Filters, catalog: Catalog) -> Draft:
        """The note, about those of the offered filters that are chosen. Raises NoteError."""
        first = _day(self.first, "Day")
        last = _day(self.last, "Last day") if self.last.strip() else first
        if last < first:
            raise NoteError("The last day is before the first; one of them is wrong.")
        about = tuple(one for one in offered if one[0] in self.about)
        expected = self._expected(about, catalog)
        return Draft(Span(first, last), self.text, about, expected, self.new_level)

    def _expected(self, about: Filters, catalog: Catalog) -> Expected | None:
        if not self.metric:
            return None
        if self.metric not in dict(offered_metrics(catalog, about)):
            raise NoteError("This metric can't be judged in these rows; choose another one.")
        periods = int(self.periods) if self.periods in map(str, PERIODS) else 0
        return Expected(self.metric, _WAYS.get(self.way, 0), _size(self.size), periods)

    def shown(self, catalog: Catalog) -> dict[str, Any]:
        """What the page of the form needs."""
        metrics = offered_metrics(catalog, ())
        return {
            "text": self.text,
            "first": self.first,
            "last": self.last,
            "size": self.size,
            "metrics": [
                {"key": key, "words": words, "chosen": key == self.metric} for key, words in metrics
            ],
            "ways": [
                {"key": key, "words": words, "chosen": key == self.way}
                for key, words in (("up", "rise"), ("down", "fall"))
            ],
            "periods": [
                {"key": one, "words": f"{WEEKS * one} weeks", "chosen": str(one) == self.periods}
                for one in PERIODS
            ],
            "expects": bool(self.metric),
            "new_level": self.new_level,
        }


def words_of_seen(snapshot: Snapshot, scope: Filters, days: Span, expected: Expected) -> list[str]:
    """What of an action would be seen after each of `PERIODS`. Raises NoteError."""
    try:
        with limited(_SECONDS):
            return seen_of(snapshot, expected.metric, scope, days, PERIODS)
    except (UnavailableError, TooLargeError) as error:
        raise NoteError(str(error)) from None


def _days(span: Span) -> tuple[str, str]:
    return span.start.isoformat(), span.end.isoformat() if span.days > 1 else ""


def _size(typed: str) -> float | None:
    """Raises NoteError where it is none."""
    if not typed.strip():
        return None
    try:
        return float(typed.strip().replace(",", "."))
    except ValueError:
        raise NoteError("“By at least” is no number; expected one such as 5 or 2.5.") from None


def _day(typed: str, name: str) -> date:
    """Raises NoteError where it is none."""
    try:
        return date.fromisoformat(typed.strip())
    except ValueError:
        raise NoteError(f"“{name}” is no date; expected one such as 2026-12-31.") from None
