"""How the columns of one source are read, and what comes of it in its newer rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from data.draft.refresh.tables import Rows
from data.draft.refresh.uses import QUESTION, Use
from data.draft.refresh.words import shown
from data.errors import DataError
from data.ingest.files.convert import cleaned, typed
from data.mapping.columns import ColumnMapping
from data.mapping.model import Company, Source
from data.sql import ident
from detection.tables.interview import Interview

NEARLY_ALL = 0.99
SOME = 0.5


@dataclass(frozen=True)
class Written:
    """SQL of a newer column's text as the mapping reads it, and what is told of it."""

    sql: str
    told: str = ""


@dataclass(frozen=True)
class Reader:
    """What is needed to read columns: the company's clock and currency, and the source's blanks."""

    company: Company
    source: Source
    interview: Interview
    place: str

    def text(self, column: str, read: ColumnMapping) -> str:
        """SQL of a column's text without blank codes, with its values replaced."""
        return cleaned(ident(column), self.source.blank + read.blank, read.values)

    def value(self, column: str, use: Use) -> str:
        """SQL of a column's value as the mapping reads it; NULL where it is not understood."""
        return typed(self.text(column, use.read), use.kind, use.read, self.company)

    def unread(self, newer: Rows, called: str, use: Use, seen: Seen, what: str) -> Written:
        """The column as it is, with how many of its values are not understood."""
        text, own = self.text(called, use.read), self.value(called, use)
        wrong = newer.con.execute(
            f"SELECT DISTINCT {text} FROM {newer.table} WHERE {own} IS NULL AND {text} IS NOT NULL "
            "ORDER BY 1 LIMIT 6"
        ).fetchall()
        found = shown([value for (value,) in wrong])
        left = seen.filled - seen.read
        lacks = (
            f"{left:,} of {seen.filled:,} values of '{called}' are not among those that the "
            f"mapping lists for it: {found}"
        )
        if seen.read < SOME * seen.filled and (use.needed or use.role == QUESTION):
            if use.read.values:
                raise DataError(
                    f"{self.place}: {lacks}. A load would set these rows aside. Say in the mapping "
                    "what they stand for, then bring the file again."
                )
            raise DataError(
                f"{self.place}: '{called}' holds no {what} as before, but {found}. Is it another "
                "column? Bring a file that has the same in it."
            )
        if left and use.read.values:
            return Written(ident(called), f"{lacks}; a load sets them aside")
        told = f"{left:,} of {seen.filled:,} values of '{called}' are no {what}: {found}"
        return Written(ident(called), told if left else "")


@dataclass(frozen=True)
class Seen:
    """Values that are filled and that the mapping reads; which other readings give the same of
    these, and how many each reads."""

    filled: int
    read: int
    same: list[bool]
    reads: list[int]

    @property
    def fits(self) -> bool:
        """The mapping reads nearly all."""
        return self.read >= NEARLY_ALL * self.filled

    @property
    def no_better(self) -> bool:
        """The best other reading reads nothing else, or there is none."""
        return not self.same or (self.same[0] and self.reads[0] <= self.read)


def seen_in(newer: Rows, text: str, own: str, others: Sequence[str]) -> Seen:
    """How many values the mapping reads by `own`, and `others`; all of them SQL."""
    differ = [f"count(*) FILTER ({own} <> {other})" for other in others]
    reads = [f"count({other})" for other in others]
    asked = ", ".join([f"count({text})", f"count({own})", *differ, *reads])
    (row,) = newer.con.execute(f"SELECT {asked} FROM {newer.table}").fetchall()
    filled, read, *more = row
    return Seen(filled, read, [not n for n in more[: len(others)]], more[len(others) :])
