"""Every number of news is that of the JSON of the link that they have, however they are told."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import asdict, replace
from datetime import UTC, date, datetime
from html import unescape
from typing import Any
from xml.etree.ElementTree import fromstring

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from data.grains import bucket_start
from data.store.snapshots import Snapshot
from exports.alerts import atom, mail, slack, teams, webhook
from exports.alerts.told import Told, told_of
from metrics.alerts.conditions import Condition
from metrics.definitions import DEFINITIONS
from pages.alerts.judged import Watched, judge, newest_period, possible
from pages.alerts.offered import offered_figures
from pages.as_json import page_json
from pages.figures.series import subject_of
from pages.index import read_page
from tests.exports.held.links import links
from tests.exports.held.words import unexplained
from tests.exports.opened import ADDRESS
from view.url import parse

AT = datetime(2026, 11, 3, 5, 30, tzinfo=UTC)
Row = dict[str, Any]
_LEGEND = ("95%", "Expected without a change, 95%")  # no figures


@st.composite
def watches(draw: st.DrawFn, snapshot: Snapshot) -> Watched:
    """A figure of a random view, which was last judged a year before."""
    catalog = snapshot.catalog
    view = draw(links(catalog))
    figures = [key for key, _ in offered_figures(view.page, catalog)]
    assume(figures and not view.window)
    view = replace(view, metric=draw(st.sampled_from(figures)))
    subject = subject_of(catalog, view.metric)
    conditions = possible(catalog, view, subject.metric) - {Condition.DATA}
    assume(conditions)
    newest = newest_period(snapshot, view)
    since = bucket_start(date(newest.year - 1, newest.month, 1), view.grain)
    return Watched(view, subject, conditions, {}, since, alerts=1)


def row_of(snapshot: Snapshot, told: Told) -> Row:
    """The row of its period in the JSON of the link that news have."""
    assert told.news
    path, _, query = told.about.link.removeprefix(ADDRESS).partition("#")[0].partition("?")
    view, notices = parse(path, query, snapshot.catalog)
    assert notices == ()
    page = page_json(read_page(snapshot, view), snapshot.catalog)
    period = told.news.period.isoformat()
    (row,) = [one for one in page["panels"]["trend"]["rows"] if one["period"] == period]
    return dict(row)


def texts(told: Told) -> Iterator[str]:
    """All that people read of it, in each form."""
    letter = mail.letter(told, f"{ADDRESS}/u")
    yield letter.subject
    yield letter.text.partition("This view in the dashboard")[0]
    yield unescape(re.sub(r"<[^>]*>", " ", letter.html.partition("</title>")[2].split("<a ")[0]))
    for block in json.loads(slack.body(told))["blocks"][:2]:
        yield block.get("text", {}).get("text", "")
        yield from (one["text"] for one in block.get("fields", []))
    (card,) = json.loads(teams.body(told))["attachments"]
    yield from ("".join(run["text"] for run in line["inlines"]) for line in card["content"]["body"])
    feed = fromstring(atom.feed("CX Lens", ADDRESS, [("1", told)]))
    yield from (one.text or "" for one in feed.iter("{http://www.w3.org/2005/Atom}content"))


def wrong(told: Told, row: Row) -> list[str]:
    """What is said or sent that the JSON does not say."""
    news, unit = told.news, DEFINITIONS[told.metric].unit
    assert news
    own = [row["value"], row["low"], row["high"], row["n"], (row.get("target") or {}).get("value")]
    # What is expected is of the alert itself: the JSON of a view has no such thing.
    more = [news.expected, news.least]
    days = [news.period.isoformat(), news.since.isoformat(), news.last_day.isoformat()]
    told_of_it = [told.name, told.place, told.figure, asdict(told.about), _LEGEND]
    found = [
        f"{one} in “{words}”"
        for words in texts(told)
        for one in unexplained(words, own, more, days, told_of_it, unit=unit)
    ]
    sent = json.loads(webhook.body(told, "1"))["data"]
    typed = {name: row[name] for name in ("value", "low", "high", "n")}
    if typed["value"] is None:
        typed["n"] = None  # a number of few answers would tell of them
    return [
        *found,
        *(
            f"{name}: {sent[name]} instead of {value}"
            for name, value in typed.items()
            if sent[name] != (value if value is None else pytest.approx(value, rel=1e-9))
        ),
    ]


def all_told(snapshot: Snapshot, asked: Watched) -> list[Told]:
    """All that is told of that year, oldest first."""
    catalog, news = snapshot.catalog, judge(snapshot, asked, AT.date()).news
    return [told_of("Mine", one, asked.view, asked.subject, catalog, ADDRESS, AT) for one in news]


@settings(max_examples=2, derandomize=True, database=None)
@given(data=st.data())
def test_every_number_is_that_of_the_twin(snapshot: Snapshot, data: st.DataObject) -> None:
    asked = data.draw(watches(snapshot))
    for told in all_told(snapshot, asked)[-1:]:
        assert wrong(told, row_of(snapshot, told)) == [], told.about.link
