"""The grammar of links: a path and a query become a View, and a View becomes its link.

Documented in docs/links.md. Old links stay valid (tests/view/test_old_links.py): names may be
added, never removed or given another meaning.
"""

from __future__ import annotations

from typing import NamedTuple
from urllib.parse import parse_qsl, quote, unquote, urlencode

from data.catalog import Catalog, Dimension
from data.space import SPACE
from view.own_work import OWN_PAGE, own_view
from view.pages import PAGES, available_metrics, available_pages, metrics_of
from view.parameters import PARAMETERS, parameters_of
from view.period_parameters import comparison_of, grain_of, period_of
from view.query import Query, listed, nearest, short
from view.state import View

MOST_NAMED = 3  # unknown values named in one notice
LONGEST_QUERY = 100_000  # characters; browsers stop earlier


class Parsed(NamedTuple):
    """A view and, for people, what of the link could not be applied."""

    view: View
    notices: tuple[str, ...]


def parse(path: str | None, query: str | None, catalog: Catalog, root: str = "/") -> Parsed:
    """Read a link. Never raises: what can't be applied is left out and named in the notices.

    `root`: where the dashboard lives, with a slash at both ends.
    """
    pairs = parse_qsl((query or "")[:LONGEST_QUERY].removeprefix("?"), keep_blank_values=True)
    values: dict[str, list[str]] = {}
    for name, value in pairs:
        values.setdefault(name.strip(), []).append(value)
    asked = Query(values, [])
    page = _page(_named(path, root), catalog, asked.notices)
    period, span = period_of(asked, catalog)
    grain, grain_given = grain_of(asked, span, page, catalog)
    filters = tuple(
        (dimension.key, levels)
        for dimension in catalog.dimensions
        if (levels := _levels(asked, dimension))
    )
    compare = comparison_of(asked, span)
    metric = _metric(asked, page, catalog)
    allowed = parameters_of(catalog)
    own = {one.field: one.read(asked, catalog) for one in allowed if one.read}
    view = View(
        page=page,
        period=period,
        span=span,
        grain=grain,
        grain_given=grain_given,
        compare=compare,
        filters=filters,
        metric=metric,
        root=root,
        **own,  # type: ignore[arg-type]
    )
    known = {*(one.name for one in allowed), *(d.key for d in catalog.dimensions)}
    unknown = [name for name in values if name not in known]
    of_pages = {one.name: PAGES[one.page].title for one in PARAMETERS if one.page}
    for name in unknown[:MOST_NAMED]:
        asked.notices.append(
            f"“{name}” works on {of_pages[name]}, and not with these data; left out."
            if name in of_pages
            else f"“{short(name)}” is not a filter here{nearest(name, known)}."
        )
    if len(unknown) > MOST_NAMED:
        asked.notices.append(f"{len(unknown) - MOST_NAMED} more names are not filters here.")
    if catalog.own_agent:
        view = own_view(view, catalog, asked.notices)
    return Parsed(view, tuple(asked.notices))


def query_string(view: View, catalog: Catalog) -> str:
    """The query of the view's link, without `?`; what is usual is left out."""
    pairs: list[tuple[str, str]] = []
    for one in PARAMETERS:
        pairs += [(one.name, value) for value in one.write(view, catalog)]
        if one.name == "compare":
            pairs += [(key, level) for key, levels in view.filters for level in levels]
    return encoded(pairs)


def encoded(pairs: list[tuple[str, str]]) -> str:
    """Names and values as they stand in links."""
    return urlencode(pairs, quote_via=quote, safe=" ():,").replace(" ", "+")


def link(view: View, catalog: Catalog) -> str:
    """The view's address, from where the dashboard lives."""
    query = query_string(view, catalog)
    path = f"{view.root}{view.page}"
    return f"{path}?{query}" if query else path


def is_page(path: str | None, root: str = "/") -> bool:
    """Does a path lead to a page, be it one that these data have nothing to show on?"""
    return _named(path, root) in ("", *PAGES)


def _named(path: str | None, root: str) -> str:
    return unquote(f"{path or ''}/".removeprefix(root)).strip("/")


def _page(page: str, catalog: Catalog, notices: list[str]) -> str:
    pages = available_pages(catalog)
    usual = OWN_PAGE if catalog.own_agent else "overview"
    if page in ("", *pages):
        return page or usual
    if page in PAGES:
        notices.append(
            f"These data have nothing to show on “{PAGES[page].title}”; "
            f"this is {PAGES[usual].title}."
        )
    else:
        notices.append(f"There is no page “{short(page)}”{nearest(page, pages)}.")
    return usual


def _metric(asked: Query, page: str, catalog: Catalog) -> str:
    """The metric to look at; one of another page is left out, or the page would show its own."""
    metric = asked.choice("metric", available_metrics(catalog), "")
    if not metric or not PAGES[page].shows or metric in metrics_of(page, catalog):
        return metric
    there = [
        title
        for key, title in available_pages(catalog).items()
        if PAGES[key].shows and metric in metrics_of(key, catalog)
    ]
    where = f"it is on {listed(there)}" if there else "no page shows it"
    asked.notices.append(f"{PAGES[page].title} does not show “metric={metric}”, {where}; left out.")
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
            f"“{short(value)}” is not a {dimension.noun} in these data"
            f"{nearest(value, known)}; left out."
        )
    if len(unknown) > MOST_NAMED:
        asked.notices.append(
            f"{len(unknown) - MOST_NAMED} more values of {dimension.noun} are not in "
            "these data; left out."
        )
    return tuple(sorted(chosen, key=known.__getitem__))
