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

Two things no interval knows:

- **How long the period is.** Counts, totals, contacts per customer, and the shares of customers who
  left, stayed, ordered again or did something go with the number of days. Calendar months and
  quarters differ by up to a tenth; a year before they were as long.
- **What comes together.** Counts are judged as if each ticket and customer came by itself. Where
  one cause brings many, an outage or a campaign, a change is real in that it happened, and says
  little of the next period. Several tickets or answers of one customer count as several, as well.

Where nothing changed, at most about five single changes in a hundred are called real, and of
families of figures that are read together about five in a hundred hold one that is.
"""

_REASONS = """## Why it changed

Of each rate and mean that really changed, the headline looks for one reason.

- **Mix.** The change is the mix (what the shares of the levels did) and the rate (what the levels
  did), each weighted with the mean of both sides (Kitagawa 1955). Told is a mix that is there (at
  95 %, over all dimensions: Benjamini and Hochberg) and a third of the change or more, whichever
  way it went: with less, two thirds of the change remain. The rate stands beside it with its
  interval. A mix in which the levels went the other way than their total (Simpson 1951) goes first,
  then the one that leaves least to the levels. "All of it" is the mix where the rate's 90 %
  interval lies within a quarter of the change (two one-sided tests, Schuirmann 1987). The error of
  the mix is that of the shares (multinomial) and of the levels' values. Figures that the levels
  don't add up to, as customers with orders in two countries, have no mix.
- **Where.** A touchpoint, a level of a segment, or a segment at a touchpoint, that changed as the
  total did, apart from all others (over all levels, and all ways to cut), and by more than half of
  the change for certain: the lower end of its share (Fieller 1954). "Nearly all" is four fifths.
  What more than four fifths of a side belong to is no place. A segment at a touchpoint is named
  where it also differs from the rest of both. Two levels are told where each is apart from the
  others and these are within noise.
- **Since.** The months of the place, each against the same month a year before (a season is in
  both), as a step that is better than none, and than a straight line, by more than in 95 and 97 of
  100 series without a step (by simulation; Cox 1962, Williams 1970). Told are all months that can't
  be ruled out as the first (Hansen 2000), where months of the view come before them.
- Where customers answered several times, all these parts are as much less certain as their whole.

Simulated (`benchmarks/claims/reasons.py`; companies of 10,000 answers a year, four dimensions):

| planted | told rightly, where the change was found |
|---|---|
| pure mix; at 3,000, 10,000 and 30,000 answers | 100, 100, 100 % |
| mix, and every plan up (Simpson) | 100 % |
| half mix, half everywhere | 100 % |
| one touchpoint; one plan; one plan at one touchpoint | 99, 98, 100 % |
| two touchpoints alike: both, or none | 98 % |
| everywhere alike: no place | 98 % |
| a step: a span with its month | 92 to 95 %, else none |
| a drift: no month | 97 % |
| nothing: a reason is told | in 0.2 % of all |

Smaller changes are placed less often: of a touchpoint that takes 1.5 points from the total (p about
0.01) 7 in 10 are, and no other is named in its place.
"""


def dictionary() -> str:
    """The page: one section for each metric."""
    return "\n".join(
        [_INTRODUCTION, _REASONS, *(_section(metric) for metric in DEFINITIONS.values())]
    )


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
