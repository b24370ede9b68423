"""What an alert tells, as it is kept and as every message is made of it."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from datetime import datetime

from pydantic import TypeAdapter

from data.catalog import Catalog
from data.grains import DAY, buckets, next_start
from data.scope import Span
from exports.about import About, about_view
from exports.words import plain
from metrics.definitions import DEFINITIONS
from pages.alerts.judged import News
from pages.figures.series import Subject, link_name
from pages.words.scope_words import scope_words
from pages.words.series_names import scale_note
from view.pages import applied, page_of_trend
from view.period_parameters import MOST_BUCKETS
from view.state import View


@dataclass(frozen=True)
class Told:
    """News of an alert, with all that a message says of it. All texts are one line each.

    `about.link` shows the figure: its trend, with the days from when it began to when it was seen.
    """

    name: str  # of the alert
    at: datetime  # when it was judged
    about: About
    place: str  # whom the figure is of: `EMEA, Enterprise`; "" for all
    metric: str
    figure: str  # what it is called, with its scale where the metric has another one too
    grain: str
    currency: str
    news: News | None  # None of a test


_TOLD = TypeAdapter(Told)


def told_of(
    name: str,
    news: News | None,
    view: View,
    subject: Subject,
    catalog: Catalog,
    address: str,
    at: datetime,
) -> Told:
    """What is told of one piece of news, or as a test (None). `address`: of the dashboard, no path.

    `view`, `subject`: what the alert watches; `at`: the moment, with its time zone.
    """
    shown = _showing(news, view, subject, catalog)
    about = about_view(shown, catalog, address)
    lines = {part: plain(words) for part, words in asdict(about).items()}
    metric = subject.metric
    usual = link_name(catalog, metric.key, subject.series) == metric.key
    return Told(
        name=plain(name),
        at=at,
        about=About(**{**lines, "link": f"{about.link}#trend"}),
        place=plain(scope_words(applied(view, catalog), catalog)),
        metric=metric.key,
        figure=metric.name if usual else f"{metric.name}, {scale_note(subject.series)}",
        grain=view.grain,
        currency=plain(catalog.currency),
        news=news,
    )


def as_json(told: Told) -> str:
    """All of it, to be kept."""
    return json.dumps(asdict(told), default=str)


def of_json(text: str) -> Told:
    """What `as_json` wrote. Raises ValueError for anything else, and for a metric that is gone."""
    found = _TOLD.validate_json(text)
    if found.metric not in DEFINITIONS:
        raise ValueError(f"There is no metric “{found.metric}” any longer.")
    return found


def _showing(news: News | None, view: View, subject: Subject, catalog: Catalog) -> View:
    """The view whose trend has the figure, in fixed days: its own and those since it began, or
    fewer where that is too much for its grain."""
    span, grain = view.span, view.grain
    if news is not None:
        end = min(next_start(news.period, grain) - DAY, catalog.last_day)
        spans = (
            Span(min(span.start, news.since), max(span.end, end)),
            Span(news.since, end),
            Span(news.period, end),
        )
        span = next(one for one in spans if len(buckets(one, grain)) <= MOST_BUCKETS)
    return replace(
        view,
        page=page_of_trend(view.page),
        metric=link_name(catalog, subject.metric.key, subject.series),
        period="",
        span=span,
        grain_given=True,
        window="",
    )
