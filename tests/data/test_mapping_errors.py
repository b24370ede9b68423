"""Every mistake in a mapping file is answered with its place and what to do."""

from pathlib import Path

import duckdb
import pytest

from data.contract import YES_NO
from data.mapping import MappingError, load_mapping, parse_mapping
from tests.data.company import LONG, refused

SEGMENT = '\n[[segments]]\nkey = "{}"\ncolumn = "x"\n'


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("[company]", "[company", "line 1"),
        ('name = "Test"', 'nam = "Test"', "unknown key 'nam'. Did you mean 'name'?"),
        ('source = "survey"', 'source = "survy"', "Did you mean 'survey'?"),
        ("response_id", "respons_id", "unknown column 'respons_id'. Did you mean 'response_id'?"),
        ('submitted_at = "date"', "", "the required column 'submitted_at' is missing"),
        ('file = "survey.csv"', 'fil = "survey.csv"', "Did you mean 'file'?"),
        ('file = "survey.csv"', "", "give one of 'file', 'query' and 'table'"),
        ('= "date"', '= { column = "date", fromat = "%Y" }', "Did you mean 'format'?"),
        ('= "date"', '= { column = "date", format = "%d/%q/%Y" }', "unknown directive '%q'"),
        ('= "date"', '= { column = "date", format = "%H:%M" }', "must have a year"),
        ('= "date"', '= { day = "date", month = 5 }', "needs all of 'day', 'month' and 'year'"),
        ('= "date"', '= { column = "date", constant = 1 }', "give one of 'column', 'constant'"),
        ('name = "Test"', 'name = "T"\ntimezone = "Europe/Rom"', "Did you mean 'Europe/Rome'?"),
        ("[company]", "minimum_n = 1\n[company]", "greater than or equal to 2"),
        ("[feedback.columns]", "[feedback.colums]", "Did you mean 'columns'?"),
        ("[sources.survey]", "[sources.Survey]", "must be lower-case"),
        ("[company]", 'path = "x"\n[company]', "unknown key 'path'"),
    ],
)
def test_names_the_mistake_and_the_nearest_match(old: str, new: str, expected: str) -> None:
    assert old in LONG
    found = refused(LONG.replace(old, new, 1))
    assert found.startswith("mapping.toml")
    assert expected in found


@pytest.mark.parametrize(
    ("added", "expected"),
    [
        (SEGMENT.format("Region"), "must be lower-case letters"),
        (SEGMENT.format("from"), "is a word that links and tables use themselves"),
        (SEGMENT.format("channel"), "is a word that links and tables use themselves"),
        (SEGMENT.format("rows0"), "is a word that links and tables use themselves"),
        (SEGMENT.format("a") + SEGMENT.format("a"), "declared 2 times"),
        (SEGMENT.format("a") + 'table = "tickets"', "the table 'tickets' is not mapped"),
        ("[metrics.npss]", "Did you mean 'nps'?"),
        ("[metrics.nps]\nscale = [1, 5]", "NPS is asked on 0 to 10"),
        ("[metrics.nps]\npositive_from = 8", "promoters answer 9 or 10"),
        ("[metrics.csat]\nscale = [5, 1]", "from low to high"),
        ("[targets]\ncsta = 80", "Did you mean 'csat'?"),
        ("[metrics.csat]\npositive_from = 6", "outside the scale of 1 to 5"),
        ("[targets]\nnps = 3000", "goes from -100 to 100 (points)"),
        ("[targets]\ncsat = 101", "goes from 0 to 100 (%)"),
        ("[targets]\ncsat = nan", "can never be reached"),
        ("[targets]\nces_mean = 85", "goes from 1 to 7 (score)"),
        ("[targets]\nresolution_time = -1", "goes from 0 up (hours)"),
        ('survey = { constant = "relationl" }', "Did you mean 'relational'?"),
        ("weight = { constant = -1 }", "found -1, expected 0 or more"),
        ('weight = { column = "w", values = { A = "much" } }', "found 'much', expected a number"),
        ('[[feedback.joins]]\nsource = "x"\non = "id"', "unknown source 'x'"),
    ],
)
def test_names_what_is_wrong_in_a_section(added: str, expected: str) -> None:
    assert expected in refused(LONG + added)


def test_questions_and_columns_do_not_state_the_same() -> None:
    question = '[[feedback.questions]]\ncolumn = "a"\nmetric = "csat"\n'
    assert "'metric' is stated by each of the questions" in refused(LONG + question)


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ('metric = "nps"\ncolumn = "a"\nscale = [1, 5]', "NPS is asked on 0 to 10"),
        ('metric = "csat"', "give either 'column' or 'touchpoints'"),
        ('metric = "csat"\ntouchpoints = { A = "a" }\ncomment = "c"', "go with 'column'"),
        ('metric = "csat"\ncolumn = "a"\npositive_from = 6', "number 1: 'positive_from' is 6"),
        ('metric = "csat"\ncolumn = "a"\nscale = [1, 5]\npositive_from = 1', "outside the scale"),
        ('metric = "cast"\ncolumn = "a"', "Did you mean 'csat'?"),
    ],
)
def test_questions_are_checked(question: str, expected: str) -> None:
    wide = LONG.replace('metric = { constant = "nps" }\nscore = "score"\n', "")
    assert expected in refused(f"{wide}\n[[feedback.questions]]\n{question}\n")


def test_nps_on_another_scale_in_columns() -> None:
    scale = "scale_min = { constant = 1 }\nscale_max = { constant = 5 }\n"
    assert "found the scale 1 to 5" in refused(LONG + scale)


@pytest.mark.parametrize(
    ("metric", "scale", "expected"),
    [
        ('{ constant = "nsp" }', "", "unknown metric 'nsp'. Did you mean 'nps'?"),
        ('{ column = "k", values = { A = "csta" } }', "", "Did you mean 'csat'?"),
        (
            '{ constant = "csat" }',
            "scale_min = { constant = 5 }",
            "found scale_min 5 and scale_max 5",
        ),
        (
            '"kind"',
            "scale_min = { constant = 7 }\nscale_max = { constant = 1 }",
            "from low to high",
        ),
        ('{ constant = "NPS" }', "scale_max = { constant = 5 }", "found the scale 0 to 5"),
    ],
)
def test_what_the_mapping_itself_states_is_checked(metric: str, scale: str, expected: str) -> None:
    mapping = LONG.replace('{ constant = "nps" }', metric)
    assert expected in refused(f"{mapping}{scale}\n")


@pytest.mark.parametrize(
    "stated",
    [
        'scale_min = { constant = "0.0" }\nscale_max = "high"',
        'weight = { constant = "1,5", decimal = "," }',
        'scale_max = "high"\n[targets]\ncsat_mean = 9',
        "[targets]\nnps = -20\nresolution_time = 1e9",
    ],
)
def test_what_can_be_right_is_taken(stated: str) -> None:
    assert parse_mapping(f"{LONG}{stated}\n", Path("mapping.toml")).feedback


def test_tickets_state_yes_or_no() -> None:
    text = '[tickets]\nsource = "survey"\n[tickets.columns]\nticket_id = "id"\nopened_at = "date"\n'
    text += 'reopened = {{ column = "r", values = {{ X = "{}" }} }}\n'
    assert "found 'ja', expected 'yes' or 'no'" in refused(LONG + text.format("ja"))
    for word in YES_NO:
        assert parse_mapping(LONG + text.format(word), Path("mapping.toml")).tickets
        query = duckdb.execute("SELECT TRY_CAST(? AS BOOLEAN) IS NOT NULL", [word])
        assert query.fetchall() == [(True,)]


def test_at_least_one_main_table() -> None:
    text = '[company]\nname = "T"\n[sources.c]\nfile = "c.csv"\n[customers]\nsource = "c"\n'
    found = refused(text + '[customers.columns]\ncustomer_id = "id"\n')
    assert "map at least one of these tables: feedback, tickets, orders" in found


def test_a_file_that_is_not_there_or_not_text(tmp_path: Path) -> None:
    with pytest.raises(MappingError, match="There is no mapping file"):
        load_mapping(tmp_path / "mapping.toml")
    with pytest.raises(MappingError, match="is a folder"):
        load_mapping(tmp_path)
    (tmp_path / "latin.toml").write_bytes(b'name = "caf\xe9"')
    with pytest.raises(MappingError, match="not UTF-8"):
        load_mapping(tmp_path / "latin.toml")


HOURS = """
[tickets]
source = "survey"
columns = { ticket_id = "id", opened_at = "date", resolved_at = "end" }
[business_hours]
start = "09:00"
end = "17:30"
"""


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ('"09:00"', '"9 am"', "found '9 am', expected a time of the day such as"),
        ('"17:30"', '"08:00"', "work must end after it begins, found 09:00 to 08:00"),
        ('start = "09:00"', "", "start"),
        ('start = "09:00"', 'days = []\nstart = "09:00"', "'days' is empty"),
        ('start = "09:00"', 'days = ["mon", "tues"]\nstart = "09:00"', "unknown day 'tues'"),
        ('start = "09:00"', 'holidays = ["xmas"]\nstart = "09:00"', "holidays"),
        (', resolved_at = "end"', "", "neither first_response_at nor resolved_at"),
        ("[business_hours]", "[service]\nrepeat_days = 7\n[business_hours]", "needs the columns"),
        ("[business_hours]", "[service]\nrepeat_days = 0\n[business_hours]", "repeat_days"),
    ],
)
def test_rules_for_tickets(old: str, new: str, expected: str) -> None:
    assert parse_mapping(LONG + HOURS, Path("mapping.toml")).business_hours
    assert old in HOURS
    assert expected in refused(LONG + HOURS.replace(old, new))


def test_business_hours_may_be_times_and_days_of_toml() -> None:
    text = HOURS.replace('"09:00"', "09:00:00") + 'days = ["sat"]\nholidays = [2026-12-25]\n'
    found = parse_mapping(LONG + text, Path("mapping.toml")).business_hours
    assert found is not None
    assert (found.opens, found.closes) == (32_400, 63_000)
    assert found.weekdays == {5}
