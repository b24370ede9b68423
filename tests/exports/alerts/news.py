"""News of alerts, as plain data."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from math import nan
from typing import Any

from hypothesis import strategies as st

from exports.about import About
from exports.alerts.told import Told
from exports.words import plain
from metrics.alerts.conditions import Condition
from pages.alerts.judged import News

AT = datetime(2026, 11, 3, 5, 30, tzinfo=UTC)
LINK = "https://cx.example.org/loyalty?region=EMEA&grain=month&metric=nps#trend"
OCTOBER, AUGUST = date(2026, 10, 1), date(2026, 8, 1)
FELL = News(
    condition=Condition.CHANGE,
    begins=True,
    direction=-1,
    period=OCTOBER,
    since=OCTOBER,
    value=-12.04,
    low=-20.11,
    high=-3.96,
    n=1312,
    expected=(3.14, 9.36),
    target=None,
    least=None,
    last_day=date(2026, 10, 31),
)
MISSED = replace(
    FELL, condition=Condition.TARGET, direction=1, value=31.2, low=28.0, high=34.4,
    expected=None, target=40.0,
)  # fmt: skip
FEW = replace(FELL, condition=Condition.ANSWERS, direction=1, n=32, expected=None, least=40)
LATE = replace(
    FELL, condition=Condition.DATA, direction=1, since=date(2026, 12, 9),
    value=nan, low=nan, high=nan, n=0, expected=None,
)  # fmt: skip


def ended(news: News, **more: Any) -> News:  # noqa: ANN401
    """It began in August, and is over."""
    since = news.since if news.condition is Condition.DATA else AUGUST
    return replace(news, begins=False, since=since, **more)


def told(news: News | None = FELL, **more: Any) -> Told:  # noqa: ANN401
    about = About(
        company="Quillmere Telecom",
        title="Loyalty",
        scope="Region: EMEA · 1 Nov 2025 to 31 Oct 2026",
        until="Data to 31 Oct 2026, Europe/Copenhagen",
        link=LINK,
    )
    made = Told("NPS of EMEA", AT, about, "EMEA", "nps", "Net Promoter Score", "month", "EUR", news)
    return replace(made, **more)


def called(name: str, news: News | None = FELL) -> Told:
    """Everything that people name has this name, as `told_of` lets it in."""
    clean = plain(name)
    about = replace(told().about, company=clean, title=clean, scope=clean)
    return told(news, name=clean, about=about, place=clean, figure=clean)


# What somebody may call an alert, a company or a level of a segment.
SIGNS = "<>&|!@#*_~`[](){}\"'\\/:%$ \n\r\t\0\x0b\x85\u2028\u202e\ud800é客ab1"
NAMES = st.one_of(
    st.text(max_size=40),
    st.text(alphabet=SIGNS, max_size=40),
    st.sampled_from(
        [
            "<!channel> <!here> <@U123> <#C1|x>",
            "@channel @here @everyone",
            "<https://evil.example|click>",
            "[x](javascript:alert(1))",
            "<at>Everyone</at>",
            "{{DATE(2017-02-14T06:00:00Z)}}",
            "*bold* _it_ ~no~ `code` :tada:",
            "</td></table><script>alert(1)</script>",
            "]]><entry/><![CDATA[",
            "x\r\nBcc: all@example.org\r\n\r\nhi",
            "&amp;&lt;&#x3C;",
        ]
    ),
)
