"""The metric contract as data: what each figure asks, counts and leaves out."""

from __future__ import annotations

from metrics.definitions.customers import CUSTOMERS
from metrics.definitions.experience import EXPERIENCE
from metrics.definitions.feedback import FEEDBACK
from metrics.definitions.model import MetricDefinition
from metrics.definitions.outcomes import OUTCOMES
from metrics.definitions.service import SERVICE
from metrics.definitions.value import VALUE

__all__ = ["DEFINITIONS", "THEMES", "MetricDefinition"]

THEMES: dict[str, tuple[MetricDefinition, ...]] = {
    "Feedback": FEEDBACK,
    "Service": SERVICE,
    "Customers and value": (*CUSTOMERS, *VALUE, *OUTCOMES),
    "Experience": EXPERIENCE,
}
DEFINITIONS: dict[str, MetricDefinition] = {
    definition.key: definition for theme in THEMES.values() for definition in theme
}
