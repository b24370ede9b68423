"""A view's link gives the same view back, and no text at all makes reading a link fail."""

from __future__ import annotations

from datetime import date
from urllib.parse import parse_qsl

from hypothesis import example, given
from hypothesis import strategies as st

from data.catalog import Catalog
from data.comments_read import CommentsRead
from data.contract import DIMENSIONS
from data.grains import GRAINS, buckets
from data.scope import NOT_STATED, Span
from tests.view.catalogs import FIRST, LAST, catalog, dimension
from view.pages import available_pages, metrics_of
from view.period_parameters import MOST_BUCKETS
from view.periods import PRESET_LABELS, preset_span, usual_grain, year_before
from view.state import COMPARISONS, MATCHES, View
from view.url import parse, query_string

AWKWARD = [
    "R&D, Sales",
    "100%",
    "a+b",
    "a=b",
    'say "hi"',
    "it's",
    "Zürich",
    "日本",
    "👩‍🚀",
    "%2C",
    "#1?",
    "a;b",
    " spaced ",
    "\N{NO-BREAK SPACE}EMEA",
    "<b>bold</b>",
    "back\\slash",
    "line\nbreak",
]
levels = st.one_of(
    st.sampled_from(AWKWARD),
    st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12),
).filter(lambda level: level.strip() and level != NOT_STATED)
ids = st.one_of(st.just(""), levels.map(str.strip)).filter(lambda one: "\0" not in one)


@st.composite
def catalogs(draw: st.DrawFn) -> Catalog:
    keys = draw(st.lists(st.sampled_from(["region", "plan", "team_2"]), unique=True, max_size=3))
    kinds = draw(st.lists(st.sampled_from(list(DIMENSIONS)), unique=True))
    made = [
        dimension(key, *draw(st.lists(levels, unique=True, max_size=5)), segment=key in keys)
        for key in [*kinds, *keys]
    ]
    first = draw(st.dates(date(1990, 1, 1), date(2090, 1, 1)))
    last = draw(st.dates(first, date(2100, 12, 31)))
    weighted, shown = draw(st.booleans()), draw(st.booleans())
    found = catalog(tuple(made), weighted=weighted, first=first, last=last, shown=shown)
    read = CommentsRead(comments=1, copies=0, languages={}, masked=None, by_meaning=True)
    return found.model_copy(update={"comments_read": draw(st.sampled_from([None, read]))})


@st.composite
def views(draw: st.DrawFn, known: Catalog) -> View:
    period = draw(st.sampled_from([*PRESET_LABELS, ""]))
    if period:
        span = preset_span(period, known.first_day, known.last_day)
    else:
        earliest = date(known.first_day.year - 1, 1, 1)
        start = draw(st.dates(earliest, known.last_day))
        span = Span(start, draw(st.dates(start, date(known.last_day.year, 12, 31))))
    within = Span(max(span.start, known.first_day), min(span.end, known.last_day))
    usual = usual_grain(within if within.start <= within.end else span)
    short = [grain for grain in GRAINS if len(buckets(span, grain)) <= MOST_BUCKETS]
    grain = draw(st.none() | st.sampled_from(short))
    filters = []
    for one in known.dimensions:
        chosen = draw(st.sets(st.sampled_from([*one.levels, NOT_STATED])))
        if chosen:
            filters.append((one.key, tuple(x for x in (*one.levels, NOT_STATED) if x in chosen)))
    breakdowns = [d.key for d in known.dimensions if d.key != "touchpoint"]
    pages = list(available_pages(known))
    page = draw(st.sampled_from(pages))
    overlapping = year_before(span).end >= span.start
    comparisons = [one for one in COMPARISONS if not (one == "year-ago" and overlapping)]
    read = known.comments_read
    scores = st.integers(-9999, 9999) | st.decimals(-9999, 9999, places=3)
    return View(
        page=page,
        period=period,
        span=span,
        grain=grain or usual,
        grain_given=grain is not None,
        compare=draw(st.sampled_from(comparisons)),
        filters=tuple(filters),
        by=draw(st.sampled_from(breakdowns or [""])),
        metric=draw(st.sampled_from(["", *metrics_of(page, known)])),
        weighted=known.weighted and draw(st.booleans()),
        scores=tuple(sorted({float(x) for x in draw(st.lists(scores, max_size=4))})),
        tables=tuple(sorted(draw(st.sets(levels, max_size=3)))),
        match=draw(st.sampled_from(list(MATCHES))) if read and read.by_meaning else "words",
        customer_id=draw(ids) if known.customers_shown else "",
        reached_from=draw(st.sampled_from(["", *pages])),
    )


@given(st.data())
def test_a_link_gives_its_view_back(data: st.DataObject) -> None:
    known = data.draw(catalogs())
    view = data.draw(views(known))
    query = query_string(view, known)
    again, notices = parse(f"/{view.page}", f"?{query}", known)
    assert notices == ()
    assert again == view
    assert query_string(again, known) == query
    # What stands in a query means the same to anybody who reads queries.
    assert query.isascii() and " " not in query
    pairs = parse_qsl(query, strict_parsing=bool(query))
    assert {level for key, level in pairs if known.dimension(key)} == {
        level for _, chosen in view.filters for level in chosen
    }


@given(path=st.text() | st.none(), query=st.text() | st.none())
@example("/../../etc/passwd", "?%")
@example("/overview", "?period=%00&from=0000-00-00&to=9999-12-31&score=1e309&score=nan")
@example("/overview", "?from=0001-01-01&to=0001-01-02&grain=day&compare=year-ago")
@example("/overview", "?%ff=%fe&region=%ed%a0%80&" + "&".join(["region=x"] * 500))
@example("/overview", "?from=2026-01-01T00:00&to=20261031&from=")
@example("/customer", "?customer_id=%00&customer_id=" + "a" * 10_000 + "&page=nowhere")
@example("overview" * 1000, "?" + "a" * 200_000)
def test_any_text_gives_a_view(path: str | None, query: str | None) -> None:
    known = catalog()
    view, notices = parse(path, query, known)
    start, end = view.span.start, view.span.end
    if start <= LAST and end >= FIRST:
        assert FIRST.year - 1 <= start.year <= end.year <= LAST.year
    else:  # the page says that the data have none of these days
        assert 1900 <= start.year <= end.year <= 2199
    assert all(len(notice) < 250 for notice in notices)
    # What could be applied is a link of its own, without anything left over.
    assert parse(view.page, query_string(view, known), known) == (view, ())


NAMES = (
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
words = st.sampled_from([*NAMES, "region", "plan", "touchpoint"])
known_values = ("EMEA", "all", "rest", "yes", "nps", "csat:1-7", "last-month", "week", "day", "9")
dates = ("2026-02-29", "2026-02-28", "2024-01-01", "0001-01-01", "9999-12-31")
values = st.sampled_from([*known_values, *dates]) | st.text(max_size=8)


@given(st.lists(st.tuples(words, values), max_size=12))
def test_any_values_give_a_view(pairs: list[tuple[str, str]]) -> None:
    known = catalog()
    query = "&".join(f"{name}={value}" for name, value in pairs)
    view, _ = parse("overview", query, known)
    assert parse(view.page, query_string(view, known), known) == (view, ())
