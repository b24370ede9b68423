"""What comes of another mapping of the data in use: key figures then and before."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import unified_diff
from pathlib import Path

from commands.preview import Look, look
from data.draft.edit.allowed import check_place
from data.draft.own import MAPPING
from data.draft.state import DraftState, Edited
from data.errors import DataError, MappingError
from data.mapping import parse_mapping

_MOST_LINES = 300  # of the mapping that are shown as gone or new


def edited(folder: Path, asked: Edited) -> DraftState:
    """The state of an upload that has the files of a version. Raises MappingError or DataError."""
    check_place(parse_mapping(asked.text, folder / MAPPING))
    version = folder.parents[1] / asked.base
    try:
        text = (version / MAPPING).read_text("utf-8")
    except FileNotFoundError:
        raise DataError("The data that were changed are not kept any more.") from None
    after = look(asked.text, folder)
    return DraftState(
        state="ready",
        text=asked.text,
        figures=after.figures,
        report=after.report,
        changed=tuple(_others(_before(text, version), after)),
        lines=tuple(_lines(text, asked.text))[:_MOST_LINES],
    )


def _before(text: str, version: Path) -> dict[str, str]:
    try:
        return look(text, version).values
    except (DataError, MappingError):  # its rules may be those of an older CX Lens
        return {}


def _others(before: dict[str, str], after: Look) -> Iterator[str]:
    """Key figures that are others than before."""
    for name in dict.fromkeys((*before, *after.values)):
        then, now = before.get(name), after.values.get(name)
        if then == now:
            continue
        if then is None:
            yield f"{name}: {now}, not shown before"
        elif now is None:
            yield f"{name}: not shown any more, before {then}"
        else:
            yield f"{name}: {then} → {now}"


def _lines(before: str, after: str) -> Iterator[str]:
    for line in list(unified_diff(before.splitlines(), after.splitlines(), n=0, lineterm=""))[2:]:
        if not line.startswith("@@"):
            yield f"{'−' if line[0] == '-' else '+'} {line[1:]}"
