"""Fields of business hours, of repeats, and of what is done with comments."""

from __future__ import annotations

from datetime import date
from typing import Any

from data.draft.edit.fields import Group, Known, Options, Section, as_options, field_of
from data.draft.edit.names import parts_of
from data.draft.edit.values import WHOLE, WORDS, YES, Codec, WrongError, lines, shown_lines
from data.mapping.service import WEEKDAYS
from voice.themes.shipped import INDUSTRIES

_YES_NO: Options = (("yes", "yes"), ("no", "no"))


def _days(text: str) -> list[date]:
    found = []
    for line in lines(text):
        try:
            found.append(date.fromisoformat(line))
        except ValueError:
            raise WrongError(f"“{line[:40]}” is no day: expected one such as 2026-12-25") from None
    return found


_DAYS = Codec(shown_lines, _days)


def service(content: dict[str, Any], _: Known) -> Section:
    """Business hours and repeats; nothing where there are no tickets."""
    if "tickets" not in content:
        return Section("service", "Service", "", ())
    path = ("business_hours",)
    days = field_of(
        content,
        (*path, "days"),
        "Days",
        WORDS,
        default=list(WEEKDAYS[:5]),
        options=as_options(WEEKDAYS),
    )
    hours = (
        field_of(content, (*path, "start"), "From", hint="Such as 09:00; empty: no such hours."),
        field_of(content, (*path, "end"), "To", hint="The same day, 24:00 is midnight."),
        days,
        field_of(content, (*path, "holidays"), "Days off, one a line", _DAYS),
    )
    repeats = field_of(
        content,
        ("service", "repeat_days"),
        "Days within which a contact is a repeat",
        WHOLE,
        hint="Of first contact resolution; empty: repeats do not count.",
    )
    groups = (
        Group("Business hours", hours),
        Group("First contact resolution", (repeats,)),
    )
    return Section("service", "Service", "", groups)


def _has_comments(content: dict[str, Any]) -> bool:
    return any(
        "comment" in columns
        for part in parts_of(content, "feedback")
        for columns in (part.get("columns", {}), *part.get("questions", ()))
    )


def comments(content: dict[str, Any], _: Known) -> Section:
    """What is done with comments at a load; nothing where there are none."""
    if not _has_comments(content):
        return Section("comments", "Comments", "", ())
    path = ("comments",)
    yes = (
        field_of(
            content, (*path, "redact"), "Take personal data out", YES, default=True, options=_YES_NO
        ),
        field_of(
            content, (*path, "sentiment"), "Read sentiment", YES, default=True, options=_YES_NO
        ),
        field_of(
            content,
            (*path, "industries"),
            "Themes of industries",
            WORDS,
            default=[],
            options=as_options([one for one in INDUSTRIES if one != "common"]),
        ),
    )
    return Section("comments", "Comments", "", (Group("How comments are read", yes),))
