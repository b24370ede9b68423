"""What Voice says of comments: of companies without a change, and where one theme rose everywhere.

Half of the answers have a comment, which names one theme or none. In the quiet companies whom a
comment is from and what it names has nothing to do with its day nor with its score: each claim is a
false one. In the others one theme is named twice as often in the last quarter, by customers of all
kinds alike: to say that the mix of comments changed is false.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd

from benchmarks.claims.companies import END, Company, built, frames
from benchmarks.claims.noise import claims
from benchmarks.claims.rows import Row, at_most, independent_tries, table
from metrics.inference.verdicts import Verdict
from pages.panel import Page
from pages.voice.page import read_voice
from view.url import parse

KINDS = {
    "independent": Company(4_000, whole=False),
    "clustered": Company(4_000, 5.0, alike=0.5, months=20, whole=False),
    "few": Company(800, 2.0, alike=0.3, whole=False),
}
_VIEWS = (
    "period=last-12-months",
    "period=last-90-days",
    "period=last-90-days&compare=year-ago",
    "period=last-12-months&compare=rest&plan=Plus",
)
_RISEN = "period=last-90-days"
# Short, so that alike ones are no copies; how many in a hundred comments are so.
SAID = {
    "It is what it is": 0.3,
    "Nothing more to say": 0.1,
    "The price is too high": 0.18,
    "I waited on hold": 0.15,
    "Friendly people": 0.1,
    "Delivery was late": 0.1,
    "The invoice was wrong": 0.05,
    "Out of stock again": 0.02,
}
_ROSE = "I waited on hold"
_OWN = 0.4  # of comments that name what their customer always names
_FROM = pd.Timestamp(END) - pd.Timedelta(days=90)
_MIX = re.compile(r"\bmix\b")


def run(seed: int, rounds: int) -> pd.DataFrame:
    """The columns of `benchmarks.claims.rows.Row`: shares of views of Voice with a false claim."""
    told: list[dict[str, object]] = []
    panels: list[dict[str, object]] = []
    for number in range(rounds):
        for place, (kind, company) in enumerate(KINDS.items()):
            for rose in (False, True):
                about = {"company": f"{kind} {number}", "kind": kind, "rose": rose}
                for view, page in _pages(company, (seed, number, place, rose), rose=rose):
                    told.append({**about, "view": view, **_said(page)})
                    panels += _judged(page, {**about, "view": view})
    pages, judged = pd.DataFrame(told), pd.DataFrame(panels)
    quiet, risen = pages[~pages["rose"]], pages[pages["rose"] & pages["found"]]
    rows = []
    for kind, own in [("all", quiet), *quiet.groupby("kind"), *quiet.groupby("view")]:
        for measure in ("changed", "said"):
            rows.append(_row(str(kind), f"page, {measure}", own, measure))
    for panel, own in judged[~judged["rose"]].groupby("panel"):
        rows.append(_row(str(panel), "panel", own, "claims"))
    rows.append(_row("a theme rose everywhere", "told as a mix", risen, "mix"))
    return table(rows)


def _row(case: str, measure: str, own: pd.DataFrame, column: str) -> Row:
    happened = own[column].astype(bool)
    tries = independent_tries(happened, own["company"])
    return at_most(case, measure, happened.mean() * tries, tries)


def _said(page: Page) -> dict[str, bool]:
    """Whether it tells of a change, of anything, of the theme that rose, and of a mix."""
    account = page.account or page.headline
    changed = claims(account) or bool(page.findings)
    return {
        "changed": changed,
        "said": changed or " those who name it are " in page.headline,
        "found": "Waiting time" in account and claims(account),
        "mix": bool(_MIX.search(account)),
    }


def _judged(page: Page, about: dict[str, object]) -> Iterator[dict[str, object]]:
    for panel in page.panels:
        if "verdict" in panel.rows:
            verdicts = panel.rows["verdict"]
            if verdicts.isin([Verdict.REAL, Verdict.NOISE]).any():
                real = bool((verdicts == Verdict.REAL).any())
                yield {**about, "panel": panel.key, "claims": real}


def _pages(company: Company, seed: tuple[int, ...], *, rose: bool) -> Iterator[tuple[str, Page]]:
    """Voice of a company, by view."""
    rng = np.random.default_rng(seed)
    tables = frames(company, rng)
    tables["feedback"]["comment"] = _comments(tables["feedback"], rng, rose=rose)
    with tempfile.TemporaryDirectory() as folder:
        snapshot = built(tables, Path(folder))
        for query in (_RISEN,) if rose else _VIEWS:
            view, notices = parse("voice", query, snapshot.catalog)
            if notices:
                raise ValueError(f"{query} is not a view here: {notices}")
            yield query, read_voice(snapshot, view)


def _comments(feedback: pd.DataFrame, rng: np.random.Generator, *, rose: bool) -> list[str]:
    """A comment for every second answer; customers have a matter that they come back to."""
    words, shares = list(SAID), np.array(list(SAID.values()))
    customers, who = np.unique(feedback["customer_id"].to_numpy(dtype=str), return_inverse=True)
    own = rng.choice(len(words), len(customers), p=shares)[who]
    drawn = rng.choice(len(words), len(feedback), p=shares)
    said = np.where(rng.random(len(feedback)) < _OWN, own, drawn)
    if rose:
        late = (feedback["submitted_at"] >= _FROM).to_numpy()
        place = words.index(_ROSE)
        # Of all others, so that it is named twice as often.
        more = shares[place] / (1 - shares[place])
        said = np.where(late & (rng.random(len(feedback)) < more), place, said)
    wrote = rng.random(len(feedback)) < 0.5
    return [words[one] if written else "" for one, written in zip(said, wrote, strict=True)]
