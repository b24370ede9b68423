"""Voice: shares, what goes with a theme, the headline and the quotes, against slow recounts."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from components.as_html import as_html
from components.page import page_content
from components.theme import LIGHT
from data.store.snapshots import Snapshot, open_snapshot
from metrics.inference.verdicts import Verdict
from pages.voice.quotes import typical
from server.held import levels_within
from tests.data.company import HEAD, Company
from tests.pages.reading import figure, frame, read

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
metric = { constant = "nps" }
score = "score"
comment = "comment"
language = "language"

[[segments]]
key = "region"
column = "region"
"""
)
# One theme each, none, and two at once.
SAID = {
    "wait": "I waited on hold, number {i}",
    "price": "The price is too high, number {i}",
    "both": "I waited on hold and the price is too high, number {i}",
    "none": "It is what it is, number {i}",
}


def survey(rows: list[tuple[str, int, str, str]]) -> str:
    """Rows of day, score, what is said and region."""
    frame = pd.DataFrame(rows, columns=["date", "score", "said", "region"])
    frame.insert(0, "id", np.arange(len(frame)))
    frame["comment"] = [
        SAID[said].format(i=_letters(i)) if said else "" for i, said in enumerate(frame["said"])
    ]
    return frame.assign(language="en").drop(columns="said").to_csv(index=False)


def _letters(number: int) -> str:
    """A word of its own for each number: texts that differ in digits alone are copies."""
    return "".join(chr(ord("a") + int(digit)) for digit in str(number))


def opened(folder: Path, rows: list[tuple[str, int, str, str]], more: str = "") -> Snapshot:
    company = Company(folder).write(MAPPING + more, survey_csv=survey(rows))
    return open_snapshot(company.build())


def drawn(
    months: dict[str, dict[str, float]], n: int, seed: int
) -> list[tuple[str, int, str, str]]:
    """So many comments a month, of each kind with these chances; those who wait score less."""
    chance = np.random.default_rng(seed)
    rows = []
    for month, mix in months.items():
        kinds = chance.choice([*mix], size=n, p=[*mix.values()])
        for place, kind in enumerate(kinds):
            mean = 5 if kind in ("wait", "both") else 8
            score = int(np.clip(round(chance.normal(mean, 2)), 0, 10))
            region = "North" if chance.random() < 0.5 else "South"
            rows.append((f"{month}-{1 + place % 28:02}", score, str(kind), region))
    return rows


SAME = {"wait": 0.2, "price": 0.2, "both": 0.1, "none": 0.3, "": 0.2}


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> tuple[Snapshot, pd.DataFrame]:
    """A company of two months, in the second of which more wait, and its rows."""
    more = {"wait": 0.4, "price": 0.15, "both": 0.1, "none": 0.15, "": 0.2}
    rows = drawn({"2026-01": SAME, "2026-02": more}, 400, 1)
    snapshot = opened(tmp_path_factory.mktemp("voice"), rows)
    return snapshot, pd.DataFrame(rows, columns=["date", "score", "said", "region"])


FEBRUARY = "from=2026-02-01&to=2026-02-28&compare=previous"


def test_shares_are_recounted(told: tuple[Snapshot, pd.DataFrame]) -> None:
    snapshot, rows = told
    own = rows[rows["date"].str.startswith("2026-02") & (rows["said"] != "")]
    page = read(snapshot, f"voice?{FEBRUARY}")
    # Not once more those that have a sentiment.
    assert page.rest == f"1 other within noise · {len(own)} comments"
    shares = frame(page, "themes")
    for theme, kinds in (
        ("Waiting time", ("wait", "both")),
        ("Price and value", ("price", "both")),
    ):
        row = figure(shares, segment=theme)
        assert row["n"] == len(own)
        assert row["value"] == pytest.approx(100 * own["said"].isin(kinds).mean())
    assert figure(shares, segment="Waiting time")["verdict"] == Verdict.REAL
    assert figure(shares, segment="Waiting time")["change"] > 0


def test_what_goes_with_a_theme_is_recounted(told: tuple[Snapshot, pd.DataFrame]) -> None:
    snapshot, rows = told
    own = rows[rows["date"].str.startswith("2026-02")]
    value = 100.0 * ((own["score"] >= 9).astype(int) - (own["score"] <= 6))
    wrote, waits = own["said"] != "", own["said"].isin(("wait", "both"))
    page = read(snapshot, f"voice?{FEBRUARY}")
    row = figure(frame(page, "costs"), segment="Waiting time")
    assert (row["n"], row["base_n"]) == (waits.sum(), (wrote & ~waits).sum())
    assert row["value"] == pytest.approx(value[waits].mean())
    assert row["base_value"] == pytest.approx(value[wrote & ~waits].mean())
    assert row["change"] == pytest.approx(value[waits].mean() - value[wrote & ~waits].mean())
    # Without it the figure of all would be that of others who wrote, in their place.
    without = value.where(~waits, value[wrote & ~waits].mean()).mean()
    assert row["pull"] == pytest.approx(value.mean() - without)
    writers = frame(page, "writers").iloc[0]
    assert writers["value"] == pytest.approx(value[wrote].mean())
    assert writers["base_value"] == pytest.approx(value[~wrote].mean())


def test_the_trend_and_the_filter(told: tuple[Snapshot, pd.DataFrame]) -> None:
    snapshot, rows = told
    page = read(snapshot, "voice?period=all&compare=none&grain=month&theme=Price+and+value")
    trend = frame(page, "theme_trend").set_index("period")["value"]
    wrote = rows[rows["said"] != ""]
    month = wrote["date"].str[:7]
    expected = 100 * wrote["said"].isin(("price", "both")).groupby(month).mean()
    assert trend.tolist() == pytest.approx(expected.tolist())
    listed = frame(page, "comments")["comment"]
    assert len(listed) == 20 and listed.str.contains("price").all()
    # The table of themes is of all comments, whichever theme is chosen.
    assert set(frame(page, "themes")["segment"]) == {"Waiting time", "Price and value"}


def test_the_headline_names_what_changed_and_what_goes_with_it(
    told: tuple[Snapshot, pd.DataFrame],
) -> None:
    snapshot, _ = told
    page = read(snapshot, f"voice?{FEBRUARY}")
    assert page.headline.startswith("“Waiting time” is named by ")
    assert "more than before, beyond noise" in page.headline
    assert page.findings[0].figure.verdict == Verdict.REAL
    assert dict(page.findings[0].seen_in(page.view).filters) == {"theme": ("Waiting time",)}
    assert "points below others in NPS" in page.headline
    assert len(page.headline.split()) <= 25
    assert "an association, not a cause" in page.account


def test_every_theme_that_changed_is_told(tmp_path: Path) -> None:
    fewer = {"wait": 0.5, "price": 0.05, "both": 0.0, "none": 0.25, "": 0.2}
    snapshot = opened(tmp_path, drawn({"2026-01": SAME, "2026-02": fewer}, 800, 4))
    page = read(snapshot, f"voice?{FEBRUARY}")
    both = ["“Price and value”", "“Waiting time”"]  # −25 and +20 of 80 that write
    assert [one.name for one in page.findings][:2] == both
    assert page.account.endswith("Also beyond noise: “Waiting time”.")
    alone = read(snapshot, f"voice?{FEBRUARY}&theme=Waiting+time")
    assert [one.name for one in alone.findings if "“" in one.name] == both[1:]


def test_a_breakdown_by_theme_on_another_page(told: tuple[Snapshot, pd.DataFrame]) -> None:
    snapshot, rows = told
    own = rows[rows["date"].str.startswith("2026-02")]
    shown = frame(read(snapshot, f"loyalty?{FEBRUARY}&by=theme"), "by_segment")
    row = figure(shown, segment="Waiting time")
    waits = own[own["said"].isin(("wait", "both"))]["score"]
    assert row["n"] == len(waits)
    assert row["value"] == pytest.approx(100 * ((waits >= 9).mean() - (waits <= 6).mean()))


@pytest.mark.slow
def test_on_noise_the_page_says_nothing_changed(tmp_path: Path) -> None:
    """Of views in which nothing changed few say that a theme did; a planted rise is named."""
    wrong = 0
    for seed in range(10):
        (folder := tmp_path / str(seed)).mkdir()
        rows = drawn({"2026-01": SAME, "2026-02": SAME}, 250, 100 + seed)
        page = read(opened(folder, rows), f"voice?{FEBRUARY}")
        wrong += "beyond noise" in page.headline
    assert wrong <= 2  # of 10 at 5 %, 3 or more come by chance in 12 of 1,000


def test_few_comments_are_not_listed(tmp_path: Path) -> None:
    rows = [(f"2026-01-{day:02}", 5, "wait" if day < 6 else "", "North") for day in range(1, 29)]
    page = read(opened(tmp_path, rows), "voice?period=all")
    assert frame(page, "comments").empty
    assert "Too few people" in str(page.panel("comments").note)  # type: ignore[union-attr]
    assert page.panel("quotes") is None
    assert "waited" not in as_html(page_content(page, opened(tmp_path, rows).catalog, LIGHT))[0]


def test_typical_comments() -> None:
    """The one that shares its words with most, then another one; one a customer, nothing masked."""
    texts = [
        "the parcel came late again today",
        "the parcel came late again today really",
        "parcel late and nobody called me back",
        "call me about the late parcel [phone] please",
        "blue is my favourite colour of all colours",
    ]
    rows = pd.DataFrame(
        {
            "comment": texts,
            "series": "nps:0-10",
            "score": 2,
            "customer_id": ["a", "b", "c", "d", "c"],
        }
    )
    chosen = [texts[place] for place in typical(rows)]
    assert len(chosen) == 2
    assert chosen[0] in texts[:2]
    assert chosen[1] in (texts[2], texts[4])  # no near copy of the first
    assert not any("[phone]" in one for one in chosen)


def test_words_of_people_are_no_markup(tmp_path: Path) -> None:
    SAID["hostile"] = "<script>alert({i})</script> I waited on hold, number {i}"
    rows = [(f"2026-01-{1 + i % 28:02}", 2, "hostile", "North") for i in range(40)]
    snapshot = opened(tmp_path, rows)
    html, _ = as_html(
        page_content(read(snapshot, "voice?find=<b>&period=all"), snapshot.catalog, LIGHT)
    )
    assert "<script>" not in html and "<b>" not in html
    html, _ = as_html(page_content(read(snapshot, "voice?period=all"), snapshot.catalog, LIGHT))
    assert "&lt;script&gt;" in html and "<script>" not in html


def test_comments_of_few_people_have_no_figure(tmp_path: Path) -> None:
    """Thirty comments of three customers are of three people: nothing is told of them."""
    mapping = MAPPING.replace('comment = "comment"', 'comment = "comment"\ncustomer_id = "who"')
    rows = [
        (f"2026-01-{1 + i % 28:02}", 5, "wait" if i % 2 else "price", "North") for i in range(30)
    ]
    frames = {
        name: pd.read_csv(io.StringIO(survey(rows))).assign(
            who=[f"{name}{i % many}" for i in range(30)]
        )
        for name, many in (("few", 3), ("many", 30))
    }
    shown = {}
    for name, own in frames.items():
        (folder := tmp_path / name).mkdir()
        company = Company(folder).write(mapping, survey_csv=own.to_csv(index=False))
        page = read(open_snapshot(company.build()), "voice?period=all&compare=none")
        cards = page.panel("cards")
        shown[name] = cards is not None and bool(cards.frame["value"].notna().any())
        themes = page.panel("themes")
        assert themes is None or bool(themes.frame["value"].notna().any()) == (name == "many")
        assert bool(len(frame(page, "comments"))) == (name == "many")
    assert shown == {"few": False, "many": True}


def test_a_group_of_few_people_has_no_list(told: tuple[Snapshot, pd.DataFrame]) -> None:
    snapshot, rows = told
    rare = rows[(rows["score"] == 0) & (rows["said"] != "")]
    assert 0 < len(rare) < 10
    assert frame(read(snapshot, "voice?period=all&score=0"), "comments").empty
    assert len(frame(read(snapshot, "voice?period=all&nps_group=detractors"), "comments")) == 20


def test_a_breakdown_names_no_theme_beside_those_that_a_reader_may_name(
    told: tuple[Snapshot, pd.DataFrame],
) -> None:
    """A shared link that holds a theme: comments that name it name others as well."""
    snapshot, _ = told
    held = levels_within(snapshot.catalog, (("theme", ("Waiting time",)),))
    own = replace(snapshot, catalog=held, of_rows=snapshot.catalog)
    page = read(own, f"voice?{FEBRUARY}&theme=Waiting+time")
    assert frame(page, "themes")["segment"].tolist() == ["Waiting time"]
    assert frame(page, "costs")["segment"].tolist() == ["Waiting time"]
    assert page.panel("theme_groups") is None
