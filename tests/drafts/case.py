"""A case of the bench: small files as companies have them, and what is right about them."""

from __future__ import annotations

import csv
import io
import random
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import openpyxl

# What was said or done: kind, then what is compared of it. Answers: metric, lowest and highest
# score, score, month. Orders: "order", month, amount. Tickets: "ticket", month, whether it was
# resolved. Customers: "customer", month of joining.
Fact = tuple[object, ...]


@dataclass(frozen=True)
class File:
    """A table of texts, and how it is written.

    `above`: lines before the header. `below`: rows under the header that are no answers, as long as
    it. `fixed`: the columns stay in their order.
    """

    name: str
    header: tuple[str, ...]
    rows: tuple[tuple[object, ...], ...]
    delimiter: str = ","
    encoding: str = "utf-8"
    above: tuple[str, ...] = ()
    below: tuple[tuple[str, ...], ...] = ()
    fixed: bool = False

    def write(self, folder: Path, chance: random.Random) -> Path:
        """The file, its rows and columns shuffled."""
        columns = list(range(len(self.header)))
        rows = list(self.rows)
        chance.shuffle(rows)
        if not self.fixed:
            chance.shuffle(columns)
        table = [[row[c] for c in columns] for row in (self.header, *self.below, *rows)]
        path = folder / self.name
        if path.suffix == ".xlsx":
            book = openpyxl.Workbook()
            for row in [[line] for line in self.above] + table:
                book.active.append(row)
            book.save(path)
            return path
        text = io.StringIO()
        text.writelines(f"{line}\r\n" for line in self.above)
        csv.writer(text, delimiter=self.delimiter).writerows(table)
        path.write_bytes(text.getvalue().encode(self.encoding))
        return path


@dataclass(frozen=True)
class Case:
    """Files with their truth.

    `must_ask`: the values do not say it, so that reading them without a question is a guess.
    `may_ask`: a careful reader might ask. `either`: nobody can say whether it is csat or rating.
    `segments`: columns to break down by; `no_segments`: columns that are none.
    """

    name: str
    files: tuple[File, ...]
    facts: Counter[Fact]
    must_ask: bool = False
    may_ask: bool = False
    either: bool = False
    segments: frozenset[str] = frozenset()
    no_segments: frozenset[str] = frozenset()

    def write(self, folder: Path, arrangement: int = 0) -> list[Path]:
        """The files in one of their arrangements."""
        chance = random.Random(f"{self.name} {arrangement}")
        return [file.write(folder, chance) for file in self.files]


@dataclass
class Bench:
    """Cases by their names, each made when it is asked for."""

    makers: dict[str, Callable[[str], Case]] = field(default_factory=dict)

    def __call__(self, maker: Callable[[str], Case]) -> Callable[[str], Case]:
        self.makers[maker.__name__] = maker
        return maker

    def cases(self, names: Sequence[str] = ()) -> list[Case]:
        """All cases, or those of these names."""
        return [maker(name) for name, maker in self.makers.items() if not names or name in names]


bench = Bench()
