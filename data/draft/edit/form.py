"""The whole form of a mapping, and the text that comes of what is typed in it."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence

from data.draft.edit.document import Change, rewritten
from data.draft.edit.fields import Known, Section, Sent
from data.draft.edit.sections.cards import cards
from data.draft.edit.sections.columns import columns
from data.draft.edit.sections.company import company
from data.draft.edit.sections.files import files
from data.draft.edit.sections.goals import goals
from data.draft.edit.sections.journey import journey
from data.draft.edit.sections.questions import questions
from data.draft.edit.sections.segments import segments
from data.draft.edit.sections.service import comments, service
from data.draft.edit.values import WrongError

_SECTIONS = (
    company,
    segments,
    questions,
    journey,
    goals,
    cards,
    service,
    comments,
    columns,
    files,
)


def form_of(text: str, known: Known) -> tuple[Section, ...]:
    """The form of a mapping that is one; sections that it has nothing for are left out."""
    content = tomllib.loads(text)
    return tuple(made for one in _SECTIONS if (made := one(content, known)).groups)


def edited(text: str, form: Sequence[Section], sent: Sent) -> tuple[str, tuple[str, ...]]:
    """The text that comes of what was sent of its form, and what of it can't be taken, in words.

    What was not sent, or is as it stands there, changes nothing.
    """
    changes: list[Change] = []
    wrong: list[str] = []
    for section in form:
        for group in section.groups:
            try:
                changes += group.changes(sent)
            except WrongError as error:
                wrong.append(f"{section.title}, {group.title}, {error}.")
    try:
        return (text if wrong else rewritten(text, changes)), tuple(wrong)
    except WrongError as error:
        return text, (str(error),)
