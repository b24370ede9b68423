"""Themes that people edited, in the data folder: a load reads comments by them."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from data.errors import DataError
from data.ingest.comments.dictionary import (
    EDITED,
    check_edited,
    listed_themes,
    needed,
    new_key,
    read_edited,
    write_edited,
)
from data.ingest.service import found_version
from data.mapping import load_mapping
from data.query.compile import CountQuery
from data.query.mentions import mentions
from data.scope import Scope, Span
from data.store.snapshots import open_snapshot
from tests.data.company import LONG, Company

MAPPING = (
    LONG
    + 'comment = "comment"\nlanguage = { constant = "en" }\n'
    + '[comments.themes.lounge]\ngroup = "Places"\nlabel = "Lounge"\nen = ["lounge*"]\n'
)
COMMENTS = [
    "No parking anywhere",
    "Parked far away, and a long queue",
    "The lounge is nice",
    "Nothing to say",
    "Parking was there",
    "Long queue again",
]
PARKING = {"group": "Places", "label": "Parking", "en": ["park*"]}
ALL = Scope(Span(date(2026, 1, 1), date(2026, 1, 31)))


def _company(company: Company) -> Company:
    rows = [(str(n), "2026-01-05", 5, text) for n, text in enumerate(COMMENTS)]
    text = pd.DataFrame(rows, columns=["id", "date", "score", "comment"]).to_csv(index=False)
    return company.write(MAPPING, survey_csv=text)


def _named(file: Path) -> dict[str, int]:
    """How many comments name each theme."""
    snapshot = open_snapshot(file)
    (found,) = mentions(snapshot, [CountQuery(ALL, ("theme",))])
    found = found[found["positive"] > 0]
    return dict(zip(found["theme"].astype(str), found["positive"].astype(int), strict=True))


def _recounted(words: dict[str, str]) -> dict[str, int]:
    """The same, by a regular expression a theme."""
    found = {name: sum(bool(re.search(how, text.lower())) for text in COMMENTS)
             for name, how in words.items()}  # fmt: skip
    return {name: n for name, n in found.items() if n}


def test_a_load_reads_by_them_and_without_them_as_before(company: Company) -> None:
    before = _company(company).build()
    shipped = {"Waiting time": r"\bqueue", "Lounge": r"\blounge"}
    assert _named(before) == _recounted(shipped)
    edited = {
        "parking": PARKING,
        # Of what ships another name, of the mapping's theme more words.
        "waiting_time": {"group": "Places", "label": "Waiting", "en": ["far away"]},
        "lounge": {"group": "Places", "label": "Lounge", "en": ["nothing to say"]},
    }
    write_edited(company.out, edited)
    after = company.build()
    assert after != before
    assert after.stem == found_version(company.mapping, company.out)
    expected = {
        "Waiting": r"\bqueue|\bfar away",
        "Lounge": r"\blounge|nothing to say",
        "Parking": r"\bpark",
    }
    assert _named(after) == _recounted(expected) == {"Waiting": 2, "Lounge": 2, "Parking": 3}
    was, now = (open_snapshot(file).catalog.comments_read for file in (before, after))
    assert was and now and was.dictionary != now.dictionary
    write_edited(company.out, {**edited, "parking": {**PARKING, "off": True}})
    assert "Parking" not in _named(company.build())
    write_edited(company.out, {})
    assert not (company.out / EDITED).exists()
    assert company.build() == before


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("{", "can't be read"),
        ("[1]", "expected an entry for each theme"),
        ('{"parking": 1}', "expected an entry for each theme"),
        ('{"parking": {"group": "Places", "label": "Parking", "en": ["*"]}}', "letters or digits"),
    ],
)
def test_what_cannot_be_read_is_said(company: Company, text: str, why: str) -> None:
    _company(company)
    company.out.mkdir(parents=True, exist_ok=True)
    (company.out / EDITED).write_text(text)
    with pytest.raises(DataError, match=f"{EDITED}.*{why}"):
        company.build()


def test_what_cannot_be_saved_is_said(company: Company) -> None:
    mapping = load_mapping(_company(company).mapping)
    check_edited(mapping, {"parking": PARKING}, "parking")
    check_edited(mapping, {"waiting_time": {"group": "A", "label": "B"}}, "waiting_time")
    wordless = {"group": "Places", "label": "Parking"}
    with pytest.raises(DataError, match="has no words"):
        check_edited(mapping, {"parking": wordless}, "parking")
    check_edited(mapping, {"parking": {**wordless, "off": True}}, "parking")
    with pytest.raises(DataError, match="“Lounge” already, of the group “Places”"):
        check_edited(mapping, {"parking": {**PARKING, "label": "lounge"}}, "parking")
    with pytest.raises(DataError, match="at least 3 letters"):
        check_edited(mapping, {"parking": {**PARKING, "en": ["pa*"]}}, "parking")


def test_where_each_theme_comes_from(company: Company) -> None:
    mapping = load_mapping(_company(company).mapping)
    billing = {"group": "Money", "label": "Bills", "off": True}
    lounge = {"group": "Places", "label": "Lounge", "fi": ["aula*"]}
    found = {one.key: one for one in listed_themes(
        mapping, {"parking": PARKING, "billing": billing, "lounge": lounge}
    )}  # fmt: skip
    assert found["parking"].comes_from == "added here"
    assert found["waiting_time"].comes_from == "shipped"
    assert (found["billing"].comes_from, found["billing"].off) == ("shipped, edited here", True)
    own = found["lounge"]
    assert own.comes_from == "mapping, edited here"
    assert (own.given, own.added) == ({"en": ("lounge*",)}, {"fi": ("aula*",)})
    groups = [(one.group.casefold(), one.group) for one in found.values()]
    assert groups == sorted(groups)


def test_keys_of_new_themes_are_free(company: Company) -> None:
    mapping = load_mapping(_company(company).mapping)
    assert new_key("Gift wrapping!", mapping, {}) == "gift_wrapping"
    assert new_key("Lounge", mapping, {"lounge_2": PARKING}) == "lounge_3"
    assert new_key("Парковка", mapping, {}) == "new_theme"
    assert needed(mapping, "lounge", {"group": "Places", "label": "Lounge"}) is None
    assert needed(mapping, "lounge", {"group": "Halls", "label": "Lounge"}) is not None
    assert read_edited(company.out) == {}


def test_reasons_by_the_name_of_before_are_of_the_theme_that_has_another_now(
    company: Company,
) -> None:
    rows = [(str(n), "2026-01-05", 5, text, "waiting TIME") for n, text in enumerate(COMMENTS)]
    columns = ["id", "date", "score", "comment", "why"]
    text = pd.DataFrame(rows, columns=columns).to_csv(index=False)
    mapping = MAPPING.replace('comment = "comment"\n', 'comment = "comment"\nreason = "why"\n')
    company.write(mapping, survey_csv=text).build()
    write_edited(company.out, {"waiting_time": {"group": "Customer service", "label": "Queues"}})
    assert _named(company.build()) == {"Queues": len(COMMENTS)}
