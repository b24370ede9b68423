"""The view of a link, held to what the shared link that it is read through allows."""

from __future__ import annotations

from urllib.parse import parse_qsl

from werkzeug.exceptions import Forbidden

from access.reader import Held
from data.catalog import Catalog
from data.scope import Filters, Span
from view.pages import PAGES
from view.state import View
from view.url import LONGEST_QUERY, Parsed, encoded, is_page, parse

_THEME, _GROUP = "theme", "theme_group"
_DATES = ("from", "to", "period", "compare")
_GONE = (
    "This link is held to a page, filters or dates that the data do not have. Nothing is shown; "
    "ask who sent it for a new one."
)


def view_within(
    held: Held, path: str | None, query: str | None, catalog: Catalog, root: str
) -> Parsed:
    """The view of a path and a query, with what is held as it was shared.

    The query is written anew and read by the grammar of all links, so that all that depends on
    dates and filters follows. Raises Forbidden where what is held can't be.
    """
    notices = []
    if is_page(path, root) and parse(path, "", catalog, root).view.page != held.page:
        notices.append(f"This link shows {PAGES[held.page].title} and no other page.")
    given = parse_qsl((query or "")[:LONGEST_QUERY].removeprefix("?"), keep_blank_values=True)
    asked: dict[str, list[str]] = {}
    for name, value in given:
        asked.setdefault(name.strip(), []).append(value)
    kept = [(name, value) for name, values in asked.items() for value in values]
    if held.compare:
        own = _dates(held)
        of_dates = [one for one in kept if one[0] in _DATES]
        if of_dates and _days(of_dates, catalog) != _days(own, catalog):
            notices.append("The dates and the comparison are held by this link.")
        kept = [one for one in kept if one not in of_dates] + own
    for key, levels in held.filters:
        wanted = [value for value in asked.get(key, []) if value]
        chosen = [level for level in levels if level in wanted] or list(levels)
        if not set(wanted) <= set(levels):
            notices.append(f"“{key}” is held by this link.")
        dimension = catalog.dimension(key)
        known = dimension.places if dimension else {}
        kept = [one for one in kept if one[0] != key]
        kept += [(key, level) for level in chosen if level in known]
    found = parse(f"{root}{held.page}", encoded(kept), catalog, root)
    _refuse_others(found.view, held)
    return Parsed(found.view, (*notices, *found.notices))


def _dates(held: Held) -> list[tuple[str, str]]:
    """What is held of dates, as a link says it."""
    own = [("period", held.period)]
    if held.days:
        own = [("from", held.days.start.isoformat()), ("to", held.days.end.isoformat())]
    return [*own, ("compare", held.compare)]


def _days(query: list[tuple[str, str]], catalog: Catalog) -> tuple[Span, str]:
    view = parse("overview", encoded(query), catalog).view
    return view.span, view.compare


def _refuse_others(view: View, held: Held) -> None:
    """The second wall: whatever was written above, nothing else than what is held is read."""
    own = dict(view.filters)
    filters = all(own.get(key) and set(own[key]) <= set(levels) for key, levels in held.filters)
    if held.days:
        dates = held.days.start <= view.span.start and view.span.end <= held.days.end
    else:
        dates = not held.compare or view.period == held.period
    if not (filters and dates and view.page == held.page):
        raise Forbidden(_GONE)


def levels_within(catalog: Catalog, filters: Filters) -> Catalog:
    """The catalogue in which the held filters have no other levels: these are unknown values."""
    held = _with_themes(catalog, dict(filters))
    dimensions = tuple(
        type(one).model_validate(
            {
                **one.model_dump(),
                "levels": tuple(level for level in one.levels if level in held[one.key]),
                "ordered": 0,
            }
        )
        if one.key in held
        else one
        for one in catalog.dimensions
        if one.key != _GROUP or _GROUP in held or _THEME not in held
    )
    return catalog.model_copy(update={"dimensions": dimensions})


def _with_themes(catalog: Catalog, held: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """With the themes of the groups that are held.

    Pages set a theme, or a group, against all comments. So who is held to a group is told of no
    theme of others, and who is held to a theme of no group: that would tell of others than it.
    """
    themes, told = catalog.dimension(_THEME), catalog.comments_read
    if _GROUP not in held or _THEME in held or themes is None or told is None:
        return held
    return held | {
        _THEME: tuple(one for one in themes.levels if told.group_of(one) in held[_GROUP])
    }
