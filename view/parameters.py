"""The parameters of links: what each takes, how it is written, and what the API tells of it.

Those that depend on nothing but their own text are read here as well (`read`); period, comparison
and metric depend on each other, and are read by view/url.py.
"""

from __future__ import annotations

import re

from data.catalog import Catalog
from data.grains import GRAINS
from view.comment_parameters import OF_COMMENTS
from view.pages import available_metrics, available_pages
from view.parameter import TEXT, TEXT_OR_NULL, Json, Parameter, some
from view.period_parameters import first_period
from view.periods import DEFAULT_PRESET, PRESET_LABELS
from view.query import LONGEST_ID, Query, short
from view.state import COMPARISONS, DEFAULT_COMPARISON, View

SCORE = r"-?[0-9]{1,4}(\.[0-9]{1,3})?"
MOST_SCORES = 20
WINDOWS = ("3", "6", "12")  # months
_MOST_TABLES, _PANEL_KEY_LENGTH = 20, 60
_DAY: Json = {"type": "string", "format": "date"}


def breakdowns(catalog: Catalog) -> list[str]:
    """What `by=` may name."""
    return [d.key for d in catalog.dimensions if d.key != "touchpoint"]


def _usual_by(catalog: Catalog) -> str:
    segments = [d.key for d in catalog.dimensions if d.segment]
    return (segments or breakdowns(catalog) or [""])[0]


def _weighted(asked: Query, catalog: Catalog) -> bool:
    weighted = asked.choice("weighted", ("yes", "no"), "no") == "yes"
    if weighted and not catalog.weighted:
        asked.notices.append("These data have no weights; figures are unweighted.")
        return False
    return weighted


def _window(asked: Query, catalog: Catalog) -> str:
    window = asked.choice("window", WINDOWS, "")
    if window and catalog.shielded:
        asked.notices.append(
            "Small groups are shielded in these data: windows, which overlap, would give them away."
        )
        return ""
    return window


def _scores(asked: Query, _: Catalog) -> tuple[float, ...]:
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


def _tables(asked: Query, _: Catalog) -> tuple[str, ...]:
    given = {key[:_PANEL_KEY_LENGTH] for key in asked.values.get("table", []) if key}
    return tuple(sorted(given))[:_MOST_TABLES]


def _several(items: Json) -> Json:
    return {"type": "array", "items": items}


def _dates(view: View, end: str) -> tuple[str, ...]:
    return () if view.period else (getattr(view.span, end).isoformat(),)


def _period(view: View, catalog: Catalog) -> tuple[str, ...]:
    """A link that names no preset is of the usual one, where the data can compare that."""
    usual = view.period == DEFAULT_PRESET == first_period(catalog)[0]
    return () if usual else some(view.period)


_TYPED_DAY: Json = {"type": "string", "anyOf": [{"format": "date"}, {"pattern": r"^\s*$"}]}
# In the order of links; filters stand after the comparison.
PARAMETERS = (
    Parameter(
        "from",
        "The first day; without it, that of the data.",
        takes=lambda _: _TYPED_DAY,
        write=lambda view, _: _dates(view, "start"),
        told=(_DAY, lambda view: view.span.start.isoformat()),
    ),
    Parameter(
        "to",
        "The last day, included; without it, that of the data.",
        takes=lambda _: _TYPED_DAY,
        write=lambda view, _: _dates(view, "end"),
        told=(_DAY, lambda view: view.span.end.isoformat()),
    ),
    Parameter(
        "period",
        "A preset; not with dates.",
        takes=lambda _: {"enum": list(PRESET_LABELS)},
        write=_period,
        told=(TEXT_OR_NULL, lambda view: view.period or None),
    ),
    Parameter(
        "grain",
        "Width of a point in trends.",
        takes=lambda _: {"enum": list(GRAINS)},
        write=lambda view, _: (view.grain,) if view.grain_given else (),
        told=(TEXT, lambda view: view.grain),
    ),
    Parameter(
        "window",
        "Months that each point of a trend pools, ending with its month.",
        takes=lambda catalog: {"enum": [] if catalog.shielded else list(WINDOWS)},
        write=lambda view, _: some(view.window),
        field="window",
        read=_window,
        told=(TEXT_OR_NULL, lambda view: view.window or None),
    ),
    Parameter(
        "compare",
        "What figures are compared with.",
        takes=lambda _: {"enum": list(COMPARISONS)},
        write=lambda view, _: () if view.compare == DEFAULT_COMPARISON else (view.compare,),
        told=(TEXT, lambda view: view.compare),
    ),
    Parameter(
        "by",
        "The filter to break down by.",
        takes=lambda catalog: {"enum": breakdowns(catalog)},
        write=lambda view, catalog: () if view.by == _usual_by(catalog) else (view.by,),
        field="by",
        read=lambda asked, catalog: asked.choice("by", breakdowns(catalog), _usual_by(catalog)),
        told=(TEXT_OR_NULL, lambda view: view.by or None),
    ),
    Parameter(
        "metric",
        "The metric to look at; refused where the page does not show it.",
        takes=lambda catalog: {"enum": available_metrics(catalog)},
        write=lambda view, _: some(view.metric),
        told=(TEXT_OR_NULL, lambda view: view.metric or None),
    ),
    Parameter(
        "weighted",
        "Weighted figures beside the others.",
        takes=lambda catalog: {"enum": ["yes", "no"] if catalog.weighted else ["no"]},
        write=lambda view, _: ("yes",) if view.weighted else (),
        field="weighted",
        read=_weighted,
        told=({"type": "boolean"}, lambda view: view.weighted),
    ),
    Parameter(
        "score",
        "Scores whose comments are listed.",
        takes=lambda _: {
            **_several({"type": "string", "pattern": f"^{SCORE}$"}),
            "maxItems": MOST_SCORES,
        },
        write=lambda view, _: [f"{score:.3f}".rstrip("0").rstrip(".") for score in view.scores],
        field="scores",
        read=_scores,
        told=(_several({"type": "number"}), lambda view: list(view.scores)),
        told_as="scores",
    ),
    *OF_COMMENTS,
    Parameter(
        "table",
        "Panels shown as tables; nothing changes here.",
        takes=lambda _: _several(TEXT),
        write=lambda view, _: view.tables,
        field="tables",
        read=_tables,
    ),
    Parameter(
        "customer_id",
        "Whom the page customer shows.",
        takes=lambda _: {"type": "string", "maxLength": LONGEST_ID, "pattern": r"^[^\u0000]*$"},
        write=lambda view, _: some(view.customer_id),
        field="customer_id",
        read=lambda asked, _: asked.identifier("customer_id"),
        told=(TEXT_OR_NULL, lambda view: view.customer_id or None),
        allowed=lambda catalog: catalog.customers_shown,
        page="customer",
    ),
    Parameter(
        "page",
        "The page that the link was reached from; nothing changes here.",
        takes=lambda catalog: {"enum": list(available_pages(catalog))},
        write=lambda view, _: some(view.reached_from),
        field="reached_from",
        read=lambda asked, catalog: asked.choice("page", available_pages(catalog), ""),
    ),
)


def parameters_of(catalog: Catalog) -> list[Parameter]:
    """Those that a link may have with these data, beside filters."""
    return [one for one in PARAMETERS if one.allowed(catalog)]


def view_json(view: View) -> Json:
    """What the API tells of a view."""
    filters = {key: list(levels) for key, levels in view.filters}
    told = {one.told_as or one.name: one.told[1](view) for one in PARAMETERS if one.told}
    return {**told, "filters": filters}


def view_schema() -> Json:
    """The JSON Schemas of `view_json`, by name."""
    told = {one.told_as or one.name: one.told[0] for one in PARAMETERS if one.told}
    return {**told, "filters": {"type": "object", "additionalProperties": _several(TEXT)}}
