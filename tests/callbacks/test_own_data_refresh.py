"""Newer files for own data in the browser: compared, looked at, used, gone back on."""

from __future__ import annotations

import re
from datetime import date, timedelta
from html import unescape
from pathlib import Path

import pytest

from callbacks.own_data import refresh as refresh_page
from data.draft.own import go_back, own_mapping, versions
from settings import Settings
from tests.callbacks.own_data import at_once, at_the_machine, in_use
from tests.callbacks.test_own_data import begin, send

MAPPING = """[company]
name = "Pohjola"
[sources.people]
file = "0/people.csv"
[sources.survey]
file = "1/survey.csv"
delimiter = ";"
[feedback]
source = "survey"
[feedback.columns]
submitted_at = "Day"
metric = { constant = "nps" }
score = "Score"
customer_id = "Who"
[customers]
source = "people"
columns = { customer_id = "Id" }
[[segments]]
key = "region"
column = "Region"
table = "customers"
"""


def survey(first: date, scores: list[int], head: str = "Day;Score;Who") -> str:
    """An answer a day from the first one on, in turn of the same 20 people."""
    days = [(first + timedelta(n)).isoformat() for n in range(len(scores))]
    both = zip(days, scores, strict=True)
    rows = [f"{day};{score};c{(first.day - 1 + n) % 20}" for n, (day, score) in enumerate(both)]
    return "\n".join([head, *rows])


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """A dashboard on two files that were brought before: 10 promoters and 10 detractors in May."""
    people = [f"c{n},{'North' if n % 2 else 'South'}" for n in range(20)]
    answers = survey(date(2026, 5, 1), [9, 0] * 10)
    files = {"0/people.csv": "\n".join(["Id,Region", *people]), "1/survey.csv": answers}
    return at_once(in_use(tmp_path, MAPPING, files), refresh_page, monkeypatch)


def test_next_month(settings: Settings, tmp_path: Path) -> None:
    browser = at_the_machine(settings)
    assert "Bring newer files" in browser.get("/own-data").text
    upload = begin(browser)
    assert browser.post(f"/own-data/{upload}/refresh").status_code == 409  # no file has come
    # 16 May to 14 June: five days of May again, then 25 promoters.
    newer = tmp_path / "june.csv"
    scores = [0, 9, 0, 9, 0, *[10] * 25]
    newer.write_text(survey(date(2026, 5, 16), scores, "Day;NPS;Who"), encoding="utf-8")
    send(browser, upload, newer)
    answer = browser.post(f"/own-data/{upload}/refresh")
    assert answer.headers["Location"] == f"/own-data/{upload}"
    page = unescape(browser.get(f"/own-data/{upload}").text)
    assert "Which column of june.csv is the one that was called 'Score'?" in page
    assert "The company" not in page and "Use these data" not in page
    (key,) = set(re.findall(r'type="radio" name="(answer:[^"]+)"', page))
    browser.post(f"/own-data/{upload}/refresh", data={key: "1"})
    page = unescape(browser.get(f"/own-data/{upload}").text)
    assert "25 rows added, 5 known already, 0 corrected, 15 as before: 45 rows now" in page
    assert "'people' is as before" in page
    assert "NPS: 55.6" in page  # 35 promoters, 10 detractors of 45

    before = own_mapping(settings.own_data())
    assert before is not None
    browser.post(f"/own-data/{upload}/use")
    rows = browser.get("/api/overview?period=all").get_json()["panels"]["cards"]["rows"]
    assert [(row["metric"], round(row["value"], 1), row["n"]) for row in rows] == [
        ("nps", 55.6, 45)
    ]
    used = own_mapping(settings.own_data())
    assert used is not None and used.parent != before.parent
    people = "0/people.csv"
    assert (used.parent / people).samefile(before.parent / people)
    assert 'file = "1/survey.parquet"' in used.read_text("utf-8")
    assert versions(settings.own_data())[0].files == ("people.csv", "survey.parquet")
    browser.post("/own-data", data={"version": before.parent.name})
    rows = browser.get("/api/overview?period=all").get_json()["panels"]["cards"]["rows"]
    assert rows[0]["n"] == 20

    upload = begin(browser)
    newer = tmp_path / "july.csv"
    newer.write_text(survey(date(2026, 7, 1), [9] * 5), encoding="utf-8")
    send(browser, upload, newer)
    browser.post(f"/own-data/{upload}/refresh")
    assert "5 rows added" in browser.get(f"/own-data/{upload}").text
    go_back(settings.own_data(), "")  # somebody else does so
    assert browser.post(f"/own-data/{upload}/use").status_code == 409
    browser.post(f"/own-data/{upload}/refresh")
    assert "Other data are in use by now" in browser.get(f"/own-data/{upload}").text
