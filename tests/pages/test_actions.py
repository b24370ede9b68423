"""Registered actions: figures recounted from the rows, days and segments that count, privacy."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pandas as pd
import pytest

from data.frames import Tables
from data.scope import Filters, Span
from data.store.snapshots import Snapshot
from metrics.actions.blocks import BEFORE, DAYS
from metrics.actions.verdict import Doubt, Outcome
from pages.actions.measured import measured
from pages.actions.offered import offered_metrics
from pages.actions.outcomes import Asked, Told, least_to_be_seen, outcome
from pages.actions.panels import actions_panel, with_actions
from pages.actions.words import outcome_words, seen_words
from pages.figures.series import subject_of
from pages.panel import Kind
from tests.pages.reading import read
from view.notes import Action, Note

BILLING: Filters = (("touchpoint", ("Billing",)), ("region", ("EMEA",)))
EMEA: Filters = (("region", ("EMEA",)),)
PORTAL = Span(date(2026, 3, 1), date(2026, 3, 3))
ASKED = Asked(metric="ces", scope=BILLING, days=PORTAL, sign=-1, size=10, periods=3)


def action(asked: Asked) -> Action:
    note = Note(1, asked.days, "New portal", "ann", date(2026, 3, 9), asked.scope, "Billing")
    return Action(note, asked.metric, asked.sign, asked.size, asked.periods)


@pytest.fixture(scope="module")
def portal(snapshot: Snapshot) -> Told:
    return outcome(snapshot, ASKED)


def test_both_groups_recounted_from_the_answers(tables: Tables, portal: Told) -> None:
    answers = tables.feedback
    assert answers is not None
    own = answers[answers["metric"] == "ces"]
    day = own["submitted_at"].dt.normalize()
    first, after = pd.Timestamp(PORTAL.start), pd.Timestamp(PORTAL.end) + timedelta(days=1)
    known = (first - day.min()).days // DAYS
    start = first - timedelta(days=DAYS * min(known, BEFORE))
    there = (own["touchpoint"] == "Billing") & (own["region"] == "EMEA")
    easy = 100.0 * (own["score"] >= own["positive_from"])
    before = (day >= start) & (day < first)
    later = (day >= after) & (day < after + timedelta(days=3 * DAYS))
    assert (portal.n_before, portal.n) == ((there & before).sum(), (there & later).sum())
    assert portal.before == pytest.approx(easy[there & before].mean())
    assert portal.after == pytest.approx(easy[there & later].mean())
    assert (portal.others_n_before, portal.others_n) == (
        (~there & before).sum(), (~there & later).sum()
    )  # fmt: skip
    assert portal.effect == pytest.approx(
        (portal.after or 0) - (portal.before or 0)
        - ((portal.others_after or 0) - (portal.others_before or 0))
    )  # fmt: skip
    # Of all others at once, whatever their shares; these hardly moved.
    assert portal.others_before == pytest.approx(easy[~there & before].mean(), abs=1)
    assert portal.outcome == Outcome.WORKED
    assert portal.high is not None and portal.high < -10


def test_the_wrong_way_did_not_work(snapshot: Snapshot) -> None:
    found = outcome(snapshot, ASKED.model_copy(update={"sign": 1}))
    assert (found.outcome, found.less) == (Outcome.DID_NOT, False)
    more = outcome(snapshot, ASKED.model_copy(update={"size": 60}))
    assert (more.outcome, more.less) == (Outcome.WORKED, True)


@pytest.mark.parametrize(
    ("days_after", "periods", "said"),
    [
        (27, 3, Outcome.OPEN),
        (28, 3, Outcome.TOO_EARLY),
        (83, 3, Outcome.TOO_EARLY),
        (84, 3, None),
        (84, 6, Outcome.TOO_EARLY),
    ],
)
def test_nothing_is_told_before_its_time(
    snapshot: Snapshot, days_after: int, periods: int, said: Outcome | None
) -> None:
    day = snapshot.catalog.series_days["ces:1-7"][1] - timedelta(days=days_after)
    asked = Asked(metric="ces", scope=EMEA, days=Span(day, day), sign=1, size=None, periods=periods)
    found = outcome(snapshot, asked)
    if said is None:
        assert found.outcome not in (Outcome.OPEN, Outcome.TOO_EARLY)
        assert found.effect is not None
    else:
        assert (found.outcome, found.effect, found.after) == (said, None, None)
        assert found.seen is not None and found.seen > 0


def test_what_would_be_seen_is_of_the_days_before_alone(snapshot: Snapshot) -> None:
    early, later = least_to_be_seen(snapshot, ASKED, (3, 6))
    assert early.seen is not None and early.answers is not None
    metric = subject_of(snapshot.catalog, "ces").metric
    words = seen_words(early, metric, 3, snapshot.catalog)
    assert f"With {early.answers:,.0f} answers in four weeks there" in words
    assert "would be seen after 12 weeks" in words
    assert later.answers == early.answers


def test_who_has_no_untouched_segment_is_told_so(snapshot: Snapshot) -> None:
    every = tuple(snapshot.catalog.dimension("region").places)  # type: ignore[union-attr]
    asked = ASKED.model_copy(update={"scope": (("region", every),)})
    found = outcome(snapshot, asked)
    assert (found.outcome, found.effect) == (Outcome.CANT_TELL, None)
    assert found.doubt == Doubt.UNTOUCHED


def test_small_groups_are_not_told_of(snapshot: Snapshot) -> None:
    """With a minimum n that the segment does not reach in a period, no figure leaves."""
    catalog = snapshot.catalog.model_copy(update={"minimum_n": 2000})
    own = replace(snapshot, catalog=catalog)
    found = outcome(own, ASKED)
    assert (found.outcome, found.effect, found.before, found.n) == (
        Outcome.CANT_TELL, None, None, None
    )  # fmt: skip
    assert found.doubt == Doubt.HIDDEN
    assert [one.seen for one in least_to_be_seen(own, ASKED, (3, 6))] == [None, None]


def test_periods_have_all_rows_of_their_days(snapshot: Snapshot) -> None:
    """However the untouched segments are put together, none of their answers is left out."""
    subject = subject_of(snapshot.catalog, "nps")
    ways: list[Filters] = [EMEA, (*EMEA, ("plan", ("Business",))), (("country", ("Germany",)),)]
    known = {one.key for one in snapshot.catalog.dimensions}
    totals = set()
    for scope in ways:
        if {key for key, _ in scope} <= known:
            blocks = measured(snapshot, subject, scope, PORTAL, 3).blocks
            assert blocks is not None
            totals.add(tuple(blocks.n.sum(axis=0)))
    assert len(totals) == 1


def test_the_panel_and_what_it_offers(snapshot: Snapshot, portal: Told) -> None:
    panel = actions_panel([action(ASKED)], snapshot)
    (row,) = panel.frame.to_dict("records")
    assert (row["verdict"], row["effect"], row["filters"]) == (
        "worked", portal.effect, "touchpoint=Billing&region=EMEA"
    )  # fmt: skip
    page = read(snapshot, "/why")
    assert with_actions(page, (), snapshot) is page
    assert with_actions(page, [action(ASKED)], snapshot).panels[-1].kind == Kind.ACTIONS
    offered = dict(offered_metrics(snapshot.catalog, ()))
    assert offered["csat"] == "CSAT (% 4–5 of 5)" and "mean on 1–5" in offered["csat_mean"]
    assert len({*offered.values()}) == len(offered)
    assert {"nps", "csat", "ces", "first_contact_resolution"} <= {*offered}
    assert not {"revenue", "tickets_opened", "xqi", "retention_rate"} & {*offered}
    assert "first_contact_resolution" not in dict(offered_metrics(snapshot.catalog, BILLING))


def test_each_doubt_has_words() -> None:
    told = {outcome_words(Outcome.CANT_TELL, one, 3, 3, less=False) for one in Doubt}
    assert len(told) == len(Doubt)
    assert outcome_words("too early", "", 1, 3, less=False) == (
        "Too early: 1 of 3 four-week periods since"
    )
    assert outcome_words("worked", "", 3, 3, less=True) == "Worked, by less than expected"
