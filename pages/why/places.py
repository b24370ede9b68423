"""The panel of segments that changed differently from all others."""

from __future__ import annotations

import pandas as pd

from metrics.inference.verdicts import Verdict
from metrics.reasons.where import Search
from pages.panel import Kind, Panel
from pages.why.cut import Cut
from pages.why.words import places_note
from pages.words.series_names import unit_note

_DEEP = 2  # dimensions of a segment, at most


def places_panel(cut: Cut, search: Search | None) -> Panel:
    """A row for each segment, the largest contribution first.

    dimension, level, dimension_2, level_2, value, compared_value, change, and rest_change that of
    all others, apart (change less rest_change) with the ends of its 95 % interval, p_value and
    verdict, n, compared_n, rest_n, rest_compared_n, share (% of all rows) and contribution to the
    change of the total, with contribution_low and contribution_high.
    """
    row, catalog = cut.row, cut.catalog
    rows = []
    for place in search.places if search else ():
        named = [*place.levels.items(), *[("", "")] * _DEEP][:_DEEP]
        levels = {
            f"{name}{end}": value
            for end, pair in zip(("", "_2"), named, strict=True)
            for name, value in zip(("dimension", "level"), pair, strict=True)
        }
        sides = zip(("n", "compared_n", "rest_n", "rest_compared_n"), place.n, strict=True)
        rows.append(
            {
                "metric": row.metric,
                "series": row.series,
                **levels,
                "value": place.value,
                "compared_value": place.base_value,
                "change": place.change,
                "rest_change": place.rest_change,
                "apart": place.apart,
                "apart_low": place.apart_low,
                "apart_high": place.apart_high,
                "p_value": place.p_value,
                "verdict": str(Verdict.REAL),
                **dict(sides),
                "share": 100 * place.share,
                "contribution": place.contribution,
                "contribution_low": place.contribution_low,
                "contribution_high": place.contribution_high,
            }
        )
    searched = [cut.dimensions[key] for key in cut.places()]
    unit = unit_note(row.series, catalog.currency, row.definition)
    verb = "differs" if cut.view.compare == "rest" else "changed"
    return Panel(
        key="where",
        kind=Kind.PLACES,
        title=f"Where {row.definition.short} {verb} differently",
        subtitle=f"{unit} · each against all others, 95% interval",
        frame=pd.DataFrame(rows),
        metric=row.metric,
        note=places_note(cut.view, row, search, searched, catalog.anonymous),
        currency=catalog.currency,
    )
