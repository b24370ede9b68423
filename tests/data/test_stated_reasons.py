"""Reasons that the data state: one in a cell, several, or what people wrote."""

from __future__ import annotations

import pandas as pd
import pytest

from data.ingest.comments.reasons import reasons_of
from data.store.snapshots import open_snapshot
from pages.voice.reading import reading_panels
from tests.data.company import Company
from tests.data.test_stated_sentiment import MAPPING

WRITTEN = [f"I have a matter of my own; it is number {i}" for i in range(30)]


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (
            ["Delivery", "Delivery; Price", "Price", "", None, "Price;Delivery;Price"],
            [("Delivery",), ("Delivery", "Price"), ("Price",), (), (), ("Price", "Delivery")],
        ),
        (["Other; please say", "Delivery"], [("Other; please say",), ("Delivery",)]),
        (["Other; please say", "Other"], [("Other; please say",), ("Other",)]),
        (["A\nB", "B|A", "A;;"], [("A", "B"), ("B", "A"), ("A",)]),
        (["(not stated)", ";", " Price "], [(), (), ("Price",)]),
        (["物流；客服", "物流", "客服"], [("物流", "客服"), ("物流",), ("客服",)]),
        (WRITTEN, [()] * 30),
    ],
)
def test_cells(cells: list[str | None], expected: list[tuple[str, ...]]) -> None:
    assert (
        reasons_of(pd.Series(cells, dtype=object), pd.Series(True, range(len(cells)))) == expected
    )


def test_what_was_written_once_in_a_survey_of_several_questions(company: Company) -> None:
    """It stands in a row of each question, and is no list of filters for that."""
    rows = [
        (str(i), "2026-01-01", metric, 3, "Well, well", written)
        for i, written in enumerate(WRITTEN)
        for metric in ("nps", "csat", "ces")
    ]
    columns = ["id", "date", "metric", "score", "comment", "reason"]
    text = pd.DataFrame(rows, columns=columns).to_csv(index=False)
    file = company.write(f'{MAPPING}reason = "reason"\n', survey_csv=text).build()
    snapshot = open_snapshot(file)
    assert snapshot.catalog.dimension("reason") is None
    (how,) = (one.frame for one in reading_panels(snapshot.catalog) if one.key == "reading")
    told = dict(zip(how["what"], how["how"], strict=True))
    assert told["Themes"].startswith("by words of the dictionary")
    assert snapshot.database.frame("SELECT theme FROM feedback")["theme"].isna().all()


def test_several_reasons_are_several_themes(company: Company) -> None:
    rows = [
        ("1", "2026-01-01", "nps", 3, "It is what it is", "Rain; Snow"),
        ("2", "2026-01-02", "nps", 9, "So it is", "Snow"),
        ("3", "2026-01-02", "nps", 9, "Well, well", "Rain"),
    ]
    columns = ["id", "date", "metric", "score", "comment", "reason"]
    text = pd.DataFrame(rows, columns=columns).to_csv(index=False)
    file = company.write(f'{MAPPING}reason = "reason"\n', survey_csv=text).build()
    told = open_snapshot(file).database.frame("SELECT response_id, theme, answer FROM feedback")
    nps = told[told["answer"].astype(str).str.startswith("nps")].set_index("response_id")["theme"]
    assert nps.to_dict() == {"1": "|Rain|Snow|", "2": "|Snow|", "3": "|Rain|"}
