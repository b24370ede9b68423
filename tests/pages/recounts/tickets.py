"""Every metric of tickets of the sample company, as docs/metrics.md has it."""

from __future__ import annotations

from functools import cache

import pandas as pd

from tests.pages.recounts.company import DAY, Company, Side, instant
from tests.pages.recounts.customers import Table, Tie
from tests.pages.recounts.figures import Figure, count, mean, quantile, share, sum_of, total
from tests.pages.recounts.weeks import by_week


@cache
def _tickets(company: Company) -> Table:
    return Table(company.tickets.assign(day=company.tickets["opened_at"]))


@cache
def _of_each_ticket(company: Company) -> dict[str, pd.Series]:
    """The value of each metric for each ticket that has one."""
    rows = company.tickets
    done = rows["resolved_at"].notna()
    solved = rows[done]
    picked_up = rows[rows["answered"] == "yes"]
    old = rows[rows["opened_at"] <= _newest(rows) - 30 * DAY]
    waited = (
        instant(rows["first_response_at"].fillna(_newest(rows))) - instant(rows["opened_at"])
    ).dt.total_seconds()
    late = (waited > rows["sla_seconds"]) | (
        rows["first_response_at"].isna() & (rows["answered"] == "no")
    )
    handled = rows.loc[done | (rows["answered"] == "yes"), "handle_seconds"].dropna() / 60
    alone = rows["self_service_solved"].eq("yes") & rows["handled_by"].isin(["bot", "self_service"])
    told = rows["self_service_solved"].notna() | rows["handled_by"].str.contains("human", na=False)
    found = {
        "first_contact_resolution": (solved["contacts"] == 1) & (solved["reopened"] == "no"),
        "sla_met": ~late[rows["first_response_at"].notna() | late],
        "resolution_rate": old["resolution"] <= 30 * 24,
        "speed_of_answer": picked_up["wait_seconds"],
        "unanswered_calls": rows["answered"].dropna() == "no",
        "reopen_rate": solved["reopened"] == "yes",
        "quality_score": rows["quality_score"].dropna(),
        "self_service_share": alone[told],
        "transfers_per_contact": rows["transfers"].dropna(),
        "tone_change": (rows["tone_end"] - rows["tone_start"]).dropna(),
        "handle": handled,
    }
    for name in ("first_response", "resolution"):
        for kind in ("", "_business"):
            found[f"{name}{kind}"] = rows[f"{name}{kind}"].dropna()
    return found


def of_tickets(side: Side) -> dict[str, Figure]:
    every = side.rows("tickets")
    opened, solved = (every[side.during(every[at])] for at in ("opened_at", "resolved_at"))
    responded = every[side.during(every["first_response_at"])]
    until = side.last + DAY
    missed = opened[opened["resolved_at"].isna() & (opened["answered"] == "no")]
    each, table = _of_each_ticket(side.company), _tickets(side.company)

    def of(name: str, rows: pd.DataFrame) -> pd.Series:
        return each[name][each[name].index.isin(rows.index)]

    def tie(name: str, ranked: bool = False) -> Tie:
        return table.tie(side, each[name], ranked=ranked, of_all=True)

    found = {
        name: share(of(name, rows), tie(name))
        for name, rows in (
            ("first_contact_resolution", solved),
            ("sla_met", opened),
            ("resolution_rate", opened),
            ("unanswered_calls", opened),
            ("reopen_rate", solved),
            ("self_service_share", opened),
        )
    }
    waits = of("speed_of_answer", opened)
    found |= {
        "average_speed_of_answer": mean(waits, tie("speed_of_answer")),
        "speed_of_answer_p90": quantile(waits, 0.9, tie("speed_of_answer", ranked=True)),
        "tickets_opened": by_week(side, count(len(opened)), opened["opened_at"], None, table),
        "tickets_resolved": by_week(side, count(len(solved)), solved["resolved_at"], None, table),
        # Calls that nobody answered, and nobody resolved either.
        "tickets_unsolved": by_week(side, count(len(missed)), missed["opened_at"], None, table),
        "interactions": by_week(
            side, sum_of(opened["contacts"]), opened["opened_at"], opened["contacts"], table
        ),
    }
    for name in ("quality_score", "transfers_per_contact", "tone_change"):
        found[name] = mean(of(name, opened), tie(name))
    asks = ~(every["resolved_at"].isna() & (every["answered"] == "no"))
    came = every[asks & (every["opened_at"] < until)]
    still_open = int((~(came["resolved_at"] < until)).sum())
    found["open_cases"] = total(still_open, still_open)
    unsolved_calls = opened[(opened["answered"] == "yes") & opened["resolved_at"].isna()]
    times = {"handle": of("handle", pd.concat([solved, unsolved_calls]))}
    for name, rows in (("first_response", responded), ("resolution", solved)):
        for kind in ("", "_business"):
            times[f"{name}{kind}"] = of(f"{name}{kind}", rows)
    for name, values in times.items():
        order = tie(name, ranked=True)
        found[f"{name}_time"] = quantile(values, 0.5, order)
        found[f"{name}_p90"] = quantile(values, 0.9, order)
        found[f"{name}_mean"] = mean(values, tie(name))
    return found


def _newest(tickets: pd.DataFrame) -> pd.Timestamp:
    found: pd.Timestamp = tickets[["opened_at", "first_response_at", "resolved_at"]].max().max()
    return found
