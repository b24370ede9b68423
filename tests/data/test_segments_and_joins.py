"""Segments of feedback, tickets and customers; joins that never multiply rows."""

import pytest

from data.catalog import Dimension
from data.ingest.build import DataError, MappingError
from data.store.snapshots import open_snapshot
from tests.data.company import LONG, Company

CUSTOMERS = """customer_id = "customer"

[sources.crm]
file = "crm.csv"

[customers]
source = "crm"

[customers.columns]
customer_id = "id"

[[segments]]
key = "region"
table = "customers"
column = "area"
labels = { n = "North", s = "South" }
order = ["South", "East"]
"""
CRM = "id,area\nA,n\nB,s\nC,n\nD,w\nE,\n"
SURVEY = """id,date,score,customer,area
1,2024-01-05,9,A,x
2,2024-01-06,9,B,
3,2024-01-07,9,nobody,y
4,2024-01-08,9,,y
"""


def test_segments_of_customers_reach_feedback(company: Company) -> None:
    company.write(LONG + CUSTOMERS, survey_csv=SURVEY, crm_csv=CRM)
    rows = company.query("SELECT response_id, region::VARCHAR FROM feedback ORDER BY 1")
    assert rows == [("1", "North"), ("2", "South"), ("3", None), ("4", None)]
    dimension = company.tables().catalog.dimension("region")
    assert dimension is not None
    assert dimension.levels == ("South", "North", "w")  # as declared, then by frequency
    assert dimension.label == "Region"
    assert dimension.tables == ("feedback", "customers")
    assert dimension.segment


def test_a_segment_of_feedback_wins(company: Company) -> None:
    own = '[[segments]]\nkey = "region"\ncolumn = "area"\n'
    company.write(LONG + CUSTOMERS + own, survey_csv=SURVEY, crm_csv=CRM)
    rows = company.query("SELECT response_id, region::VARCHAR FROM feedback ORDER BY 1")
    assert rows == [("1", "x"), ("2", None), ("3", "y"), ("4", "y")]
    assert company.query("SELECT DISTINCT region::VARCHAR FROM customers WHERE region = 'South'")


def test_dimensions_come_in_order_with_their_levels(company: Company) -> None:
    mapping = LONG + 'touchpoint = "at"\nchannel = "via"\n[journey]\norder = ["Till", "Exit"]\n'
    mapping += '[[segments]]\nkey = "b"\ncolumn = "y"\n'
    mapping += '[[segments]]\nkey = "a"\ncolumn = "x"\nlabel = "First"\n'
    rows = "id,date,score,at,via,x,y\n1,2024-01-05,9,Shop,web,1,2\n2,2024-01-05,9,Shop,sms,1,3\n"
    company.write(mapping, survey_csv=rows + "3,2024-01-05,9,Till,sms,1,3\n")
    dimensions = company.tables().catalog.dimensions
    assert [(d.key, d.label, d.levels, d.segment) for d in dimensions] == [
        ("touchpoint", "Touchpoint", ("Till", "Shop"), False),
        ("channel", "Channel", ("sms", "web"), False),
        ("b", "B", ("2", "3"), True),
        ("a", "First", ("1",), True),
    ]
    assert [d.ordered for d in dimensions] == [1, 0, 0, 0]  # of Till the mapping states the place


@pytest.mark.parametrize(
    ("levels", "order"),
    [
        (["10", "9", "2", "9"], ["2", "9", "10"]),
        (["65+", "18-24", "<18", "25-64", "65+"], ["<18", "18-24", "25-64", "65+"]),
        (["1,000-4,999", "0-499", "500-999"], ["0-499", "500-999", "1,000-4,999"]),
        (["-1.5", "0", "1.5", "-2"], ["-2", "-1.5", "0", "1.5"]),
        (["2", "other", "10", "2"], ["2", "10", "other"]),  # not all numbers: by frequency
        (["2", "2", *map(str, range(30, 0, -1))], [str(i) for i in range(1, 31)]),
        (["2", "2", *map(str, range(31, 0, -1))], ["2", "1", *sorted(map(str, range(3, 32)))]),
    ],
)
def test_few_levels_with_numbers_go_by_them(
    company: Company, levels: list[str], order: list[str]
) -> None:
    mapping = LONG + '[[segments]]\nkey = "age"\ncolumn = "x"\n'
    rows = "".join(f'{i},2024-01-05,9,"{x}"\n' for i, x in enumerate(levels))
    company.write(mapping, survey_csv=f"id,date,score,x\n{rows}")
    assert list(company.tables().catalog.dimensions[0].levels) == order


def test_a_stated_order_comes_first(company: Company) -> None:
    mapping = LONG + '[[segments]]\nkey = "age"\ncolumn = "x"\norder = ["9"]\n'
    rows = "".join(f"{i},2024-01-05,9,{x}\n" for i, x in enumerate([10, 10, 2, 9]))
    company.write(mapping, survey_csv=f"id,date,score,x\n{rows}")
    assert company.tables().catalog.dimensions[0].levels == ("9", "2", "10")


JOIN = LONG.replace(
    "[feedback.columns]", '[[feedback.joins]]\nsource = "crm"\non = {}\n[feedback.columns]'
)


def test_a_join_brings_columns(company: Company) -> None:
    mapping = JOIN.replace("{}", '{ customer = "id" }', 1)
    mapping += (
        '[sources.crm]\nfile = "crm.csv"\n[[segments]]\nkey = "region"\ncolumn = "crm.area"\n'
    )
    company.write(mapping, survey_csv=SURVEY, crm_csv=CRM)
    rows = company.query("SELECT response_id, region::VARCHAR FROM feedback ORDER BY 1")
    assert rows == [("1", "n"), ("2", "s"), ("3", None), ("4", None)]


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        ('{ customer = "nr" }', "has no column 'nr'"),
        ('{ costumer = "id" }', "Did you mean 'customer'?"),
        ('{ "crm.boss" = "id" }', "the source 'crm' has no column"),
    ],
)
def test_join_keys_must_be_there(company: Company, on: str, expected: str) -> None:
    company.write(
        JOIN.replace("{}", on, 1) + '[sources.crm]\nfile = "crm.csv"\n',
        survey_csv=SURVEY,
        crm_csv=CRM,
    )
    with pytest.raises(MappingError, match="joins") as caught:
        company.build()
    assert expected in str(caught.value)


def test_a_join_that_would_multiply_rows_is_refused(company: Company) -> None:
    mapping = JOIN.replace("{}", '{ customer = "id" }', 1) + '[sources.crm]\nfile = "crm.csv"\n'
    company.write(mapping, survey_csv=SURVEY, crm_csv=CRM + "A,s\n")
    with pytest.raises(MappingError, match="the key id is not unique in the source 'crm': 'A'"):
        company.build()


def test_fifty_thousand_levels_are_a_segment_and_one_more_is_an_error(company: Company) -> None:
    mapping = LONG + '[[segments]]\nkey = "store"\ncolumn = "at"\n'
    rows = "".join(f"{i},2024-01-05,9,t{i:05}\n" for i in range(50_000))
    company.write(mapping, survey_csv="id,date,score,at\n" + rows)
    (store,) = open_snapshot(company.build()).catalog.dimensions
    assert len(store.levels) == 50_000
    assert company.query("SELECT count(DISTINCT store) FROM feedback") == [(50_000,)]
    company.write(mapping, survey_csv="id,date,score,at\n" + rows + "x,2024-01-05,9,new\n")
    with pytest.raises(DataError, match="'store' of feedback has 50,001 different values"):
        company.build()


def test_a_column_of_the_contract_with_too_many_levels_is_no_filter(company: Company) -> None:
    rows = "".join(f"{i},2024-01-05,9,t{i},web\n" for i in range(50_001))
    mapping = LONG + 'touchpoint = "at"\nchannel = "by"\n'
    company.write(mapping, survey_csv="id,date,score,at,by\n" + rows)
    catalog = open_snapshot(company.build()).catalog
    assert [one.key for one in catalog.dimensions] == ["channel"]
    (warning,) = catalog.tables[0].warnings
    assert warning == (
        "'touchpoint' of feedback has 50,001 different values; 50,000 are the most that can be "
        "shown and filtered. It is no filter."
    )
    assert company.query("SELECT count(DISTINCT touchpoint) FROM feedback") == [(50_001,)]


SAID = LONG + 'reason = "topic"\nlanguage = "lang"\n'


def test_reason_and_language_are_filters(company: Company) -> None:
    rows = "".join(f"{i},2024-01-05,9,{'Price' if i % 3 else 'Staff'},de\n" for i in range(30))
    company.write(SAID, survey_csv="id,date,score,topic,lang\n" + rows)
    reason, language = open_snapshot(company.build()).catalog.dimensions
    assert (reason.key, reason.levels, reason.segment) == ("reason", ("Price", "Staff"), False)
    assert (language.key, language.levels) == ("language", ("de",))


def test_a_reason_in_own_words_is_no_filter(company: Company) -> None:
    """A list of filters would show what single people wrote."""
    rows = "".join(f"{i},2024-01-05,9,because {i % 25},de\n" for i in range(40))
    company.write(SAID, survey_csv="id,date,score,topic,lang\n" + rows)
    catalog = open_snapshot(company.build()).catalog
    assert [one.key for one in catalog.dimensions] == ["language"]
    (warning,) = catalog.tables[0].warnings
    assert warning.startswith("'reason' of feedback has 25 different values in 40 rows")
    assert company.query("SELECT count(reason) FROM feedback") == [(40,)]


def test_blank_codes_of_the_source_hold_for_segments(company: Company) -> None:
    mapping = LONG.replace('"survey.csv"', '"survey.csv"\nblank = ["?"]')
    mapping += '[[segments]]\nkey = "x"\ncolumn = "x"\nblank = [99]\n'
    rows = "id,date,score,x\n1,2024-01-05,9,?\n2,2024-01-05,9,99.0\n3,2024-01-05,9,7\n"
    company.write(mapping, survey_csv=rows)
    assert company.query("SELECT x::VARCHAR FROM feedback ORDER BY response_id") == [
        (None,),
        (None,),
        ("7",),
    ]


@pytest.mark.parametrize("key", ["key", "r_score", "file", "level", "sampled"])
def test_a_segment_may_have_a_name_that_a_build_might_use(key: str, company: Company) -> None:
    own = f'[[segments]]\nkey = "{key}"\ncolumn = "area"\n'
    company.write(LONG + own, survey_csv=SURVEY)
    rows = company.query(f"SELECT response_id, {key}::VARCHAR FROM feedback ORDER BY 1")
    assert rows == [("1", "x"), ("2", None), ("3", "y"), ("4", "y")]


@pytest.mark.parametrize(
    ("label", "noun"),
    [
        *(("Region", "region"), ("Customer segment", "customer segment"), ("地域", "地域")),
        *(("Art des Kunden", "Art des Kunden"), ("NPS group", "NPS group"), ("Plan 2", "plan 2")),
    ],
)
def test_labels_inside_a_sentence(label: str, noun: str) -> None:
    assert Dimension(key="x", label=label, levels=(), tables=(), segment=True).noun == noun
