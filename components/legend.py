"""What colours stand for, above a chart."""

from __future__ import annotations

from dash import html

from components import text
from components.charts import distribution
from metrics.series import parse_series
from pages.panel import Panel


def groups(panel: Panel) -> html.Div:
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
    shown = distribution.shown_groups(panel)
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


def legend(words: dict[str, str]) -> html.Div:
    """The words of a chart's colours, by their key."""
    return html.Div(
        [html.Span(label, className=f"cx-key cx-key-{group}") for group, label in words.items()],
        className="cx-legend",
    )
