"""What a load makes of comments, on rows few enough to be worked out by hand."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
import pytest

from data.ingest.comments import read
from data.mapping import MappingError
from data.query.comments import Sought, comment_batches, comments, count_comments
from data.query.compile import CountQuery
from data.query.feedback import counts
from data.query.mentions import answers_by_writing, mentions
from data.scope import Scope, Span
from data.store.snapshots import Snapshot, open_snapshot
from data.store.versions import COMMENTS
from tests.data.company import HEAD, Company, refused
from tests.voice.alone import by_words
from voice.sentiment import Comments, Sentiment

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
customer_id = "who"
language = "language"
reason = "reason"
agent = "agent"
"""
)
WAIT = "I waited on hold for an hour, terrible"
# id, date, metric, score, comment, who, language, reason, agent
ROWS = [
    ("1", "2026-01-01", "nps", 3, WAIT, "a", "en", "", "Maria Lopez"),
    ("1", "2026-01-01", "csat", 2, WAIT, "a", "en", "", ""),  # the same response
    ("2", "2026-01-02", "nps", 9, "Great price, and Maria Lopez is friendly", "b", "en", "", ""),
    ("3", "2026-01-02", "nps", 10, "", "c", "en", "", ""),
    ("4", "2026-01-03", "nps", 0, "Call me: +44 20 7946 0958, ann@example.com", "d", "en", "", ""),
    ("5", "2026-01-03", "nps", 6, "It is what it is", "e", "en", "Waiting Time", ""),
    ("6", "2026-01-04", "nps", 2, "My order has not arrived and I want my money back", "f", "en",
     "", ""),
    ("7", "2026-01-04", "nps", 2, "my order has not arrived and I want my money back!", "g", "en",
     "", ""),
]  # fmt: skip
COLUMNS = ("id", "date", "metric", "score", "comment", "who", "language", "reason", "agent")
ALL = Scope(Span(pd.Timestamp("2026-01-01").date(), pd.Timestamp("2026-01-31").date()))


def _opened(
    company: Company, rows: Sequence[tuple[object, ...]], mapping: str = MAPPING
) -> Snapshot:
    text = pd.DataFrame(rows, columns=COLUMNS).to_csv(index=False)
    return open_snapshot(company.write(mapping, survey_csv=text).build())


def _stored(snapshot: Snapshot) -> pd.DataFrame:
    return snapshot.database.frame("SELECT * FROM feedback ORDER BY response_id, answer::varchar")


def test_what_stands_beside_an_answer(company: Company) -> None:
    told = _stored(_opened(company, ROWS))
    nps = told[told["answer"].astype(str).str.startswith("nps")].set_index("response_id")
    assert nps["theme"]["1"] == "|Waiting time|"
    assert nps["theme"]["2"] == "|Friendliness|Price and value|"
    assert nps["theme"]["5"] == "|Waiting time|"  # the reason, whatever the words, and its case
    assert nps["theme_group"]["1"] == nps["theme_group"]["5"] == "|Customer service|"
    assert nps["theme_group"]["2"] == "|Customer service|Price|"
    assert pd.isna(nps["theme_group"]["3"])
    assert pd.isna(nps["theme"]["3"]) and pd.isna(nps["tone"]["3"])
    assert nps["comment"]["2"] == "Great price, and [name] is friendly"
    assert nps["comment"]["4"] == "Call me: [phone], [email]"
    assert nps["tone"]["1"] < 0 < nps["tone"]["2"]
    assert pd.isna(nps["tone"]["5"])  # nothing to go by is not 0


def test_each_comment_is_counted_once_and_no_copy(company: Company) -> None:
    snapshot = _opened(company, ROWS)
    told = _stored(snapshot)
    counted = told[told["voice"].fillna(False).astype(bool)]
    assert sorted(counted["response_id"]) == ["1", "2", "4", "5", "6"]
    read_of = snapshot.catalog.comments_read
    assert read_of is not None
    assert (read_of.comments, read_of.copies) == (6, 1)
    (copy,) = told[told["response_id"] == "7"].to_dict("records")
    assert copy["voice"] is False and pd.isna(copy["theme"])
    wrote, silent = (
        one[one["series"].astype(str).str.startswith("nps")]
        for one in answers_by_writing(snapshot, CountQuery(ALL))
    )
    assert sorted(wrote["score"]) == [0, 2, 3, 6, 9] and set(wrote["n"]) == {1}  # no copy's 2
    assert silent[["score", "n"]].to_numpy().tolist() == [[10, 1]]
    assert read_of.masked == {"email": 1, "phone": 1, "name": 1} | {
        kind: 0 for kind in (read_of.masked or {}) if kind not in ("email", "phone", "name")
    }


def test_sentiment_is_an_answer_of_its_own(company: Company) -> None:
    snapshot = _opened(company, ROWS)
    told = _stored(snapshot)
    own = told[told["answer"].astype(str).str.startswith("sentiment")]
    tones = told.loc[told["voice"].fillna(False).astype(bool), ["response_id", "tone"]].dropna()
    scores = own.set_index("response_id")["answer"].astype(str).str.split("|").str[1].astype(float)
    expected = tones.set_index("response_id")["tone"].map(lambda tone: round(tone * 5) / 5)
    pd.testing.assert_series_equal(
        scores.sort_index(), expected.sort_index(), check_names=False, check_dtype=False
    )
    (report,) = snapshot.catalog.tables
    assert (report.read, report.taken) == (len(own), len(ROWS))


def test_a_filter_by_theme_and_figures_by_theme(company: Company) -> None:
    snapshot = _opened(company, ROWS)
    for levels, nps in ((("Waiting time",), [3, 6]), (("Waiting time", "Friendliness"), [3, 6, 9])):
        frame = counts(snapshot, Scope(ALL.span, (("theme", levels),)))
        own = frame[frame["series"].astype(str) == "nps:0-10"]
        assert sorted(np.repeat(own["score"], own["n"])) == nps
    by_theme = counts(snapshot, ALL, ("theme",))
    own = by_theme[by_theme["series"].astype(str) == "nps:0-10"]
    found = own.groupby("theme", observed=True)["n"].sum().to_dict()
    assert found["Waiting time"] == 2 and found["Friendliness"] == found["Price and value"] == 1
    whole, by = mentions(snapshot, [CountQuery(ALL), CountQuery(ALL, ("theme",))])
    assert whole[["n", "positive"]].to_numpy().tolist() == [[5, _naming(snapshot)]]
    shares = by.set_index("theme")
    assert shares["positive"]["Waiting time"] == 2 and (shares["n"] == 5).all()


def test_two_themes_of_one_group_count_once_in_it(company: Company) -> None:
    """Waiting and friendliness are both of Customer service, a reason of the company's of none."""
    rows = [
        ("1", "2026-01-01", "nps", 3, WAIT, "a", "en", "", ""),
        ("2", "2026-01-02", "nps", 5, f"{WAIT}, but she was friendly", "b", "en", "", ""),
        ("3", "2026-01-03", "nps", 9, "Great price and friendly people", "c", "en", "", ""),
        ("4", "2026-01-04", "nps", 6, "It is what it is", "d", "en", "Moon phase", ""),
        ("5", "2026-01-05", "nps", 6, "Nothing to add", "e", "en", "DELIVERY TIME", ""),
        ("6", "2026-01-06", "nps", 6, "So it goes", "f", "en", "", ""),
    ]
    snapshot = _opened(company, rows)
    told = _stored(snapshot).set_index("response_id")
    told = told[told["answer"].astype(str).str.startswith("nps")]
    assert told["theme"]["2"] == "|Waiting time|Friendliness|"
    assert told["theme_group"]["2"] == "|Customer service|"
    assert told["theme"]["5"] == "|Delivery time|"  # named by no words here, and known all the same
    named = {"Customer service": 3, "Price": 1, "Delivery": 1, "Other reasons": 1}
    asked = [CountQuery(ALL, ("theme_group",)), CountQuery(ALL, ("theme", "theme_group"))]
    found, both = mentions(snapshot, asked)
    assert dict(zip(found["theme_group"], found["positive"], strict=True)) == named
    assert (found["n"] == 6).all() and (both["n"] == 6).all()
    own = both.set_index(["theme", "theme_group"])["positive"]
    assert own["Friendliness", "Customer service"] == 2 and own["Friendliness", "Price"] == 1
    assert own["Waiting time", "Price"] == 0
    assert len(own) == 5 * 4
    for levels, n in ((("Customer service",), 3), (("Price", "Other reasons"), 2)):
        frame = counts(snapshot, Scope(ALL.span, (("theme_group", levels),)))
        assert frame.loc[frame["series"].astype(str) == "nps:0-10", "n"].sum() == n


def _naming(snapshot: Snapshot) -> int:
    told = _stored(snapshot)
    return int((told["voice"].fillna(False).astype(bool) & told["theme"].notna()).sum())


def test_comments_that_are_sought(company: Company) -> None:
    snapshot = _opened(company, ROWS)
    assert count_comments(snapshot, Sought(ALL)) == 5
    words = Sought(ALL, ("HOUR", "hold"))
    found = comments(snapshot, words, 10)
    assert found["comment"].tolist() == [WAIT]
    detractors = tuple(f"nps:0-10|{score}" for score in range(7))
    assert count_comments(snapshot, Sought(ALL, answers=detractors)) == 5  # copies are listed here
    assert count_comments(snapshot, Sought(ALL, tone="good")) == 1
    assert count_comments(snapshot, Sought(ALL, tone="unscored")) == sum(
        np.isnan(comments(snapshot, Sought(ALL), 10)["tone"])
    )
    pages = [comments(snapshot, Sought(ALL), 2, skip)["comment"].tolist() for skip in (0, 2, 4)]
    every = [text for batch in comment_batches(snapshot, Sought(ALL)) for text in batch["comment"]]
    assert [text for page in pages for text in page] == every and len(every) == 5


def test_words_are_texts_and_no_patterns(company: Company) -> None:
    texts = (
        "100% fine",
        "100 fine",
        "a_b",
        "aXb",
        r"C:\TMP\x",
        "Ваш счёт",
        "TÄYSIN",
        "我要退款",
    )
    snapshot = _opened(company, [(t, "2026-01-02", "nps", 5, t, t, "en", "", "") for t in texts])
    quotes = "'; drop table feedback; --"
    for word in ("%", "_", "\\", "100%", "A_B", r"c:\tmp", "%_", quotes, "СЧЁТ", "täysin", "退款"):
        holding = [text for text in texts if word.lower() in text.lower()]
        assert count_comments(snapshot, Sought(ALL, (word,))) == len(holding), word


def test_a_column_without_any_comment(company: Company) -> None:
    rows = [(*row[:4], "", *row[5:]) for row in ROWS]
    snapshot = _opened(company, rows)
    told = _stored(snapshot)
    assert len(told) == len(ROWS)
    assert told[["comment", "theme", "tone", "voice"]].isna().to_numpy().all()
    assert count_comments(snapshot, Sought(ALL)) == 0
    assert snapshot.catalog.dimension("theme") is None


def test_a_score_that_its_words_contradict(company: Company) -> None:
    rows = [
        ("1", "2026-01-01", "nps", 10, f"{WAIT}. Rude, awful, never again", "a", "en", "", ""),
        ("2", "2026-01-01", "nps", 0, f"{WAIT}. Rude, awful, never again", "b", "en", "", ""),
    ]
    snapshot = _opened(company, rows)
    good, bad = ("nps:0-10|10",), ("nps:0-10|0",)
    sought = Sought(ALL, tone="contradicts", bad=bad, good=good)
    found = comments(snapshot, sought, 10)
    assert found["score"].tolist() == [10]


def test_personal_data_stay_where_the_mapping_says_so(company: Company) -> None:
    snapshot = _opened(company, ROWS, f"{MAPPING}\n[comments]\nredact = false\n")
    assert "ann@example.com" in set(_stored(snapshot)["comment"].dropna().str.split().str[-1])
    read_of = snapshot.catalog.comments_read
    assert read_of is not None and read_of.masked is None


@pytest.mark.parametrize(
    ("added", "expected"),
    [
        ('[comments]\nindustries = ["retial"]', "There are no themes for 'retial'"),
        ('[comments.themes.gifts]\nen = ["gift*"]', "has None as group"),
        ("[comments.themes.gifts]\noff = true", "there is none of that key"),
        ("[comments]\nredakt = true", "Did you mean 'redact'?"),
    ],
)
def test_themes_that_cannot_be(company: Company, added: str, expected: str) -> None:
    if "redakt" in added:
        assert expected in refused(f"{MAPPING}\n{added}\n")
        return
    with pytest.raises(MappingError) as caught:
        _opened(company, ROWS, f"{MAPPING}\n{added}\n")
    assert expected in str(caught.value)


def test_a_theme_of_the_company(company: Company) -> None:
    own = '[comments.themes.shrug]\ngroup = "Mood"\nlabel = "Shrugs"\nen = ["it is what it is"]\n'
    rows = [(*row[:7], "", *row[8:]) for row in ROWS]
    told = _stored(_opened(company, rows, f"{MAPPING}\n{own}"))
    assert told.loc[told["response_id"] == "5", "theme"].tolist() == ["|Shrugs|"]


def test_nothing_is_kept_of_what_is_not_wanted_any_more(company: Company) -> None:
    """Else comments that are deleted later would still be there."""
    _opened(company, ROWS)
    for made in ("sentiment", "models"):  # by words alone nothing of them is kept here
        (company.out / f"{COMMENTS}{made}").touch()
    assert (company.out / f"{COMMENTS}personal_data").exists()
    _opened(company, ROWS, f"{MAPPING}\n[comments]\nredact = false\nsentiment = false\n")
    left = {file.name for file in company.out.glob(f"{COMMENTS}*")}
    assert left == {f"{COMMENTS}themes"}


def test_what_is_learnt_comes_from_the_load(
    company: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The load hands over each different text once, with the score that it came with."""
    seen: list[Comments] = []

    def noted(given: Comments, *_: object) -> Sentiment:
        seen.append(given)
        return by_words(given)

    monkeypatch.setattr(read, "sentiment_of", noted)
    _opened(company, ROWS)
    (given,) = seen
    assert given.scores is not None and len(given) == 6
    scores = dict(zip(given.texts, given.scores.tolist(), strict=True))
    assert scores[WAIT] == -1 and scores["It is what it is"] == -1
    assert scores["Great price, and [name] is friendly"] == 1
