"""What is made of other metrics."""

from __future__ import annotations

from metrics.definitions.model import MetricDefinition

EXPERIENCE = (
    MetricDefinition(
        key="xqi",
        name="Experience quality index",
        short="XQI",
        subject="experience quality (XQI)",
        question="How good is the experience, all parts of it together?",
        formula="Weighted mean of the company's chosen metrics, each on a scale from 0 to 100",
        denominator=(
            "Every part must have a figure, or there is no index; n is that of the part with the "
            "fewest. Parts are taken as independent: of the same tickets or answers, they make the "
            "interval too narrow."
        ),
        unit="index",
        kind="composite",
        table="parts",
        noun="answers or tickets",
        source=(
            "OECD and JRC 2008, “Handbook on Constructing Composite Indicators” (weighted mean of "
            "min-max scaled parts); interval: Zou, Huang and Zhang 2009"
        ),
    ),
)
