"""`python app.py refresh MAPPING FILE...`: next month's files for a mapping kept by hand."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from commands.asking import asked, given_answers, how_to_answer
from commands.preview import Look, look
from data.draft.refresh.refreshing import Plan, Refreshing
from data.durable import write_durably
from data.errors import DataError, MappingError
from data.mapping import load_mapping


def run(given: argparse.Namespace) -> int:
    """Compare, ask, write, and show. Raises MappingError or DataError; then nothing is written.

    Returns 0, or 2 where questions are open that nobody answers: then nothing is written either.
    """
    path: Path = given.mapping
    mapping = load_mapping(path)
    text = path.read_text(encoding="utf-8-sig")
    answers, now = given_answers(given.answer), datetime.now(UTC)
    folder = (path.parent / mapping.folder).resolve()
    with tempfile.TemporaryDirectory() as aside:
        refreshing = Refreshing(mapping, given.files, Path(aside), now.date())

        def planned(answers: Mapping[str, str]) -> Plan:
            return refreshing.plan(answers, whole=given.replace)

        plan = asked(planned, answers)
        if plan.open:
            names = " ".join(f'"{file}"' for file in (path, *given.files))
            print(how_to_answer(plan.open, f"refresh {names}"), file=sys.stderr)
            return 2
        files: list[Path] = []

        def place(source: str) -> tuple[Path, str]:
            files.append(_free(path.parent, f"{source}-{now:%Y-%m-%d}", ".parquet"))
            return files[-1], os.path.relpath(files[-1].resolve(), folder)

        try:
            anew = refreshing.write(plan, text, place)
            shown = look(anew, folder)
        except (DataError, MappingError):
            for file in files:
                file.unlink(missing_ok=True)
            raise
    before = _free(path.parent, f"{path.stem}-before-{now:%Y-%m-%d}", path.suffix)
    write_durably(before, text)
    write_durably(path, anew)
    print(_result(plan, shown, path, before, files))
    return 0


def _free(folder: Path, stem: str, ending: str) -> Path:
    """A file that is not there yet."""
    number, path = 1, folder / f"{stem}{ending}"
    while path.exists():
        number += 1
        path = folder / f"{stem}-{number}{ending}"
    return path


def _result(plan: Plan, shown: Look, path: Path, before: Path, files: list[Path]) -> str:
    lines = ["What changed", *(f"  {line}" for line in plan.changed)]
    lines += ["", shown.report, "", "Key figures", *(f"  {line}" for line in shown.figures)]
    kept = ", ".join(file.name for file in files)
    lines += ["", f"{path} reads {kept} now. The mapping before is {before}: to go back, give it"]
    lines.append(f"the name {path.name} again. Its files are as they were.")
    return "\n".join(lines)
