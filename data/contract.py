"""The data contract: the canonical tables, their columns and what each column must hold."""

from __future__ import annotations

import re
from collections.abc import Container
from dataclasses import dataclass
from enum import Enum

from metrics.series import FEEDBACK_METRICS


class Kind(Enum):
    """What a column holds."""

    TEXT = "text"
    TIME = "date or time"
    MONTH = "month"
    NUMBER = "number"
    YES_NO = "yes or no"


@dataclass(frozen=True)
class Column:
    """A canonical column.

    `past`: not later than now; `low`, `high`: the smallest and the largest number allowed;
    `known`: the only words that a mapping may state; `kept`: False of what a load alone reads;
    `numbered`: an id that a mapping may leave out, rows are then numbered.
    """

    name: str
    kind: Kind = Kind.TEXT
    required: bool = False
    past: bool = True
    low: float | None = None
    high: float | None = None
    known: tuple[str, ...] = ()
    kept: bool = True
    numbered: bool = False


@dataclass(frozen=True)
class Table:
    """A canonical table: its columns, the columns that are unique together, and its clock."""

    name: str
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ()
    clock: str | None = None

    def column(self, name: str) -> Column:
        """The column of that name. Raises KeyError."""
        return {c.name: c for c in self.columns}[name]


def _text(names: str) -> tuple[Column, ...]:
    return tuple(Column(name) for name in names.split())


# Who dealt with a contact; a person took part in the last two.
ALONE = ("self_service", "bot")
HANDLED_BY = (*ALONE, "bot_then_human", "human")
SURVEYS = ("relational", "transactional", "in_moment")
FEEDBACK = Table(
    "feedback",
    (
        Column("response_id", required=True, numbered=True),
        Column("submitted_at", Kind.TIME, required=True),
        Column("metric", required=True, known=FEEDBACK_METRICS),
        Column("score", Kind.NUMBER, required=True),
        Column("scale_min", Kind.NUMBER),
        Column("scale_max", Kind.NUMBER),
        *_text("touchpoint channel team agent"),
        Column("survey", known=SURVEYS),
        *_text("customer_id comment language reason"),
        Column("weight", Kind.NUMBER, low=0),
    ),
    key=("response_id", "metric", "touchpoint"),
    clock="submitted_at",
)
CUSTOMERS = Table(
    "customers",
    (
        Column("customer_id", required=True),
        Column("joined_at", Kind.TIME),
        Column("churned_at", Kind.TIME, past=False),  # a known end of contract may lie ahead
        Column("annual_revenue", Kind.NUMBER),
        Column("acquisition_cost", Kind.NUMBER, low=0),
        Column("referred_by"),
        Column("name", kept=False),  # to be taken out of comments
    ),
    key=("customer_id",),
    clock="joined_at",
)
ORDERS = Table(
    "orders",
    (
        Column("order_id", required=True, numbered=True),
        Column("customer_id", required=True),
        Column("ordered_at", Kind.TIME, required=True),
        Column("amount", Kind.NUMBER, required=True),
    ),
    key=("order_id",),
    clock="ordered_at",
)
TICKETS = Table(
    "tickets",
    (
        Column("ticket_id", required=True, numbered=True),
        Column("opened_at", Kind.TIME, required=True),
        *_text("customer_id channel team agent priority"),
        Column("first_response_at", Kind.TIME),
        Column("resolved_at", Kind.TIME),
        Column("closed_at", Kind.TIME),  # without a solution
        Column("reopened", Kind.YES_NO),
        Column("contacts", Kind.NUMBER, low=0),
        Column("wait_seconds", Kind.NUMBER, low=0),
        Column("handle_seconds", Kind.NUMBER, low=0),
        Column("answered", Kind.YES_NO),
        Column("first_response_by_bot", Kind.YES_NO),
        Column("sla_seconds", Kind.NUMBER, low=0),
        Column("sla_met", Kind.YES_NO),
        Column("resolution_sla_seconds", Kind.NUMBER, low=0),
        Column("resolution_sla_met", Kind.YES_NO),
        Column("quality_score", Kind.NUMBER),
        Column("handled_by", known=HANDLED_BY),
        Column("self_service_solved", Kind.YES_NO),
        Column("transfers", Kind.NUMBER, low=0),
        Column("tone_start", Kind.NUMBER, low=-1, high=1),
        Column("tone_end", Kind.NUMBER, low=-1, high=1),
    ),
    key=("ticket_id",),
    clock="opened_at",
)
COSTS = Table(
    "costs",
    (
        Column("month", Kind.MONTH, required=True, past=False),
        Column("kind", required=True),
        Column("amount", Kind.NUMBER, required=True),
    ),
    clock="month",
)
ENGAGEMENT = Table(
    "engagement",
    (
        Column("customer_id", required=True),
        Column("occurred_at", Kind.TIME, required=True),
        Column("kind"),
    ),
    clock="occurred_at",
)
INVITATIONS = Table(
    "invitations",
    (
        Column("invitation_id", required=True, numbered=True),
        Column("sent_at", Kind.TIME, required=True),
        Column("answered", Kind.YES_NO, required=True),
        *_text("customer_id touchpoint channel"),
        Column("survey", known=SURVEYS),
    ),
    key=("invitation_id",),
    clock="sent_at",
)

TABLES = {t.name: t for t in (FEEDBACK, CUSTOMERS, ORDERS, TICKETS, COSTS, ENGAGEMENT, INVITATIONS)}
MAIN_TABLES = ("feedback", "tickets", "orders")  # one of them at least, or customers with a date
DATED_TABLES = (*MAIN_TABLES, "engagement", "invitations")  # have the `day` of their clock
SEGMENTED_TABLES = (*DATED_TABLES, "customers")  # have the segments of customers


def main_tables(mapped: Container[str]) -> tuple[str, ...]:
    """Those of the mapped tables that must have rows: customers where there is nothing else."""
    return tuple(table for table in MAIN_TABLES if table in mapped) or ("customers",)


DIMENSIONS = {
    "touchpoint": "Touchpoint",
    "channel": "Channel",
    "survey": "Survey type",
    "team": "Team",
    "agent": "Agent",
    "priority": "Priority",
    "handled_by": "Handled by",
    "reason": "Reason",
    "theme": "Theme",
    "theme_group": "Theme group",
    "language": "Language",
}
# A comment may name several themes, of several groups: the column has them in one text, each
# between bars.
SEVERAL = frozenset({"theme", "theme_group"})
BAR = "|"
MAX_LEVELS = 50_000

# End of a duration of tickets -> its column.
DURATIONS = {"first_response_at": "first_response_seconds", "resolved_at": "resolution_seconds"}
LATER = (*DURATIONS, "closed_at")  # times of a ticket after its opening
# Columns of tickets whose quantiles are asked for -> the bin of each value.
RANKED = {
    "first_response_seconds": "first_response_bin",
    "first_response_business_seconds": "first_response_business_bin",
    "resolution_seconds": "resolution_bin",
    "resolution_business_seconds": "resolution_business_bin",
    "handle_seconds": "handle_bin",
    "wait_seconds": "wait_bin",
}
# Table -> columns that are worked out for it; what is mapped of them is taken as stated.
COMPUTED = {
    # What comments say, see data.ingest.comments: their themes and the groups of these, their tone
    # from -1 to 1, and whether a comment is counted here: TRUE once a response, FALSE of copies,
    # else NULL. `vector` is the number of its text in data.meaning.kept, NULL where it has none.
    "feedback": ("theme", "theme_group", "tone", "voice", "vector"),
    "tickets": (
        *DURATIONS.values(),
        *(seconds.replace("_seconds", "_business_seconds") for seconds in DURATIONS.values()),
        "sla_met",
        "resolution_sla_met",
        "first_contact_resolved",
        "resolved_in_30_days",
        "unsolved_at",  # when it left the backlog without a solution
        "ended_at",  # when it left the backlog
        "handled_at",  # when the work on it is known
        "self_served",  # solved without a person
        "tone_change",
        *RANKED.values(),
    ),
    "customers": ("joined_day", "churned_day"),
}
YES_NO = ("yes", "no", "y", "n", "true", "false", "t", "f", "1", "0")

# Words that links, queries, frames of counts and figures, and the built file use themselves.
_WORDS = (
    "page period from to grain window compare by table weighted metric day answer rowid rows0 "
    "rows1 part positive_from series n nw w w2 total squares cubes measure bin hidden "
    "value low high base_value base_low base_high base_n change change_low change_high p_value "
    "p_single verdict find match nps_group skip"
)
RESERVED = (
    frozenset(_WORDS.split())
    | {c.name for t in TABLES.values() for c in t.columns}
    | {name for names in COMPUTED.values() for name in names}
)
SEGMENT_KEY = re.compile(r"[a-z][a-z0-9_]*")
