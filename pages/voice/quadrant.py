"""Themes by how many name them and how they are written of: what to look at first."""

from __future__ import annotations

import pandas as pd

from metrics.inference.verdicts import Verdict
from pages.figures.figure import Figure, figures_of
from pages.panel import Kind, Panel
from pages.voice.costs import Costs
from pages.voice.themes import SHARE, THEME, Themes

_PULL = ("pull", "pull_low", "pull_high")
_MOST = 15  # points that can be read


def quadrant_panel(themes: Themes, costs: Costs | None) -> Panel | None:
    """A row for each theme: share of comments, and what goes with it or how it is written of.

    theme, share with low and high, n (comments that name it), value with value_low and value_high,
    what (`cost`: beside others who wrote, or `sentiment`), beyond (of costs the verdict of
    the panel `costs`, of all themes together; of sentiment that its interval is on one side of 0)
    and, of costs, pull with pull_low and pull_high: what the figure of all would differ by, if
    those who name it were as others who wrote.
    """
    if themes.shares.empty:
        return None
    shares = _by_theme(themes.shares[themes.shares["value"] > 0])
    rows = _of_costs(shares, costs) or _of_tones(shares, themes.tones)
    if len(rows) < 2:
        return None
    rows.sort(key=lambda row: -float(row["share"]))  # type: ignore[arg-type]
    what = rows[0]["what"]
    metric = costs.subject.metric.short if costs and what == "cost" else "sentiment"
    return Panel(
        key="quadrant",
        kind=Kind.THEMES,
        title=f"How often a theme is named, and {metric} of those who do",
        subtitle="% of comments · points beside others who wrote"
        if what == "cost"
        else "% of comments · net sentiment",
        frame=pd.DataFrame(rows[:_MOST]),
        metric=costs.subject.metric.key if costs and what == "cost" else SHARE.key,
        dimension=THEME,
        note="What goes with a theme is an association, not a cause." if what == "cost" else "",
    )


def _by_theme(frame: pd.DataFrame) -> dict[str, Figure]:
    names = [str(theme) for theme in frame[THEME]]
    own = frame.drop(columns=[one for one in frame if one == THEME or str(one).startswith("pull")])
    return dict(zip(names, figures_of(own), strict=True))


def _row(
    theme: str, share: Figure, value: tuple[float, float, float], what: str, *, beyond: bool
) -> dict[str, object]:
    middle, low, high = value
    return {
        "theme": theme,
        "share": share.value,
        "low": share.low,
        "high": share.high,
        "n": round(share.value * share.n / 100),
        "value": middle,
        "value_low": low,
        "value_high": high,
        "what": what,
        "beyond": beyond,
    }


def _of_costs(shares: dict[str, Figure], costs: Costs | None) -> list[dict[str, object]]:
    if costs is None:
        return []
    found = _by_theme(costs.themes)
    names = costs.themes[THEME].astype(str)
    pulls = {
        name: dict(zip(names, costs.themes[name].astype(float), strict=True)) for name in _PULL
    }
    return [
        _row(
            theme,
            share,
            (one.change, one.change_low, one.change_high),
            "cost",
            beyond=one.verdict == Verdict.REAL,
        )
        | {name: of_themes[theme] for name, of_themes in pulls.items()}
        for theme, share in shares.items()
        if (one := found.get(theme)) and one.change == one.change and share.value == share.value
    ]


def _of_tones(shares: dict[str, Figure], tones: pd.DataFrame | None) -> list[dict[str, object]]:
    if tones is None:
        return []
    found = _by_theme(tones)
    return [
        _row(
            theme,
            share,
            (one.value, one.low, one.high),
            "sentiment",
            beyond=one.low > 0 or one.high < 0,
        )
        for theme, share in shares.items()
        if (one := found.get(theme)) and one.value == one.value and share.value == share.value
    ]
