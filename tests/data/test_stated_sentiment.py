"""Where the data state the sentiment of some comments, the others are read."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pandas as pd
import pytest

from data.query.comments import Sought, count_comments
from data.scope import Scope, Span
from data.store.snapshots import Snapshot, open_snapshot
from metrics.series import READ
from pages.voice.reading import reading_panels
from tests.data.company import HEAD, Company
from tests.pages.reading import read

MAPPING = (
    HEAD
    + """
[sources.survey]
file = "survey.csv"

[feedback]
source = "survey"

[feedback.columns]
response_id = "id"
submitted_at = "date"
metric = "metric"
score = "score"
comment = "comment"
"""
)
COLUMNS = ("id", "date", "metric", "score", "comment")
GOOD, BAD = "Great service, I am very happy", "Terrible, I waited on hold for an hour"
SURVEY = [
    ("1", "2026-01-01", "nps", 3, BAD),
    ("2", "2026-01-02", "nps", 9, GOOD),
    ("3", "2026-01-03", "nps", 10, GOOD + " indeed"),
]


def _opened(company: Company, rows: Sequence[tuple[object, ...]], more: str = "") -> Snapshot:
    text = pd.DataFrame(rows, columns=COLUMNS).to_csv(index=False)
    return open_snapshot(company.write(MAPPING + more, survey_csv=text).build())


def _tones(snapshot: Snapshot) -> dict[str, float]:
    """Each response's answer to `sentiment`; no response has two."""
    told = snapshot.database.frame(
        "SELECT response_id, answer::varchar AS answer FROM feedback "
        "WHERE answer::varchar LIKE 'sentiment%'"
    )
    assert told["response_id"].is_unique
    scores = told["answer"].str.split("|").str[1].astype(float)
    return dict(zip(told["response_id"], scores, strict=True))


def _how(snapshot: Snapshot) -> str:
    (panel,) = (one for one in reading_panels(snapshot.catalog) if one.key == "reading")
    return str(panel.frame.set_index("what").loc["Sentiment", "how"])


def test_posts_with_a_tone_leave_the_survey_to_be_read(company: Company) -> None:
    posts = [
        ("p1", "2026-01-04", "sentiment", 1, f"Posted: {BAD}"),
        ("p2", "2026-01-04", "sentiment", -1, f"Posted: {GOOD}"),
    ]
    snapshot = _opened(company, [*SURVEY, *posts])
    tones = _tones(snapshot)
    assert (tones["p1"], tones["p2"]) == (1, -1)  # as stated, whatever the words
    assert tones["1"] < 0 < min(tones["2"], tones["3"])
    assert "Those that the data state are figures of their own." in _how(snapshot)
    # Two ways are not to be compared: they are two figures.
    assert {"sentiment:-1-1", READ} < set(snapshot.catalog.series)
    cards = read(snapshot, "overview?period=all").panel("cards")
    assert cards and (cards.rows["metric"] == "sentiment").sum() == 2
    method = snapshot.catalog.comments_read and snapshot.catalog.comments_read.method
    assert method and method.of == 3  # the posts are not read


def test_comments_of_both_ways_are_counted(company: Company) -> None:
    nps = [(f"n{i}", "2026-01-01", "nps", 9, GOOD) for i in range(20)]
    posts = [(f"p{i}", "2026-01-01", "sentiment", 1, BAD) for i in range(15)]
    page = read(_opened(company, [*nps, *posts]), "overview?period=all")
    assert page.rest.split(" · ")[:2] == ["20 answers", "35 comments"]


def test_where_a_question_is_coded_what_is_not_is_not_read(company: Company) -> None:
    """Coding began lately: what is read and what is coded would differ like two months."""
    months = [f"2026-{month:02}-10" for month in range(1, 7)]
    nps = [(f"{day}-{i}", day, "nps", 9, GOOD) for day in months for i in range(30)]
    coded = [(f"{months[-1]}-{i}", months[-1], "sentiment", 0, "") for i in range(12)]
    other = ("9", "2026-01-05", "csat", 5, "Great people, very friendly")
    snapshot = _opened(company, [*nps, *coded, other])
    tones = _tones(snapshot)
    assert tones.pop("9") > 0
    assert tones == {key: 0 for key, *_ in coded}
    beside = snapshot.database.frame(
        "SELECT response_id, tone FROM feedback WHERE answer::varchar LIKE 'nps%'"
    ).set_index("response_id")["tone"]
    # The codes stand in rows of their own, without the comment.
    assert beside.dropna().to_dict() == tones


def test_codes_with_ids_of_their_own(company: Company) -> None:
    """As of San Francisco's airport: a row for each comment, which is told by its words alone."""
    words = [f"{GOOD}, {'so ' * i}" for i in range(30)]
    nps = [(f"n{i}", "2026-01-01", "nps", 9, words[i]) for i in range(30)]
    coded = [(f"c{i}", "2026-01-01", "sentiment", -1, words[i]) for i in range(12)]
    assert set(_tones(_opened(company, [*nps, *coded]))) == {f"c{i}" for i in range(12)}


def test_a_few_codes_are_no_way_to_read_all(company: Company) -> None:
    tones = _tones(_opened(company, [*SURVEY, ("1", "2026-01-01", "sentiment", 1, BAD)]))
    assert tones["1"] == 1 and tones["2"] > 0 and tones["3"] > 0


def test_codes_without_the_comment_have_its_themes(company: Company) -> None:
    """Of a response with two comments it is not known which one is meant, unless by touchpoint."""
    rows = pd.DataFrame(
        [
            ("1", "2026-01-01", "nps", 3, BAD, "Shop"),
            ("2", "2026-01-01", "nps", 3, BAD + " again", "Shop"),
            ("2", "2026-01-01", "csat", 5, "Fair price", "Desk"),
            ("1", "2026-01-01", "sentiment", -1, "", ""),
            ("2", "2026-01-01", "sentiment", -1, "", ""),
            ("2", "2026-01-01", "sentiment", 1, "", "Desk"),
        ],
        columns=[*COLUMNS, "at"],
    )
    file = company.write(
        f'{MAPPING}touchpoint = "at"\n', survey_csv=rows.to_csv(index=False)
    ).build()
    told = open_snapshot(file).database.frame(
        "SELECT response_id, answer::varchar AS answer, theme, comment FROM feedback"
    )
    codes = told[told["answer"].str.startswith("sentiment:-1-1|")]
    themes = dict(zip(codes["response_id"] + codes["answer"], codes["theme"], strict=True))
    of_comments = dict(zip(told["comment"], told["theme"], strict=True))
    assert themes["1sentiment:-1-1|-1"] == of_comments[BAD] is not None
    assert pd.isna(themes["2sentiment:-1-1|-1"])
    assert themes["2sentiment:-1-1|1"] == of_comments["Fair price"] is not None
    assert codes["comment"].isna().all()


def test_two_codes_of_a_response_are_each_of_their_own_comment(company: Company) -> None:
    mapping = 'touchpoint = "at"\n'
    rows = pd.DataFrame(
        [
            ("1", "2026-01-01", "sentiment", 1, GOOD, "Shop"),
            ("1", "2026-01-01", "sentiment", -1, BAD, "Desk"),
            ("1", "2026-01-01", "nps", 5, "Well, well", ""),
        ],
        columns=[*COLUMNS, "at"],
    )
    file = company.write(MAPPING + mapping, survey_csv=rows.to_csv(index=False)).build()
    told = open_snapshot(file).database.frame("SELECT comment, tone FROM feedback")
    tones = dict(zip(told["comment"], told["tone"], strict=True))
    assert (tones[GOOD], tones[BAD]) == (1, -1) and tones["Well, well"] not in (1, -1)


def test_what_counts_as_neutral_has_neither_good_nor_bad_words(company: Company) -> None:
    """The list by tone and the figure tell the same comments as good."""
    scores = {"1": -0.5, "2": -0.2, "3": 0.2, "4": 0.3}
    rows: list[tuple[object, ...]]
    rows = [(key, f"2026-01-0{key}", "nps", 9, f"{GOOD} {key}") for key in scores]
    rows += [(key, f"2026-01-0{key}", "sentiment", tone, "") for key, tone in scores.items()]
    snapshot = _opened(company, rows, "\n[metrics.sentiment]\npositive_from = 0.3\n")
    told = snapshot.database.frame(
        "SELECT response_id, tone FROM feedback WHERE answer::varchar LIKE 'nps%'"
    ).set_index("response_id")["tone"]
    assert told.to_dict() == {"1": -0.5, "2": 0, "3": 0, "4": 0.3}
    whole = Scope(Span(date(2026, 1, 1), date(2026, 1, 31)))
    assert count_comments(snapshot, Sought(whole, tone="good")) == 1


@pytest.mark.parametrize("name", ["stated", "unread", "read", "first", "reasons"])
def test_a_segment_of_that_name(company: Company, name: str) -> None:
    rows = pd.DataFrame(SURVEY, columns=COLUMNS).assign(**{name: ["A", "B", "A"]})
    mapping = f'{MAPPING}[[segments]]\nkey = "{name}"\ncolumn = "{name}"\n'
    file = company.write(mapping, survey_csv=rows.to_csv(index=False)).build()
    dimension = open_snapshot(file).catalog.dimension(name)
    assert dimension and set(dimension.levels) == {"A", "B"}


def test_all_coded(company: Company) -> None:
    coded = [(key, day, "sentiment", 1, words) for key, day, _, _, words in SURVEY]
    snapshot = _opened(company, [*SURVEY, *coded])
    assert _tones(snapshot) == {"1": 1, "2": 1, "3": 1}
    assert _how(snapshot) == "as it was coded in the data"


def test_not_wanted(company: Company) -> None:
    post = ("p1", "2026-01-04", "sentiment", 1, BAD)
    snapshot = _opened(company, [*SURVEY, post], "\n[comments]\nsentiment = false\n")
    assert _tones(snapshot) == {"p1": 1}
