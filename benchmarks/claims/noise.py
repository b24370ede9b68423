"""How often a change is claimed where there is none: by headlines, and by panels of figures.

Nothing ever changes in these companies, and no customers differ from others but by chance: each
claim is a false one. A headline or a panel may claim something in five of a hundred views.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import pandas as pd

from benchmarks.claims.companies import Company, opened
from benchmarks.claims.rows import Row, at_most, table
from data.store.snapshots import Snapshot
from metrics.inference.verdicts import Verdict
from pages.index import read_page
from pages.panel import Page
from view.pages import PAGES, available_pages
from view.url import parse

_SIZES = (4_000, 600, 1_500, 10_000)  # answers, in turn from round to round
_CLUSTERS = (5.0, 2.0, 10.0)  # answers of a customer
VIEWS = {
    "12 months, previous": "",
    "90 days, previous": "period=last-90-days",
    "90 days, year ago": "period=last-90-days&compare=year-ago",
}
_REST = ("compare=rest&plan=Plus", "compare=rest&region=West")
# How a headline says that something changed or differs, and sentences that only sound so.
_CLAIM = re.compile(r"\breal(ly)?\b|unlikely to be chance", re.IGNORECASE)
_NO_CLAIM = re.compile(r"^(No|At no)\b|can.t be told|no change shown|may be anything")
_SENTENCES = re.compile(r"(?<=\.)\s+(?=[A-Z])")


def run(seed: int, rounds: int) -> pd.DataFrame:
    """The rows of `benchmarks.claims.rows`: shares of views with a false claim."""
    found = pd.DataFrame(
        [
            one
            for number in range(rounds)
            for kind, company in companies(number).items()
            for one in _looked_at(kind, company, (seed, number))
        ]
    )
    told = found[found["what"] == "headline"]
    panels = found[found["what"] != "headline"]
    return table(
        [
            *_shares(told, (), "headline"),
            *_shares(told, ("company",), "headline"),
            *_shares(told, ("view",), "headline"),
            *_shares(told, ("page",), "headline"),
            *_shares(told, ("company", "page"), "headline"),
            *_shares(panels, (), "panel"),
            *_shares(panels, ("company",), "panel"),
            *_shares(panels, ("view",), "panel"),
            *_shares(panels, ("page", "what"), "panel"),
        ]
    )


def companies(number: int) -> dict[str, Company]:
    """The companies of a round, of different sizes and clusters from one to the next."""
    answers, each = _SIZES[number % len(_SIZES)], _CLUSTERS[number % len(_CLUSTERS)]
    return {
        "independent": Company(answers),
        "clustered": Company(answers, each, alike=0.5, months=20),
        "unequal": Company(answers, each, alike=0.3, spread=1.2, months=20),
        "short stays": Company(answers, each, alike=0.5, spread=0.5, stay=2),
    }


def claims(headline: str) -> bool:
    """True where a sentence of it says that something changed or differs."""
    return any(
        _CLAIM.search(sentence) and not _NO_CLAIM.search(sentence)
        for sentence in _SENTENCES.split(headline)
    )


def openings(snapshot: Snapshot, number: int) -> Iterator[tuple[str, Page]]:
    """Each page with figures in each view, with the name of the view."""
    for name, query in {**VIEWS, "rest": _REST[number % len(_REST)]}.items():
        for key in available_pages(snapshot.catalog):
            if PAGES[key].tables and key != "dictionary":
                view, notices = parse(key, query, snapshot.catalog)
                if notices:
                    raise ValueError(f"{query} is not a view here: {notices}")
                yield name, read_page(snapshot, view)


def _looked_at(kind: str, company: Company, seed: tuple[int, int]) -> Iterator[dict[str, object]]:
    """A row for each headline and each panel that judges anything; `false`: it claims something."""
    place = list(companies(0)).index(kind)
    with tempfile.TemporaryDirectory() as folder:
        snapshot = opened(company, Path(folder), (*seed, place))
        for view, page in openings(snapshot, seed[1]):
            about = {"company": kind, "round": seed[1], "view": view, "page": page.view.page}
            judged = {panel.key: _verdicts(panel.rows) for panel in page.panels}
            if any(len(one) for one in judged.values()):
                yield {**about, "what": "headline", "false": claims(page.headline)}
            for panel in page.panels:
                verdicts = judged[panel.key]
                if len(verdicts):
                    real = bool((verdicts == Verdict.REAL).any())
                    yield {**about, "what": _name(panel.key), "false": real}


def _verdicts(frame: pd.DataFrame) -> pd.Series[str]:
    """Those of the panel's rows that are a judgement."""
    found = frame["verdict"] if "verdict" in frame else pd.Series(dtype=object)
    return found[found.isin([Verdict.REAL, Verdict.NOISE])]


def _name(key: str) -> str:
    """A panel's key, whatever the scale of its series: `csat_by_touchpoint`."""
    return re.sub(r":[^_]*", "", key)


def _shares(found: pd.DataFrame, by: Sequence[str], measure: str) -> Iterator[Row]:
    """Of each group the share that is false."""
    groups = found.groupby(list(by), sort=False) if by else [((), found)]
    for names, own in groups:
        tries = _independent_tries(own)
        yield at_most(", ".join(names) or "all", measure, own["false"].mean() * tries, tries)


def _independent_tries(own: pd.DataFrame) -> int:
    """How many independent views tell as much as these, which are several of each company.

    By the design effect of their false claims (Kish 1965): at most all views, at least the
    number of companies.
    """
    share, companies = own["false"].mean(), own.groupby(["company", "round"])["false"]
    if share in (0, 1):
        return len(own)
    apart = ((companies.sum() - companies.size() * share) ** 2).sum()
    effect = apart / (len(own) * share * (1 - share))
    return round(len(own) / min(max(effect, 1.0), len(own) / companies.ngroups))
