"""How often a change is claimed where there is none: by headlines, and by panels of figures.

Nothing ever changes in these companies, and customers differ by chance alone: each claim is a false
one. A headline or a panel may claim something in five of a hundred views.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import pandas as pd

from benchmarks.claims.rows import Row, at_most, independent_tries, table
from benchmarks.claims.seen import OPENED, pages_seen
from metrics.inference.verdicts import Verdict

# How a headline says that something changed or differs, and how it says that nothing does.
_CLAIM = re.compile(r"unlikely to be chance|beyond noise", re.IGNORECASE)
_DENIED = re.compile(r"\b(no|not|nothing)\b[^.,;:]*(chance|beyond noise)", re.IGNORECASE)


def run(seed: int, rounds: int) -> pd.DataFrame:
    """The columns of `benchmarks.claims.rows.Row`: shares of views with a false claim.

    Of pages and panels where something is judged.
    """
    seen = pages_seen(seed, rounds)
    verdicts = seen.figures[seen.figures["verdict"].isin([Verdict.REAL, Verdict.NOISE])]
    verdicts = verdicts.assign(
        panel=verdicts["panel"].map(_name), false=verdicts["verdict"] == Verdict.REAL
    )
    panels = verdicts.groupby([*OPENED, "panel"])["false"].any().reset_index()
    told = seen.headlines.merge(verdicts[OPENED].drop_duplicates())
    told["false"] = told["headline"].map(claims)
    return table(
        [
            *_shares(told, "headline", (), ("kind",), ("view",), ("page",), ("kind", "page")),
            *_shares(panels, "panel", (), ("kind",), ("view",), ("page", "panel")),
        ]
    )


def claims(headline: str) -> bool:
    """True where it says that something changed or differs."""
    return _CLAIM.search(_DENIED.sub("", headline)) is not None


def _name(key: str) -> str:
    """A panel's key, whatever the scale of its series: `csat_by_touchpoint`."""
    return re.sub(r":[^_]*", "", key)


def _shares(found: pd.DataFrame, measure: str, *cuts: Sequence[str]) -> Iterator[Row]:
    """Of each group of each cut the share that is false."""
    for by in cuts:
        for names, own in found.groupby(list(by), sort=False) if by else [(("all",), found)]:
            tries = independent_tries(own["false"], own["company"])
            case = ", ".join(map(str, names))
            yield at_most(case, measure, own["false"].mean() * tries, tries)
