"""What came of a case: right without a question, right after some, wrong, or left out."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from data.draft.document import Company
from data.draft.drafted import Draft, Drafting
from data.draft.files.read import RawTable, read_raw
from data.errors import DataError, MappingError
from tests.drafts.case import Case, Fact

TODAY = date(2026, 11, 29)
RIGHT, ASKED, LEFT_OUT, WRONG = "right", "right after a question", "left out", "WRONG"
Reader = Callable[[str, Sequence[RawTable]], Counter[Fact]]


@dataclass(frozen=True)
class Outcome:
    """What came of one case.

    `how`: one of the four. `questions`: what was asked, with the answer that was given. `notes`:
    what was read wrong, was asked without need or is broken down by wrongly. `text`: the mapping.
    """

    case: Case
    how: str
    questions: tuple[str, ...]
    notes: tuple[str, ...]
    text: str


def outcome_of(case: Case, reader: Reader, arrangement: int = 0) -> Outcome:
    """Drafts the mapping of a case, answers what is asked as its truth has it, and compares."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "raw").mkdir()
        try:
            tables = read_raw(case.write(folder, arrangement), folder / "raw")
        except DataError as error:
            return Outcome(case, LEFT_OUT, (), (str(error),), "")
        # The mapping lies elsewhere, so that its files are named by their whole paths.
        try:
            drafting = Drafting(tables, Company("X"), folder / "mapping", TODAY)
            return _answered(case, drafting, tables, reader, {}, ())
        except Exception as error:  # whatever it is: nobody may see it
            return Outcome(case, WRONG, (), (f"a traceback: {error!r}",), "")


def _answered(
    case: Case,
    drafting: Drafting,
    tables: Sequence[RawTable],
    reader: Reader,
    answers: Mapping[str, str],
    said: tuple[str, ...],
) -> Outcome:
    """The best that comes of any answers: who is asked knows their own data."""
    draft = drafting.draft(answers)
    if not draft.open:
        return _judged(case, draft, tables, reader, said)
    question = draft.open[0]
    best: Outcome | None = None
    for number, option in enumerate(question.options or ("2026-10-31",), 1):
        given = {**answers, question.key: str(number) if question.options else option}
        words = (*said, f"{question.asked} ({question.evidence}) -> {option}")
        found = _answered(case, drafting, tables, reader, given, words)
        if found.how in (RIGHT, ASKED):
            return found
        if not question.options and found.how == WRONG:
            found = replace(found, how=LEFT_OUT)  # nobody can say one day for all of them
        if best is None or (best.how == WRONG and found.how != WRONG):
            best = found
    assert best is not None
    return best


def _judged(
    case: Case, draft: Draft, tables: Sequence[RawTable], reader: Reader, said: tuple[str, ...]
) -> Outcome:
    try:
        facts = reader(draft.text, tables) if draft.text else Counter()
    except (DataError, MappingError) as error:
        return Outcome(case, WRONG, said, (f"the load fails: {error}",), draft.text)
    right, read = _series(case, case.facts), _series(case, facts)
    wrong = [
        f"{kind}: {_told(read[kind])}, right is {_told(right[kind]) if kind in right else 'none'}"
        for kind in read
        if read[kind] != right.get(kind)
    ]
    missing = [f"left out: {kind}, {_told(right[kind])}" for kind in right if kind not in read]
    notes = [*wrong, *missing, *_segments(case, draft)]
    if said and not (case.must_ask or case.may_ask):
        notes.append("a needless question")
    if case.must_ask and not said and not missing:
        wrong.append("guessed")
        notes.append("guessed: nothing was asked")
    how = WRONG if wrong else LEFT_OUT if missing else ASKED if said else RIGHT
    return Outcome(case, how, said, tuple(notes), draft.text)


def _series(case: Case, facts: Counter[Fact]) -> dict[str, Counter[Fact]]:
    """Facts by what they are of: a metric on a scale, or a table."""
    found: dict[str, Counter[Fact]] = {}
    for (kind, *rest), count in facts.items():
        name = "csat" if case.either and kind == "rating" else str(kind)
        if len(rest) == 4:
            name += f" {rest[0]:g}-{rest[1]:g}"
            rest = rest[2:]
        found.setdefault(name, Counter())[tuple(rest)] += count
    return found


def _told(facts: Counter[Fact]) -> str:
    """A few words on facts: how many, by score and by month."""
    parts = (Counter[object](), Counter[object]())
    for fact, count in facts.items():
        for part, value in zip(parts, fact, strict=False):
            part[value] += count
    shown = "; ".join(
        ", ".join(f"{value}: {part[value]}" for value in sorted(part, key=str)[:14])
        for part in parts
    )
    return f"n {facts.total()} ({shown})"


def _segments(case: Case, draft: Draft) -> list[str]:
    found = {line.split('"')[1] for line in draft.text.splitlines() if _is_segment(line)}
    notes = [f"not to break down by: {name}" for name in sorted(case.segments - found)]
    return [*notes, *(f"to break down by: {name}" for name in sorted(case.no_segments & found))]


def _is_segment(line: str) -> bool:
    return line.startswith('column = "')
