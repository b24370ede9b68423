"""What was read of comments, put beside the answers that they came with."""

from __future__ import annotations

import duckdb
import ibis
import ibis.expr.types as ir
import pandas as pd

from data.duckdb_tables import compiled, table_of
from data.ingest.comments.written import codes_of, same_response
from data.ingest.files.faults import ROW_ID
from metrics.series import READ_FROM
from voice.language import code_of
from voice.nothing_said import says_nothing

# Temporary, since to compress it takes longer than all else. What has no room goes to files.
_TABLE = "with_comments"
_KINDS = {  # of what is said; without any comment a frame has none
    **dict.fromkeys(ROW_ID, "BIGINT"),
    **dict.fromkeys(("comment", "language", "theme", "theme_group"), "VARCHAR"),
    **{"tone": "DOUBLE", "unread": "BOOLEAN", "voice": "BOOLEAN", "vector": "INTEGER"},
}
_STEPS = 5  # of sentiment, up from 0 and down: a score for each would be an answer of its own
_QUESTION = 1_000_000  # what tells a comment's sentiment from the answer that it came with


def with_comments(
    con: duckdb.DuckDBPyConnection, answers: ir.Table, said: pd.DataFrame, *, coded: bool
) -> ir.Table:
    """The answers with what their comments say; a sentiment that was read is an answer too.

    `coded`: whether the data state sentiments. Those without a comment have the themes of that of
    their response, and what was read is of a series of its own beside them.
    `said`: the columns of ROW_ID, comment, language, theme, theme_group, tone, unread (whether the
    data state none, so that it was read), voice and vector, a row a comment.
    """
    con.register("said_of_comments", said)
    typed = ", ".join(f"{name}::{kind} AS {name}" for name, kind in _KINDS.items())
    con.execute(f"CREATE TEMP TABLE said AS SELECT {typed} FROM said_of_comments")
    con.unregister("said_of_comments")
    told = table_of(con, "temp.said")
    told = told.rename({f"_said_{name}": name for name in told.columns})
    own = [column for column in answers.columns if column not in ("comment", "language")]
    joined = answers.left_join(told, [answers[key] == told[f"_said_{key}"] for key in ROW_ID])
    language = {"language": joined._said_language}
    if "language" in answers.columns:
        language = {"language": ibis.coalesce(_stated(con, joined.language), joined._said_language)}
    rows = joined.select(
        *own,
        comment=joined._said_comment,
        **language,
        theme=joined._said_theme,
        theme_group=joined._said_theme_group,
        tone=joined._said_tone,
        voice=joined._said_voice,
        vector=joined._said_vector,
        _unread=joined._said_unread,
    )
    columns = [column for column in rows.columns if column != "_unread"]
    found = _with_themes(rows) if coded else rows
    found = found[columns]
    if said["unread"].any():
        found = ibis.union(found, _read(rows, apart=coded)[columns])
    con.execute(f"CREATE TEMP TABLE {_TABLE} AS {compiled(found)}; DROP TABLE temp.said")
    return table_of(con, f"temp.{_TABLE}")


def _stated(con: duckdb.DuckDBPyConnection, language: ir.StringColumn) -> ir.StringValue:
    """The languages that the data state by their codes, as those that are found have them; NULL for
    “-” and the like.
    """
    told = con.execute(compiled(language.as_table().distinct())).fetchall()
    stated = [one for (one,) in told if one]
    codes = {one: code for one in stated if (code := code_of(one)) and code != one}
    nothing = [one for one in stated if says_nothing(one)]
    known = language.substitute(codes) if codes else language
    return ibis.ifelse(language.isin(nothing), None, known) if nothing else known


def _with_themes(rows: ir.Table) -> ir.Table:
    """Sentiments that the data state in rows without a comment have the themes of that of their
    response, at their touchpoint if they state one: where it is one comment only.
    """
    coded = rows.filter(rows.metric == "sentiment", rows.comment.isnull())
    codes = codes_of(coded, **{f"_of{key}": coded[key] for key in ROW_ID})
    told = rows.filter(rows.metric != "sentiment", rows.voice)
    each = told.inner_join(codes, same_response(codes, told))
    found = each.group_by(*(f"_of{key}" for key in ROW_ID)).agg(
        _theme=each.theme.min(), _group=each.theme_group.min(), _comments=each.count()
    )
    found = found.filter(found._comments == 1)
    joined = rows.left_join(found, [rows[key] == found[f"_of{key}"] for key in ROW_ID])
    return joined.mutate(
        theme=ibis.coalesce(joined.theme, joined._theme),
        theme_group=ibis.coalesce(joined.theme_group, joined._group),
    )


def _read(rows: ir.Table, *, apart: bool) -> ir.Table:
    """The sentiment of comments as answers to `sentiment`, on its scale of -1 to 1.

    Their comment is counted where it was given: here `voice` is NULL, and `tone`, which tells these
    answers from those that a company states.
    """
    read = rows.filter(rows.voice & rows.tone.notnull() & rows._unread)
    return read.mutate(
        metric=ibis.literal("sentiment"),
        score=(read.tone * _STEPS).round().cast("float64") / _STEPS,
        scale_min=ibis.literal(-1.0),
        scale_max=ibis.literal(1.0),
        positive_from=ibis.literal(READ_FROM if apart else None, "float64"),
        tone=ibis.null("float64"),
        voice=ibis.null("boolean"),
        _question=read._question + _QUESTION,
    )
