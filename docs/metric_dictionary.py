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
is *real* where its p value, adjusted for the number of changes compared at once (Benjamini and
Hochberg 1995), is below 0.05 and its interval leaves out zero; else it is *within noise*. Below the
minimum n (10, unless the mapping states another) no figure is shown.

A 95 % interval should hold the truth 95 times in a hundred. Simulated
(`tests/metrics/test_coverage*.py`), they do so 93 to 97 times from 10 answers on, with these
exceptions:

- **Medians and percentiles** hold it a little more often, up to 99 times, below 100 values (200 for
  the 90th percentile): their ends are values that occurred. Below 36 values the 90th percentile
  has no upper end. Changes are called real less often than they could be, never more often.
- **Mean scores** of which 70 % are the best on the scale: 90 to 93 times below 100 answers.
- **Means of amounts** that are very skewed (log-normal, standard deviation of the logarithm 1): 88
  times at 30, 92 at 100, 93 at 200; half as skewed, 94 at 30. Johnson's correction (1978) does not
  help there; read such means beside a few hundred orders.
- **Proportions** swing with the share itself, 91 to 99 times at 10 answers, and 95 on average.
- **Shares of revenue** of very unequal customers (log-normal, standard deviation 1.75) hold it 94
  to 99 times, more often where large customers leave less than small ones.
- **XQI**, where two parts look at the same tickets or answers, as waiting time and service level
  do: 93 to 94 times where these two weigh two fifths of it, 88 where they are all of it.

Verdicts stand between comparable periods alone (`pages/figures/coverage.py`). Known are the days
from the first to the last row of a table, of answers those of their series:

- **Shares, means, times, NPS:** the known days of either side are nine tenths of those of the other
  at least.
- **What grows with the days** (counts, totals, contacts per customer, the shares of customers who
  left, stayed, ordered again or did something): both sides are known in full. Such shares need
  sides of nearly the same length besides, 95 % of each other: 30 and 31 days are, 28 and 31 not.
- **Periods of a trend** stand beside one another where both are whole, or the same part: as many
  days from the same end. Others have nothing to compare, and are drawn open and dotted.
- **A month, quarter or year so far** is compared with the same days of the one before.
- **Open cases** show a change, and no verdict: they are what all earlier days left, and no sample.

Else values and changes stay, and the line below the headline says which days there are.

**Counts and totals** keep their value; their change is told at the number of days of the view, and
judged by how much weeks differ (`metrics/counts.py`): Pearson's chi squared of the whole weeks of
both sides over its degrees of freedom, the variance of weekly counts over their mean, never below
1 (quasi-Poisson: Wedderburn 1974; McCullagh and Nelder 1989, 6.2.4), with t for z. Where neither
side has two whole weeks there is no verdict. Simulated (`benchmarks/claims/counts.py`, 8,000 rounds
each): February against January at a constant rate, weekly counts that vary by 1, 2 and 4 times
their mean, is called real in 0.4, 1.6 and 3.6 % of rounds; a rise by a fifth of 200 a day is found
in 100, 99.9 and 95 %. Weeks are taken as independent of each other: what goes on for longer than
one, a campaign of a month, is real in that it happened, and says little of the next period.
Several tickets of one customer count as several.

Where nothing changed, at most about five single changes in a hundred are called real, and of
families of figures that are read together about five in a hundred hold one that is.
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
