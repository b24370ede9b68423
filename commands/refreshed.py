"""Newer files for own data in the browser: what comes of them, beside the files that stay."""

from __future__ import annotations

import tempfile
from datetime import date
from pathlib import Path

from commands.preview import look
from data.draft.next_version import NextVersion
from data.draft.own import MAPPING, own_mapping
from data.draft.refresh.refreshing import Refreshing
from data.draft.state import DraftState, Refresh
from data.draft.uploads import files_of
from data.errors import DataError
from data.ingest.files.sources import locate
from data.mapping import parse_mapping


def refreshed(folder: Path, asked: Refresh, own: Path, today: date) -> DraftState:
    """What comes of the files of an upload, whose folder then has the next version's as well.

    `own`: the folder of all own data. Raises DataError or MappingError.
    """
    path = own / asked.base / MAPPING
    if own_mapping(own) != path:
        raise DataError("Other data are in use by now. Bring the newer files once more, for these.")
    text = path.read_text(encoding="utf-8")
    mapping = parse_mapping(text, path)
    version = NextVersion(folder)
    with tempfile.TemporaryDirectory(dir=folder) as aside:
        files = [file for _, file in files_of(folder)]
        refreshing = Refreshing(mapping, files, Path(aside), today)
        plan = refreshing.plan(asked.answers)
        state = DraftState(
            open=plan.open, answered=plan.answered, others=plan.others, changed=plan.changed
        )
        if plan.open:
            return state.model_copy(update={"state": "open"})
        merged = {one.source for one in plan.merged}
        version.begin({f for one in locate(mapping) if one.name not in merged for f in one.files})
        text = refreshing.write(plan, text, lambda source: version.place(f"{source}.parquet"))
    shown = look(text, version.path)
    said = {"text": text, "figures": shown.figures, "report": shown.report}
    return state.model_copy(update={"state": "ready", **said})
