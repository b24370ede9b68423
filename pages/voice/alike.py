"""Whose the answers of those who wrote are, for what goes with a theme.

A customer may name a theme in one answer and not in another, and write today and not tomorrow: that
ties both sides together. Design effects are those of all figures (metrics.inference.design_effect).
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from data.counted_ahead import SameCustomers
from data.query.compile import CountQuery
from data.query.whose_rows.same_customer import by_customer
from data.scope import NOT_STATED
from data.store.snapshots import Snapshot
from metrics.inference.design_effect import SameCustomer
from pages.figures.series import Subject
from pages.voice.themes import THEME
from view.state import View

_OWN = ["series", "customer"]
_SUMS = ["w", "w2"]


@dataclass(frozen=True)
class WritersAlike:
    """Of the view's answers to one series: those of who wrote by theme and in all, and of others.

    Frames of series, customer, w and w2, as `by_customer` has them; `of` is None where no customer
    answered several times, or none is known.
    """

    of: SameCustomers | None
    naming: pd.DataFrame
    wrote: pd.DataFrame
    silent: pd.DataFrame

    @classmethod
    def of_view(cls, snapshot: Snapshot, view: View, subject: Subject) -> WritersAlike:
        """Asks for them."""
        own = (one for one in snapshot.catalog.same_customer if one.table == "feedback")
        of = next(own, None)
        if of is None:
            return cls(None, *(pd.DataFrame() for _ in range(3)))
        by_theme, every = (CountQuery(view.scope(), keys) for keys in ((THEME,), ()))
        found = by_customer(snapshot, of, [by_theme, every], view.weighted, wrote=True)
        found += by_customer(snapshot, of, [every], view.weighted, wrote=False)
        naming, wrote, silent = (one[one["series"] == subject.series] for one in found)
        return cls(of, naming[naming[THEME] != NOT_STATED], wrote, silent)

    def by_theme(self) -> dict[str, SameCustomer]:
        """Those who name each theme, and others who wrote."""
        if self.of is None:
            return {}
        whole = self.naming[[THEME]].drop_duplicates().merge(self.wrote, how="cross")
        keys = [name for name in whole.columns if name not in _SUMS]
        less = whole.merge(self.naming, on=keys, how="left", suffixes=("", "_own")).fillna(
            {f"{name}_own": 0.0 for name in _SUMS}
        )
        rest = less[keys].assign(**{name: less[name] - less[f"{name}_own"] for name in _SUMS})
        return self._beside(self.naming, rest[rest["w2"] > 0])

    def of_writers(self) -> dict[str, SameCustomer]:
        """Those who wrote, and those who did not."""
        return self._beside(self.wrote, self.silent)

    def _beside(self, own: pd.DataFrame, rest: pd.DataFrame) -> dict[str, SameCustomer]:
        if self.of is None:
            return {}
        return {self.of.table: SameCustomer(own, rest, self.of.alike, self.of.step)}
