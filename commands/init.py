"""`python app.py init FILE...`: a mapping of one's own files, and what comes of it."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from commands.preview import Preview, preview
from data.draft.document import Company
from data.draft.drafted import Draft, Drafting
from data.draft.files.read import read_raw
from data.errors import DataError, MappingError
from detection.tables.interview import Open

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
    answers = dict(_answer(one) for one in given.answer)
    with tempfile.TemporaryDirectory() as folder:
        tables = read_raw(files, Path(folder))
        drafting = Drafting(tables, company, target.parent, datetime.now(UTC).date())
        drafted = _asked(drafting, answers)
        if drafted.open:
            _say(_how_to_answer(drafted.open, files))
            return 2
        if not drafted.text:
            raise DataError(_nothing(drafted))
        shown = preview(drafting, answers, target.parent)
    target.write_text(drafted.text, encoding="utf-8")
    print(_result(drafted, shown, target))
    return 0


def _asked(drafting: Drafting, answers: dict[str, str]) -> Draft:
    """The draft once everything is answered, if there is somebody to ask."""
    drafted = drafting.draft(answers)
    with suppress(EOFError):  # nobody answers any more
        while drafted.open and sys.stdin.isatty():
            question = drafted.open[0]
            answers[question.key] = _ask(question)
            drafted = drafting.draft(answers)
    return drafted


def _ask(question: Open) -> str:
    """What somebody types, until it is an answer."""
    print(f"\n{question.asked}\n  ({question.evidence})")
    for number, option in enumerate(question.options, 1):
        print(f"  {number}  {option}")
    while True:
        typed = input("> ").strip()
        if not question.options:
            if _is_day(typed):
                return typed
            print("A day is year-month-day, such as 2026-05-31.")
        elif typed.isdecimal() and 1 <= int(typed) <= len(question.options):
            return typed
        else:
            print(f"Type a number from 1 to {len(question.options)}.")


def _is_day(text: str) -> bool:
    try:
        datetime.strptime(text, "%Y-%m-%d")
    except ValueError:
        return False
    return True


def _answer(text: str) -> tuple[str, str]:
    key, _, answer = text.rpartition("=")
    if not key:
        raise MappingError(f"--answer '{text}': expected KEY=NUMBER, as the question shows it.")
    return key, answer


def _how_to_answer(questions: Sequence[Open], files: Sequence[Path]) -> str:
    """The questions, and the command that answers them."""
    lines = ["Nothing was written: these questions are open."]
    for question in questions:
        lines += ["", question.asked, f"  ({question.evidence})"]
        lines += [f"  {n}  {option}" for n, option in enumerate(question.options, 1)]
    given = " ".join(f'--answer "{q.key}={"1" if q.options else "2026-05-31"}"' for q in questions)
    names = " ".join(f'"{file}"' for file in files)
    return "\n".join([*lines, "", f"Answer them, such as: python app.py init {names} {given}"])


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


def _say(text: str) -> None:
    print(text, file=sys.stderr)
