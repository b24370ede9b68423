"""`[intake.NAME]` in a mapping: what is refused, and in which words."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from data.mapping import MappingError, parse_mapping
from tests.data.company import LONG
from tests.intake.sent import MAPPING, mapping
from tests.server.apart import ROOT

APP = LONG + '[intake.app]\nservice = "json"\nmetric = "nps"\n'
FORM = LONG + '[intake.form]\nservice = "typeform"\nmetric = "nps"\n'
WAREHOUSE = """
[company]
name = "Test"
[warehouse]
url = "duckdb:///x"
[sources.survey]
table = "survey"
[feedback]
source = "survey"
[feedback.columns]
response_id = "id"
submitted_at = "date"
metric = { constant = "nps" }
score = "score"
[intake.app]
service = "json"
metric = "nps"
"""


def test_every_service_can_be_mapped_and_is_written_down() -> None:
    found = mapping()
    assert set(found.intake) == {"app", "form", "desk", "monkey", "pleased", "panel"}
    again = parse_mapping(MAPPING, Path("mapping.toml"))
    assert type(found).model_validate_json(found.as_json()).intake == again.intake


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (APP.replace('"json"', '"jotform"'), "intake.app.service: found 'jotform'"),
        (APP.replace('\nmetric = "nps"', '\nmetrik = "nps"'), "unknown key 'metrik'"),
        (APP.replace("[intake.app]", "[intake.App]"), "must be lower-case letters"),
        (APP + "scale = [1, 5]\n", "NPS is asked on 0 to 10"),
        (APP + 'secret = "x"\n', "unknown key 'secret'"),
        (APP + '[intake.app.columns]\nmetric = "x"\n', "unknown column 'metric'"),
        (APP + '[intake.app.columns]\ncoment = "x"\n', "Did you mean 'comment'?"),
        (APP + '[intake.app.columns]\nscore = { column = "x", decimal = "," }\n', "'decimal'"),
        (APP + '[intake.app.columns]\nresponse_id = { constant = "x" }\n', "another one in each"),
        (FORM, "'score' is missing in its columns"),
        (
            APP.replace("[sources.survey]", "[sources.intake_app]").replace(
                'source = "survey"', 'source = "intake_app"'
            ),
            "'intake_app'",
        ),
        (WAREHOUSE, "answers are taken where the sources are files"),
    ],
)
def test_what_is_wrong_is_told_in_words(text: str, words: str) -> None:
    with pytest.raises(MappingError) as error:
        parse_mapping(text, Path("mapping.toml"))
    assert words in str(error.value)
    assert "intake" in str(error.value)


def test_surveymonkey_needs_no_columns_and_a_mapping_that_has_them_is_still_read() -> None:
    monkey = LONG + '[intake.monkey]\nservice = "surveymonkey"\nmetric = "nps"\n'
    for text in (monkey, monkey + '[intake.monkey.columns]\nscore = "score"\n'):
        found = parse_mapping(text, Path("mapping.toml")).intake["monkey"]
        assert found.service == "surveymonkey"


def test_the_example_of_the_document_is_a_mapping() -> None:
    text = (ROOT / "docs" / "intake.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"```toml\n(.*?)```", text, re.DOTALL)
    found = parse_mapping(LONG + example, Path("mapping.toml")).intake["after_delivery"]
    assert (found.service, found.metric) == ("typeform", "nps")
