"""News of an alert in words: one sentence, and the figures that it stands on."""

from __future__ import annotations

import math
from datetime import date

from components import text
from exports.alerts.told import Told
from metrics.alerts.conditions import Condition
from metrics.definitions import DEFINITIONS, MetricDefinition
from pages.alerts.judged import News
from pages.words.changes import sentence
from pages.words.headline import MOST_WORDS, fitting

LINK = "This figure in the dashboard"
Facts = list[tuple[str, str]]


def headline(told: Told) -> str:
    """What happened, where, how much and since when, in at most 25 words."""
    news, metric = told.news, DEFINITIONS[told.metric]
    if news is None:
        return "This is a test, and nothing has changed."
    place = "" if news.condition is Condition.DATA else told.place  # late for all
    choices = [
        sentence(_line(words))
        for subject in (metric.subject, metric.short)  # the short one where there is little room
        for words in _SAID[news.condition](told, news, subject)
    ]
    said = fitting(MOST_WORDS - len(place.split()), choices)
    return f"{place}: {said}" if place else said


def facts(told: Told) -> Facts:
    """Names and texts: the figure with its interval and n, what it is held against, since when."""
    news, metric = told.news, DEFINITIONS[told.metric]
    if news is None:
        return [("Watches", _watched(told))]
    if news.condition is Condition.DATA:
        late = "Late since" if news.begins else "They were late since"
        return [
            ("Figure", _watched(told)),
            ("Newest day", text.day(news.last_day)),
            (late, text.day(news.since)),
        ]
    n = shown_n(news)
    counted = "" if n is None else f", n {text.count(n)}"
    found: Facts = [
        ("Figure", _watched(told)),
        (
            text.bucket(news.period, told.grain),
            _line(f"{_with_interval(told, news, metric)}{counted}"),
        ),
    ]
    if news.expected:
        found.append(("Expected without a change, 95%", _line(_expected(told, news, metric))))
    if news.target is not None:
        found.append(("Target", _line(text.goal(news.target, metric))))
    if news.least is not None:
        found.append((f"Usual {metric.noun}", f"at least {text.count(news.least)}"))
    if not news.begins:
        found.append(("It had begun", text.bucket(news.since, told.grain)))
    return found


def shown_n(news: News) -> int | None:
    """How many answers the figure is of; None without a figure: that would tell of few as well."""
    return None if math.isnan(news.value) else news.n


def _change(told: Told, news: News, subject: str) -> list[str]:
    metric = DEFINITIONS[told.metric]
    value, when = _value(told, news, metric), _in(news.period, told.grain)
    if news.begins:
        moved = f"{subject} {'rose' if news.direction > 0 else 'fell'} beyond noise {when}"
        expected = f", where {_expected(told, news, metric)} was expected" if news.expected else ""
        return [f"{moved}: {value}{expected}", f"{moved}: {value}", moved]
    since = _since(news.since, told.grain)
    side = "higher" if news.direction > 0 else "lower"
    back = f"{subject} is no longer {side} than expected {when}: {value}"
    return [f"{back}; it was since {since}", back, f"{subject} is no longer {side} {when}"]


def _target(told: Told, news: News, subject: str) -> list[str]:
    metric = DEFINITIONS[told.metric]
    goal = text.goal(news.target or 0.0, metric)
    verb = "misses" if news.begins else "no longer misses"
    when = _in(news.period, told.grain)
    said = f"{subject} {verb} its target of {goal} {when}"
    before = "" if news.begins else f"; it did since {_since(news.since, told.grain)}"
    value = _value(told, news, metric)
    return [
        f"{said}: {_with_interval(told, news, metric)}{before}",
        f"{said}: {value}{before}",
        f"{said}: {value}",
        f"{subject} {verb} its target {when}",
    ]


def _answers(told: Told, news: News, subject: str) -> list[str]:
    metric, when = DEFINITIONS[told.metric], _in(news.period, told.grain)
    least = text.count(news.least or 0)
    n = shown_n(news)
    if news.begins:
        few = f"too few {metric.noun} for {subject} {when}"
        number = f"fewer than {least}" if n is None else f"{text.count(n)}, usually {least} or more"
        return [f"{few}: {number}", few]
    enough = f"enough {metric.noun} for {subject} again {when}"
    return [f"{enough}: {text.count(n)}", enough] if n is not None else [enough]


def _data(told: Told, news: News, subject: str) -> list[str]:
    day = text.day(news.last_day)
    if news.begins:
        return [f"the data of {subject} are late: there are none after {day}"]
    there = f"the data of {subject} are there again, to {day}"
    return [f"{there}; they were late since {text.day(news.since)}", there]


_SAID = {
    Condition.CHANGE: _change,
    Condition.TARGET: _target,
    Condition.ANSWERS: _answers,
    Condition.DATA: _data,
}


def _line(words: str) -> str:
    """With spaces as messages have them."""
    return words.replace("\u00a0", " ")


def _watched(told: Told) -> str:
    return f"{told.figure} by {told.grain}"


def _value(told: Told, news: News, metric: MetricDefinition) -> str:
    return text.with_currency(text.amount(news.value, metric), metric, told.currency)


def _with_interval(told: Told, news: News, metric: MetricDefinition) -> str:
    shown = text.with_interval(news.value, news.low, news.high, metric)
    return text.with_currency(shown, metric, told.currency)


def _expected(told: Told, news: News, metric: MetricDefinition) -> str:
    low, high = news.expected or (math.nan, math.nan)
    return text.interval(news.value, low, high, metric)


def _in(period: date, grain: str) -> str:
    """`in Oct 2026`, `in the week of 5 Oct 2026`, `on 5 Oct 2026`."""
    return f"{'on' if grain == 'day' else 'in'} {_since(period, grain)}"


def _since(period: date, grain: str) -> str:
    """The name of a period within a sentence."""
    named = text.bucket(period, grain)
    return f"the {named}" if grain == "week" else named
