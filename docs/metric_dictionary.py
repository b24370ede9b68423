"""Writes docs/metrics.md from the metric definitions: `python -m docs.metric_dictionary`."""

from __future__ import annotations

from pathlib import Path

from metrics.definitions import DEFINITIONS, MetricDefinition
from metrics.definitions.overview import GROUPS, MOST
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
Customers come and go, each with all of their tickets or orders: the dispersion is never taken below
the sum over customers of the squares of their own changes, over that of as many customers (Cameron
and Miller 2015).

**Several answers of one customer** are alike, and tell less than as many of several customers:
intervals and verdicts of shares, means, NPS and medians count n answers as n / (1 + (m - 1) rho),
with m answers of its customer beside each, itself included, and the intraclass correlation rho
(Kish 1965, 5.4). Rho is that of all answers of a series, so that for all of them together it comes
to the variance by customer (Cameron and Miller 2015); m is counted in each view, period and level,
in the answers of about 6,000 rows' worth of customers where there are more. Who answered on both
sides of a comparison ties them together, which makes their difference more certain. Tickets and
orders of one customer likewise. Without customer ids each answer counts as one of its own, and a
page says so. Simulated (`benchmarks/claims/repeats.py`), 2, 5 and 10 answers a customer and some
far more often, opinions half of the variance: 92 to 100 % of the intervals of totals, segments,
touchpoints and their differences hold the truth.

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
season are found in 54 %. A change that is real, went the way of last year's and less far, is the
season, too, and none of its own.

**The usual season.** Figures of a whole view that is one calendar month or quarter are held against
more than last year, where the data hold two years before both sides: the usual season is the mean
of the same change in all earlier years, at most four. What the change has beyond it, in its
direction, decides the verdict, as above. Both have the sampling errors of all figures, and how much
the same step varies from year to year besides, with t. One or two years of one step tell next to
nothing of that: it is pooled over all steps of the history, whatever the month, each less the same
one a year before; the squares of these over their sampling variances, and two more that are thought
to be 1 (as Smyth 2004 does), have a mean, and what that is above 1 is added. Where the season can
be told from nothing, the page says "of +4.2 points, +3.9 are the usual season", or that a change is
"as usual for the season", "more than the season", "less than the season". Where it can't, nothing
is said of it, and a change still has to be beyond what years differ by: were the plain verdict to
stand there ("unless one is told"), a season too small to be told would be called a change of its
own in up to 23 % of views, 43 % where years are uneven. Simulated (`benchmarks/claims/season.py`,
2,000 rounds each: give or take 1 or 2), shares of 1,000 answers a period, "uneven" by how much each
period differs from year to year in standard errors, nothing changed:

| 2 earlier years; quarters / months | plainly real | unless one is told | beside earlier years |
|---|---|---|---|
| no season, even | 5 / 4 % | 5 / 4 % | 0 / 1 % |
| season of 3 points, even | 30 / 32 % | 23 / 20 % | 0 / 0 % |
| season of 6 points, even | 85 / 86 % | 12 / 4 % | 0 / 1 % |
| no season, uneven by 1 | 16 / 17 % | 16 / 17 % | 2 / 3 % |
| season of 6 points, uneven by 1 | 77 / 78 % | 26 / 21 % | 1 / 3 % |
| no season, uneven by 2 | 38 / 38 % | 37 / 37 % | 5 / 4 % |
| season of 6 points, uneven by 2 | 70 / 69 % | 42 / 42 % | 4 / 3 % |

Three earlier years: 0 to 5 %. The season's interval holds it in 93 to 100 %. Of a step on top of a
season of 6 points, even, are found:

| on top | quarters, 2 earlier | 3 earlier | months, 2 earlier | 3 earlier |
|---|---|---|---|---|
| 3 points | 5 % | 10 % | 11 % | 20 % |
| 6 points | 35 % | 50 % | 54 % | 65 % |
| 9 points | 81 % | 91 % | 91 % | 96 % |

Limits: a season that changes its size or its months is uneven years, and hides more; so does a
step in the history, in each pair of years that it lies in. Where a season fails to come and so no
change is seen, none is told. Counts, totals, customers, the index, percentiles beside
a median, levels of breakdowns, periods of trends and other lengths of time are held against last
year alone. Readers who may not leave their days, and anonymous ones, are told no season.

**Looking again** finds chance: of companies in which nothing changes, three key figures each, 37 %
show a real change in a headline over 12 months at least once in a year of weekly looks, 65 to 69 %
over 90 days, 82 to 87 % over 30 days (`benchmarks/claims/looking.py`). Control charts are made for
that.

**What is unusual** is said by a control chart of each key figure of answers, tickets, times and
order value, over whole periods alone: those of the view and those before it, 36 at least where the
data have them (`metrics/inference/control_charts.py`, `monitoring.py`). Cards, headline and trend
read the same chart. With 12 periods or fewer nothing is told, and the card says so: limits of so
few would be a trial. Where a table has more than 200,000 rows, histories are read in the
background, once for all days and pages of the same filters and grain, the newest 400 periods.
Readers of a shared view that holds its days, and of an anonymous one, have charts of these days
alone.

- **Limits.** A period's standard error is that of its interval, of a share so that of the p chart,
  of tickets a day that of the u chart (NIST/SEMATECH e-Handbook, 6.3.3). Where periods vary by
  more than their answers explain, sigma z, the mean moving range of the standardised figures over
  1.128, widens them: Laney's p' and u' charts (2002), for means, NPS and times as well; where n is
  the same it is the XmR chart. They are never narrower for a sigma z below 1. A card says sigma z
  where it is above 1 by two standard errors: "months differ 1.8 times more than answers alone
  explain".
- **Looked at each week for a year.** Three-sigma limits and rules of runs promise nothing for a
  page that is looked at again. Here each period is compared with all before it (recursive
  residuals: Brown, Durbin and Evans 1975), alone and smoothed over about the last twelve (EWMA:
  Roberts 1959; combined limits: Lucas and Saccucci 1990), by t with the freedom that sigma z has.
  Both together are the wide band of a trend, and are held to a page: with K charts the square of
  the limit is larger by 2 log K, so that all cards of a page together show a special cause in at
  most 5 of 100 years.
- **Variation** (a wave, or an arrow): common cause; or special cause, improving or worsening, from
  the first period that is outside the band until figures are back at their level. An arrow is of a
  metric of which neither is better in grey. The kinds are those of NHS England's *Making Data
  Count* (as its package NHSRplotthedots has them), the rules are not.
- **Assurance** (a tick, a question mark, a cross): whether the target is met always, sometimes or
  never, by the three-sigma limits of a period of average n. While a special cause holds, nothing is
  usual, and this is not told.

- **A new level.** What moved and stays stays a special cause, until it fills the chart, unless a
  note on a date says that figures are of a new level: then limits of its rows, and of its metric
  where it names one, begin anew with the next whole period, and nothing is told until there are
  more than 12 since.

They know no season, though a season that comes back widens them.
Totals, such as revenue, and what customers do in a period have no chart; windows have none either.

Simulated (`benchmarks/claims/unusual.py`), twelve cards, charts that move along with the view,
2,000 pages (500 by week and day):

| nothing changes | any special cause in a year |
|---|---|
| 20 or 100 answers a month | 1 to 2 % |
| 100 answers a month, 4 of each customer | 1 % |
| 100 answers a month, months vary 1.8 times more than that explains | 5 % |
| 100 answers a week, 30 a day | 0 to 1 % |
| 100 answers a week, weeks vary 1.8 times more | 3 % |

| one card, 300 answers a month | seen within 3, 6, 12 months |
|---|---|
| NPS falls by 5 points | 1, 3, 11 % |
| by 10 points | 8, 43, 81 % |
| by 15 points | 37, 91, 100 % |
| by 1 point more each month | 0, 1, 57 % |
| a season of 5 points up and down, as every year | 0, 1, 1 % |

**Rolling windows** of 3, 6 or 12 months are read as a view of these days is: from answers, never
from the figures of months. A window that the data do not cover in full is left out. It is compared
as a view is, with the window before it or a year ago, which have no day in common with it; all
windows shown, the newest 36, are one family. Of tables of more than 200,000 rows they are worked
out in the background.

**What goes with it.** *Why* weighs what goes with NPS, CSAT, effort, ratings or leaving: an
association, not a cause. A row is a customer; a response, where feedback names no customers. The
outcome is the customer's mean score in the days of the view, by answers without a touchpoint where
most are so, else by all; or, of customers who were there as the second half of the days began,
whether they left in it. Weighed are, of the same days (for leaving: of the first half, so that
nobody has less time to be known because they left), each customer's mean score at each touchpoint
(for leaving, those without a touchpoint too); means of their tickets (times as logarithms) and how
many they opened; and, of comments with answers to other questions, the share of each of the ten
usual coded reasons. The outcome's own
answers and the sentiment of comments are left out: they are the outcome once more. Rows are not
weighted. At most 200,000 customers are asked for, and 10,000 complete ones weighed.

Scores, service figures and themes are weighed each among themselves, by the customers of whom all
of them are known. What is known of too few is left out, one after the other, each time that without
which most customers are complete (figures known of the same customers go together). Of these steps
the one is taken that has most figures for their standard errors (their number times the root of the
complete customers), with 104 customers and one a figure at least (Green 1991), and of leaving ten
leavers a figure (Peduzzi and others 1996). Figures that correlate by more than 0.9 are one, named
together; those that are the same for all but nine customers are none.

A weight is what a figure has of R squared (relative weights: Johnson 2000; for leaving of a linear
probability), with percentiles of the bootstrap by customer. It says which figures share what can be
predicted, not what would follow from changing one: of two that go together both have weight, also
where one alone matters. Weights are never negative, so that an interval without zero proves
nothing: each is held against random variables beside the same figures (Tonidandel, LeBreton and
Johnson 2009). The line of noise is what as many of them as the page weighs all stay below in 95 of
100 views (4,000 are drawn; from their 90th percentile on the tail is that of chi squared). Signs
are those of correlations. The quadrant (Martilla and James 1977) has the view's own figures of
touchpoints against their target, else against the mean of all touchpoints with the same question,
three at least, and names only what is beyond noise and whose interval leaves out that threshold;
importance is above or below its mean.

Simulated (`benchmarks/claims/drivers.py`, 50 views a case): on noise (120 to 3,000 customers, 4 to
20 touchpoints that go together, scores and service figures, a third missing, 5 % who leave) 0 to 4
% of views name a driver; 2 % of 300 views of 120 customers. One cause of 8 touchpoints and 300
customers (correlation 0.3), two, one of them against the outcome, of 1,000, and one for leaving of
3,000, a tenth of whom leave: named in all views, with their signs; beside the first of these, 5 %
of 400 views name another touchpoint too. Intervals of the largest weight hold it in 96 %; those of
small weights are never at 0, where the truth may be.

Looked at as their managers would (May 2017, San Francisco airport, 1,016 of 2,746 responses): NPS
goes with security, finding the way, safety and cleanliness, overall CSAT with walkways, restaurants
and signs; restaurants, shops and art fall short. Both information booths are told as one. Sample
company: leaving goes with NPS, as planted, and with no service figure; NPS and CSAT with no score
and no service figure: its answers are drawn one by one. NPS goes with one theme, Simple, against
it: the plan Starter, whose NPS is low, has it three times as often. That is an association by what
nobody weighed. Olist has one touchpoint and no tickets: nothing is weighed.
Limits: two customers who are alike in something nobody measured are alike in outcome and figures;
few answers a customer make weights small; a figure that matters to few is hardly seen. Readers of
anonymous links see none of it.

**What comes next.** A metric's whole months (or quarters; a partial last one never) are carried on
three to six periods by a state space model of level, fading slope, season and months that are
unlike (Harvey 1989; Durbin and Koopman 2012), in which the sampling error of each month, that of
its 95 % interval, is known: a thin month moves the level less. Shares, NPS and bounded means are
forecast as logits of their place on the scale, times and amounts as logarithms. How large each part
is, two or three years do not tell: 288 models are averaged by how likely each makes the history.
Bands are of the figures that months will show, if as many answer as in the last year; the
probability of a target is that such a figure reaches it, and is told for each period ahead.

A line is drawn only where two years of months are known and forecasts from at least three earlier
months (rolling origins: Tashman 2000), each of which knows what came before it alone, had a lower
MASE (Hyndman and Koehler 2006) than last year's value. Else the panel says "no better than last
year's value"; where the 80 and 95 % bands held less than 60 and 80 % of the past, "too unsteady".
Both MASE and what the bands held are said. Forecasts of one series overlap: what its bands held
swings far more than its number of figures suggests.

Simulated (`benchmarks/claims/forecast.py`, 200 series a case: give or take 3; third month ahead):
drift, trend, season, both, NPS, months of 12 answers among 200: the 80 % band holds 78 to 83 %, the
95 % band 93 to 98; flat series of 24 months 88 and 98; shares near 95 % of 30 answers a month 75
and 93. Of
targets with a chance under 20, 20 to 40, 40 to 60, 60 to 80 and over 80 % (mean 9, 31, 50, 70, 90)
14, 37, 52, 70 and 90 % were met. Of flat series 98 % have a line.

Tried on data: helpdesk (forecasts from 25 or 26 months): MASE 0.57 to 1.29 against 0.82 to
2.22 of last year's values, 80 % bands held 74 to 91 %, 95 % bands 85 to 96; median first response,
60 and 84 %, has no line.
Sample company (from 16 months): handling time 0.58 against 0.68, quality score 0.63 against 1.12;
waiting time of calls, order value and XQI, whose 95 % bands held 71 to 78 %, have no line. Olist
has 20 months: no forecast.
Limits: a break that has not been before, a campaign, a new policy, are in no band; the season is
the same each year; counts, totals, customers and what is known only later are not forecast. Who
reads a shared view that is held to its days sees none, since months before them would show.

**Who may leave** within 90 days is a logistic regression (scikit-learn) on what was known of
customers on a day: how long they had been customers, and of the year before it answers, low ones,
the group of the newest NPS answer, orders, tickets, engagement, the last 90 days apart. It is
learnt from up to four such days, 90 days apart, each with who left in the 90 days after it (a
discrete-time hazard: Singer and Willett 1993). What has no date, as plan, segments and revenue, is
not used: it may be what leaving made of it. Tables count that are known for a year and nine
months, up to now.

Up to four periods are held back, each told by a model of the days before it alone, whose 90 days
end before it begins. Risks are told only where there, at 95 %, the area under the ROC curve is
above one half (DeLong, DeLong and Clarke-Pearson 1988; a customer's rows of several periods taken
together: Obuchowski 1997) and the Brier score (1950) below that of the share who left in the
periods learnt from; where 100 customers left in the periods learnt from; and where neither half as
many again left as expected, nor less than two thirds. Else the panel says which. Lists of 20, 50
and 100 and the first tenth, and tenths by risk, have Wilson's intervals, wider where the same
customers stand in several periods. The interval of one customer's risk is that of the model's
weights: what it does not know of a customer is not in it.

**Revenue at risk** is the sum of risk times annual revenue, times what was lost over what was
expected in the periods held back, since risks know nothing of revenue. Its interval is one of
prediction, a gamma distribution: each leaves or not by themselves, times how much more past
periods differed (quasi-likelihood: Wedderburn 1974; never below 1, with t for z where above).

**The next order** is that of BG/NBD (Fader, Hardie and Lee 2005), whose customers order as before
until they leave; its worth that of the predicted value.

Simulated (`benchmarks/claims/leaving.py`, 200 companies a case of 1,000 to 3,000 customers, twelve
columns of noise): where nobody leaves for a reason, also where customers or periods are unlike, or
20 % leave, risks were told of none of 1,000 companies. One cause that doubles the odds with each
standard deviation, which changes or stays: told of 99.5 to 100 %; 92 to 95 % of the tenths hold
the risk told (84 where periods are unlike: they move together), 98 to 100 customers leave of 100
expected; the interval of revenue at risk holds what was then lost in 95 to 98 %, also where large
customers leave less; that of the area the truth in 94 to 96 %.

In the sample company, where detractors leave almost three times as often: area 0.62 (0.61 to
0.64), Brier score 0.0303 against 0.0306; of the first tenth 2.5 times as many left as of all (2.3
to 2.8), of the 100 highest risks 2.9 times (2.1 to 4.0), of 20 2.0 times (0.9 to 4.4); 9 of 10
tenths hold the risk told. Olist, SFO and helpdesk do not say when customers left: no risks.

Limits: association, not cause; a call is not known to help. Who reads a shared view that is held
to its days, or is never a few customers apart, sees none of this; who may not see single customers
sees no list.
**Did it work.** A registered action (a note with a segment, a metric, a direction, perhaps a size,
and 12, 24 or 48 weeks after which it is judged) is measured by difference in differences: the
change of its segment less that of all segments left untouched, each of these with the same share of
the answers before and after (Kitagawa 1955). All are read by four-week periods, counted from the
action: up to 26 before it, and those after it that were registered. Its days themselves count on
neither side. The 95 % interval comes from the answers, several of one customer counted for less,
widened by the root of how much the difference varies between periods beyond what its answers
explain (never below 1), with t of the periods less three: with one segment acted upon, errors
clustered by segment and their bootstrap don't hold (Donald and Lang 2007; MacKinnon and Webb 2018).
The trend of the periods before is *carried on* to those after it: that is what a drift would have
made of it by itself. The verdict is one of five:

- **Open**: no whole four weeks after it. **Too early**: fewer than were registered. There is one
  look: later periods change nothing, and nothing is told before.
- **Worked**: the 95 % interval is all on the expected side of zero; so is the 90 % interval of the
  effect less the drift; the drift is shown to be smaller than the least effect that would be seen
  (its 90 % interval lies within: two one-sided tests, Schuirmann 1987); no earlier date, as if it
  had been done then, and no untouched segment against the other ones shows as much, in standard
  errors (of 39 or more, as many may as chance allows at 5 %). *By less than expected* where the
  interval leaves out the expected size.
- **Did not work**: the drift is that small, and both intervals lie below the expected size, or,
  where none was given, below zero: it went the other way.
- **Can't tell**, with the reason: no untouched segment; too few customers to be shown; fewer than
  six periods before, or than half of those after, with 10 answers (or the minimum n) of each
  segment; a drift; a placebo; an interval that holds both nothing and what was expected, or no
  expected size to fall short of.

Before it, and while it is open, the panel says which effect **would be seen** in 8 of 10 cases, if
as many answer as before: the size at which all that *worked* asks for but the placebos happens with
probability 0.8 (noncentral t, and the drift's own error).

Simulated (`benchmarks/claims/actions.py`, NPS, three periods after, 260 companies a case: give or
take 5): 25, 40 or 200 answers in four weeks, one to eight untouched segments, one or two years
before. Of actions that do nothing 1 to 4 % are said to work, or would be with the other direction
expected, and 74 to 81 % not to, where the effect that would be seen was expected; of such effects
71 to 82 % are found, and at most 2 % said not to work. Where the segment drifts by a third or two
thirds of that effect by itself, 2 to 3 % of actions that do nothing are said to work. With ups and
downs of 5 points of each segment's own 5 %, drifting 5 to 6; where half of these last to the next
period 5 %, drifting 4 to 6, and 62 % of effects are found: there the promise is too good.

Limits: what else happened in the segment alone since the action is part of the effect; so is a
season that only this segment has. Segments that the action reached as well make it look smaller.
One of 20 actions that do nothing may seem to work. Segments that were chosen because they were
lately at their worst recover by themselves (regression to the mean). Actions are of shares, means
and NPS of answers, tickets and orders; what is done everywhere has nothing to compare with.

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

- **Against the rest**, medians and percentiles leave the level's own rows out, exactly. Simulated,
  3 to 8 levels that are alike: 1.7 to 4.0 % of families hold one beyond noise; a level of 200 among
  330 rows whose times are 1.6 times as long is found in 82 of 100 (with its own rows on both sides:
  7).
- **Ranks** are ranges where levels can't be told apart (Mogstad, Romano, Shaikh and Wilhelm 2024):
  a level ranks behind those surely better, by tests of all pairs held to 5 % together. Simulated,
  5 to 40 levels: a true rank lies outside in 5.0 % where all are alike, in 0 to 1 % where they
  differ.
  Pages show agents and teams in three groups by the verdict of each difference: worse, within noise
  and better; the first and the last by how sure the difference is, those within noise by name.
  A touchpoint is *lowest* where that is sure, else *among the lowest*.
- **The predicted value** is not told where its model does not describe the orders: where by it
  there were less than two thirds of the orders, or half as many again, where the data leave open
  whether the mean order value is infinite, and at the edge of its parameters. The page says which.

What one headline tells of is one family: key figures with those beside them (means, 90th
percentiles, revenue), all series of Touchpoints, the lines of the journey, what NPS groups did.
"""

# The table: `make claims`.
_CLAIMS = """## What is claimed where nothing changes

`make claims` simulates companies of which the truth is known and reads them as a user's own: files,
a mapping, a load, pages (`benchmarks/claims/`). Nothing ever changes in them, and customers differ
by chance alone. Each round has four: customers who answer once; customers with opinions of their
own, who answer 2, 5 or 10 times and buy and ask as often; some of whom answer far more often than
others; who come and go within months. Each has 600 to 10,000 answers, half as many tickets and as
many orders, segments of 90, 8 and 2 %, and is seen in four views: twelve months against those
before and against the rest, ninety days against those before and a year ago.

A headline or a panel may claim something in five of a hundred views, and 95 % intervals should hold
the truth in 93 to 97 (of amounts from 100 orders on 90, of medians up to 99). Beyond that only what
so many views do by chance, once in 1,000, is let pass. Views of one company are not
independent: they count as fewer, by the design effect of what happened (Kish 1965).

| false, % of views | headlines | panels |
|---|---|---|
| all | 2 | 3 |
| answer once | 3 | 3 |
| opinions of their own | 1 | 3 |
| some far more often | 2 | 2 |
| come and go within months | 3 | 4 |
| page Overview | 2 | 1 to 6 (trend) |
| page Loyalty | 4 | 5 to 6 (trend) |
| page Touchpoints | 3 | 1 to 4 (by_month) |
| page Journey | 1 | 3 to 3 (by_segment) |
| page Customers | 1 | 1 to 2 (trend) |
| page Service | 3 | 3 to 4 (by_segment) |

| truth held, %, by customers who answer | level | change | difference from the rest |
|---|---|---|---|
| once | 96 | 96 | 96 |
| 2 answers of a customer | 96 | 96 | 96 |
| 5 answers of a customer | 96 | 97 | 96 |
| 10 answers of a customer | 97 | 97 | 97 |
| 5, some far more often | 94 | 98 | 94 |
| 5 within 2 months | 96 | 97 | 96 |
"""

_REASONS = """## Why it changed

Of each rate and mean that changed beyond noise, the headline looks for one reason.

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


_WHY = """## The page Why

Of any rate, mean or NPS, over whatever filters, days and comparison the view has.

**A bridge** (`metrics/reasons/bridge.py`) takes the change apart by the levels of a dimension, in
the midpoint form of Kitagawa (1955): a level's *mix* is the change of its share of the rows, times
its mean value less that of the total, both the mean of the two sides; its *rate* the mean of its
shares times the change of its value. All of them add up to the change exactly. A level that is new
or gone is all mix. Levels with fewer than the minimum n on a side, hidden ones, and what shields
these, are one level before anything is computed.

- Intervals are by the delta method, from the counts of both sides: shares vary as a multinomial
  sample does, the values of levels independently. Simulated (NPS, CSAT, mean; 1,000 pairs of
  samples: `tests/metrics/test_reasons_bridge.py`), those of mix, rate and both hold the truth in
  93 to 97 % with 1,000 answers a side. With 150 those of the mix of a level near the mean of all
  hold it in 93 to 98 %: its mix is the product of two uncertain numbers.
- Customers with several answers make all parts as much less certain as their whole.
- Two dimensions are one bridge over their cells, never two bridges added. It is shown where its mix
  is larger than that of either alone by a third of the change, or turns the levels alone; over all
  pairs, Benjamini and Hochberg.
- Figures that levels don't add up to, as customers with orders in two countries, have none; nor
  have medians, counts and totals.

**Where** (`metrics/reasons/where.py`) are the touchpoints and levels of segments, one or two deep,
that changed differently from all others: the difference of both changes, from their intervals
(MOVER: Zou and Donner 2008), its p value by t (Welch 1947, Satterthwaite 1946), and no smaller than
beside the others at an unchanged mix, since more or less of a low level moves the total of the
others and no level at all.

- Tested are levels and pairs with 30 rows on each of the four sides, itself and all others, now and
  before, of at most four fifths of a side; of two levels that are each other's complement one. All
  of them are **one family**: the false discovery rate is held over it, and the page says how many.
- A pair counts where it changed by more than both its levels together explain (the interaction).
- Of those that are real the surest is told, and each other one only where it is real within those
  told before and without them: their shadows are not told. Both are held to the whole family.
- They stand by what they added to the change, the mean share times their own change, their share
  beside it.
- Rows of one customer are counted out on all four sides, as for other differences.
- A segment with a season of its own changes differently each quarter: compared with the previous
  period, the page says so. Dimensions are crossed up to 5,000 cells, those with few levels first;
  larger ones have a bridge by themselves, and are not searched. Anonymous readers see no pairs.

Simulated (`benchmarks/claims/why.py`; two years of 6,000 answers, four dimensions, of a customer
once, 5 times, or some far more often; NPS, CSAT, mean score, order value):

| | |
|---|---|
| nothing changed, 67 to 83 tested: a segment is named | in 3 % of 2,400 views, at most 6 % of 150 |
| one segment by 0.3 standard deviations: it alone is named | 97 of 100 |
| the same, 5 answers of a customer | 99 |
| two segments at once | 100 |
| a segment at a touchpoint by 0.6 | 100, of order values 84 |
| mix alone: real, the rate within noise, no segment named | 90 |
| mix, and every plan up (Simpson): said, no segment named | 99, of order values 84 |
| a share drifts, no value moves: no segment named | 100 |
"""


def dictionary() -> str:
    """The page: one section for each metric."""
    return "\n".join(
        [
            _INTRODUCTION,
            _REASONS,
            _WHY,
            _CLAIMS,
            *(_section(metric) for metric in DEFINITIONS.values()),
        ]
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
    PAGE.write_text(dictionary(), encoding="utf-8")
