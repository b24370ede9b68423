"""All answers of feedback in one staged table: wide surveys melted, each score on its scale."""

from __future__ import annotations

from data.contract import FEEDBACK
from data.errors import DataError
from data.ingest.files.stage import Staging, questions_of, stage_parts
from data.mapping.model import Mapping, TableMapping
from data.numbers import number
from data.sql import literal, literals
from metrics.series import FEEDBACK_METRICS


def stage_answers(staging: Staging) -> None:
    """Creates the view `work.feedback`: a row for each answer and for each row that fails.

    `score` is NULL where a long table has no answer. Raises MappingError, DataError.
    """
    selects: list[str] = []
    for place, name in enumerate(stage_parts(staging, FEEDBACK)):
        part = staging.mapping.feedback[place]
        listed = questions_of(part)
        selects += [
            f"SELECT *, {place} AS _part FROM ({select})"
            for select in (
                [_melted(staging.mapping, part, name, i) for i in range(len(listed))]
                or [_long(staging.mapping, part, name)]
            )
        ]
    scale = "format(' (scale {:g} to {:g})', scale_min, scale_max)"
    reason = (
        f"CASE WHEN metric NOT IN ({literals(FEEDBACK_METRICS)}) THEN 'metric not known' "
        "WHEN score IS NULL AND _text IS NOT NULL THEN 'score not a number' "
        "WHEN scale_min >= scale_max THEN 'scale not from low to high' "
        "WHEN score < scale_min OR score > scale_max THEN 'score outside the scale' "
        "WHEN metric = 'nps' AND score <> floor(score) THEN 'NPS score not a whole number' END"
    )
    detail = (
        "CASE WHEN _reason IS NOT NULL OR _wrong IS NULL THEN _detail "
        "WHEN _wrong = 'metric not known' THEN concat('metric: ', metric) "
        "WHEN _wrong = 'score not a number' THEN concat(_asked, ': ', left(_text, 200)) "
        f"ELSE concat(_asked, ': ', format('{{:g}}', score), {scale}) END"
    )
    staging.con.execute(
        "CREATE VIEW work.feedback AS SELECT * EXCLUDE (_text, _asked, _wrong) REPLACE ("
        "coalesce(_reason, _wrong) AS _reason, "
        f"{detail} AS _detail) "
        f"FROM (SELECT *, {reason} AS _wrong FROM ({' UNION ALL BY NAME '.join(selects)}))"
    )


def count_unanswered(staging: Staging) -> int:
    """How many questions were left without an answer in rows that are fine otherwise."""
    counts = ["SELECT count(*) AS n FROM accepted.feedback WHERE score IS NULL"]
    for place, part in enumerate(staging.mapping.feedback):
        counts += [
            f"SELECT count(*) FROM work.feedback_{place} WHERE _reason IS NULL AND _q{i} IS NULL"
            for i in range(len(questions_of(part)))
        ]
    row = staging.con.execute(f"SELECT sum(n) FROM ({' UNION ALL '.join(counts)})").fetchone()
    return int(row[0]) if row else 0


def _melted(mapping: Mapping, part: TableMapping, name: str, i: int) -> str:
    """SELECT of one question of a wide survey; the first also carries rows that fail as a whole."""
    question, column, touchpoint = questions_of(part)[i]
    low, high = question.scale or mapping.scale(question.metric)
    answered = f"_reason IS NULL AND _q{i} IS NOT NULL"
    comment = f", _c{i} AS comment" if question.comment else ""
    stated = "touchpoint" in part.columns  # by the row, for all its questions
    own = "" if stated else f"{literal(touchpoint)}::VARCHAR AS touchpoint, "
    return (
        f"SELECT COLUMNS(lambda c: NOT regexp_matches(c, '^_[qc][0-9]+$')), "
        f"{literal(question.metric)} AS metric, {own}"
        f"{number(f'_q{i}', question.decimal, mapping.company.currency)} AS score, _q{i} AS _text, "
        f"{low!r}::DOUBLE AS scale_min, {high!r}::DOUBLE AS scale_max, "
        f"{literal(question.positive_from)}::DOUBLE AS positive_from, "
        f"{literal(column)} AS _asked{comment}, {i} AS _question "
        f"FROM {name} WHERE {answered if i else f'_reason IS NOT NULL OR ({answered})'}"
    )


def _long(mapping: Mapping, part: TableMapping, name: str) -> str:
    """SELECT of a table that has a row for each answer."""
    scale = {}
    for end, column in enumerate(("scale_min", "scale_max")):
        cases = " ".join(
            f"WHEN {literal(m)} THEN {mapping.scale(m)[end]!r}" for m in FEEDBACK_METRICS
        )
        usual = f"CASE metric {cases} END::DOUBLE"
        scale[column] = f"coalesce({column}, {usual})" if column in part.columns else usual
    others = f"* EXCLUDE ({', '.join(c for c in scale if c in part.columns)})"
    asked = part.columns["score"].column or "score"
    return (
        f"SELECT {others if set(scale) & set(part.columns) else '*'}, "
        f"{', '.join(f'{sql} AS {column}' for column, sql in scale.items())}, "
        "CAST(NULL AS DOUBLE) AS positive_from, CAST(NULL AS VARCHAR) AS _text, "
        f"{literal(asked)} AS _asked, 0 AS _question FROM {name}"
    )


def check_nps(staging: Staging) -> None:
    """Raises DataError where NPS was asked on another scale than its own."""
    found = staging.con.execute(
        "SELECT scale_min, scale_max, count(*) FROM accepted.feedback "
        "WHERE metric = 'nps' AND (scale_min <> 0 OR scale_max <> 10) GROUP BY 1, 2"
    ).fetchone()
    if found:
        raise DataError(
            f"feedback: {found[2]:,} NPS answers state the scale {found[0]:g} to {found[1]:g}. "
            "NPS is asked on 0 to 10; use the metric 'rating' for another scale."
        )
