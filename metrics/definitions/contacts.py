"""Metrics of calls, chats and the like: without a person, passed on, and how the tone changed."""

from __future__ import annotations

from metrics.definitions.model import MetricDefinition

CONTACTS = (
    MetricDefinition(
        key="self_service_share",
        name="Self-service share",
        short="Self-service",
        subject="the self-service share",
        question="How much is solved without a person?",
        formula="% of tickets that self-service or a bot solved without a person",
        denominator=(
            "Tickets opened in the period of which it is known whether self-service solved them, "
            "or that a person took part in: these were not. A solution is what the data call one; "
            "whether the customer came back is not asked."
        ),
        unit="%",
        kind="proportion",
        table="tickets",
        column="self_served",
        noun="tickets",
        needs=("tickets.self_served",),
        source=(
            "Meuter, Ostrom, Roundtree and Bitner 2000, “Self-Service Technologies”, "
            "Journal of Marketing 64(3)"
        ),
    ),
    MetricDefinition(
        key="transfers_per_contact",
        name="Transfers per contact",
        short="Transfers",
        subject="transfers per contact",
        question="How often is a customer passed on?",
        formula="Sum of the transfers over the tickets, each a contact of its own; 0 is best",
        denominator="Tickets opened in the period whose number of transfers is known, 0 included.",
        unit="count",
        kind="mean",
        table="tickets",
        column="transfers",
        noun="tickets",
        needs=("tickets.transfers",),
        higher_is_better=False,
        decimals=2,
        source=(
            "Dixon, Freeman and Toman 2010, “Stop Trying to Delight Your Customers”, "
            "Harvard Business Review 88(7)"
        ),
    ),
    MetricDefinition(
        key="tone_change",
        name="Change of tone within the contact",
        short="Change of tone",
        subject="the change of tone within the contact",
        question="Do customers leave in a better mood than they came in?",
        formula=(
            "Mean of the sentiment at the contact's end less that at its start, each from −1 to 1"
        ),
        denominator=(
            "Tickets opened in the period whose tone is known at both ends. Who starts low has "
            "more room to rise: part of it is chance (regression to the mean)."
        ),
        unit="score",
        kind="mean",
        table="tickets",
        column="tone_change",
        noun="tickets",
        needs=("tickets.tone_change",),
        decimals=2,
        source=(
            "Herhausen, Grewal and others 2023, “Complaint De-Escalation Strategies on Social "
            "Media”, Journal of Marketing 87(2)"
        ),
    ),
)
