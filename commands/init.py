"""`python app.py init FILE...`: a mapping of one's own files, and what comes of it."""

from __future__ import annotations

import argparse
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from commands.asking import asked, given_answers, how_to_answer
from commands.preview import Preview, preview
from data.draft.document import Company
from data.draft.drafted import Draft, Drafting
from data.draft.files.read import read_raw
from data.errors import DataError, MappingError

_NAME = "mapping.toml"


def run(given: argparse.Namespace) -> int:
    """Draft, ask, write, and show. Raises MappingError or DataError.

    Returns 0, or 2 where questions are open that nobody answers: then nothing is written.
    """
    files: list[Path] = given.files
    target = given.to or files[0].parent / _NAME
    if target.exists():
        raise MappingError(
            f"There is a mapping '{target}' already. Name another with --to, or move it away."
        )
    company = Company(given.company or _title(files[0]))
    answers = given_answers(given.answer)
    with tempfile.TemporaryDirectory() as folder:
        tables = read_raw(files, Path(folder))
        drafting = Drafting(tables, company, target.parent, datetime.now(UTC).date())
        drafted = asked(drafting.draft, answers)
        if drafted.open:
            names = " ".join(f'"{file}"' for file in files)
            print(how_to_answer(drafted.open, f"init {names}"), file=sys.stderr)
            return 2
        if not drafted.text:
            raise DataError(_nothing(drafted))
        shown = preview(drafting, answers, target.parent)
    target.write_text(drafted.text, encoding="utf-8")
    print(_result(drafted, shown, target))
    return 0


def _nothing(drafted: Draft) -> str:
    """Why nothing came of the files."""
    why = "; ".join(f"{name}: {reason}" for name, reason in drafted.nothing.items())
    return f"Nothing in these files can be shown. {why}. docs/mapping.md says what is needed."


def _result(drafted: Draft, shown: Preview, target: Path) -> str:
    lines = [shown.report, "", "Key figures", *(f"  {line}" for line in shown.figures)]
    for other in shown.others:
        lines += ["", f"Read otherwise: {other.words}", *(f"  {line}" for line in other.figures)]
    left = [f"  {name}: {why}" for name, why in drafted.nothing.items()]
    if left:
        lines += ["", "Not used", *left]
    lines += ["", f"The mapping is {target}. Look through it, then: python app.py serve {target}"]
    return "\n".join(lines)


def _title(file: Path) -> str:
    stem = file.name.split(".")[0].replace("_", " ").replace("-", " ").strip()
    return stem[:1].upper() + stem[1:] or "Company"
