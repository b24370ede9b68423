"""Targets, benchmarks and the XQI from the mapping into the catalogue, and what cannot be."""

import re

import pytest

from data.catalog import Goal, XqiPart
from data.mapping import MappingError
from data.store.snapshots import open_snapshot
from tests.data.company import LONG, Company, refused, survey

SEGMENT = '\n[[segments]]\nkey = "region"\ncolumn = "region"\norder = ["EMEA", "LATAM"]\n'
ROWS = "id,date,score,region\n1,2026-01-01,9,EMEA\n2,2026-01-02,6,North America\n"


@pytest.mark.parametrize(
    ("added", "expected"),
    [
        ("[benchmarks]\nnsp = 3", "[benchmarks]: unknown metric 'nsp'. Did you mean 'nps'?"),
        ("[benchmarks]\nnps = 300", "goes from -100 to 100 (points)"),
        ("[benchmarks]\nnps = { value = 3, sorce = 'x' }", "Did you mean 'source'?"),
        ("[targets]\nnps = { value = 3, source = 'x' }", "unknown key 'source'"),
        ("[targets]\nnps = {}", "give 'value' for all, 'by' for single levels"),
        ("[targets]\nnps = { by = { regin = { A = 3 } } }", "Did you mean 'region'?"),
        ("[targets]\nnps = { by = { region = { A = 300 } } }", "nps by region, A = 300 can never"),
        ("[targets]\nrevenue = 1e9", "revenue is a total, which grows with the period"),
        ("[xqi]\nweights = { nsp = 1 }", "[xqi].weights: unknown metric 'nsp'"),
        ("[xqi]\nweights = { revenue = 1 }", "revenue is a total, which grows with the period"),
        ("[xqi]\nweights = { rating = 1 }", "has no common figure"),
        ("[xqi]\nweights = {}", "at least 1 item"),
        ("[xqi]\nweights = { nps = 0 }", "greater than 0"),
        ("[xqi]\nweights = { nps = inf }", "finite number"),
        ("[xqi]\nweights = { xqi = 1 }", "xqi can be no part of itself"),
        ("[xqi]\nweights = { resolution_time = 1 }", "ranges = { resolution_time = [worst, best]"),
        ("[xqi]\nweights = { nps = 1 }\nranges = { nps = [5, 5] }", "from the worst to the best"),
        ("[xqi]\nweights = { nps = 1 }\nranges = { npss = [5, 6] }", "'npss' has no weight"),
        ("[xqi]\nwights = { nps = 1 }", "Did you mean 'weights'?"),
        ("[[overview]]\nname = 'A'\ncards = ['nsp']", "unknown metric 'nsp'. Did you mean 'nps'?"),
        ("[[overview]]\nname = 'A'\ncards = []", "at least 1 item"),
        ("[[overview]]\nname = 'A'\ncards = ['nps', 'nps']", "the card 'nps' is there twice"),
        (2 * "[[overview]]\nname = 'A'\ncards = ['nps']\n", "the card 'nps' is there twice"),
        (
            "[[overview]]\nname = 'A'\ncards = ['nps']\nby = { regin = 'EMEA' }",
            "unknown dimension 'regin' of 'A'. Did you mean 'region'?",
        ),
    ],
)
def test_what_cannot_be_is_named(added: str, expected: str) -> None:
    assert expected in refused(f"{LONG}{SEGMENT}\n{added}\n")


def test_goals_keep_the_order_of_the_mapping(company: Company) -> None:
    goals = """
[targets]
csat = 80
nps = { value = 40, by = { region = { "North America" = 50, EMEA = 30, LATAM = 10 } } }
[benchmarks]
nps = { by = { region = { EMEA = 36 } }, source = "Survey 2026" }
csat = { value = 78.5 }
[xqi]
weights = { nps = 3, csat_mean = 1 }
ranges = { nps = [0, 50] }
"""
    file = company.write(LONG + SEGMENT + goals, survey_csv=ROWS).build()
    catalog = open_snapshot(file).catalog
    assert [(g.metric, g.level, g.value) for g in catalog.targets] == [
        ("csat", "", 80),
        ("nps", "North America", 50),
        ("nps", "EMEA", 30),
        ("nps", "LATAM", 10),  # of the declared order, though no row has it
        ("nps", "", 40),
    ]
    assert catalog.benchmarks == (
        Goal(metric="nps", value=36, dimension="region", level="EMEA", source="Survey 2026"),
        Goal(metric="csat", value=78.5),
    )
    assert catalog.xqi == (
        XqiPart(metric="nps", weight=0.75, ends=(0, 50)),
        XqiPart(metric="csat_mean", weight=0.25),
    )


def test_a_level_that_no_row_has_stops_the_build(company: Company) -> None:
    goals = "[targets]\nnps = { by = { region = { 'North Amrica' = 50 } } }\n"
    company.write(LONG + SEGMENT + goals, survey_csv=ROWS)
    with pytest.raises(MappingError, match="the region 'North Amrica', which no row has") as caught:
        company.build()
    assert "Did you mean 'North America'?" in str(caught.value)


def test_a_dimension_without_values_has_no_levels(company: Company) -> None:
    goals = "[targets]\nnps = { by = { channel = { Email = 50 } } }\n"
    company.write(LONG + goals, survey_csv=survey("1,2026-01-01,9"))
    with pytest.raises(MappingError, match="There are none"):
        company.build()


def test_cards_that_the_data_cannot_fill(company: Company) -> None:
    asked = "[[overview]]\nname = 'A'\ncards = ['nps'{}]\n{}"
    for more, by, expected in (
        (", 'revenue'", "", "these data can't answer revenue"),
        ("", "by = { region = 'EMAE' }", "which no row has. Did you mean 'EMEA'?"),
    ):
        mapping = company.write(LONG + SEGMENT + asked.format(more, by), survey_csv=ROWS)
        with pytest.raises(MappingError, match=re.escape(expected)):
            mapping.build()


def test_a_level_has_cards_of_its_own(company: Company) -> None:
    sets = "[[overview]]\nname = 'Few'\ncards = ['nps']\nby = { region = 'EMEA' }\n"
    catalog = open_snapshot(company.write(LONG + SEGMENT + sets, survey_csv=ROWS).build()).catalog
    own, usual = catalog.card_groups([("region", "EMEA")]), catalog.card_groups()
    assert [(one.name, one.cards) for one in own] == [("Few", ("nps",))]
    assert [one.name for one in usual] == ["Loyalty and effort"]
    assert catalog.card_groups([("region", "LATAM")]) == usual
