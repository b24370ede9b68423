"""Metrics of tickets: speed, resolution, volume, quality."""

from __future__ import annotations

from datetime import timedelta

from metrics.definitions.contacts import CONTACTS
from metrics.definitions.model import MetricDefinition
from metrics.definitions.times import SPEED, WORK

_ISO = "ISO 18295-1:2017, Customer contact centres"
_SQM = "SQM Group; ISO 18295-1:2017, Customer contact centres"
RESOLVED_WITHIN = timedelta(days=30)
_COUNTED = "Every ticket that was opened in the period."


SERVICE = (
    MetricDefinition(
        key="first_contact_resolution",
        name="First contact resolution",
        short="FCR",
        subject="first contact resolution",
        question="Was it solved at the first contact?",
        formula=(
            "% of resolved tickets with one contact that were not reopened; with the company's own "
            "repeat window, and whose customer opened no further ticket within it"
        ),
        denominator=(
            "Tickets resolved in the period whose number of contacts is known, and at least 1: "
            "the first counts. Where it is not known whether a ticket was reopened, it was not; "
            "the newest may still be. With a repeat window: whose customer is known, too, and "
            "whose window has passed."
        ),
        unit="%",
        kind="proportion",
        table="tickets",
        clock="resolved_at",
        column="first_contact_resolved",
        noun="tickets",
        needs=("tickets.first_contact_resolved",),
        source=_SQM,
    ),
    *SPEED,
    MetricDefinition(
        key="sla_met",
        name="Service level met",
        short="SLA met",
        subject="the share of answers in time",
        question="Was it answered within the time that was promised?",
        formula=(
            "% of tickets whose first response, or of a call without one its answer, came within "
            "their target (SLA), or of which the data say so themselves"
        ),
        denominator=(
            "Tickets opened in the period that have a target and were answered, or were not and "
            "are overdue at the newest moment of the tickets: these are not met, nor are calls "
            "that nobody answered. Tickets that can still be in time are left out, and those first "
            "answered by a bot."
        ),
        unit="%",
        kind="proportion",
        table="tickets",
        column="sla_met",
        noun="tickets",
        needs=("tickets.sla_met",),
        source=_ISO,
    ),
    MetricDefinition(
        key="resolution_sla_met",
        name="Resolution target met",
        short="Resolved in time",
        subject="the share of resolutions in time",
        question="Was it solved within the time that was promised?",
        formula=(
            "% of tickets resolved within their own target, or of which the data say so themselves"
        ),
        denominator=(
            "Tickets opened in the period that have a target for their resolution and were "
            "resolved, or were not and are overdue at the newest moment of the tickets: these are "
            "not met. Tickets that can still be in time are left out."
        ),
        unit="%",
        kind="proportion",
        table="tickets",
        column="resolution_sla_met",
        noun="tickets",
        needs=("tickets.resolution_sla_met",),
        source=_ISO,
    ),
    MetricDefinition(
        key="resolution_rate",
        name="Resolution rate",
        short="Resolved",
        subject="the resolution rate",
        question="How many of the tickets are solved?",
        formula=(
            "% of tickets opened in the period that were resolved within "
            f"{RESOLVED_WITHIN.days} days"
        ),
        denominator=(
            f"Tickets opened in the period, at least {RESOLVED_WITHIN.days} days before the newest "
            "moment of all tickets; of younger ones it is not known yet."
        ),
        unit="%",
        kind="proportion",
        table="tickets",
        column="resolved_in_30_days",
        noun="tickets",
        needs=("tickets.resolved_in_30_days",),
        source=_ISO,
    ),
    MetricDefinition(
        key="reopen_rate",
        name="Reopen rate",
        short="Reopened",
        subject="the share of reopened tickets",
        question="How many of the solved tickets come back?",
        formula="% of resolved tickets that were reopened",
        denominator=(
            "Tickets resolved in the period of which it is known whether they were reopened; the "
            "newest may still be."
        ),
        unit="%",
        kind="proportion",
        table="tickets",
        clock="resolved_at",
        column="reopened",
        noun="tickets",
        needs=("tickets.resolved_at", "tickets.reopened"),
        higher_is_better=False,
        source=_ISO,
    ),
    *WORK,
    MetricDefinition(
        key="unanswered_calls",
        name="Unanswered calls",
        short="Unanswered",
        subject="the share of unanswered calls",
        question="How many callers did nobody answer?",
        formula="% of calls and chats that were not answered",
        denominator="Calls and chats opened in the period of which it is known.",
        unit="%",
        kind="proportion",
        table="tickets",
        column="unanswered",
        noun="calls and chats",
        needs=("tickets.answered",),
        higher_is_better=False,
        source=_ISO,
    ),
    MetricDefinition(
        key="tickets_opened",
        name="Tickets opened",
        short="Opened",
        subject="the number of tickets opened",
        question="How much is asked of us?",
        formula="Number of tickets opened in the period; a change is told at equal days",
        denominator=_COUNTED,
        unit="count",
        kind="count",
        table="tickets",
        noun="tickets",
        needs=("tickets.opened_at",),
        higher_is_better=None,
        decimals=0,
        source=_ISO,
    ),
    MetricDefinition(
        key="interactions",
        name="Interactions",
        short="Interactions",
        subject="the number of interactions",
        question="How many contacts do the tickets take?",
        formula="Sum of the contacts of tickets opened in the period",
        denominator="Tickets opened in the period whose number of contacts is known.",
        unit="count",
        kind="total",
        table="tickets",
        column="contacts",
        noun="tickets",
        needs=("tickets.contacts",),
        higher_is_better=None,
        beside="tickets_opened",
        decimals=0,
        source=_ISO,
    ),
    MetricDefinition(
        key="tickets_resolved",
        name="Tickets resolved",
        short="Tickets resolved",
        subject="the number of tickets resolved",
        question="How much gets done?",
        formula="Number of tickets resolved in the period; a change is told at equal days",
        denominator="Every ticket that was resolved in the period, whenever it was opened.",
        unit="count",
        kind="count",
        table="tickets",
        clock="resolved_at",
        noun="tickets",
        needs=("tickets.resolved_at",),
        higher_is_better=None,
        decimals=0,
        source=_ISO,
    ),
    MetricDefinition(
        key="tickets_unsolved",
        name="Tickets closed unsolved",
        short="Closed unsolved",
        subject="the number of tickets closed unsolved",
        question="How much is closed without a solution?",
        formula=(
            "Number of tickets that left the backlog without a solution in the period; a change is "
            "told at equal days"
        ),
        denominator=(
            "Every ticket that was closed in the period and never resolved; calls that nobody "
            "answered and that were neither, by the day they came in."
        ),
        unit="count",
        kind="count",
        table="tickets",
        clock="unsolved_at",
        noun="tickets",
        needs=("tickets.unsolved_at",),
        higher_is_better=None,
        decimals=0,
        source=_ISO,
    ),
    MetricDefinition(
        key="open_cases",
        name="Open cases",
        short="Open",
        subject="the number of open cases",
        question="How much is left to do?",
        formula=(
            "Tickets opened by the end of the period less those resolved or closed unsolved by then"
        ),
        denominator=(
            "Every ticket of the data, whenever it was opened; a call that nobody answered is no "
            "open case unless somebody resolves or closes it later. A change is shown and not "
            "judged: it is what all earlier days left, and no sample."
        ),
        unit="count",
        kind="stock",
        table="tickets",
        clock="ended_at",
        noun="tickets",
        needs=("tickets.ended_at",),
        higher_is_better=False,
        decimals=0,
        source=_ISO,
    ),
    MetricDefinition(
        key="quality_score",
        name="Internal quality score",
        short="IQS",
        subject="the internal quality score",
        question="How good is our work in our own review?",
        formula="Mean score of the reviewed tickets",
        denominator="Tickets opened in the period that were reviewed.",
        unit="score",
        kind="mean",
        table="tickets",
        column="quality_score",
        noun="tickets",
        needs=("tickets.quality_score",),
        source=_ISO,
    ),
    *CONTACTS,
)
