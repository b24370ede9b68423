"""Fields of the files: how each is laid out, and its codes of nothing."""

from __future__ import annotations

from typing import Any

from data.draft.edit.fields import Group, Known, Section, field_of
from data.draft.edit.values import LINES, WHOLE


def files(content: dict[str, Any], _: Known) -> Section:
    """Each source that is a file."""
    groups = []
    for name, source in content.get("sources", {}).items():
        if "file" not in source:
            continue
        path = ("sources", name)
        layout = (
            field_of(content, (*path, "delimiter"), "Between columns", hint="Of text files."),
            field_of(content, (*path, "encoding"), "Encoding", default="utf-8"),
            field_of(content, (*path, "sheet"), "Sheet", hint="Default: the first."),
            field_of(content, (*path, "skip"), "Lines before the header", WHOLE, default=0),
            field_of(content, (*path, "header"), "Rows of the header", WHOLE, default=1),
            field_of(content, (*path, "notes"), "Rows below it that are no data", WHOLE, default=0),
            field_of(content, (*path, "blank"), "Texts that mean nothing, one a line", LINES),
        )
        groups.append(Group(f"{name}: {source['file'].rpartition('/')[2]}", layout))
    return Section("files", "Files", "", tuple(groups))
