"""Comments are listed on some page, whatever they were asked with."""

from __future__ import annotations

from pathlib import Path

import pytest

from components.panels.comments import comments_list
from data.store.snapshots import Snapshot, open_snapshot
from pages.panel import Page
from tests.data.company import LONG, Company
from tests.pages.reading import frame, read

COLUMNS = 'metric = "metric"\ncomment = "why"\nreason = "topic"\nlanguage = "lang"\n'
MAPPING = LONG.replace('metric = { constant = "nps" }\n', "") + COLUMNS


def company(folder: Path, metrics: tuple[str, ...], places: str = "") -> Snapshot:
    """Of each metric 24 answers: even ones score 1 for the price, odd ones 5 for the staff."""
    rows = ["id,date,score,metric,why,topic,lang,at"]
    for metric in metrics:
        at = "Shop" if metric in places else ""
        rows += [
            f"{metric}{i},2026-03-{i + 1:02},{5 if i % 2 else 1},{metric},{metric} said {i},"
            f"{'Staff' if i % 2 else 'Price'},{'de' if i < 12 else 'en'},{at}"
            for i in range(24)
        ]
    mapping = MAPPING + ('touchpoint = "at"\n' if places else "")
    return open_snapshot(Company(folder).write(mapping, survey_csv="\n".join(rows) + "\n").build())


def listed(page: Page) -> list[str]:
    return frame(page, "comments")["comment"].tolist()


@pytest.mark.parametrize("metric", ["csat", "ces", "rating"])
def test_of_a_metric_alone_they_are_on_overview(metric: str, tmp_path: Path) -> None:
    snapshot = company(tmp_path, (metric,))
    page = read(snapshot, "overview?period=all")
    assert listed(page) == [f"{metric} said {i}" for i in range(23, 3, -1)]
    assert listed(read(snapshot, "overview?period=all&score=5")) == [
        f"{metric} said {i}" for i in range(23, 0, -2)
    ]
    # Six answers: too few people, after all filters.
    assert listed(read(snapshot, "overview?period=all&score=5&language=de")) == []
    assert listed(read(snapshot, "overview?period=all&reason=Price"))[:2] == [
        f"{metric} said {i}" for i in (22, 20)
    ]


def test_reason_is_a_breakdown(tmp_path: Path) -> None:
    snapshot = company(tmp_path, ("csat",))
    rows = frame(read(snapshot, "overview?period=all&by=reason"), "csat:1-5_by_reason")
    assert dict(zip(rows["segment"], rows["value"], strict=True)) == {"Staff": 100, "Price": 0}


def test_beside_nps_they_are_there_for_the_metric_looked_at(tmp_path: Path) -> None:
    snapshot = company(tmp_path, ("nps", "csat"))
    page = read(snapshot, "overview?period=all")
    assert page.panel("comments") is None  # those of NPS are on Loyalty
    distribution = page.panel("distribution")
    assert distribution is not None
    assert distribution.leads_to == "loyalty"
    found = read(snapshot, "overview?period=all&metric=csat")
    assert listed(found)[0] == "csat said 23"
    assert len(listed(read(snapshot, "loyalty?period=all"))) == 20


def test_of_touchpoints_they_stay_there(tmp_path: Path) -> None:
    snapshot = company(tmp_path, ("csat", "ces"), places="csat")
    assert listed(read(snapshot, "touchpoints?period=all&metric=csat"))[0] == "csat said 23"
    # Of ease no answer states where: no other page lists what was said.
    assert listed(read(snapshot, "overview?period=all&metric=ces"))[0] == "ces said 23"


def test_below_the_minimum_none_is_shown(tmp_path: Path) -> None:
    snapshot = company(tmp_path, ("csat",))
    page = read(snapshot, "overview?from=2026-03-01&to=2026-03-08")
    panel = page.panel("comments")
    assert panel is not None
    assert panel.frame.empty
    assert panel.note == "Too few people to show what each wrote."


@pytest.mark.parametrize(("writing", "customers"), [(9, 24), (24, 9)])
def test_of_many_answers_few_may_have_written(tmp_path: Path, writing: int, customers: int) -> None:
    rows = ["id,date,score,metric,why,topic,lang,who"] + [
        f"{i},2026-03-01,9,nps,{f'said {i}' if i < writing else ''},,en,c{i % customers}"
        for i in range(24)
    ]
    mapping = MAPPING + 'customer_id = "who"\n'
    file = Company(tmp_path).write(mapping, survey_csv="\n".join(rows) + "\n").build()
    panel = read(open_snapshot(file), "loyalty?period=all").panel("comments")
    assert panel and panel.frame.empty
    assert panel.note == "Too few people to show what each wrote."


def test_each_says_its_reason_its_language_and_what_its_score_answers(tmp_path: Path) -> None:
    snapshot = company(tmp_path, ("csat",))
    page = read(snapshot, "overview?period=all")
    panel = page.panel("comments")
    assert panel is not None
    first = str(comments_list(panel, page, snapshot.catalog).children[0])
    assert "reason=Staff" in first
    assert "language=en" in first
    assert "'CSAT, 1–5'" in first
