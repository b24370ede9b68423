"""Panels as CSV: what the JSON has, safe to open in a spreadsheet."""

from __future__ import annotations

import io
from pathlib import Path

import pandas as pd
import pytest
from flask.testing import FlaskClient
from werkzeug.wrappers import Request

from api.as_csv import heading, line, lines
from api.csv_form import csv_form
from settings import Settings
from tests.callbacks.client import client_of
from tests.data.company import LONG, Company


def table(client: FlaskClient, path: str) -> pd.DataFrame:
    response = client.get(f"/api/{path}")
    assert response.status_code == 200
    assert response.mimetype == "text/csv"
    text = response.get_data(as_text=True)
    assert text.startswith("\ufeff")  # so that Excel reads UTF-8
    return pd.read_csv(io.StringIO(text[1:]))


@pytest.mark.slow
@pytest.mark.parametrize(
    "page", ["overview", "loyalty", "touchpoints", "journey", "service", "dictionary", "data"]
)
def test_every_panel_is_a_table(page: str, client: FlaskClient) -> None:
    for key, panel in client.get(f"/api/{page}").get_json()["panels"].items():
        assert len(table(client, f"{page}/{key}.csv")) == len(panel["rows"])


def test_figures_with_their_comparison(client: FlaskClient) -> None:
    link = "cards.csv?period=last-90-days&region=EMEA"
    row = table(client, f"overview/{link}").iloc[0]
    body = client.get("/api/overview?period=last-90-days&region=EMEA").get_json()
    told = body["panels"]["cards"]["rows"][0]
    assert (row["metric"], row["n"], row["value"]) == ("nps", told["n"], told["value"])
    assert row["comparison_verdict"] == told["comparison"]["verdict"]
    assert row["comparison_change"] == told["comparison"]["change"]


def test_all_rows_set_aside(client: FlaskClient) -> None:
    rows = table(client, "data/rejected.csv")
    assert len(rows) == 66
    assert {"table_name", "source", "row_number", "reason", "detail", "raw"} <= set(rows)
    assert (rows["reason"] == "duplicate response_id").sum() == 14


COMMENTS = {
    "formula": "=cmd|'/c calc'!A1",
    "plus": "+1+1",
    "at": "@SUM(A1)",
    "minus": "-2+3",
    "markup": '<img src=x onerror=alert(1)> & "quotes"',
    "lines": "one\ntwo, three 👍",
}


@pytest.fixture(scope="module")
def odd(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    """An app on answers whose comments are anything but text."""
    rows = pd.DataFrame(
        {
            "id": range(12),
            "date": "2026-01-05",
            "score": 9,
            "comment": [*COMMENTS.values()] * 2,
            "who": ["=1+1"] * 12,
        }
    )
    folder: Path = tmp_path_factory.mktemp("odd")
    segment = '\n[[segments]]\nkey = "who"\ntable = "feedback"\ncolumn = "who"\n'
    mapping = LONG + 'comment = "comment"\n' + segment
    company = Company(folder).write(mapping, survey_csv=rows.to_csv(index=False))
    return client_of(Settings(mapping=company.mapping, folder=folder / "built"))


def test_comments_are_data(odd: FlaskClient) -> None:
    rows = odd.get("/api/loyalty?period=all").get_json()["panels"]["comments"]["rows"]
    assert {row["comment"] for row in rows} == set(COMMENTS.values())


def test_a_spreadsheet_runs_nothing(odd: FlaskClient) -> None:
    comments = table(odd, "loyalty/comments.csv?period=all")["comment"]
    expected = {
        f"'{text}" if name in ("formula", "plus", "at", "minus") else text
        for name, text in COMMENTS.items()
    }
    assert set(comments) == expected
    assert table(odd, "loyalty/by_segment.csv?period=all")["segment"].tolist() == ["'=1+1"]


@pytest.mark.parametrize(
    "text",
    [
        "=1+1", "+1", "-2+3", "-", "@SUM(A1)", "\t=1", "\tx", "\rx", "\nx", " =1", "   +1",
        "\u00a0-1",
        "\u3000@x", "\ufeff=1", "\u200b=1", "\x00=1", "\v=1",
        "\uff1d1+1", "\uff0b1", "\uff0d1", "\uff20x", "  \uff1d1",
    ],
)  # fmt: skip
def test_what_a_spreadsheet_would_run_is_marked(text: str) -> None:
    assert lines(pd.DataFrame({"a": [text]})) == f'"\'{text}"\n'
    assert heading(["a", text]) == f'\ufeff"a","\'{text}"\n'


@pytest.mark.parametrize(
    "text", ["", "a=1", "1-2", "it's", "a\tb", '{"=cmd()": 1}', " x", "\u2212"]
)
def test_other_texts_are_as_they_were(text: str) -> None:
    quoted = text.replace('"', '""')
    assert lines(pd.DataFrame({"a": [text]})) == f'"{quoted}"\n'


def test_numbers_are_untouched() -> None:
    frame = pd.DataFrame(
        {
            "whole": [-1, 2],
            "float": [-0.5, None],
            "any": [-3, "-3"],
            "true": [True, False],
            "day": [pd.Timestamp("2026-01-05"), pd.NaT],
            "none": [None, None],
        }
    )
    assert lines(frame).splitlines() == [
        '-1,-0.5,-3,True,"2026-01-05 00:00:00",',
        '2,,"\'-3",False,,',
    ]


def test_texts_of_panels_are_quoted_and_figures_are_not(client: FlaskClient) -> None:
    text = client.get("/api/overview/cards.csv?period=last-90-days").text.splitlines()
    assert text[0].startswith('\ufeff"metric","value","low"')
    cells = dict(zip(text[0][1:].split(","), text[1].split(","), strict=False))
    assert cells['"metric"'] == '"nps"'
    assert float(cells['"comparison_change_low"']) < float(cells['"comparison_change_high"'])


_COMMAS = '1,5;-2,25;"a;b";"\'=1+1"\n'
_POINTS = '1.5,-2.25,"a;b","\'=1+1"\n'


@pytest.mark.parametrize(
    ("languages", "headers", "expected"),
    [
        ("fi", {}, _COMMAS),
        ("pt-BR,en;q=0.5", {}, _COMMAS),
        ("en-GB,fi;q=0.9", {}, _POINTS),
        ("zh-CN", {}, _POINTS),
        ("*", {}, _POINTS),
        ("xx-not-a-language", {}, _POINTS),
        ("fi", {"Authorization": "Bearer cxlens_1"}, _POINTS),
    ],
)
def test_numbers_are_those_of_the_language(
    languages: str, headers: dict[str, str], expected: str
) -> None:
    asked = Request.from_values(headers={"Accept-Language": languages, **headers})
    row = line([1.5, -2.25, "a;b", "=1+1"], csv_form(asked))
    assert row == expected


def test_a_browser_of_a_language_with_decimal_commas(client: FlaskClient) -> None:
    finnish = client.get("/api/overview/cards.csv", headers={"Accept-Language": "fi"})
    plain = table(client, "overview/cards.csv")
    told = pd.read_csv(io.StringIO(finnish.text[1:]), sep=";", decimal=",")
    pd.testing.assert_frame_equal(told, plain)
    assert "Accept-Language" in finnish.headers["Vary"]


@pytest.mark.parametrize("heading_text", ["=1+1", "\n=1", "＝1+1", "\t@x"])
def test_headers_are_no_formulas(heading_text: str) -> None:
    assert heading([heading_text]).startswith("\ufeff\"'")
