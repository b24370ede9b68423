"""What the API's answers look like, as JSON Schema. In words: docs/api.md."""

from __future__ import annotations

from typing import Any

from view.parameters import view_schema

Schema = dict[str, Any]

_TEXT: Schema = {"type": "string"}
_TEXT_OR_NULL: Schema = {"type": ["string", "null"]}
_TIME_OR_NULL: Schema = {"type": ["string", "null"], "format": "date-time"}
_NUMBER: Schema = {"type": ["number", "null"]}
_COUNT: Schema = {"type": "integer", "minimum": 0}
_COUNT_OR_NULL: Schema = {"type": ["integer", "null"], "minimum": 0}  # null: hidden
_DAY: Schema = {"type": "string", "format": "date"}
_HIDDEN: Schema = {"enum": ["too_few", "protects"]}
_INTERVAL: Schema = {"value": _NUMBER, "low": _NUMBER, "high": _NUMBER}


def _object(properties: Schema, optional: tuple[str, ...] = (), **more: object) -> Schema:
    required = [name for name in properties if name not in optional]
    return {"type": "object", "properties": properties, "required": required, **more}


def _closed(properties: Schema, optional: tuple[str, ...] = ()) -> Schema:
    return _object(properties, optional, additionalProperties=False)


def _map_of(schema: Schema) -> Schema:
    return {"type": "object", "additionalProperties": schema}


def _list_of(schema: Schema) -> Schema:
    return {"type": "array", "items": schema}


def named(name: str) -> Schema:
    """A reference to one of `SCHEMAS`."""
    return {"$ref": f"#/components/schemas/{name}"}


# What figures carry in rankings, and along the journey.
_OF_PANELS: Schema = {
    "rank": _COUNT,
    "rank_best": _COUNT,
    "rank_worst": _COUNT,
    "average": _NUMBER,
    "team": _TEXT,
    "mark": _TEXT,
    "share": _NUMBER,
}
_PLACES = ("period", "touchpoint", "dimension", "segment")
_DAYS = ("days", "of_days")
_WAYS = (", improving", ", worsening", ", more", ", less")
_VARIATIONS = [("common cause", ""), *(("special cause", way) for way in _WAYS)]
SCHEMAS: Schema = {
    "Page": _closed(
        {
            "page": _TEXT,
            "version": _TEXT,
            "headline": _TEXT,
            "findings": _list_of(named("Finding")),
            "rest": _TEXT_OR_NULL,
            "account": _TEXT_OR_NULL,
            "details": _TEXT,
            "note": _TEXT_OR_NULL,
            "promise": _TEXT_OR_NULL,
            "instead": _list_of(_closed({"label": _TEXT, "link": _TEXT})),
            "view": named("View"),
            "notes": _list_of(named("Note")),
            "panels": _map_of(named("Panel")),
        }
    ),
    "Note": _closed(
        {
            "first_day": _DAY,
            "last_day": _DAY,
            "text": _TEXT,
            "scope": _map_of(_list_of(_TEXT)),
            "author": _TEXT,
            "written_on": _DAY,
        }
    ),
    "Finding": _closed(
        {
            "name": _TEXT,
            "figure": named("Figure"),
            "why": _TEXT,
            "cost": _TEXT_OR_NULL,
            "rest": {"type": "boolean"},
            "link": _TEXT,
        }
    ),
    "Work": _closed({"done": {"type": "boolean"}, "said": _TEXT}),
    "Levels": _closed({"filter": _TEXT, "of": _COUNT, "levels": _list_of(_TEXT)}),
    "View": _closed(view_schema()),
    "Panel": _closed(
        {
            "title": _TEXT,
            "subtitle": _TEXT,
            "note": _TEXT_OR_NULL,
            "grain": _TEXT_OR_NULL,
            "pending": _TEXT_OR_NULL,
            "rows": _list_of(
                # Rows that compare are figures; what others hold is up to their panel.
                {"type": "object", "if": {"required": ["comparison"]}, "then": named("Figure")}
            ),
        }
    ),
    "Figure": _closed(
        {
            "metric": _TEXT,
            **_INTERVAL,
            "n": _COUNT_OR_NULL,
            "unit": _TEXT,
            "series": _TEXT,
            "scale": _TEXT,
            **dict.fromkeys(_PLACES, _TEXT_OR_NULL),
            **dict.fromkeys(_DAYS, _COUNT),
            "hidden": _HIDDEN,
            **_OF_PANELS,
            "csat": _closed({**_INTERVAL, "n": _COUNT_OR_NULL, "hidden": _HIDDEN}, ("hidden",)),
            "comparison": named("Comparison"),
            "target": _closed(
                {
                    "value": _NUMBER,
                    "verdict": {"enum": ["met", "not met", "too close to call", None]},
                    "level": _TEXT,
                },
                ("level",),
            ),
            "benchmark": _closed(
                {
                    "value": _NUMBER,
                    "verdict": {"enum": ["above", "below", "too close to call", None]},
                    "source": _TEXT,
                },
                ("source",),
            ),
            "weighted": _closed(_INTERVAL),
            "band": _closed({"low": _NUMBER, "high": _NUMBER, "unusual": {"type": "boolean"}}),
            "chart": _closed(
                {
                    "variation": {"enum": [f"{cause}{way}" for cause, way in _VARIATIONS]},
                    "special_since": {**_DAY, "type": ["string", "null"]},
                    "usual_low": _NUMBER,
                    "usual_high": _NUMBER,
                    "sigma_z": _NUMBER,
                    "periods": _COUNT,
                    "assurance": {"enum": ["met always", "met sometimes", "met never", None]},
                }
            ),
        },
        (
            *("series", "scale", *_PLACES, *_DAYS, *_OF_PANELS),
            *("hidden", "csat", "target", "benchmark", "weighted", "band", "chart"),
        ),
    ),
    "Comparison": _closed(
        {
            **_INTERVAL,
            "n": _COUNT_OR_NULL,
            "change": _NUMBER,
            "change_low": _NUMBER,
            "change_high": _NUMBER,
            "p_value": _NUMBER,
            "verdict": {"enum": ["real", "noise", "too_few", "none"]},
            "last_year": _NUMBER,
            "season": _NUMBER,
            "season_low": _NUMBER,
            "season_high": _NUMBER,
            "beside_season": {"enum": ["as_usual", "more", "less"]},
        },
        ("last_year", "season", "season_low", "season_high", "beside_season"),
    ),
    "Health": _closed({"status": {"const": "ok"}}),
    "Readiness": _closed(
        {
            "status": {"const": "ready"},
            "version": _TEXT,
            "company": _TEXT,
            "built_at": {"type": "string", "format": "date-time"},
            "newest_data": _DAY,
            "rows": _map_of(_COUNT),
            "load": _closed(
                {
                    "state": {"enum": ["loading", "loaded", "failed"]},
                    "message": _TEXT,
                    "version": _TEXT,
                    "started_at": _TIME_OR_NULL,
                    "ended_at": _TIME_OR_NULL,
                }
            ),
            "disk": {
                "oneOf": [
                    _closed(
                        {"free_bytes": _COUNT, "needed_bytes": _COUNT, "low": {"type": "boolean"}}
                    ),
                    {"type": "null"},
                ]
            },
        }
    ),
    "Errors": _object({"errors": {**_list_of(_TEXT), "minItems": 1}}),
}
