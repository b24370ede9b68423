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
- **Mean scores** of which 70 % are the best on the scale: 99 times at 10 answers, 98 at 20, 96 at
  30.
- **Means of amounts** that are very skewed (log-normal, standard deviation of the logarithm 1): 89
  times at 10, 92 at 30, 94 from 100 on; half as skewed, 94 at 10. Their differences 94 to 96.
  Lifetime values, whose cubes are not added up, have t alone: 88 times at 30, 92 at 100.
- **Net shares** of which nearly all are promoters: differences of 10 answers 99 times.
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

Where nothing changed, at most about five single changes in a hundred are called real, and of
families of figures that are read together at most about five in a hundred hold one that is.

### Few answers against many

Where 96 cells of 10 answers stand against a base of 200, the tests of textbooks called one real in
up to half of all families without any change: far out, the mean of few answers has not the tails
of a normal deviate. So a p value is how often chance alone would deal the same answers out so
unequally (Fisher 1935, Pitman 1937):

- **Proportions**: Fisher's exact test with mid-p (Lancaster 1961); where positive answers have a
  variance above 100 on a side, Pearson's curve, which agrees to 1 % at p = 0.0005.
- **Means and net shares**: a permutation test by Pearson's type III curve (Mielke and Berry 2007),
  from the second and third moments of all answers together; or Welch's t from the two intervals,
  the adjusted z of a net share, where that p value is larger: a few that are spread wider than the
  many are not judged by the many.
- **Means on a scale**: one answer more, spread over the scale, is in their interval, as Agresti and
  Coull (1998) do for proportions. **Means of amounts**: Hall's transformation (1992) takes their
  skewness off. Differences come from the two intervals (Zou and Donner 2008).
- **Medians and percentiles**: far out by t with the degrees of freedom of the smaller side.

Simulated (`benchmarks/claims/tails.py`): families of 96 cells of 10, 20 and 50 against 200, 1,000
and 10,000 hold a real one in 0 to 5 % (2 % on average; shares of 50, 90 and 98 %, three shapes of
NPS, CSAT and CES means, cells spread wider or less than their base, medians), small segments
against the rest at twelve touchpoints in 3 to 4 %, key figures with those beside them in at most
5 %. Of changes between 100 to 1,000 answers a side as many are found as by z and Welch's t, within
2 points.

What one headline tells of is one family: key figures with those beside them (means, 90th
percentiles, revenue), all series of Touchpoints, the lines of the journey, what NPS groups did.
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
        rows["statistic"] += "; of skewed amounts read a hundred or more, see above"
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
