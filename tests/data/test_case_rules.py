"""Rules that make cases: what a mapping may say, and what is said of mistakes."""

from __future__ import annotations

from pathlib import Path

import pytest

from data.mapping import parse_mapping
from tests.data.company import refused
from tests.query.test_to_call import COMPANY

SHOWN = COMPANY + '\n[privacy]\ncustomers = "shown"\n'
RULE = "\n[cases.detractor]\nwhen = { nps = [0, 6] }\n"


def test_a_rule() -> None:
    more = 'owner = "anna"\ndue_days = 3\n'
    rule = parse_mapping(SHOWN + RULE + more, Path("mapping.toml")).cases["detractor"]
    assert (rule.when.metric, rule.when.scores) == ("nps", (0, 6))
    assert (rule.owner, rule.due_days) == ("anna", 3)
    usual = parse_mapping(SHOWN + RULE, Path("mapping.toml")).cases["detractor"]
    assert (usual.owner, usual.due_days) == ("", 7)


@pytest.mark.parametrize(
    ("mapping", "said"),
    [
        (COMPANY + RULE, 'customers = "shown" to [privacy]'),
        (SHOWN + RULE.replace("detractor", "BadOnes"), "lower-case letters"),
        (SHOWN + RULE.replace("nps = [0, 6]", "revenue_over = 5"), "the scores of one metric"),
        (SHOWN + RULE.replace("[0, 6]", "[0, 6], csat = [1, 2]"), "the scores of one metric"),
        (SHOWN + RULE.replace("[0, 6]", "[6, 0]"), "from the lowest to the highest"),
        (SHOWN + RULE.replace("[0, 6]", "[0, 11]"), "nps = [0, 11] leaves its scale"),
        (SHOWN + RULE.replace("[0, 6]", "[0, 6], owner = 3"), "owner"),
        (SHOWN + RULE + "due_days = 0\n", "due_days"),
        (
            SHOWN.replace(', customer_id = "who" }\n[cust', " }\n[cust") + RULE,
            "'nps' needs the column customer_id of [feedback]",
        ),
        (
            SHOWN.replace(', annual_revenue = "pays"', "")
            + RULE.replace("[0, 6]", "[0, 6], revenue_over = 1"),
            "'revenue_over' needs the column annual_revenue of [customers]",
        ),
        (
            SHOWN.replace('ticket_id = "id", customer_id = "who"', 'ticket_id = "id"')
            + RULE.replace("[0, 6]", "[0, 6], ticket_days = 1"),
            "'ticket_days' needs the column customer_id of [tickets]",
        ),
    ],
)
def test_what_is_said_of_a_rule_that_can_make_no_case(mapping: str, said: str) -> None:
    assert mapping != SHOWN + RULE
    assert said in refused(mapping)
