"""Columns that ask the same of several touchpoints, and surveys with a row for each answer."""

from __future__ import annotations

import pandas as pd
import pytest

from detection.scores import names_questions, question_blocks, question_choices
from tests.detection.columns import FROM_0_TO_10, UP_TO_5, UP_TO_7, column


@pytest.mark.parametrize(
    ("headers", "names"),
    [
        (("csat_billing", "csat_delivery"), ("Billing", "Delivery")),
        (("Billing satisfaction", "Delivery satisfaction"), ("Billing", "Delivery")),
        (("How satisfied with: Billing", "How satisfied with: Our shop"), ("Billing", "Our shop")),
        (("How satisfied? [Billing]", "How satisfied? [Shop]"), ("Billing", "Shop")),
        (("Kuinka tyytyväinen - Laskutus", "Kuinka tyytyväinen - Kassa"), ("Laskutus", "Kassa")),
        (
            ("How satisfied are you with billing?", "How satisfied are you with the shop?"),
            ("Billing", "The shop"),
        ),
        (("满意度-物流", "满意度-客服"), ("物流", "客服")),
        (("Q1 Satisfied with billing", "Q2 Satisfied with delivery"), ("Billing", "Delivery")),
        (("Q7ART", "Q7STORE"), ("ART", "STORE")),
        (("Q7_1", "Q7_2"), ("Q7_1", "Q7_2")),
    ],
)
def test_touchpoints(headers: tuple[str, ...], names: tuple[str, ...]) -> None:
    other = column("NPS", FROM_0_TO_10)
    (block,) = question_blocks([*(column(name, UP_TO_5) for name in headers), other])
    assert dict(block.touchpoints) == dict(zip(names, headers, strict=True))
    assert block.choice.best is not None
    assert block.choice.best.answers == 2 * sum(UP_TO_5.values())


def test_labels_name_the_touchpoints() -> None:
    columns = [
        column("Q7_1", UP_TO_5, "How satisfied are you? - Billing"),
        column("Q7_2", UP_TO_5, "How satisfied are you? - Shop"),
        column("Q8", UP_TO_5, "How satisfied are you overall?"),
    ]
    (block,) = question_blocks(columns)
    assert dict(block.touchpoints) == {"Billing": "Q7_1", "Shop": "Q7_2"}


def test_codes_of_one_column_are_asked_of_all() -> None:
    (block,) = question_blocks(
        [column("csat_a", UP_TO_5 | {"0": 9, "6": 4}), column("csat_b", UP_TO_5 | {"0": 3, "6": 1})]
    )
    assert not block.choice.sure
    assert [set(one.blank) for one in block.choice.readings] == [{"0", "6"}, set()]


def test_other_scales_and_other_questions_are_no_block() -> None:
    columns = [column("csat_a", UP_TO_5), column("csat_b", UP_TO_7), column("rating", UP_TO_5)]
    assert question_blocks(columns) == ()
    assert question_blocks([column("Q1_age", UP_TO_5), column("Q1_gender", UP_TO_5)]) == ()


def test_long_surveys() -> None:
    named = column("metric", {"NPS": 5, "CSAT": 4, "How easy was it?": 3})
    assert names_questions(named)
    assert not names_questions(column("city", {"Oslo": 5, "Bergen": 4}))
    assert not names_questions(column("why", {"NPS": 1, "Oslo": 5}))
    rows = [("NPS", score, n) for score, n in FROM_0_TO_10.items()]
    rows += [("CSAT", score, n) for score, n in UP_TO_5.items()]
    frame = pd.DataFrame([(question, score) for question, score, n in rows for _ in range(n)])
    found = question_choices(frame[0], frame[1])
    scales = {question: one.best and one.best.scale for question, one in found.items()}
    assert scales == {"NPS": (0, 10), "CSAT": (1, 5)}
