"""The grammar of links: a path and a query become a View, and a View becomes its link.

Documented in docs/links.md. Old links stay valid (tests/view/test_old_links.py): names may be
added, never removed or given another meaning.
"""

from __future__ import annotations

import re
from typing import NamedTuple
from urllib.parse import parse_qsl, quote, unquote, urlencode

from data.catalog import Catalog, Dimension
from data.space import SPACE
from metrics.definitions import DEFINITIONS
from view.page_metrics import PAGES_WITH_METRIC, available_metrics, metrics_of
from view.period_parameters import comparison_of, grain_of, period_of
from view.periods import DEFAULT_PRESET
from view.query import Query, listed, nearest, short
from view.state import DEFAULT_COMPARISON, View

PAGES = {
    "overview": "Overview",
    "loyalty": "Loyalty",
    "touchpoints": "Touchpoints",
    "journey": "Journey",
    "customers": "Customers",
    "service": "Service",
    "dictionary": "Dictionary",
    "data": "Data",
    "customer": "Customer",
}
LISTED = tuple(page for page in PAGES if page != "customer")  # in the navigation
PARAMETERS = (
    "period",
    "from",
    "to",
    "grain",
    "compare",
    "by",
    "metric",
    "weighted",
    "score",
    "table",
    "customer_id",
    "page",
)
_PANEL_KEY_LENGTH = 60
MOST_NAMED = 3  # unknown values named in one notice
MOST_SCORES = 20
SCORE = r"-?[0-9]{1,4}(\.[0-9]{1,3})?"
LONGEST_QUERY = 100_000  # characters; browsers stop earlier


class Parsed(NamedTuple):
    """A view and, for people, what of the link could not be applied."""

    view: View
    notices: tuple[str, ...]


def available_pages(catalog: Catalog) -> dict[str, str]:
    """Pages that have data to show, key to title."""
    touchpoint = catalog.dimension("touchpoint")
    missing = set()
    if "nps" not in catalog.metrics_asked:
        missing.add("loyalty")
    if touchpoint is None or "feedback" not in touchpoint.tables:
        missing |= {"touchpoints", "journey"}
    elif len(touchpoint.levels) < 2:
        missing.add("journey")
    if not (
        catalog.customers_shown and any(catalog.has(t, "customer_id") for t in catalog.columns)
    ):
        missing.add("customer")
    if "tickets" not in catalog.columns:
        missing.add("service")
    if not any(
        catalog.has_all(metric.needs) for metric in DEFINITIONS.values() if metric.of_customers
    ):
        missing.add("customers")
    return {key: title for key, title in PAGES.items() if key not in missing}


def breakdowns(catalog: Catalog) -> list[str]:
    """What `by=` may name."""
    return [d.key for d in catalog.dimensions if d.key != "touchpoint"]


def parse(path: str | None, query: str | None, catalog: Catalog, root: str = "/") -> Parsed:
    """Read a link. Never raises: what can't be applied is left out and named in the notices.

    `root`: where the dashboard lives, with a slash at both ends.
    """
    pairs = parse_qsl((query or "")[:LONGEST_QUERY].removeprefix("?"), keep_blank_values=True)
    values: dict[str, list[str]] = {}
    for name, value in pairs:
        values.setdefault(name.strip(), []).append(value)
    asked = Query(values, [])
    page = _page(f"{path or ''}/".removeprefix(root), catalog, asked.notices)
    period, span = period_of(asked, catalog)
    grain, grain_given = grain_of(asked, span, page, catalog)
    filters = tuple(
        (dimension.key, levels)
        for dimension in catalog.dimensions
        if (levels := _levels(asked, dimension))
    )
    compare = comparison_of(asked, span)
    metric = _metric(asked, page, catalog)
    view = View(
        page=page,
        period=period,
        span=span,
        grain=grain,
        grain_given=grain_given,
        compare=compare,
        filters=filters,
        by=asked.choice("by", breakdowns(catalog), _usual_by(catalog)),
        metric=metric,
        weighted=_weighted(asked, catalog),
        scores=_scores(asked),
        tables=tuple(sorted({t[:_PANEL_KEY_LENGTH] for t in values.get("table", []) if t}))[:20],
        customer_id=asked.identifier("customer_id") if catalog.customers_shown else "",
        reached_from=asked.choice("page", available_pages(catalog), ""),
        root=root,
    )
    known = {*PARAMETERS, *(d.key for d in catalog.dimensions)}
    known -= set() if catalog.customers_shown else {"customer_id"}
    unknown = [name for name in values if name not in known]
    for name in unknown[:MOST_NAMED]:
        asked.notices.append(f"“{short(name)}” is not a filter here{nearest(name, known)}.")
    if len(unknown) > MOST_NAMED:
        asked.notices.append(f"{len(unknown) - MOST_NAMED} more names are not filters here.")
    return Parsed(view, tuple(asked.notices))


def query_string(view: View, catalog: Catalog) -> str:
    """The query of the view's link, without `?`; what is usual is left out."""
    pairs: list[tuple[str, str]] = []
    if not view.period:
        pairs += [("from", view.span.start.isoformat()), ("to", view.span.end.isoformat())]
    elif view.period != DEFAULT_PRESET:
        pairs.append(("period", view.period))
    if view.grain_given:
        pairs.append(("grain", view.grain))
    if view.compare != DEFAULT_COMPARISON:
        pairs.append(("compare", view.compare))
    pairs += [(key, level) for key, levels in view.filters for level in levels]
    if view.by != _usual_by(catalog):
        pairs.append(("by", view.by))
    if view.metric:
        pairs.append(("metric", view.metric))
    if view.weighted:
        pairs.append(("weighted", "yes"))
    pairs += [("score", f"{score:.3f}".rstrip("0").rstrip(".")) for score in view.scores]
    pairs += [("table", panel) for panel in view.tables]
    if view.customer_id:
        pairs.append(("customer_id", view.customer_id))
    if view.reached_from:
        pairs.append(("page", view.reached_from))
    return urlencode(pairs, quote_via=quote, safe=" ():,").replace(" ", "+")


def _usual_by(catalog: Catalog) -> str:
    segments = [d.key for d in catalog.dimensions if d.segment]
    return (segments or breakdowns(catalog) or [""])[0]


def _page(path: str | None, catalog: Catalog, notices: list[str]) -> str:
    page = unquote(path or "").strip("/")
    pages = available_pages(catalog)
    if page in ("", *pages):
        return page or "overview"
    if page in PAGES:
        notices.append(f"These data have nothing to show on “{PAGES[page]}”; this is Overview.")
    else:
        notices.append(f"There is no page “{short(page)}”{nearest(page, pages)}; this is Overview.")
    return "overview"


def _metric(asked: Query, page: str, catalog: Catalog) -> str:
    """The metric to look at; one of another page is left out, or the page would show its own."""
    metric = asked.choice("metric", available_metrics(catalog), "")
    if not metric or page not in PAGES_WITH_METRIC or metric in metrics_of(page, catalog):
        return metric
    there = [
        title
        for key, title in available_pages(catalog).items()
        if key in PAGES_WITH_METRIC and metric in metrics_of(key, catalog)
    ]
    where = f"it is on {listed(there)}" if there else "no page shows it"
    asked.notices.append(f"{PAGES[page]} does not show “metric={metric}”, {where}; left out.")
    return ""


def _levels(asked: Query, dimension: Dimension) -> tuple[str, ...]:
    if dimension.key not in asked.values:
        return ()
    known = dimension.places
    wanted = [
        value if value in known else value.strip(SPACE)  # a level may have space around it
        for value in asked.values[dimension.key]
        if value
    ]
    chosen = {value for value in wanted if value in known}
    unknown = [value for value in dict.fromkeys(wanted) if value not in known]
    for value in unknown[:MOST_NAMED]:
        asked.notices.append(
            f"“{short(value)}” is not a {dimension.label.lower()} in these data"
            f"{nearest(value, known)}; left out."
        )
    if len(unknown) > MOST_NAMED:
        asked.notices.append(
            f"{len(unknown) - MOST_NAMED} more values of {dimension.label.lower()} are not in "
            "these data; left out."
        )
    return tuple(sorted(chosen, key=known.__getitem__))


def _weighted(asked: Query, catalog: Catalog) -> bool:
    weighted = asked.choice("weighted", ("yes", "no"), "no") == "yes"
    if weighted and not catalog.weighted:
        asked.notices.append("These data have no weights; figures are unweighted.")
        return False
    return weighted


def _scores(asked: Query) -> tuple[float, ...]:
    scores = set()
    given = asked.values.get("score", [])
    for text in given[:MOST_SCORES]:
        if re.fullmatch(SCORE, text.strip()):
            scores.add(float(text))
        else:
            asked.notices.append(f"“score={short(text)}” is not a score; left out.")
    if len(given) > MOST_SCORES:
        asked.notices.append(f"More than {MOST_SCORES} scores; the others were left out.")
    return tuple(sorted(scores))
