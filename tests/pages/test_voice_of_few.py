"""Voice where little is known: no theme at all, one comment, themes and scores of a few people."""

from __future__ import annotations

import io
from pathlib import Path

import pandas as pd
import pytest

from data.store.snapshots import Snapshot, open_snapshot
from pages.panel import Kind, Page
from pages.voice import page as voice
from tests.data.company import Company
from tests.pages.reading import figure, frame, read
from tests.pages.test_voice import MAPPING, opened, survey

OF_CUSTOMERS = MAPPING.replace('comment = "comment"', 'comment = "comment"\ncustomer_id = "who"')


def said_by(
    folder: Path, said: list[str], who: list[int], reasons: tuple[str, ...] = ()
) -> Snapshot:
    """A comment a day, with whose it is; every second score is 3, the others are 10.

    `reasons`: these in turn, as stated for each comment.
    """
    days = pd.date_range(end="2026-02-28", periods=len(said)).strftime("%Y-%m-%d")
    rows = [
        (day, 3 + 7 * (i % 2), one, "North")
        for i, (day, one) in enumerate(zip(days, said, strict=True))
    ]
    own = pd.read_csv(io.StringIO(survey(rows))).assign(who=[f"c{one}" for one in who])
    mapping = OF_CUSTOMERS
    if reasons:
        own["reason"] = [reasons[i % len(reasons)] for i in range(len(own))]
        mapping = mapping.replace('customer_id = "who"', 'customer_id = "who"\nreason = "reason"')
    company = Company(folder).write(mapping, survey_csv=own.to_csv(index=False))
    return open_snapshot(company.build())


def all_of(snapshot: Snapshot) -> Page:
    return read(snapshot, "voice?period=all&compare=none")


def test_comments_that_name_no_theme(tmp_path: Path) -> None:
    """Customers answered several times, and there is no theme whose answers could be theirs."""
    page = all_of(said_by(tmp_path, ["none"] * 60, [i % 20 for i in range(60)]))
    assert page.headline == "60 comments, none of which names a theme that is known here."
    assert len(frame(page, "comments")) == 20
    assert all(panel.kind != Kind.FAILED for panel in page.panels)


def test_a_reason_in_the_words_for_none_is_none(tmp_path: Path) -> None:
    """As of every other filter; all other signs are a theme like any."""
    reasons = ("(not stated)", "a&b=c", "x, y")
    snapshot = said_by(tmp_path, ["none"] * 60, [i % 20 for i in range(60)], reasons)
    theme = snapshot.catalog.dimension("theme")
    assert theme is not None and set(theme.levels) == {"a&b=c", "x, y"}
    shares = frame(all_of(snapshot), "themes")
    assert set(zip(shares["segment"], shares["n"], strict=True)) == {("a&b=c", 60), ("x, y", 60)}


def test_one_comment_is_too_few_to_tell(tmp_path: Path) -> None:
    rows = [(f"2026-01-{day:02}", 5, "wait" if day == 1 else "", "North") for day in range(1, 29)]
    page = all_of(opened(tmp_path, rows))
    assert page.headline == "Too few comments to tell what they are about."


def test_themes_that_few_people_name_each(tmp_path: Path) -> None:
    """Of 12 people who name a theme 6 name each: the headline doesn't say that none is named."""
    said = ["none"] * 30 + ["wait", "price"] * 12
    snapshot = said_by(tmp_path, said, [99] * 30 + [i % 12 for i in range(24)])
    page = read(snapshot, "voice?from=2026-02-05&to=2026-02-28&compare=none")
    assert page.panel("themes") is None
    assert page.headline == "24 comments; too few people name each theme to tell of one."


def test_scores_of_a_theme_are_told_of_enough_people_however_often_they_answer(
    tmp_path: Path,
) -> None:
    """One customer wrote most; 12 others named the price, three times each, and two the wait."""
    said = ["none"] * 60 + ["price"] * 36 + ["wait"] * 24
    who = [99] * 30 + [i % 30 for i in range(30)] + [i % 12 for i in range(36)]
    snapshot = said_by(tmp_path, said, [*who, *(40 + i % 2 for i in range(24))])
    page = all_of(snapshot)
    costs = frame(page, "costs")
    assert costs["segment"].tolist() == ["Price and value"]
    row = figure(costs, segment="Price and value")
    assert (row["n"], row["value"]) == (36, 0.0)


def test_scores_of_themes_that_fail_take_nothing_else_along(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> None:
        raise ValueError("planted")

    monkeypatch.setattr(voice, "costs_of", fails)
    rows = [(f"2026-01-{1 + i % 28:02}", 5, "wait", "North") for i in range(40)]
    page = all_of(opened(tmp_path, rows))
    assert [one.key for one in page.panels if one.kind == Kind.FAILED] == ["costs"]
    assert len(frame(page, "themes")) == 1
