"""Writes docs/metrics.md from the metric definitions: `python -m docs.metric_dictionary`."""

from __future__ import annotations

from pathlib import Path

from metrics.definitions import DEFINITIONS, MetricDefinition

PAGE = Path(__file__).parent / "metrics.md"

_INTRODUCTION = """# Metrics

Written from `metrics/definitions/` by `python -m docs.metric_dictionary`; change the definitions,
not this page.

Every figure has a 95 % interval and the number of answers, tickets or orders behind it. A change
is *real* where its p value, adjusted for the number of changes compared at once (Benjamini and
Hochberg 1995), is below 0.05 and its interval leaves out zero; else it is *within noise*. Below the
minimum n, which a mapping can change, no figure is shown.
"""
_KINDS = {
    "net_share": (
        "net share",
        "adjusted Wald (three answers added), z of the two adjusted samples (Rocks 2016)",
    ),
    "proportion": (
        "proportion",
        "Wilson (1927), two-proportion z test, Newcombe's interval (1998)",
    ),
    "mean": ("mean", "Student's t, Welch's t test (1947)"),
    "quantile": ("median", "order statistics, change after Zou and Donner (2008)"),
    "total": ("total", "none of its own, change as of compound Poisson sums"),
    "count": (
        "count",
        "exact Poisson (Garwood 1936), change from the two intervals (Zou and Donner 2008)",
    ),
    "stock": (
        "count at a moment",
        "none of its own, change as of two Poisson flows (Skellam 1946)",
    ),
    "composite": ("composite", "both from its parts (Zou and Donner 2008)"),
}
_BETTER = {True: "more", False: "less", None: "neither"}
_UNITS = {
    "points": "points from −100 to 100",
    "%": "per cent",
    "score": "points of the question's scale",
    "hours": "hours",
    "minutes": "minutes",
    "seconds": "seconds",
    "count": "a number of them",
    "years": "years",
    "currency": "the company's currency",
}


def dictionary() -> str:
    """The page: one section for each metric."""
    return "\n".join([_INTRODUCTION, *(_section(metric) for metric in DEFINITIONS.values())])


def _section(metric: MetricDefinition) -> str:
    kind, statistics = _KINDS[metric.kind]
    rows = {
        "key": f"`{metric.key}`",
        "question": metric.question,
        "formula": metric.formula,
        "counted": metric.denominator,
        "unit": _UNITS[metric.unit],
        "better": _BETTER[metric.higher_is_better],
        "statistic": f"{kind}; interval and change: {statistics}",
        "minimum n": str(metric.minimum_n),
        "table": metric.table,
        "needs": ", ".join(f"`{name}`" for name in metric.needs) or f"`{metric.table}`",
        "shown": _shown(metric),
        "source": metric.source,
    }
    lines = [f"## {metric.name} ({metric.short})", "", "| | |", "|---|---|"]
    return "\n".join([*lines, *(f"| {name} | {text} |" for name, text in rows.items()), ""])


def _shown(metric: MetricDefinition) -> str:
    if metric.beside:
        place = f"beside {DEFINITIONS[metric.beside].short}"
    else:
        page = "on the page Customers" if metric.of_customers else "in the API and as table"
        place = "on a card of its own" if metric.headline else page
    if not metric.pooled:
        place += ", touchpoint by touchpoint: questions about different things are not added up"
    return place


if __name__ == "__main__":
    PAGE.write_text(dictionary(), encoding="utf-8")
