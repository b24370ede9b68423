"""Writes the sections on metrics of docs/metrics.md: `python -m docs.metric_dictionary`."""

from __future__ import annotations

from pathlib import Path

from metrics.definitions import DEFINITIONS, MetricDefinition
from metrics.definitions.overview import GROUPS, MOST
from metrics.definitions.words import BETTER, KINDS, UNITS, needs

PAGE = Path(__file__).parent / "metrics.md"

_BELOW = "<!-- From here on written by `python -m docs.metric_dictionary`. -->"


def dictionary(page: str) -> str:
    """The page with one section for each metric below what people wrote; `page` as it is."""
    sections = "\n".join(_section(metric) for metric in DEFINITIONS.values())
    return f"{page.partition(_BELOW)[0]}{_BELOW}\n\n{sections}"


def _section(metric: MetricDefinition) -> str:
    kind, statistics = KINDS[metric.kind]
    rows = {
        "key": f"`{metric.key}`",
        "question": metric.question,
        "formula": metric.formula,
        "counted": metric.denominator,
        "unit": UNITS[metric.unit],
        "better": BETTER[metric.higher_is_better],
        "statistic": f"{kind}; interval and change: {statistics}",
        "table": "of its parts" if metric.table == "parts" else metric.table,
        "needs": f"`{needs(metric)}`".replace(", or ", "`, or `").replace(" and ", "` and `"),
        "shown": _shown(metric),
        "source": metric.source,
    }
    if metric.kind == "mean" and metric.feedback_metric is None:
        rows["statistic"] += "; of skewed amounts read a hundred or more, see above"
    lines = [f"## {metric.name} ({metric.short})", "", "| | |", "|---|---|"]
    return "\n".join([*lines, *(f"| {name} | {text} |" for name, text in rows.items()), ""])


def _shown(metric: MetricDefinition) -> str:
    if metric.beside:
        place = f"beside {DEFINITIONS[metric.beside].short}"
    else:
        page = "on the page Customers" if metric.of_customers else "not on Overview"
        group = next((name for name, keys in GROUPS.items() if metric.key in keys), None)
        if group:
            page = f"on Overview under *{group}* if it is among the first {MOST} known of it"
        place = f"on a card of its own, {page}"
    if not metric.pooled and not metric.feedback_metric:
        place += ", by NPS group"
    elif not metric.pooled:
        place += ", touchpoint by touchpoint: questions about different things are not added up"
    return place


if __name__ == "__main__":
    PAGE.write_text(dictionary(PAGE.read_text("utf-8")), encoding="utf-8")
