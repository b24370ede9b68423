"""Questions at a terminal, and how to answer them where nobody is asked."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime
from typing import Protocol, TypeVar

from data.errors import MappingError
from detection.tables.interview import Open


class _Asks(Protocol):
    @property
    def open(self) -> tuple[Open, ...]: ...


Draft = TypeVar("Draft", bound=_Asks)


def asked(draft: Callable[[dict[str, str]], Draft], answers: dict[str, str]) -> Draft:
    """The draft once everything is answered, if there is somebody to ask; adds to the answers."""
    drafted = draft(answers)
    with suppress(EOFError):  # nobody answers any more
        while drafted.open and sys.stdin.isatty():
            question = drafted.open[0]
            answers[question.key] = _ask(question)
            drafted = draft(answers)
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


def given_answers(given: Sequence[str]) -> dict[str, str]:
    """What `--answer` was given, by the keys of questions. Raises MappingError."""
    return dict(_answer(one) for one in given)


def _answer(text: str) -> tuple[str, str]:
    key, _, answer = text.rpartition("=")
    if not key:
        raise MappingError(f"--answer '{text}': expected KEY=NUMBER, as the question shows it.")
    return key, answer


def how_to_answer(questions: Sequence[Open], command: str) -> str:
    """The questions, and the command of `app.py` that answers them."""
    lines = ["Nothing was written: these questions are open."]
    for question in questions:
        lines += ["", question.asked, f"  ({question.evidence})"]
        lines += [f"  {n}  {option}" for n, option in enumerate(question.options, 1)]
    given = " ".join(f'--answer "{q.key}={"1" if q.options else "2026-05-31"}"' for q in questions)
    return "\n".join([*lines, "", f"Answer them, such as: python app.py {command} {given}"])
