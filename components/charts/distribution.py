"""Answers by score, coloured by the group that a score counts for."""

from __future__ import annotations

from dash import html

from components import tables, text
from components.charts.parts import build
from components.charts.parts.graph import legend
from components.links import following, patch
from components.theme import Theme
from data.catalog import Catalog
from metrics.rounding import apportioned, rounded_groups
from metrics.series import parse_series
from pages.panel import Panel
from view.query import counted
from view.state import View

HEIGHT = 236
_FAINT = 0.35


def group_colours(theme: Theme) -> dict[str, str]:
    """The colour of each group of scores."""
    return {
        "promoters": theme.promoter,
        "passives": theme.passive,
        "detractors": theme.detractor,
        "positive": theme.promoter,
        "neutral": theme.passive,
        "negative": theme.detractor,
        "other": theme.passive,
    }


def shown_groups(panel: Panel) -> dict[str, float]:
    """The share of each group, rounded so that they add up and give the figure."""
    frame = panel.frame
    return rounded_groups(dict(zip(frame["group"], frame["group_share"], strict=True)))


def shown_shares(panel: Panel) -> list[float]:
    """The share of each score, rounded so that those of a group add up to its share."""
    groups, shares = panel.frame["group"], panel.frame["share"]
    shown = shares.copy()
    for group, share in shown_groups(panel).items():
        own = groups == group
        shown[own] = apportioned(shares[own].to_list(), share)
    return shown.to_list()


def group_bar(panel: Panel) -> html.Div:
    """The shares of the groups, as one bar above the scores."""
    columns = ("group_share", "group_share_low", "group_share_high")
    shares = dict(
        zip(
            panel.frame["group"],
            zip(*(panel.frame[name].tolist() for name in columns), strict=True),
            strict=True,
        )
    )
    read = parse_series(panel.frame["series"].iloc[0])
    order = [group for group in dict.fromkeys(reversed(read.groups)) if group in shares]
    shown = shown_groups(panel)
    words = {
        group: f"{group.capitalize()} {text.share(shown[group], *shares[group][1:])}"
        for group in order
    }
    return html.Div(
        [
            legend(words),
            html.Div(
                [
                    html.Div(
                        className=f"cx-group cx-group-{group}",
                        style={"flexGrow": shares[group][0]},
                    )
                    for group in order
                ],
                className="cx-groups",
            ),
        ]
    )


def draw(panel: Panel, view: View, theme: Theme) -> build.Chart:
    """The bar chart of a panel whose frame has a row per score."""
    frame, colours = panel.frame, group_colours(theme)
    scores = [f"{score:g}" for score in frame["score"]]
    shares, shown = frame["share"].to_list(), shown_shares(panel)
    hover = [
        f"<b>{score}</b> ({group})<br>{text.share(share, low, high)} · {counted(n, 'answers')}"
        for score, group, share, low, high, n in zip(
            scores,
            frame["group"],
            shown,
            frame["share_low"],
            frame["share_high"],
            frame["answers"].tolist(),
            strict=True,
        )
    ]
    trace = build.bars(
        scores,
        shares,
        [colours[group] for group in frame["group"]],
        text=[text.number(share, 1) for share in shown],
        textposition="outside",
        textfont={"color": theme.quiet, "size": 12},
        cliponaxis=False,
        hovertext=hover,
        customdata=[_click(score, panel) for score in scores],
        name="answers",
    )
    if view.scores:  # those whose comments are listed stand out
        trace["marker"]["opacity"] = [
            1 if score in view.scores else _FAINT for score in frame["score"]
        ]
    return build.figure(
        [trace],
        build.layout(
            theme,
            HEIGHT,
            bargap=0.16,
            margin={"l": 4, "r": 4, "t": 20, "b": build.TICK_LINE},
            xaxis={"type": "category", "showgrid": False},
            yaxis={"visible": False, "range": [0, 1.08 * max(shares, default=1)]},
        ),
    )


def _click(score: str, panel: Panel) -> str:
    """A click lists the comments with that score, on the page that has them."""
    if not panel.leads_to:
        return patch(score=score)
    series = str(panel.frame["series"].iloc[0])
    chosen = {} if panel.metric == "nps" else {"metric": series}
    return patch(page=panel.leads_to, **chosen, score=score)


def table(panel: Panel, view: View, catalog: Catalog) -> html.Div:
    """Answers by score."""
    follow = following(view, catalog)
    body: list[list[tables.Cell]] = [
        [
            tables.linked(f"{score:g}", _click(f"{score:g}", panel), follow),
            group,
            text.share(share, low, high),
            text.count(answers),
        ]
        for share, (score, group, answers, low, high) in zip(
            shown_shares(panel),
            tables.columns(panel, "score", "group", "answers", "share_low", "share_high"),
            strict=True,
        )
    ]
    return tables.table(["Score", "Group", "Share, 95% interval", "Answers"], body, numeric_from=2)
