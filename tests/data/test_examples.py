"""The examples give the published figures of the real data, recounted without `metrics`.

The data are not part of the repository: `../shared/realdata` beside it, see the README there.
"""

from functools import cache

import pandas as pd

from data.frames import Tables, load
from tests.realdata import REAL, ROOT, needs_real_data

pytestmark = needs_real_data


@cache
def example(name: str) -> Tables:
    return load(ROOT / "examples" / name / "mapping.toml")


def rows(name: str, metric: str, touchpoint: str | None = None) -> pd.DataFrame:
    feedback = example(name).feedback
    assert feedback is not None
    chosen = feedback[feedback["metric"] == metric]
    return chosen if touchpoint is None else chosen[chosen["touchpoint"] == touchpoint]


def share_from(scores: pd.Series, low: int) -> float:
    return round(100 * float((scores >= low).mean()), 2)


def nps(answers: pd.DataFrame) -> float:
    score = answers["score"]
    return round(100 * float((score >= 9).mean() - (score <= 6).mean()), 2)


def test_sfo_nps() -> None:
    answers = rows("sfo_2017", "nps")
    score = answers["score"]
    groups = (int((score >= 9).sum()), int(score.isin([7, 8]).sum()), int((score <= 6).sum()))
    assert groups == (1436, 968, 342)
    assert nps(answers) == 39.84
    weight = answers["weight"]
    signs = (score >= 9).astype(int) - (score <= 6).astype(int)
    assert round(100 * float((signs * weight).sum() / weight.sum()), 2) == 40.40
    assert nps(answers[answers["problem"] == "Yes"]) == 18.77
    assert nps(answers[answers["problem"] == "No"]) == 43.65
    assert answers["problem"].value_counts().to_dict() == {"No": 2330, "Yes": 309}


def test_sfo_ratings_and_ease() -> None:
    overall = rows("sfo_2017", "csat")
    assert (len(overall), share_from(overall["score"], 4)) == (2688, 82.07)
    assert round(float(overall["score"].mean()), 3) == 4.064
    assert overall["touchpoint"].isna().all()
    parking = rows("sfo_2017", "rating", "Parking")
    assert (len(parking), share_from(parking["score"], 4)) == (1271, 66.56)
    assert round(float(parking["score"].mean()), 4) == 3.8725
    finding = rows("sfo_2017", "ces", "Finding the way")
    assert (len(finding), share_from(finding["score"], 4)) == (2683, 85.35)


def test_sfo_sentiment_of_comments() -> None:
    source = pd.read_csv(
        REAL / "sfo_2017" / "atefalvi_2017_fact_comments.csv.gz", dtype=str, encoding="latin-1"
    )
    coded = source["Sentiment"].value_counts().to_dict()
    assert coded == {"Negative": 1841, "Positive": 1444, "Neutral": 130}
    score = rows("sfo_2017", "sentiment")["score"]
    assert score.value_counts().to_dict() == {-1: 1841, 1: 1444, 0: 130}


def test_sfo_dates_segments_and_comments() -> None:
    catalog = example("sfo_2017").catalog
    assert (str(catalog.first_day), str(catalog.last_day)) == ("2017-05-05", "2017-05-30")
    assert catalog.weighted
    assert catalog.series == ("nps:0-10", "csat:1-5", "ces:1-5", "rating:1-5", "sentiment:-1-1")
    assert [d.key for d in catalog.dimensions if d.segment] == [
        "boarding_area",
        "airline",
        "destination",
        "peak",
        "time_of_day",
        "interview_language",
        "age",
        "gender",
        "frequent_flyer",
        "problem",
    ]
    respondent = rows("sfo_2017", "nps").set_index("response_id")["comment"]["3"]
    assert respondent.startswith("Charging stations / plugs don’t work / add more")
    assert rows("sfo_2017", "rating")["comment"].isna().all()
    assert catalog.tables[0].rejected == {}


def test_olist_csat() -> None:
    answers = rows("olist", "csat")
    assert (len(answers), share_from(answers["score"], 4)) == (3986, 76.72)
    assert round(float(answers["score"].mean()), 3) == 4.080
    state = answers.groupby("state", observed=True)["score"].apply(lambda s: share_from(s, 4))
    assert state[["SP", "RJ", "BA"]].tolist() == [79.88, 69.72, 70.42]
    month = answers.groupby(answers["submitted_at"].dt.strftime("%Y-%m"))["score"]
    shares = month.apply(lambda s: share_from(s, 4))
    assert shares[["2017-11", "2018-03"]].tolist() == [75.41, 62.35]
    for level, n, share in (("Yes", 3562, 82.57), ("No", 323, 31.89)):
        scores = answers.loc[answers["on_time"] == level, "score"]
        assert (len(scores), share_from(scores, 4)) == (n, share)
    source = pd.read_csv(REAL / "olist" / "olist_order_reviews_dataset.csv.gz")
    parts = source[["review_comment_title", "review_comment_message"]].fillna("")
    # Three have dots alone, which are no comment either.
    silent = parts.apply(lambda column: column.str.fullmatch(r"[\s.]*")).all(axis="columns")
    assert int(answers["comment"].isna().sum()) == int(silent.sum())


def test_olist_orders_and_customers() -> None:
    tables = example("olist")
    assert tables.orders is not None
    assert tables.customers is not None
    assert len(tables.customers) == 3998
    assert round(float(tables.orders["amount"].sum()), 2) == 645_494.05
    assert round(float(tables.orders["amount"].mean()), 2) == 161.37
    assert int((tables.orders["customer_id"].value_counts() > 1).sum()) == 2
    assert tables.orders["state"].notna().all()


def test_helpdesk_tickets() -> None:
    tickets = example("helpdesk").tickets
    assert tickets is not None
    first, resolution = (
        tickets[column].dropna() / 3600
        for column in ("first_response_seconds", "resolution_seconds")
    )
    assert len(tickets) == 4580
    assert (len(first), round(float(first.median()), 2), round(float(first.mean()), 2)) == (
        4285,
        16.39,
        97.59,
    )
    assert (len(resolution), round(float(resolution.median()), 2)) == (4569, 159.79)
    assert round(float(resolution.mean()), 2) == 276.91
    resolved = tickets[tickets["resolved_at"].notna()]
    assert int(resolved["reopened"].sum()) == 386
    once = (resolved["contacts"] == 1) & ~resolved["reopened"].astype(bool)
    assert round(100 * float(once.mean()), 2) == 81.24
