"""Fields of the groups of cards on Overview."""

from __future__ import annotations

from typing import Any

from data.draft.edit.document import Change
from data.draft.edit.fields import Field, Group, Known, Options, Section, Sent, field_of
from data.draft.edit.values import LINES, WrongError, lines

_USED: Options = (("yes", "yes"), ("no", "no: remove it"))
_BY = "Only in views of this level: what it is broken down by: the level. Empty: in all views."


def cards(content: dict[str, Any], known: Known) -> Section:
    """Each group, and one to add."""
    able = ", ".join(f"{metric.key} ({metric.name})" for metric in known.metrics())
    stated = content.get("overview", [])
    groups = [_group(content, place) for place in range(len(stated))]
    told = f"Without a group of your own, the usual cards are shown. A card a line, of: {able}."
    return Section("cards", "Overview's cards", told, (*groups, _new(len(stated))))


def _group(content: dict[str, Any], place: int) -> Group:
    group, path, name = content["overview"][place], ("overview", place), f"overview.{place}"
    now = ": ".join(next(iter(group.get("by", {}).items()), ()))

    def used(typed: str) -> list[Change]:
        return [Change(path)] if typed == "no" else []

    return Group(
        group["name"],
        (
            Field(f"{name}.used", "Used", "yes", used, "choice", options=_USED),
            field_of(content, (*path, "name"), "Heading"),
            field_of(content, (*path, "cards"), "Cards", LINES),
            Field(
                f"{name}.by",
                "Level",
                now,
                lambda typed: [Change((*path, "by"), _level(typed) or None)],
                hint=_BY,
            ),
        ),
    )


def _level(typed: str) -> dict[str, str]:
    key, sign, level = typed.partition(":")
    if typed.strip() and not (sign and level.strip()):
        raise WrongError(f"“{typed[:40]}” names no level: expected one such as region: EMEA")
    return {key.strip(): level.strip()} if typed.strip() else {}


def _new(place: int) -> Group:
    def write(sent: Sent) -> list[Change]:
        value: dict[str, Any] = {
            "name": sent["overview.new.name"].strip(),
            "cards": lines(sent["overview.new.cards"]),
        }
        if by := _level(sent["overview.new.by"]):
            value["by"] = by
        return [Change(("overview", place), value)]

    return Group(
        "Add a group of cards",
        (
            Field("overview.new.name", "Heading", ""),
            Field("overview.new.cards", "Cards", "", kind="lines"),
            Field("overview.new.by", "Level", "", hint=_BY),
        ),
        write,
    )
