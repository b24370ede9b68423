"""Metrics of tickets: how long things take, each as median and p90 with the mean beside it."""

from __future__ import annotations

from dataclasses import replace

from metrics.definitions.model import MetricDefinition

_ISO = "ISO 18295-1:2017, Customer contact centres"


def _time(
    median: MetricDefinition, p90: tuple[str, str], mean: tuple[str, str]
) -> tuple[MetricDefinition, ...]:
    """A median with its p90 and its mean beside it; these are given as key and subject."""
    beside = replace(median, beside=median.key)
    return (
        median,
        replace(
            beside,
            key=p90[0],
            name=f"{median.name}, p90",
            short=f"{median.short} p90",
            subject=p90[1],
            formula=median.formula.replace("Median", "90th percentile"),
            quantile=0.9,
        ),
        replace(
            beside,
            key=mean[0],
            name=f"{median.name}, mean",
            short=f"{median.short} mean",
            subject=mean[1],
            formula=median.formula.replace("Median", "Mean"),
            quantile=None,
            kind="mean",
        ),
    )


_FIRST_RESPONSE = MetricDefinition(
    key="first_response_time",
    name="First response time",
    short="First response",
    subject="first response time",
    question="How long until someone answers?",
    formula="Median of the calendar time from opened to first response",
    denominator=(
        "Tickets first answered in the period; those still waiting are left out, and those whose "
        "first response came from a bot."
    ),
    unit="hours",
    kind="quantile",
    quantile=0.5,
    table="tickets",
    clock="first_response_at",
    column="first_response_seconds",
    noun="tickets",
    needs=("tickets.first_response_at",),
    higher_is_better=False,
    source=_ISO,
)
_RESOLUTION = MetricDefinition(
    key="resolution_time",
    name="Resolution time",
    short="Resolution",
    subject="resolution time",
    question="How long until it is solved?",
    formula="Median of the calendar time from opened to resolved",
    denominator="Tickets resolved in the period, whenever they were opened.",
    unit="hours",
    kind="quantile",
    quantile=0.5,
    table="tickets",
    clock="resolved_at",
    column="resolution_seconds",
    noun="tickets",
    needs=("tickets.resolved_at",),
    higher_is_better=False,
    source=_ISO,
)
_HANDLE = MetricDefinition(
    key="handle_time",
    name="Handle time",
    short="Handle time",
    subject="handle time",
    question="How much work is a ticket?",
    formula="Median of the time that people worked on a ticket",
    denominator=(
        "Tickets whose handle time is known, by the day of their resolution, else of their "
        "closing; calls that were answered and not resolved by the day they were opened. Where "
        "neither resolutions nor closings are known, every ticket by the day it was opened. "
        "Unanswered calls count only where somebody resolved them later."
    ),
    unit="minutes",
    kind="quantile",
    quantile=0.5,
    table="tickets",
    clock="handled_at",
    column="handle_seconds",
    noun="tickets",
    needs=("tickets.handle_seconds",),
    higher_is_better=False,
    source=_ISO,
)
_ANSWER = MetricDefinition(
    key="average_speed_of_answer",
    name="Average speed of answer",
    short="Wait for an answer",
    subject="the average wait for an answer",  # a speed that fell would be bad news
    question="How long do callers wait?",
    formula="Mean of the time that a call or chat waited until it was answered",
    denominator="Calls and chats opened in the period and answered, whose wait is known.",
    unit="seconds",
    kind="mean",
    table="tickets",
    column="wait_seconds",
    noun="calls and chats",
    needs=("tickets.wait_seconds",),
    higher_is_better=False,
    source=_ISO,
)

SPEED = (
    *_time(
        _FIRST_RESPONSE,
        ("first_response_p90", "the first response time of the slowest tenth"),
        ("first_response_mean", "the mean first response time"),
    ),
    *_time(
        replace(
            _FIRST_RESPONSE,
            key="first_response_business_time",
            name="First response time in business hours",
            short="First response, business hours",
            subject="first response time in business hours",
            formula="Median of the time in business hours from opened to first response",
            column="first_response_business_seconds",
            needs=("tickets.first_response_business_seconds",),
        ),
        (
            "first_response_business_p90",
            "the first response time of the slowest tenth in business hours",
        ),
        ("first_response_business_mean", "the mean first response time in business hours"),
    ),
    *_time(
        _RESOLUTION,
        ("resolution_p90", "the resolution time of the slowest tenth"),
        ("resolution_mean", "the mean resolution time"),
    ),
    *_time(
        replace(
            _RESOLUTION,
            key="resolution_business_time",
            name="Resolution time in business hours",
            short="Resolution, business hours",
            subject="resolution time in business hours",
            formula="Median of the time in business hours from opened to resolved",
            column="resolution_business_seconds",
            needs=("tickets.resolution_business_seconds",),
        ),
        ("resolution_business_p90", "the resolution time of the slowest tenth in business hours"),
        ("resolution_business_mean", "the mean resolution time in business hours"),
    ),
)
WORK = (
    *_time(
        _HANDLE,
        ("handle_p90", "the handle time of the longest tenth"),
        ("handle_mean", "the mean handle time"),
    ),
    _ANSWER,
    replace(
        _ANSWER,
        key="speed_of_answer_p90",
        name="Speed of answer, p90",
        short="Wait for an answer p90",
        subject="the wait for an answer of the slowest tenth",
        formula=_ANSWER.formula.replace("Mean", "90th percentile"),
        kind="quantile",
        quantile=0.9,
        beside=_ANSWER.key,
    ),
)
