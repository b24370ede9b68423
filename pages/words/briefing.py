"""What a page says before its figures: a headline, at most three findings, a line for the rest."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from data.catalog import Catalog
from data.scope import Filters
from data.store.snapshots import Snapshot
from metrics.inference.verdicts import Verdict
from metrics.series import is_series
from pages.figures.figure import Figure, carded
from pages.figures.reasons import MixReason, Place, reasons
from pages.figures.series import link_name
from pages.panel import Briefing, Finding, Page, Panel
from pages.panels.breakdowns import has_touchpoints
from pages.standing_out.levels import standing_out
from pages.standing_out.words import of_levels
from pages.words import headline
from pages.words.changes import is_thin, money_of, special_words
from pages.words.coverage_words import coverage_words
from pages.words.figure_words import between_words
from pages.words.headline import MOST_TOLD
from pages.words.reason_words import line_words
from pages.words.season_words import OF_SEASON, judgement_words, seasonal, usual_words
from pages.words.sentence import account, details, weightiest
from pages.words.series_names import scale_note
from view.pages import page_of_reason
from view.query import counted
from view.state import View

_OF_COMMENTS = ("theme_share", "sentiment")  # one comment may be in both
_AT_RISK = "money_at_risk"


def brief(
    snapshot: Snapshot, view: View, totals: Sequence[Figure], *, all_told: bool = True
) -> Briefing:
    """What the key figures say of the view.

    Without `all_told` there are more of them than these, of which nothing is said.
    """
    catalog = snapshot.catalog
    rows = carded(totals)
    judged = [row for row in rows if row.verdict in (Verdict.REAL, Verdict.NOISE)]
    if not judged:
        full = account(view, totals, {}, catalog, all_told=all_told)
        apart = standing_out(snapshot, view, rows)
        if apart:
            return of_levels(rows, apart, full, view, catalog)
        return Briefing(headline.of_standing(rows, full, view, catalog), (), full)
    beside = [row for row in totals if row not in rows and row.verdict == Verdict.REAL]
    found = weightiest(rows, {}, view, catalog)
    told = found[:MOST_TOLD]
    over_time = view.compare in ("previous", "year-ago")
    why = reasons(snapshot, view, told, has_touchpoints(catalog)) if told and over_time else {}
    found = weightiest(rows, why, view, catalog)
    told = found[:MOST_TOLD] or beside[:MOST_TOLD]
    said = (
        headline.of_changes(found, told, why, view, catalog)
        if found
        else headline.of_none(judged, beside, view, catalog, all_told=all_told)
    )
    cost = _cost(totals, catalog)
    findings = [_finding(row, totals, why.get(row.series), cost, view, catalog) for row in told]
    return Briefing(said, tuple(findings), account(view, totals, why, catalog, all_told=all_told))


def _finding(
    row: Figure,
    rows: Sequence[Figure],
    why: MixReason | Place | None,
    cost: str,
    view: View,
    catalog: Catalog,
) -> Finding:
    metric = row.definition
    several = sum(other.metric == row.metric for other in rows) > 1
    name = f"{metric.name}, {scale_note(row.series)}" if several else metric.name
    thin = is_thin(row, view, catalog.minimum_n)
    few = f", from only {row.base_n:,} {metric.noun}" if thin else ""
    season = usual_words(row, money_of(row, catalog))
    beyond = f"beyond noise; {season}" if season else "beyond noise"
    series = link_name(catalog, row.metric, row.series)
    dated = isinstance(why, Place) and why.since is not None
    unusual = "" if dated else special_words(row, view)
    return Finding(
        row,
        name,
        f"{beyond}{few}{line_words(why, row, catalog.currency)}{unusual}",
        cost if row.metric == "nps" and row.change < 0 else "",
        (("page", page_of_reason(view.page, metric)), ("metric", series), *_by(why)),
        () if metric.is_average else _where(why),
    )


def _where(why: MixReason | Place | None) -> Filters:
    """The levels that hold most of a change."""
    if not isinstance(why, Place):
        return ()
    return tuple((dimension.key, levels) for dimension, levels in why.where)


def _by(why: MixReason | Place | None) -> tuple[tuple[str, object], ...]:
    """The dimension whose mix changed, to break down by; touchpoints are always there."""
    if not isinstance(why, MixReason) or why.dimension.key == "touchpoint":
        return ()
    return (("by", why.dimension.key),)


def _cost(totals: Sequence[Figure], catalog: Catalog) -> str:
    """`EUR 0.6–1.5 m a year at risk with detractors`, where that is surely more than nothing."""
    known = (row for row in totals if row.metric == _AT_RISK and row.low > 0)
    row = next(known, None)
    if row is None:
        return ""
    between = between_words(row.low, row.high, row.definition, catalog.currency)
    return f"{between} a year at risk with detractors"


def rest(
    figures: Sequence[Figure], findings: Sequence[Finding], catalog: Catalog, view: View
) -> str:
    """The quiet line: how many others by verdict, how many answers and comments, which days."""
    shown = carded(figures)
    told = {_which(one.figure) for one in findings if not one.rest}
    others = [row for row in shown if _which(row) not in told]
    count = Counter(judgement_words(row) if seasonal(row) else row.verdict for row in others)
    parts = []
    if more := [row.definition.name for row in others if row.verdict == Verdict.REAL]:
        parts.append(f"also beyond noise: {', '.join(more)}")
    if count[Verdict.NONE] < len(shown):
        words = {
            Verdict.NOISE: "within noise",
            **{words: words for words in OF_SEASON},
            Verdict.TOO_FEW: "with too few to judge",
            Verdict.NONE: "with nothing to compare",
        }
        noun = "other" if told else "key figure"
        for key, word in words.items():
            if number := count[key]:
                of = f" {noun}{'' if number == 1 else 's'}" if not parts else ""
                parts.append(f"{number}{of} {word}")
    written = [row for row in shown if row.metric in _OF_COMMENTS]
    given = [row for row in shown if is_series(row.series) and row.metric not in _OF_COMMENTS]
    answers = sum(row.shown_n or 0 for row in given)
    if answers:
        beside = catalog.weighted and not view.weighted and view.compare != "none"
        parts.append(f"{counted(answers, 'answers')}{', compared unweighted' if beside else ''}")
    # Of one comment there may be a sentiment and themes; coded sentiments may be of no comment.
    many = Counter[str]()
    for row in written:
        many[row.metric] += row.shown_n or 0
    if comments := next((many[key] for key in _OF_COMMENTS if key in many), 0):
        parts.append(counted(comments, "comments"))
    return " · ".join([*parts, *coverage_words(figures, catalog, view)])


def page_of(
    view: View,
    catalog: Catalog,
    said: Briefing,
    figures: Sequence[Figure],
    panels: Sequence[Panel],
    note: str = "",
) -> Page:
    """A page of panels, with its briefing above them and a quiet line on all its figures."""
    return Page(
        view,
        said.headline,
        details(catalog, view),
        tuple(panels),
        note,
        findings=said.findings,
        rest=rest(figures, said.findings, catalog, view),
        account=said.account,
    )


def _which(row: Figure) -> tuple[str, str, str]:
    return row.metric, row.series, row.place


def with_targets(line: str, figures: Sequence[Figure]) -> str:
    """The quiet line with how many targets are met, first after the verdicts."""
    held = [row.target_verdict for row in carded(figures) if row.target_verdict]
    if not held:
        return line
    missed, close = (held.count(one) for one in ("not met", "too close to call"))
    number, verb = (missed, "missed") if missed else (len(held) - close, "met")
    told = f"{number} of {len(held)} targets {verb}"
    if close:
        told += f", {close} too close to call"
    if len(held) == 1:
        told = f"target {'too close to call' if close else verb}"
    return f"{told} · {line}" if line else told
