"""Every metric definition says all that pages, tooltips and the API need."""

from dataclasses import fields

import pytest

from metrics.definitions import DEFINITIONS, MetricDefinition
from metrics.series import FEEDBACK_METRICS


@pytest.mark.parametrize("definition", DEFINITIONS.values(), ids=lambda d: d.key)
def test_no_definition_lacks_a_field(definition: MetricDefinition) -> None:
    for field in fields(definition):
        value = getattr(definition, field.name)
        assert value != "", f"{definition.key} has no {field.name}"
    assert definition.minimum_n >= 2
    assert (definition.feedback_metric in FEEDBACK_METRICS) == (definition.table == "feedback")


def test_means_stand_beside_a_headline_of_the_same_answers() -> None:
    for definition in DEFINITIONS.values():
        if definition.mean_of is not None:
            headline = DEFINITIONS[definition.mean_of]
            assert headline.headline and not definition.headline
            assert headline.feedback_metric == definition.feedback_metric
            assert definition.kind == "mean"


def test_names_are_unique_and_keys_agree() -> None:
    assert [d.key for d in DEFINITIONS.values()] == list(DEFINITIONS)
    assert len({d.short for d in DEFINITIONS.values()}) == len(DEFINITIONS)


def test_times_are_better_when_shorter_and_everything_else_when_higher() -> None:
    lower = {key for key, d in DEFINITIONS.items() if not d.higher_is_better}
    assert lower == {"first_response_time", "resolution_time"}
