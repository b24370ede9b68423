"""Plays the attacker: opens links, and works out what they tell of fewer persons than they may.

`python -m tests.privacy.attacker 1 2 3` attacks the companies of these seeds by all links up to two
steps from the usual ones, and prints what was found, by kind.

Persons are different customers; with `persons=False` each row counts as a person, which is what
the product counts.
"""

from __future__ import annotations

import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from itertools import combinations
from pathlib import Path

import numpy as np
import numpy.typing as npt

from metrics.definitions import DEFINITIONS
from tests.privacy.companies import Known, company
from tests.privacy.findings import Finding, report
from tests.privacy.links import PAGES, links
from tests.privacy.rows import Flags
from tests.privacy.shown import Seen, Shown, see

_MOST = 0.85  # of an amount, or of rows
_P = 0.1  # how near the second largest of an amount may come to the largest


class Attacker:
    """What is known of one company after all its links have been opened."""

    def __init__(self, known: Known, *, persons: bool = True) -> None:
        self.known = known
        self.least = known.minimum_n
        self._who = {
            name: rows["customer_id"].astype("category").cat.codes.to_numpy()
            if persons
            else np.arange(len(rows))
            for name, rows in known.tables.items()
        }

    def persons(self, table: str, rows: Flags) -> int:
        """How many persons rows are of."""
        return len(np.unique(self._who[table][rows]))

    def few(self, table: str, rows: Flags) -> bool:
        """Rows there are, but of fewer persons than a figure may be of."""
        return 0 < self.persons(table, rows) < self.least

    def found(self, seen: Sequence[Seen]) -> list[Finding]:
        """Everything that can be recovered, the same of one cell once."""
        # A number of tickets is known, however small.
        seen = [
            replace(page, figures=[one for one in page.figures if not _counts_tickets(one)])
            for page in seen
        ]
        shown = [one for page in seen for one in page.figures]
        values = [one for one in shown if one.value is not None]
        direct = list(self._direct(values))
        again = {one.key for one in values}
        return [
            *direct,
            *self._same_page(seen, again),
            *self._two_links(values),
            *self._equations(shown, "all links, equations", again, set()),
            *self._small(seen),
            *self._dominated(values),
            *self._comments(seen),
        ]

    def _finding(self, kind: str, of: Shown, rows: Flags, what: str, *more: str) -> Finding:
        who = self.persons(of.table, rows)
        links = tuple(dict.fromkeys((of.link, *more)))
        return Finding(kind, of.table, self.known.seed, links, what, who, int(rows.sum()))

    def _direct(self, values: Iterable[Shown]) -> Iterable[Finding]:
        seen = set()
        for one in values:
            kind = "direct" if one.now else "direct, compared"
            if (kind, one.key) not in seen and self.few(one.table, one.rows):
                seen.add((kind, one.key))
                yield self._finding(kind, one, one.rows, one.told)

    def _same_page(self, pages: Sequence[Seen], shown: set[tuple[str, bytes]]) -> list[Finding]:
        found: list[Finding] = []
        told: set[object] = set()
        for page in pages:
            for own in _by(page.figures, lambda one: one.period).values():
                found += self._of_page(own, "same period", shown, told)
            found += self._of_page(page.figures, "over time", shown, told)
        return found

    def _of_page(
        self,
        figures: Sequence[Shown],
        kind: str,
        shown: set[tuple[str, bytes]],
        told: set[object],
    ) -> list[Finding]:
        values = [one for one in figures if one.value is not None and _adds_up(one)]
        found = list(self._differences(values, kind, told))
        return [*found, *self._equations(figures, f"{kind}, equations", shown, told)]

    def _two_links(self, values: Sequence[Shown]) -> Iterable[Finding]:
        simplest: dict[object, Shown] = {}
        for one in sorted(values, key=lambda one: (one.link.count("&"), len(one.place))):
            if _adds_up(one):
                simplest.setdefault(one.key, one)
        return self._differences(list(simplest.values()), "two links", set())

    def _differences(
        self, values: Sequence[Shown], kind: str, told: set[object]
    ) -> Iterable[Finding]:
        """Of every two figures, one of which is of rows of the other, what lies between them."""
        for of, own in _by(values, lambda one: one.of).items():
            own = list({one.key: one for one in reversed(own)}.values())
            rows, who = np.array([one.rows for one in own]), self._who[own[0].table]
            by_person = rows.astype(np.float32) @ (who[:, None] == np.unique(who)).astype(
                np.float32
            )
            size = rows.sum(axis=1)
            for small in range(len(own)):
                within = np.flatnonzero((size > size[small]) & rows[:, rows[small]].all(axis=1))
                persons = (by_person[within] > by_person[small]).sum(axis=1)
                for large in within[persons < self.least]:
                    one, other = own[small], own[large]
                    left = other.rows & ~one.rows
                    key = (kind, of, left.tobytes())
                    if key not in told and (kind != "two links" or one.link != other.link):
                        told.add(key)
                        what = f"{other.told} less {one.told}"
                        yield self._finding(kind, other, left, what, one.link)

    def _equations(
        self,
        shown: Sequence[Shown],
        kind: str,
        known: set[tuple[str, bytes]],
        told: set[object],
    ) -> Iterable[Finding]:
        """Hidden cells, and what is left of others, whose sums follow from those shown."""
        for own in _by([one for one in shown if _adds_up(one)], lambda one: one.of).values():
            values = np.unique([one.rows for one in own if one.value is not None], axis=0)
            if not len(values):
                continue
            hidden = {one.key: one for one in own if one.value is None}
            for rows in _atoms(values):
                one = replace(own[0], place="rows that only these figures have in common")
                one = replace(one, rows=rows, value=None, n=int(rows.sum()))
                hidden.setdefault(one.key, one)
            free = _free(values.astype(float))
            for one in hidden.values():
                if one.key in known or (kind, one.key) in told or not self.few(one.table, one.rows):
                    continue
                if np.abs(one.rows.astype(float) @ free).max(initial=0) < 1e-6:
                    told.add((kind, one.key))
                    yield self._finding(kind, one, one.rows, one.told)

    def _small(self, pages: Sequence[Seen]) -> list[Finding]:
        found: dict[object, Finding] = {}
        for page in pages:
            for link, what, n in page.small:
                made = Finding(
                    "n beside hidden", "", self.known.seed, (link,), f"{what}: {n}", n, n
                )
                found.setdefault((what, n), made)
        return list(found.values())

    def _dominated(self, values: Sequence[Shown]) -> list[Finding]:
        found: dict[object, Finding] = {}
        amounts = self.known.tables["orders"]["amount"].to_numpy()
        for one in values:
            if one.table == "customers" or self.few(one.table, one.rows):
                continue
            who = self._who[one.table][one.rows]
            rows = np.bincount(who)
            if rows.max() >= _MOST * rows.sum():
                what = f"{one.told}, {rows.max()} rows of one customer"
                made = self._finding("most of one", one, one.rows, what)
                found.setdefault(("most of one", one.key), made)
            if one.of != "orders":
                continue
            sums = np.bincount(who, amounts[one.rows])
            first, second = np.sort(sums)[::-1][:2]
            rest = sums.sum() - first - second
            if rest < _P * first:
                what = f"{one.told}, largest {first:.2f} of {sums.sum():.2f}"
                made = self._finding("dominance", one, one.rows, what)
                found.setdefault(("dominance", one.key), made)
        return list(found.values())

    def _comments(self, pages: Sequence[Seen]) -> list[Finding]:
        found: dict[object, Finding] = {}

        def add(kind: str, cell: Flags, what: str, *links: str) -> None:
            who, rows = self.persons("feedback", cell), int(cell.sum())
            made = Finding(kind, "feedback", self.known.seed, links, what, who, rows)
            # Times are alike on every list.
            found.setdefault((kind, b"" if kind == "exact times" else cell.tobytes()), made)

        lists = [one for page in pages for one in page.comments]
        for link, cell, times in lists:
            if self.few("feedback", cell):
                add("comments", cell, f"{len(times)} listed", link)
            if exact := [time for time in times if "T" in time]:
                add("exact times", cell, exact[0], link)
        cells = {cell.tobytes(): (link, cell) for link, cell, _ in reversed(lists)}
        written = self.known.tables["feedback"]["comment"].notna().to_numpy()
        for (one, own), (other, theirs) in combinations(cells.values(), 2):
            both = own & theirs
            if (both & written).any() and self.few("feedback", both):
                add("comments, two links", both, "both list them", one, other)
        return list(found.values())


def _counts_tickets(one: Shown) -> bool:
    return one.table == "tickets" and DEFINITIONS[one.metric].kind in ("count", "stock")


def _adds_up(one: Shown) -> bool:
    """Of a median or another quantile no sum follows."""
    return not one.metric.endswith(("_time", "_p90"))


def _by(values: Iterable[Shown], key: Callable[[Shown], str]) -> dict[str, list[Shown]]:
    found: dict[str, list[Shown]] = defaultdict(list)
    for one in values:
        found[key(one)].append(one)
    return found


def _atoms(sets: Flags) -> Flags:
    """Rows that are in the same of the sets, and in any, taken together."""
    codes = np.unique(sets.T, axis=0, return_inverse=True)[1].ravel()
    codes = np.where(sets.any(axis=0), codes, -1)
    return np.array([codes == one for one in np.unique(codes[codes >= 0])])


def _free(known: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """What rows may have without any of the known sums changing, as columns."""
    size, vectors = np.linalg.eigh(known.T @ known)
    return np.asarray(vectors[:, size < 1e-8 * max(size.max(), 1)])


def attack(
    known: Known, most: int = 2, pages: Sequence[str] = PAGES, *, persons: bool = True
) -> tuple[list[Finding], list[Seen]]:
    """Opens all links up to so many steps from the usual ones."""
    seen = [see(known, link) for page in pages for link in links(page, most)]
    return Attacker(known, persons=persons).found(seen), seen


if __name__ == "__main__":
    by_persons: list[Finding] = []
    by_rows: list[Finding] = []
    for seed in map(int, sys.argv[1:]):
        with tempfile.TemporaryDirectory() as folder:
            made = company(seed, Path(folder))
            findings, opened = attack(made)
            by_persons += findings
            by_rows += Attacker(made, persons=False).found(opened)
            figures = sum(len(one.figures) for one in opened)
            unread = sum(len(one.unread) for one in opened)
            print(f"seed {seed}: {len(opened)} links, {figures} figures, {unread} unread")
    print("\nPersons are different customers\n" + report(by_persons))
    print("\nEach row is a person\n" + report(by_rows))
