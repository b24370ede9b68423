"""What a mapping says stays when its form is sent again; what is typed is what it says then."""

from __future__ import annotations

import tomllib

import pytest

from data.draft.edit.form import edited, form_of
from tests.drafts.edit.mappings import DATA, EXAMPLES, OTHERS, SAMPLE, TEXT, changed, wrong

ALL = [TEXT, SAMPLE, *OTHERS, *EXAMPLES]


def as_browsers_send(text: str) -> dict[str, str]:
    """The whole form: boxes in the order of the page, ends of lines as browsers write them."""
    sent = {}
    for section in form_of(text, DATA):
        for group in section.groups:
            for field in group.fields:
                assert field.name not in sent
                now = field.now
                if field.kind == "boxes":
                    ticked = set(now.split(", "))
                    now = ", ".join(value for value, _ in field.options if value in ticked)
                sent[field.name] = now.replace("\n", "\r\n")
    return sent


@pytest.mark.parametrize("text", ALL, ids=lambda text: text.strip()[:30])
def test_a_form_that_is_sent_as_it_stands_changes_no_letter(text: str) -> None:
    sent = as_browsers_send(text)
    assert len(sent) > 10
    assert edited(text, form_of(text, DATA), sent) == (text, ())


def test_there_is_something_to_send() -> None:
    assert len(EXAMPLES) > 20 and len(OTHERS) > 2


@pytest.mark.parametrize("text", [TEXT, SAMPLE, *OTHERS], ids=lambda text: text.strip()[:30])
def test_one_line_is_another_and_all_others_stay(text: str) -> None:
    made = changed(text, company__name='Oy "Ä" \\ # [x]')
    assert tomllib.loads(made)["company"]["name"] == 'Oy "Ä" \\ # [x]'
    before, after = text.splitlines(), made.splitlines()
    assert sum(one != other for one, other in zip(before, after, strict=True)) == 1
    behind = [line.partition("#")[2] for line in before if line.startswith("name =")]
    assert behind[0] in made


def test_a_default_is_not_stated_and_an_empty_section_is_not_there() -> None:
    made = changed(TEXT, company__currency="EUR", minimum_n="10")
    assert "currency" not in made and "minimum_n" not in made
    shown = changed(TEXT, privacy__customers="shown", minimum_n="25")
    assert tomllib.loads(shown)["privacy"] == {"customers": "shown"}
    assert "minimum_n = 25          # as agreed" in shown
    assert tomllib.loads(changed(shown, privacy__customers="hidden", minimum_n="20")) == (
        tomllib.loads(TEXT)
    )


def test_questions() -> None:
    made = tomllib.loads(
        changed(
            TEXT,
            feedback__0__questions__0__blank="11\n12",
            feedback__0__questions__0__touchpoint="Hall",
            feedback__0__questions__1__scale="0 to 10",
            feedback__0__questions__1__positive_from="8",
            feedback__0__questions__1__values="Good = 9\nFair = 5",
            feedback__0__questions__1__touchpoints="Shop = q2\nPhone = q4",
            feedback__0__questions__1__decimal=",",
            metrics__csat__scale="1 to 7",
        )
    )
    first, second = made["feedback"]["questions"]
    assert first["blank"] == ["11", "12"] and first["touchpoint"] == "Hall"
    assert second["scale"] == [0, 10] and second["positive_from"] == 8
    assert second["values"] == {"Good": "9", "Fair": "5"} and second["decimal"] == ","
    assert second["touchpoints"] == {"Shop": "q2", "Phone": "q4"}
    assert made["metrics"] == {"csat": {"scale": [1, 7]}}


def test_columns_are_mapped_read_otherwise_and_left_out() -> None:
    made = changed(
        TEXT,
        feedback__0__columns__submitted_at__format="%d.%m.%Y\n%d.%m.%y",
        feedback__0__columns__customer_id__column="",
        tickets__0__columns__closed_at__column="end",
        tickets__0__columns__resolved_at__timezone="Europe/Oslo",
    )
    found = tomllib.loads(made)
    date = {"column": "day", "format": ["%d.%m.%Y", "%d.%m.%y"]}
    assert found["feedback"]["columns"] == {"submitted_at": date}
    assert found["tickets"]["columns"] == {
        "opened_at": "day",
        "resolved_at": {"column": "end", "timezone": "Europe/Oslo"},
        "customer_id": "who",
        "closed_at": "end",
    }
    assert "# the only date" in made


def test_business_hours_repeats_and_comments() -> None:
    assert "comments" not in {one.name for one in form_of(TEXT, DATA)}  # it has none
    made = changed(
        TEXT.replace("blank = [11]", 'comment = "why"\nblank = [11]'),
        business_hours__start="08:30",
        business_hours__end="17:00",
        business_hours__days="mon, tue",
        business_hours__holidays="2026-12-25\n2027-01-01",
        service__repeat_days="7",
        comments__redact="no",
        comments__industries="retail, travel",
    )
    found = tomllib.loads(made)
    holidays = [day.isoformat() for day in found["business_hours"].pop("holidays")]
    assert holidays == ["2026-12-25", "2027-01-01"]
    assert found["business_hours"] == {"start": "08:30", "end": "17:00", "days": ["mon", "tue"]}
    assert found["service"] == {"repeat_days": 7}
    assert found["comments"] == {"redact": False, "industries": ["retail", "travel"]}
    none = changed(
        made,
        business_hours__start="",
        business_hours__end="",
        business_hours__days="mon, tue, wed, thu, fri",
        business_hours__holidays="",
    )
    assert "business_hours" not in tomllib.loads(none)


def test_files() -> None:
    made = tomllib.loads(
        changed(TEXT, sources__survey__delimiter='"\\t"', sources__survey__blank="-\nn/a")
    )
    assert made["sources"]["survey"]["delimiter"] == "\t"
    assert made["sources"]["survey"]["blank"] == ["-", "n/a"]


@pytest.mark.parametrize(
    ("name", "typed", "said"),
    [
        ("minimum_n", "many", "The company, What readers see of few people, People"),
        ("minimum_n", "1.5", "no whole number"),
        ("feedback__0__questions__1__scale", "5", "no range"),
        ("feedback__0__questions__1__scale", "1 to five", "“five” is no number"),
        ("targets__nps__value", "nan", "no number"),
        ("targets__nps__by", "EMEA = 3", "names no level"),
        ("business_hours__holidays", "Christmas", "“Christmas” is no day"),
        ("privacy__customers", "perhaps", "none of its choices"),
        ("segments__0__levels", "N = a\nN = b", "“N” is there twice"),
        ("segments__0__levels", '"N', "do not close"),
        ("segments__new__label", "Plan", "choose the column"),
    ],
)
def test_what_can_not_be_taken_is_said_with_its_place(name: str, typed: str, said: str) -> None:
    (one,) = wrong(TEXT, **{name: typed})
    assert said in one


def test_all_that_is_wrong_is_said_at_once() -> None:
    assert len(wrong(TEXT, minimum_n="x", targets__nps__value="y")) == 2
