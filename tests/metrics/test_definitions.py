"""Every metric definition says all that pages, tooltips and the API need."""

from dataclasses import fields

import pytest

from data.contract import COMPUTED, TABLES
from metrics.definitions import DEFINITIONS, MetricDefinition
from metrics.series import FEEDBACK_METRICS


@pytest.mark.parametrize("definition", DEFINITIONS.values(), ids=lambda d: d.key)
def test_no_definition_lacks_a_field(definition: MetricDefinition) -> None:
    for field in fields(definition):
        value = getattr(definition, field.name)
        assert value != "", f"{definition.key} has no {field.name}"
    assert (definition.quantile is not None) == (definition.kind == "quantile")
    of_answers = definition.table == "feedback" and definition.answered_by != "comments"
    assert (definition.feedback_metric in FEEDBACK_METRICS) == of_answers
    assert definition.needs or definition.table in ("feedback", "parts")
    for table, column in (name.split(".") for name in definition.needs):
        assert column in COMPUTED.get(table, ()) or TABLES[table].column(column)


def test_what_stands_beside_another_is_of_the_same_rows() -> None:
    for definition in DEFINITIONS.values():
        if definition.beside is not None:
            headline = DEFINITIONS[definition.beside]
            assert headline.beside is None
            assert headline.feedback_metric == definition.feedback_metric
            assert headline.table == definition.table
            assert definition.kind in ("mean", "quantile", "total", "count")


def test_names_are_unique_and_keys_agree() -> None:
    assert [d.key for d in DEFINITIONS.values()] == list(DEFINITIONS)
    assert len({d.short for d in DEFINITIONS.values()}) == len(DEFINITIONS)


def test_times_are_better_when_shorter() -> None:
    for definition in DEFINITIONS.values():
        if definition.kind == "quantile":
            assert definition.higher_is_better is False


def test_what_a_sentence_says_fell_is_a_time_and_no_speed() -> None:
    times = [one for one in DEFINITIONS.values() if one.unit in ("hours", "minutes", "seconds")]
    assert times
    for definition in times:
        assert {"time", "wait"} & set(definition.subject.split()), definition.key
        assert "speed" not in f"{definition.subject} {definition.short}".lower()
