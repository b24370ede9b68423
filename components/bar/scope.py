"""What the bar says of a view: its period, its comparison, and a chip for each filter."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from components import text
from components.aria import unread
from components.links import href
from data.catalog import Catalog, Dimension
from data.grains import DAY, add_months
from data.scope import Filters, Span
from pages.words.scope_words import is_bare
from view.pages import PAGES, is_used
from view.periods import so_far
from view.state import DEFAULT_COMPARISON, View

_EACH = 3  # levels of one dimension that have a chip each; more share one
_NAMED = 2  # levels that such a chip names


def period_pill(view: View) -> list[Any]:
    """`12 months to 31 Oct 2026`, of which a narrow screen shows the first words."""
    if view.period == "all":
        return ["All data", _wide(f" to {text.day(view.span.end)}")]
    return _days(view.span, rolling=bool(view.period))


def _length(span: Span) -> str:
    """Of what comes before: `view.periods.previous` in words."""
    if so_far(span):
        return "same days"
    if span.whole_months:
        return f"{span.whole_months}" if span.whole_months > 1 else "month"
    return f"{span.days} days" if span.days > 1 else "day"


def _days(span: Span, *, rolling: bool) -> list[Any]:
    """The length of a span and its last day; its days alone where it is no usual length.

    One that is `rolling` moves with the data: only then may a narrow screen leave out the end.
    """
    months, end = _months(span), f" to {text.day(span.end)}"
    until = _wide(end) if rolling else end
    if months == 1 and span.whole_months:
        return [f"{span.start:%B %Y}"]
    if months:
        return [f"{months} month{'s' if months > 1 else ''}", until]
    if so_far(span) or span.days > 92:
        start = f"{span.start:%-d %b}"
        year = "" if span.start.year == span.end.year else f" {span.start.year}"
        return [f"{start}{year} to {text.day(span.end)}"]
    if span.days == 1:
        return [text.day(span.end)]
    return [f"{span.days} days", until]


def _months(span: Span) -> int:
    """How many months the span is, from whichever day to the day before it; 0 for none."""
    rough = round(span.days / 30.44)
    return rough if rough and add_months(span.start, rough) == span.end + DAY else 0


def comparison_pill(view: View) -> list[Any]:
    """`vs the 12 before`, of which a narrow screen leaves out the number."""
    if view.compare == "previous":
        return ["vs ", _wide(f"the {_length(view.span)} "), "before"]
    return [
        {"year-ago": "vs a year before", "rest": "vs the rest"}.get(view.compare, "no comparison")
    ]


def chips(view: View, catalog: Catalog, held: Collection[str] = ()) -> list[Component]:
    """A link for each filter that is set, to the view without it; words alone for those `held`.

    What is not as usual beside the filters, a grain or weights, has a chip as well.
    """
    found: list[Component] = []
    for dimension in catalog.dimensions:
        levels = view.levels(dimension.key)
        used = is_used(dimension, view.page)
        if dimension.key in held:
            found += [_held(dimension, levels)] if levels else []
            continue
        each = [(level,) for level in levels] if len(levels) <= _EACH else [levels]
        found += [_chip(dimension, some, used, view, catalog) for some in each]
    if view.grain_given:
        found.append(_link(f"by {view.grain}", "Remove ", href(view, catalog, grain_given=False)))
    if view.weighted:
        found.append(_link("weighted", "Remove ", href(view, catalog, weighted=False)))
    return found


def _chip(
    dimension: Dimension, levels: tuple[str, ...], used: bool, view: View, catalog: Catalog
) -> Component:
    """The chip that takes these levels of a dimension off."""
    filters = _without(view.filters, dimension.key, levels)
    segments = {one.key for one in catalog.dimensions if one.segment}
    stands = bool(catalog.totals) or segments & {key for key, _ in filters}
    rest = view.compare != "rest" or stands
    compare = view.compare if rest else DEFAULT_COMPARISON
    unused = "" if used else f" · not used on {PAGES[view.page].title}"
    named = f"{dimension.label}: "
    told = ", ".join(levels[:_NAMED])
    if len(levels) > _EACH:
        told = f"{named}{told} +{len(levels) - _NAMED}"
        named = ""
    elif is_bare(told):
        told, named = named + told, ""
    return _link(
        told,
        f"Remove filter {named}",
        href(view, catalog, filters=filters, compare=compare),
        title=f"{dimension.label}: {', '.join(levels)}{unused}",
        classes="cx-applied" if used else "cx-applied cx-applied-unused",
    )


def _held(dimension: Dimension, levels: tuple[str, ...]) -> Component:
    """A filter that nobody can take off here."""
    told = ", ".join(levels[:_NAMED])
    more = f" +{len(levels) - _NAMED}" if len(levels) > _NAMED else ""
    named = f"{dimension.label}: " if more or is_bare(told) else ""
    title = f"{dimension.label}: {', '.join(levels)} · held by this link"
    return html.Span(f"{named}{told}{more}", className="cx-applied cx-held", title=title)


def _without(filters: Filters, key: str, levels: Iterable[str]) -> Filters:
    """The filters without these levels of a dimension."""
    left = (
        (name, tuple(one for one in some if name != key or one not in levels))
        for name, some in filters
    )
    return tuple((name, some) for name, some in left if some)


def _link(
    words: str, does: str, to: str, title: str = "", classes: str = "cx-applied"
) -> Component:
    """A chip: `does` is heard before its words, not seen."""
    parts = [
        html.Span(does, className="visually-hidden"),
        html.Span(words, className="cx-applied-words"),
        html.Span("✕", className="cx-applied-off", **unread()),
    ]
    return dcc.Link(parts, href=to, className=classes, title=title or None)


def _wide(words: str) -> html.Span:
    """Words for which a narrow screen has no room."""
    return html.Span(words, className="cx-wide")
