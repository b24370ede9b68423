"""Invitations against a slow recount, and through the product by hand."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from data.frames import Tables
from data.query import compile, invitations
from data.query.compile import CountQuery, Question
from data.scope import NOT_STATED
from data.store.snapshots import Snapshot, open_snapshot
from pages.figures.figure import figures_of
from pages.panel import Page
from tests.data.company import LONG, Company
from tests.pages.reading import read
from tests.query import recount
from tests.query.test_compiled import DIALECTS
from tests.query.test_engine import GRAINS, frame_of, random_scope

Ask = Callable[[Snapshot, list[CountQuery]], list[pd.DataFrame]]
Cells = dict[tuple[Any, ...], tuple[float, ...]]


def recounted(tables: Tables, one: CountQuery) -> tuple[Cells, Cells]:
    """Answered of sent, and customers with the sums of their invitations' powers, by cell."""
    rows = recount.inside(frame_of(tables, "invitations"), "sent_at", one.scope)
    places = [rows[key].astype(object).where(rows[key].notna(), NOT_STATED) for key in one.keys]
    if one.grain:
        places.insert(0, recount.buckets(rows["sent_at"], one.grain))
    sent: dict[tuple[Any, ...], list[bool]] = {}
    times: dict[tuple[Any, ...], Counter[str]] = {}
    for customer, answered, *place in zip(
        rows["customer_id"], rows["answered"], *places, strict=True
    ):
        sent.setdefault(tuple(place), []).append(answered)
        times.setdefault(tuple(place), Counter())[customer] += 1
    return (
        {place: (len(found), sum(found)) for place, found in sent.items()},
        {
            place: (len(found), *(sum(n**power for n in found.values()) for power in (1, 2, 3)))
            for place, found in times.items()
        },
    )


def cells(snapshot: Snapshot, ask: Ask, one: CountQuery, sums: list[str]) -> Cells:
    (frame,) = ask(snapshot, [one])
    keys = [*(["period"] if one.grain else []), *one.keys]
    rows = zip(*(frame[name] for name in (*keys, *sums)), strict=True)
    return {row[: len(keys)]: row[len(keys) :] for row in rows if row[len(keys)]}


@pytest.mark.parametrize("seed", range(24))
def test_answers_and_contacts(seed: int, snapshot: Snapshot, tables: Tables) -> None:
    chance = random.Random(seed)
    scope = random_scope(chance, snapshot.catalog, "invitations")
    names = [d.key for d in snapshot.catalog.dimensions if "invitations" in d.tables]
    keys = tuple(chance.sample(names, chance.randint(0, 2)))
    one = CountQuery(scope, keys, (None, *GRAINS)[seed % 6])
    sent, contacts = recounted(tables, one)
    assert cells(snapshot, invitations.invitations, one, ["n", "positive"]) == sent
    found = cells(snapshot, invitations.contacts, one, ["n", "total", "squares", "cubes"])
    assert found == contacts


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize("question", [invitations._answered, invitations._contacts])
def test_it_compiles_for_every_engine(question: Question[Any], dialect: str) -> None:
    for keys, grain in (((), None), (("survey", "region"), "week")):
        assert "rows0" in compile._compiled(question, dialect, (keys, grain)).text


SENT = (
    LONG
    + """
survey = "kind"
channel = { constant = "email" }

[sources.sent]
file = "sent.csv"

[invitations]
source = "sent"

[invitations.columns]
invitation_id = "no"
sent_at = "at"
answered = "came"
customer_id = "who"
survey = "kind"
"""
)
ANSWERS = "id,date,score,kind\n" + "".join(
    f"r{i},2026-03-{1 + i:02d},{10 if i < 20 else 0},{'relational' if i % 2 else 'in_moment'}\n"
    for i in range(24)
)


def page(company: Company, link: str) -> Page:
    return read(open_snapshot(company.build()), link)


def test_by_hand(tmp_path: Path) -> None:
    """24 invitations to 12 customers, c0 alone gets 13 of them; 6 answered: 25 % and 2 each."""
    rows = [(f"i{i}", i, "yes" if i < 6 else "no", "c0" if i < 13 else f"c{i}") for i in range(24)]
    sent = "no,at,came,who,kind\n" + "".join(
        f"{no},2026-03-{1 + i:02d},{came},{who},relational\n" for no, i, came, who in rows
    )
    company = Company(tmp_path).write(SENT, survey_csv=ANSWERS, sent_csv=sent)
    loyalty = page(company, "loyalty?period=all")
    panel = loyalty.panel("others")
    assert panel
    found = {row.metric: (row.value, row.n) for row in figures_of(panel.frame)}
    assert found == {"response_rate": (25, 24), "contacts_per_customer": (2, 12)}
    assert loyalty.panel("invitations_by") is None  # of one kind only
    kinds = loyalty.panel("by_survey")
    assert kinds
    nps = {row.segment: (round(row.value, 1), row.n) for row in figures_of(kinds.frame)}
    assert nps == {"relational": (66.7, 12), "in_moment": (66.7, 12)}
    trend = page(company, "loyalty?period=all&grain=month&metric=contacts_per_customer").panel(
        "trend"
    )
    assert trend and trend.frame["value"].tolist() == [2]
    assert page(company, "loyalty?period=all&by=survey").panel("by_survey") is None  # not twice


def test_without_invitations_there_is_no_card(tmp_path: Path) -> None:
    company = Company(tmp_path).write(LONG, survey_csv=ANSWERS)
    loyalty = page(company, "loyalty?period=all")
    assert {panel.key for panel in loyalty.panels}.isdisjoint({"others", "invitations_by"})
    assert loyalty.note == ""
