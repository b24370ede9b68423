"""Names that comments are not to have: of agents, and of customers where the mapping has them."""

from __future__ import annotations

from collections import defaultdict

import ibis.expr.types as ir

from data.duckdb_tables import Ask
from data.ingest.staged import Staged
from voice.redaction.names import Names

_MOST = 20_000  # names of agents


def known_names(ask: Ask, staged: dict[str, Staged], answers: ir.Table) -> Names:
    """The names of all agents and customers, and of whom each comment is.

    `answers`: accepted ones that came with scores. Names of customers are read for this alone:
    they are not written into the data file.
    """
    agents: set[str] = set()
    for table in ("feedback", "tickets"):
        rows = staged[table].accepted if table in staged else None
        if rows is not None and "agent" in rows.columns:
            found = ask(rows.filter(rows.agent.notnull()).select("agent").distinct().limit(_MOST))
            agents |= {str(one) for one in found["agent"]}
    customers = staged["customers"].accepted if "customers" in staged else None
    if customers is None or "name" not in customers.columns:
        return Names(agents)
    named = customers.filter(customers.name.notnull()).select("customer_id", "name")
    every = {str(one) for one in ask(named.select("name").distinct())["name"]}
    return Names(agents, every, _own(ask, named, answers))


def _own(ask: Ask, named: ir.Table, answers: ir.Table) -> dict[str, set[str]]:
    """The names of the customers who wrote a text, by text."""
    if "customer_id" not in answers.columns:
        return {}
    wrote = answers.filter(answers.comment.notnull()).select("customer_id", "comment")
    found = ask(wrote.join(named, "customer_id").select("comment", "name").distinct())
    own: defaultdict[str, set[str]] = defaultdict(set)
    for text, name in zip(found["comment"], found["name"], strict=True):
        own[str(text)].add(str(name))
    return dict(own)
