"""A draft: a mapping file of unknown files, with what is open and what was left out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from data.draft.document import Company, Part, written
from data.draft.files.read import RawTable
from detection.tables.interview import Interview, Open
from detection.tables.joins import with_customers, with_people
from detection.tables.profile import Profile
from detection.tables.reading import read_table
from detection.tables.table import TableReading


@dataclass(frozen=True)
class Draft:
    """A mapping as TOML text, the questions that are open, and those that were answered.

    `others`: what was read in one way without a question, and in which other ways it could be.
    `nothing`: sources of which nothing is known, with why. Without a main table `text` is empty.
    """

    text: str
    open: tuple[Open, ...]
    answered: tuple[Open, ...]
    others: tuple[Open, ...]
    nothing: dict[str, str]


class Drafting:
    """Raw tables understood once, of which drafts are made by what is answered.

    `folder`: where the mapping will be.
    """

    def __init__(
        self, tables: Sequence[RawTable], company: Company, folder: Path, today: date
    ) -> None:
        self._tables, self._company, self._folder = tables, company, folder
        self._profiles = {t.name: [Profile(column, today) for column in t.columns] for t in tables}

    def draft(self, answers: Mapping[str, str]) -> Draft:
        """The mapping by these answers, by the keys of questions."""
        interview, profiles = Interview(answers), self._profiles
        readings = {t.name: read_table(t.name, profiles, t.sample, interview) for t in self._tables}
        readings, joins = with_customers(readings, profiles)
        readings, joins = with_people(readings, joins, profiles)
        used = {join.source for own in joins.values() for join in own}
        used |= {t.amounts.source for read in readings.values() for t in read if t.amounts}
        nothing = {
            name: _why_nothing(profiles[name])
            for name, read in readings.items()
            if not read and name not in used
        }
        parts = [Part(t, readings[t.name], joins.get(t.name, ())) for t in self._tables]
        whole = any(_is_main(read) for read in readings.values())
        text = written(self._company, parts, self._folder) if whole else ""
        asked = (tuple(interview.open), tuple(interview.answered), tuple(interview.others))
        return Draft(text, *asked, nothing)


def _is_main(read: tuple[TableReading, ...]) -> bool:
    return any(t.table != "customers" or "joined_at" in t.fields for t in read)


def _why_nothing(profiles: Sequence[Profile]) -> str:
    """What a table would need to be one of those that CX Lens knows."""
    dates = ", ".join(p.column.name for p in profiles if p.dates.readings) or "none"
    unread = [f"'{p.column.name}' ('{p.unread_dates}')" for p in profiles if p.unread_dates]
    also = f"; these look like dates and can't be read: {', '.join(unread)}" if unread else ""
    return (
        "no column asks for a score, and there are neither times of tickets nor amounts of orders, "
        f"nor a customer id that comes once each (dates: {dates}{also})"
    )
