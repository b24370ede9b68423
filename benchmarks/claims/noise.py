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

# How a headline says that something changed or differs, and sentences that only sound so.
_CLAIM = re.compile(r"\breal(ly)?\b|unlikely to be chance", re.IGNORECASE)
_NO_CLAIM = re.compile(r"^(No|At no)\b|can.t be told|no change shown|may be anything")
_SENTENCES = re.compile(r"(?<=\.)\s+(?=[A-Z])")


def run(seed: int, rounds: int) -> pd.DataFrame:
    """The columns of `benchmarks.claims.rows.Row`: shares of views with a false claim.

    Of pages and panels where something is judged.
    """
    seen = pages_seen(seed, rounds)
    verdicts = seen.figures[seen.figures["verdict"].isin([Verdict.REAL, Verdict.NOISE])]
    verdicts = verdicts.assign(
        panel=verdicts["panel"].map(_name), false=verdicts["verdict"] == Verdict.REAL
    )
    panels = verdicts.groupby([*OPENED, "panel"], as_index=False)["false"].any()
    told = seen.headlines.merge(verdicts[OPENED].drop_duplicates())
    told["false"] = told["headline"].map(claims)
    return table(
        [
            *_shares(told, "headline", (), ("kind",), ("view",), ("page",), ("kind", "page")),
            *_shares(panels, "panel", (), ("kind",), ("view",), ("page", "panel")),
        ]
    )


def claims(headline: str) -> bool:
    """True where a sentence of it says that something changed or differs."""
    return any(
        _CLAIM.search(sentence) and not _NO_CLAIM.search(sentence)
        for sentence in _SENTENCES.split(headline)
    )


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
