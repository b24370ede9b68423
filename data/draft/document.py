"""The text of a drafted mapping: TOML, each line with its evidence as a comment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import tomlkit
from tomlkit.items import Table

from data.draft.files.read import RawTable
from data.draft.files.titles import without_title
from data.draft.queries import (
    AMOUNT,
    OPENED,
    REOPENED,
    RESOLVED,
    TICKET,
    people_of,
    sums_of,
    tickets_of,
)
from data.draft.segments import segments_of
from data.draft.toml import array_of, inline, plain, plain_number, put, several, table_of
from detection.tables.joins import Join
from detection.tables.long import LongSurvey
from detection.tables.questions import Question
from detection.tables.table import Found, TableReading


@dataclass(frozen=True)
class Company:
    """What no file says: the name, the currency and the time zone."""

    name: str
    currency: str = "EUR"
    timezone: str = "UTC"


@dataclass(frozen=True)
class Part:
    """A raw table, the tables of CX Lens that it fills, and how it finds others."""

    raw: RawTable
    readings: tuple[TableReading, ...]
    joins: tuple[Join, ...]


def written(company: Company, parts: Sequence[Part], folder: Path) -> str:
    """The mapping file of all parts that fill a table, to be kept in `folder`."""
    used = [part for part in parts if part.readings]
    joined = {join.source for part in used for join in part.joins}
    joined |= {r.amounts.source for part in used for r in part.readings if r.amounts}
    document = tomlkit.document()
    document.add(
        tomlkit.comment(
            "Drafted of the files. Each line says what speaks for it; docs/mapping.md has the rest."
        )
    )
    document.add(tomlkit.nl())
    section = table_of(name=company.name, currency=company.currency, timezone=company.timezone)
    for key in ("currency", "timezone"):
        section[key].comment("not in the data: change it if it is another")
    document["company"] = section
    sources = tomlkit.table(is_super_table=True)
    for part in parts:
        if part.readings or part.raw.name in joined:
            sources[part.raw.name] = _source(part.raw, folder)
    for part in used:
        for reading in part.readings:
            if reading.log:
                sources[f"{part.raw.name}_tickets"] = _query(
                    tickets_of(reading.log, part.raw.name), reading.log.evidence
                )
            if reading.person:
                sources[f"{part.raw.name}_people"] = _query(
                    people_of(reading, part.raw.name), "a row a person"
                )
            if reading.amounts:
                sources[f"{reading.amounts.source}_sums"] = _query(
                    sums_of(reading.amounts), reading.amounts.evidence
                )
    document["sources"] = sources
    for name in ("feedback", "customers", "orders", "tickets"):
        filled = [(p, r) for p in used for r in p.readings if r.table == name]
        if filled:
            tables = [_canonical(part, reading) for part, reading in filled]
            document[name] = tables[0] if len(tables) == 1 else several(tables)
    called = {p.raw.name: without_title([c.name for c in p.raw.columns]) for p in used}
    if segments := segments_of([(part.readings[0], called[part.raw.name]) for part in used]):
        document["segments"] = segments
    if scales := _scales(used):
        document["metrics"] = scales
    return tomlkit.dumps(document)


def _scales(parts: Sequence[Part]) -> Table | None:
    """The usual scale of each metric of surveys with a row an answer: no column states it."""
    table = tomlkit.table(is_super_table=True)
    for part in parts:
        for reading in part.readings:
            for score in reading.long.scores.values() if reading.long else ():
                if score.metric != "nps":
                    table[score.metric] = table_of(scale=[plain_number(end) for end in score.scale])
    return table if len(table) else None


def _source(raw: RawTable, folder: Path) -> Table:
    path = raw.path.resolve()
    inside = path.is_relative_to(folder.resolve())
    table = table_of(file=str(path.relative_to(folder.resolve()) if inside else path))
    table["file"].comment(
        f"{raw.rows:,} rows{f', an export of {raw.service}' if raw.service else ''}"
    )
    for key, value in raw.source.items():
        put(table, key, value, raw.evidence.get(key, ""))
    return table


def _query(sql: str, evidence: str) -> Table:
    table = tomlkit.table()
    table.add(tomlkit.comment(plain(evidence)))
    table["query"] = tomlkit.string(sql, multiline=True)
    return table


def _canonical(part: Part, reading: TableReading) -> Table:
    if reading.log:
        columns = table_of(ticket_id=TICKET, opened_at=OPENED, resolved_at=RESOLVED)
        columns["reopened"] = REOPENED
        return table_of(source=f"{part.raw.name}_tickets", columns=columns)
    table = table_of(source=f"{part.raw.name}_people" if reading.person else part.raw.name)
    joins = [_join(j) for j in part.joins if _is_used(j, reading)]
    columns = tomlkit.table()
    if amounts := reading.amounts:
        sums = f"{amounts.source}_sums"
        joins.append(
            table_of(source=sums, on=inline({reading.fields["order_id"].column: amounts.key}))
        )
        columns["amount"] = f"{sums}.{AMOUNT}"
    if joins:
        table["joins"] = several(joins)
    if reading.long:
        _put_long(columns, reading.long)
    for role, found in reading.fields.items():
        own = reading.person if role == "customer_id" else ""
        put(columns, role, own or _column(found), found.evidence)
    table["columns"] = columns
    if reading.questions:
        table["questions"] = several([_question(question) for question in reading.questions])
    for name, why in reading.unused.items():
        table.add(tomlkit.comment(plain(f"not used: {name}: {why}")))
    return table


def _put_long(columns: Table, long: LongSurvey) -> None:
    """The columns of a survey with a row an answer: which metric, which score, which touchpoint."""
    metrics = {question: score.metric for question, score in long.scores.items()}
    metric = inline({"column": long.question, "values": inline(dict(metrics))})
    put(columns, "metric", metric, long.evidence)
    options: dict[str, object] = {"column": long.given}
    if blank := dict.fromkeys(code for score in long.scores.values() for code in score.blank):
        options["blank"] = array_of(list(blank))
    decimal = next((score.decimal for score in long.scores.values() if score.decimal), "")
    if decimal:
        options["decimal"] = decimal
    if words := {k: v for score in long.scores.values() for k, v in score.values.items()}:
        point = decimal or "."
        options["values"] = inline({text: v.replace(".", point) for text, v in words.items()})
    columns["score"] = inline(options) if len(options) > 1 else long.given
    several = [question for question, one in metrics.items() if _times(metrics, one) > 1]
    if several:
        alone = [question for question in metrics if question not in several]
        touchpoint: dict[str, object] = {"column": long.question}
        if alone:
            touchpoint["blank"] = array_of(alone)
        columns["touchpoint"] = inline(touchpoint)


def _times(metrics: Mapping[str, str], metric: str) -> int:
    return list(metrics.values()).count(metric)


def _is_used(join: Join, reading: TableReading) -> bool:
    """True where a table that has this join needs it: all that find a customer by another table."""
    customer = reading.fields.get("customer_id")
    return customer is not None and "." in customer.column


def _join(join: Join) -> Table:
    table = table_of(source=join.source)
    put(table, "on", inline({join.column: join.key}), join.evidence)
    return table


def _column(found: Found) -> object:
    if found.day:
        return inline({"constant": found.day})
    options: dict[str, object] = {"column": found.column}
    if found.date and found.date.formats:
        formats = found.date.formats
        options["format"] = formats[0] if len(formats) == 1 else list(formats)
        if found.date.language:
            options["language"] = found.date.language
    if found.number:
        options["decimal"] = found.number.decimal
    return inline(options) if len(options) > 1 else found.column


def _question(question: Question) -> Table:
    score, table = question.score, tomlkit.table()
    columns = question.columns
    if list(columns) == [""]:
        put(table, "column", columns[""], question.evidence)
    elif len(columns) == 1:
        ((touchpoint, column),) = columns.items()
        put(table, "column", column, question.evidence)
        table["touchpoint"] = touchpoint
    table["metric"] = score.metric
    if score.metric != "nps":
        table["scale"] = [plain_number(end) for end in score.scale]
    if score.blank:
        table["blank"] = array_of(score.blank)
        table["blank"].comment("no answer")
    if score.decimal:
        table["decimal"] = score.decimal
    if score.values:
        table["values"] = inline(dict(score.values))
    if len(columns) > 1:
        table["touchpoints"] = table_of(**columns)
    elif question.comment:
        put(table, "comment", question.comment, "people's own words")
    return table
