"""Fields of what the data are broken down by: each segment, its levels, their names and order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from data.draft.edit.document import Change
from data.draft.edit.fields import Field, Group, Known, Options, Section, Sent, field_of
from data.draft.edit.names import columns_of
from data.draft.edit.order import ORDERS, kind_of, ordered
from data.draft.edit.values import LINES, WrongError, as_word, pairs, shown_pairs
from data.draft.segments import WITH_SEGMENTS, key_of, label_of

_TOLD = (
    "A level a line: what the data have, then = and what it is called. Its place here is its place "
    "on pages where the order is “as they stand here”."
)
_LABEL = "Default: its key in links."
_USED: Options = (("yes", "yes"), ("no", "no: remove it"))
_NONE = ("", "none")


def segments(content: dict[str, Any], known: Known) -> Section:
    """Each segment, and one to add."""
    stated = content.get("segments", [])
    columns = [(f"{t} {c}", f"{c} ({t})") for t, c in _columns(content, known)]
    groups = [_group(content, known, columns, place) for place in range(len(stated))]
    return Section(
        "segments",
        "To break down by",
        "Columns that figures are filtered and broken down by.",
        (*groups, _new(columns, [(s.get("table", "feedback"), s["key"]) for s in stated])),
    )


def _columns(content: Mapping[str, Any], known: Known) -> Iterator[tuple[str, str]]:
    """Tables that may have segments, with the columns of their sources."""
    for table in WITH_SEGMENTS:
        for column in columns_of(content, known, table):
            yield table, column


def _group(content: dict[str, Any], known: Known, columns: Options, place: int) -> Group:
    segment, path = content["segments"][place], ("segments", place)
    name, table = f"segments.{place}", segment.get("table", "feedback")
    levels = _Levels.of(segment, known.levels(segment["key"]))
    own = f"{table} {segment['column']}"
    if own not in {value for value, _ in columns}:
        columns = [*columns, (own, f"{segment['column']} ({table})")]
    fields = (
        Field(f"{name}.used", "Used", "yes", kind="choice", options=_USED),
        field_of(content, (*path, "label"), "What people read", hint=_LABEL),
        Field(f"{name}.column", "Column", own, kind="choice", options=columns),
        Field(f"{name}.sort", "Order", levels.kind, kind="choice", options=ORDERS),
        Field(f"{name}.levels", "Levels", levels.shown, kind="lines", hint=_TOLD),
        field_of(content, (*path, "blank"), "Codes of “not stated”, one a line", LINES),
    )

    def write(sent: Sent) -> list[Change]:
        if sent[f"{name}.used"] == "no":
            return [Change(path)]
        changes = []
        if sent[f"{name}.column"] != own:
            table, _, column = sent[f"{name}.column"].partition(" ")
            changes.append(Change((*path, "column"), column))
            changes.append(Change((*path, "table"), None if table == "feedback" else table))
        return [*changes, *levels.changes(path, sent[f"{name}.levels"], sent[f"{name}.sort"])]

    return Group(segment.get("label") or segment["key"], fields, write)


class _Levels:
    """The codes of a segment with what they are called, in the order that they have now."""

    def __init__(self, names: dict[str, str], order: list[str], levels: Sequence[str]) -> None:
        self._names, self._order = names, order
        self._codes = _codes(names, [*levels, *order])
        every = list(dict.fromkeys(names.get(code, code) for code in self._codes))
        self.kind = kind_of(order, every)
        self.shown = shown_pairs({code: names.get(code, "") for code in self._codes})

    @classmethod
    def of(cls, segment: Mapping[str, Any], levels: Sequence[str]) -> _Levels:
        names = {code: as_word(name) for code, name in segment.get("labels", {}).items()}
        return cls(names, list(segment.get("order", ())), levels)

    def changes(self, path: tuple[str | int, ...], typed: str, kind: str) -> Iterator[Change]:
        """What other lines, or another order, change. Raises WrongError."""
        try:
            lines = pairs(typed)
        except WrongError as error:
            raise WrongError(f"Levels: {error}") from None
        names = {code: name for code, name in lines.items() if name and name != code}
        for code in dict.fromkeys((*self._names, *names)):
            if names.get(code) != self._names.get(code):
                yield Change((*path, "labels", code), names.get(code))
        if list(lines) == self._codes and kind == self.kind and names == self._names:
            return
        order = ordered(kind, [names.get(code, code) for code in lines])
        if list(lines) == self._codes and kind == self.kind == "listed":  # names alone are others
            renamed = {self._names.get(code, code): names.get(code, code) for code in lines}
            order = list(dict.fromkeys(renamed.get(level, level) for level in self._order))
        if order != self._order:
            yield Change((*path, "order"), order or None)


def _codes(names: Mapping[str, str], levels: Sequence[str]) -> list[str]:
    """Codes by the place of what they are called; those that no row has last."""
    of_level: dict[str, list[str]] = {level: [] for level in levels}
    for code, name in names.items():
        of_level.setdefault(name, []).append(code)
    found = [code for level, codes in of_level.items() for code in codes or [level]]
    return list(dict.fromkeys(found))


def _new(columns: Options, taken: Sequence[tuple[str, str]]) -> Group:
    def write(sent: Sent) -> list[Change]:
        table, _, column = sent["segments.new.column"].partition(" ")
        label = sent["segments.new.label"].strip()
        if not column:
            raise WrongError("Column: choose the column to break down by")
        key = key_of(label or column, len(taken) + 1)
        twice = 2
        while (table, key) in taken:
            key, twice = f"{key.rstrip('_0123456789')}_{twice}", twice + 1
        value = {"key": key, "label": label or label_of(column), "column": column}
        if table != "feedback":
            value["table"] = table
        return [Change(("segments", len(taken)), value)]

    return Group(
        "Add one",
        (
            Field("segments.new.label", "What people read", ""),
            Field("segments.new.column", "Column", "", kind="choice", options=[_NONE, *columns]),
        ),
        write,
    )
