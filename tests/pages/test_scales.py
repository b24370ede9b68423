"""Scales in use beside the usual ones, through the product, by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from data.store.snapshots import open_snapshot
from pages.figures.figure import figures_of
from pages.words.series_names import scale_note
from tests.data.company import LONG, Company
from tests.pages.reading import read

FACES = LONG.replace(
    'metric = { constant = "nps" }\nscore = "score"',
    'metric = { constant = "csat" }\n'
    'score = { column = "score", values = { happy = 5, neutral = 3, unhappy = 2 } }\n'
    "scale_min = { constant = 2 }\nscale_max = { constant = 5 }",
)


def cards(tmp_path: Path, mapping: str, answers: list[str]) -> dict[str, tuple[float, int]]:
    rows = [f"{i},2026-03-01,{answer}\n" for i, answer in enumerate(answers)]
    company = Company(tmp_path).write(mapping, survey_csv="id,date,score\n" + "".join(rows))
    snapshot = open_snapshot(company.build())
    panel = read(snapshot, "overview?period=all").panel("cards")
    assert panel
    return {row.metric: (row.value, row.n) for row in figures_of(panel.frame)}


def test_three_faces_count_five_three_and_two(tmp_path: Path) -> None:
    """(6 x 5 + 3 x 3 + 3 x 2) / 12 = 3.75; half of the faces smile."""
    faces = ["happy"] * 6 + ["neutral"] * 3 + ["unhappy"] * 3
    assert cards(tmp_path, FACES, faces) == {"csat": (50, 12), "csat_mean": (3.75, 12)}


@pytest.mark.parametrize(
    ("low", "high", "share"), [(0, 1, 40), (1, 2, 40), (1, 3, 40), (1, 4, 80), (1, 6, 40)]
)
def test_satisfaction_on_short_scales(tmp_path: Path, low: int, high: int, share: int) -> None:
    """6 give the lowest answer, 12 the highest, and 12 the second from above, if there is one."""
    stated = f'"csat" }}\nscale_min = {{ constant = {low} }}\nscale_max = {{ constant = {high} }}'
    middle = high - 1 if high - low > 1 else low
    answers = [low] * 6 + [middle] * 12 + [high] * 12
    if (low, high) == (1, 6):
        answers = [4] * 18 + [5] * 12  # the upper third of six are five and six
    mapping = LONG.replace('"nps" }', stated)
    found = cards(tmp_path, mapping, [str(answer) for answer in answers])
    assert found["csat"] == (share, 30)


def test_sentiment_from_minus_one_to_one(tmp_path: Path) -> None:
    """9 above, 3 below and 8 in the middle of 20: 30 points. Data without NPS have a card of it."""
    mapping = LONG.replace('"nps"', '"sentiment"')
    scores = ["0.4"] * 9 + ["-0.1"] * 3 + ["0"] * 8
    (value, n) = cards(tmp_path, mapping, scores)["sentiment"]
    assert (round(value, 6), n) == (30, 20)


def test_what_is_said_of_a_scale() -> None:
    said = {
        "csat:1-5": "% 4–5 of 5",
        "csat:1-3": "% 3 of 3",
        "csat:0-1": "% 1 of 0–1",
        "csat:2-5": "% 4–5 of 2–5",
        "csat:1-5>=2.5": "% 2.5–5 of 5",
        "sentiment:-1-1": "-1 to 1, net share",
        "nps:0-10": "0–10, net share",
    }
    assert {series: scale_note(series) for series in said} == said
