"""Writes docs/metrics.md from the metric definitions: `python -m docs.metric_dictionary`."""

from __future__ import annotations

from pathlib import Path

from metrics.definitions import DEFINITIONS, MetricDefinition
from metrics.definitions.words import BETTER, KINDS, UNITS, needs

PAGE = Path(__file__).parent / "metrics.md"

_INTRODUCTION = """# Metrics

Written from `metrics/definitions/` by `python -m docs.metric_dictionary`; change the definitions,
not this page.

Every figure has a 95 % interval and the number of answers, tickets or orders behind it. A change
is *beyond noise* (`real` in JSON and CSV), unlikely to be chance alone, where its p value, adjusted
for the number of changes compared at once (Benjamini and Hochberg 1995), is below 0.05 and its
interval leaves out zero; else it is *within noise*. Below the minimum n (10, unless the mapping
states another) no figure is shown.

A 95 % interval should hold the truth 95 times in a hundred. Simulated
(`tests/metrics/test_coverage*.py`), they do so 93 to 97 times from 10 answers on, with these
exceptions:

- **Medians and percentiles** hold it a little more often, up to 99 times, below 100 values (200 for
  the 90th percentile): their ends are values that occurred. Below 36 values the 90th percentile
  has no upper end. Changes are called beyond noise less often than they could be, never more often.
- **Mean scores** of which 70 % are the best on the scale: 90 to 93 times below 100 answers.
- **Means of amounts** that are very skewed (log-normal, standard deviation of the logarithm 1): 88
  times at 30, 92 at 100, 93 at 200; half as skewed, 94 at 30. Johnson's correction (1978) does not
  help there; read such means beside a few hundred orders.
- **Proportions** swing with the share itself, 91 to 99 times at 10 answers, and 95 on average.
- **Shares of revenue** of very unequal customers (log-normal, standard deviation 1.75) hold it 94
  to 99 times, more often where large customers leave less than small ones.
- **XQI**, where two parts look at the same tickets or answers, as waiting time and service level
  do: 93 to 94 times where these two weigh two fifths of it, 88 where they are all of it.

Two things no interval knows:

- **How long the period is.** Counts, totals, contacts per customer, and the shares of customers who
  left, stayed, ordered again or did something go with the number of days. Calendar months and
  quarters differ by up to a tenth; a year before they were as long.
- **What comes together.** Counts are judged as if each ticket and customer came by itself. Where
  one cause brings many, an outage or a campaign, a change is real in that it happened, and says
  little of the next period. Several tickets or answers of one customer count as several, as well.

Where nothing changed, at most about five single changes in a hundred are called beyond noise, and
of families of figures that are read together about five in a hundred hold one that is.

- **Against the rest**, medians and percentiles leave the level's own rows out, exactly. Simulated,
  3 to 8 levels that are alike: 1.7 to 4.0 % of families hold one beyond noise; a level of 200 among
  330 rows whose times are 1.6 times as long is found in 82 of 100 (with its own rows on both sides:
  7).
- **Ranks** are ranges where levels can't be told apart (Mogstad, Romano, Shaikh and Wilhelm 2024):
  a level ranks behind those surely better, by tests of all pairs held to 5 % together. Simulated, 5
  to 40 levels: a true rank lies outside in 5.0 % where all are alike, in 0 to 1 % where they
  differ. A touchpoint is *lowest* where that is sure, else *among the lowest*.
- **The predicted value** is not told where its model does not describe the orders: where by it
  there were less than two thirds of the orders, or half as many again; where the data leave open
  whether the mean order value is infinite; and at the edge of its parameters. The page says which.
"""


def dictionary() -> str:
    """The page: one section for each metric."""
    return "\n".join([_INTRODUCTION, *(_section(metric) for metric in DEFINITIONS.values())])


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
        rows["statistic"] += "; skewed amounts need a few hundred, see above"
    lines = [f"## {metric.name} ({metric.short})", "", "| | |", "|---|---|"]
    return "\n".join([*lines, *(f"| {name} | {text} |" for name, text in rows.items()), ""])


def _shown(metric: MetricDefinition) -> str:
    if metric.beside:
        place = f"beside {DEFINITIONS[metric.beside].short}"
    else:
        page = "on the page Customers" if metric.of_customers else "not on Overview"
        if metric.stands_in_for:
            other = DEFINITIONS[metric.stands_in_for].short
            page = f"on Overview where the data can't answer {other}"
        place = "on a card of its own" if metric.headline else f"on a card of its own, {page}"
    if not metric.pooled and not metric.feedback_metric:
        place += ", by NPS group"
    elif not metric.pooled:
        place += ", touchpoint by touchpoint: questions about different things are not added up"
    return place


if __name__ == "__main__":
    PAGE.write_text(dictionary(), encoding="utf-8")
