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

A period shorter than a year, compared with the one before, may differ by the **season** alone.
Where the data hold the same days a year before, both sides in full, a change is real only if it is
real beside last year's same change as well: the difference of both changes is judged from their
intervals (MOVER: Zou and Donner 2008), counts and totals in per cent of their mean level, and the
p value is the larger of the two. Where they do not, the page says so. Simulated
(`benchmarks/claims/season.py`), a quarter against the quarter before:

| 3,000 answers a quarter | plainly real | real beside last year |
|---|---|---|
| NPS, no season, nothing changed | 5 % | 1 to 2 % |
| NPS, season of 3 / 6 points, nothing changed | 32 / 85 % | 3 / 3 % |
| share, season of 3 / 6 points, nothing changed | 74 / 100 % | 3 / 5 % |
| NPS, season of 6 and a fall or rise by 10 points | | 94 % |

It costs power: two years vary more than one. With 1,000 NPS answers a quarter 10 points beside a
season are found in 54 %.

**Looking again** finds chance: of companies in which nothing changes, three key figures each, 37 %
show a real change in a headline over 12 months at least once in a year of weekly looks, 65 to 69 %
over 90 days, 82 to 87 % over 30 days (`benchmarks/claims/looking.py`). Trends of answers, rates,
means and times therefore have a wide band, from the eighth period on: what chance allows a period
after those before it. Each is compared with all before (recursive residuals: Brown, Durbin and
Evans 1975), smoothed over about the last twelve (EWMA: Roberts 1959; Lucas and Saccucci 1990), and
where periods vary by more than their answers explain, the band is wider. Looked at each week for a
year, 4 to 5 % of trends without a change ever have a mark; of falls of NPS by 10 points, 100
answers a week after a year of them, 63 % are marked within 13 weeks. The band knows no season.

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
