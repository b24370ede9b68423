"""Columns whose meaning is known, in the forms that surveys come in: read right, or asked about."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from detection.column import Choice
from detection.scores import ScoreReading, score_choice
from tests.detection.columns import FROM_0_TO_10, FROM_1_TO_10, UP_TO_5, UP_TO_7, column

Found = tuple[str, int, int, set[str]]  # metric, scale, codes


def read(name: str, values: Mapping[str, int], label: str = "") -> Choice[ScoreReading]:
    return score_choice(column(name, values, label))


def best(choice: Choice[ScoreReading]) -> ScoreReading:
    assert choice.best is not None
    return choice.best


@pytest.mark.parametrize(
    ("name", "values", "metric", "scale"),
    [
        ("NPS", FROM_0_TO_10, "nps", (0, 10)),
        ("NPS", FROM_1_TO_10, "nps", (0, 10)),
        ("NPS", {"7": 3, "8": 5, "9": 6, "10": 9}, "nps", (0, 10)),
        ("Would you recommend us (1-10)?", FROM_1_TO_10, "rating", (1, 10)),
        ("Would you recommend us? 0 = not at all likely", FROM_1_TO_10, "nps", (0, 10)),
        ("Would you recommend us?", UP_TO_5, "rating", (1, 5)),
        ("csat", UP_TO_5, "csat", (1, 5)),
        ("csat", {"3": 1, "4": 3, "5": 4}, "csat", (1, 5)),
        ("csat", FROM_1_TO_10, "csat", (1, 10)),
        ("csat", FROM_0_TO_10, "csat", (0, 10)),
        ("csat", {"0": 9, "1": 20}, "csat", (0, 1)),
        ("csat", {"1": 3, "2": 6, "3": 20, "4": 40}, "csat", (1, 4)),
        ("csat", {"-2": 3, "-1": 4, "0": 5, "1": 9, "2": 9}, "csat", (-2, 2)),
        ("csat (0-100)", {"40": 3, "75": 6, "90": 20, "100": 40}, "csat", (0, 100)),
        ("CES", UP_TO_7, "ces", (1, 7)),
        ("How easy or difficult was it?", UP_TO_7, "ces", (1, 7)),
        ("stars", UP_TO_5, "rating", (1, 5)),
        ("score", UP_TO_5, "rating", (1, 5)),
        ("sentiment", {"-0.6": 3, "-1": 2, "0.25": 9, "1": 4}, "sentiment", (-1, 1)),
        ("rating", {"2.5": 3, "4": 8, "4.5": 9, "5": 9}, "rating", (1, 5)),
    ],
)
def test_is_certain(
    name: str, values: Mapping[str, int], metric: str, scale: tuple[float, float]
) -> None:
    choice = read(name, values)
    assert choice.sure, choice.evidence
    reading = best(choice)
    assert (reading.metric, reading.scale) == (metric, scale)
    assert (reading.blank, dict(reading.values)) == ((), {})
    assert reading.answers == sum(values.values())


@pytest.mark.parametrize(
    ("name", "values", "blank"),
    [
        ("csat", UP_TO_5 | {"99": 4}, {"99"}),
        ("csat", UP_TO_5 | {"8": 2, "9": 4}, {"8", "9"}),
        ("csat", UP_TO_5 | {"-1": 4}, {"-1"}),
        ("csat", UP_TO_5 | {"-1": 4, "-9": 1}, {"-1", "-9"}),
        ("csat (1-5)", UP_TO_5 | {"0": 9, "6": 4}, {"0", "6"}),
        ("NPS", FROM_0_TO_10 | {"11": 9, "98": 2, "99": 2}, {"11", "98", "99"}),
        ("rating [0-100]", {"20": 2, "60": 9, "100": 9, "999": 2}, {"999"}),
        (
            "csat",
            UP_TO_5 | {"n/a": 4, "En osaa sanoa": 2, "不知道": 1},
            {"n/a", "En osaa sanoa", "不知道"},
        ),
    ],
)
def test_what_is_no_answer_for_certain(
    name: str, values: Mapping[str, int], blank: set[str]
) -> None:
    choice = read(name, values)
    assert choice.sure, choice.evidence
    assert set(best(choice).blank) == blank
    assert best(choice).answers == sum(n for text, n in values.items() if text not in blank)


@pytest.mark.parametrize(
    ("name", "values", "first", "second"),
    [
        # metric, scale, codes of both readings
        ("csat", UP_TO_5 | {"0": 9}, ("csat", 1, 5, {"0"}), ("csat", 0, 5, set())),
        ("csat", UP_TO_5 | {"6": 9}, ("csat", 1, 5, {"6"}), ("csat", 1, 6, set())),
        ("csat", UP_TO_5 | {"0": 3, "6": 9}, ("csat", 1, 5, {"0", "6"}), ("csat", 0, 6, set())),
        ("csat", UP_TO_5 | {"7": 9}, ("csat", 1, 5, {"7"}), ("csat", 1, 7, set())),
        (
            "nps_month",
            FROM_1_TO_10 | {"11": 30, "12": 20, "0": 1},
            ("nps", 0, 10, {"11", "12"}),
            None,
        ),
        ("csat_weekday", UP_TO_7, ("csat", 1, 7, set()), None),
        ("rating count", UP_TO_5, ("rating", 1, 5, set()), None),
        ("csat", {"40": 3, "100": 9, "999": 2}, ("csat", 0, 100, {"999"}), None),
        ("csat", {"40": 3, "100": 9}, ("csat", 0, 100, set()), None),
        (
            "csat (1-5)",
            FROM_1_TO_10,
            ("csat", 1, 5, {"6", "7", "8", "9", "10"}),
            ("csat", 1, 10, set()),
        ),
        ("csat (1-5)", UP_TO_7, ("csat", 1, 5, {"6", "7"}), ("csat", 1, 7, set())),
        (
            "csat (1-5)",
            UP_TO_5 | {"6": 9, "7": 8},
            ("csat", 1, 5, {"6", "7"}),
            ("csat", 1, 7, set()),
        ),
        ("NPS (0-10)", UP_TO_5, ("nps", 0, 10, set()), ("rating", 1, 5, set())),
        ("csat out of 5", UP_TO_5 | {"0": 9}, ("csat", 1, 5, {"0"}), ("csat", 0, 5, set())),
        (
            "csat",
            {"6": 9, "1": 3, "8": 20, "11": 4},
            ("csat", 1, 10, {"11"}),
            ("csat", 0, 10, set()),
        ),
        ("csat", {"1": 9}, ("csat", 1, 5, set()), ("csat", 0, 1, set())),
        ("csat", {"0.5": 9, "0.75": 8}, ("csat", 0, 1, set()), ("csat", -1, 1, set())),
        ("csat", {"3.25": 9, "4.1": 8}, ("csat", 1, 5, set()), ("csat", 0, 5, set())),
        ("csat", FROM_0_TO_10 | {"0": 60}, ("csat", 0, 10, set()), ("csat", 1, 10, {"0"})),
        ("csat", UP_TO_7 | {"8": 9}, ("csat", 1, 7, {"8"}), ("csat", 1, 10, set())),
        (
            "csat",
            {"-5": 3, "0": 4, "2": 9, "5": 9},
            ("csat", -5, 5, set()),
            ("csat", 1, 5, {"-5", "0"}),
        ),
        ("csat", {"1": 2, "3": 9, "4": 8}, ("csat", 1, 4, set()), ("csat", 1, 5, set())),
        ("CES", {"2": 2, "4": 3, "5": 3}, ("ces", 1, 5, set()), ("ces", 1, 7, set())),
        ("recommend", FROM_1_TO_10, ("nps", 0, 10, set()), ("rating", 1, 10, set())),
        ("recommend", UP_TO_7 | {"8": 9}, ("nps", 0, 10, set()), ("rating", 1, 7, {"8"})),
        ("recommend", {"3": 2, "5": 4}, ("nps", 0, 10, set()), ("rating", 1, 5, set())),
        ("NPS", FROM_1_TO_10 | {"1": 3}, ("nps", 0, 10, set()), ("rating", 1, 10, set())),
        ("NPS", UP_TO_5, ("rating", 1, 5, set()), ("nps", 0, 10, set())),
        ("NPS", FROM_0_TO_10 | {"0": 60}, ("nps", 0, 10, set()), ("nps", 0, 10, {"0"})),
        ("score", FROM_0_TO_10, ("rating", 0, 10, set()), ("nps", 0, 10, set())),
    ],
)
def test_is_asked(name: str, values: Mapping[str, int], first: Found, second: Found | None) -> None:
    choice = read(name, values)
    assert not choice.sure
    found = [(one.metric, *one.scale, set(one.blank)) for one in choice.readings[:2]]
    assert found == [one for one in (first, second) if one]


def test_eleven_numbers_from_1_on_may_be_0_to_10() -> None:
    values = {str(int(score) + 1): n for score, n in FROM_0_TO_10.items()}
    choice = read("NPS", values)
    assert not choice.sure
    code, lowered = choice.readings
    assert code.blank == ("11",) and lowered.blank == ()
    assert lowered.values == {str(score + 1): str(score) for score in range(11)}


def test_more_is_worse() -> None:
    for name in ("How much effort did it take?", "Dissatisfaction"):
        turned, as_it_is = read(name, UP_TO_5).readings
        assert turned.values == {"1": "5", "2": "4", "3": "3", "4": "2", "5": "1"}
        assert as_it_is.values == {}
        assert not read(name, UP_TO_5).sure


def test_the_whole_scale_is_turned() -> None:
    """What nobody gave so far, too, and with the sign of decimals that the file has not."""
    turned, as_it_is, _ = read("Aufwand", {"1,0": 50, "1,5": 40, "3,5": 10}).readings
    assert turned.values == {
        **{"1": "5", "1,0": "5", "1.5": "4.5", "1,5": "4.5", "2": "4", "2,0": "4"},
        **{"2.5": "3.5", "2,5": "3.5", "3": "3", "3,0": "3", "3.5": "2.5", "3,5": "2.5"},
        **{"4": "2", "4,0": "2", "4.5": "1.5", "4,5": "1.5", "5": "1", "5,0": "1"},
    }
    assert (dict(as_it_is.values), as_it_is.decimal, turned.decimal) == ({}, ",", "")
    stated = "How much effort? 1 = very low effort, 7 = very high effort"
    whole = best(read("Q2", {"1": 30, "2": 20, "4": 1}, stated))
    assert whole.values == dict(zip("1234567", "7654321", strict=True))
    tenths = best(read("Aufwand", {"1,2": 50, "3,7": 40}))
    assert tenths.values["4,9"] == tenths.values["4.9"] == "1.1"
    quarters = best(read("Aufwand", {"1.25": 50, "3.5": 40}))
    assert quarters.values["4.75"] == "1.25" and quarters.values["4.50"] == "1.5"


def test_commas_beside_other_ways_to_write_a_score() -> None:
    choice = read("csat", {"4,5": 9, "3": 9, "2.5": 8, "4/5": 7, "5 stars": 3})
    assert best(choice).decimal == ","
    assert best(choice).values == {"2.5": "2,5", "4/5": "4", "5 stars": "5"}


def test_the_end_that_is_best_is_stated() -> None:
    choice = read("CSAT", UP_TO_5, "1 = sehr zufrieden, 5 = sehr unzufrieden")
    assert choice.sure
    assert best(choice).values["1"] == "5"
    effort = read("How much effort? 1 = very high effort, 5 = very low effort", UP_TO_5)
    assert effort.sure
    assert best(effort).values == {}


def test_a_low_mean_may_be_a_scale_the_other_way_round() -> None:
    low = {"1": 70, "2": 60, "3": 20, "4": 8, "5": 5}
    assert read("csat", UP_TO_5).sure
    assert not read("csat", low).sure
    assert read("csat", low).readings[1].values["1"] == "5"


def test_labels_of_the_file_decide() -> None:
    labels = {"1": "Very satisfied", "2": "Satisfied", "3": "Neutral", "4": "Dissatisfied"}
    labels |= {"5": "Very dissatisfied", "6": "Never used"}
    choice = score_choice(column("V1", UP_TO_5 | {"6": 9}, "How satisfied?", labels))
    assert choice.sure
    assert best(choice).blank == ("6",)
    assert best(choice).values == {"1": "5", "2": "4", "3": "3", "4": "2", "5": "1"}
    unnamed = score_choice(column("V1", UP_TO_5 | {"6": 9}, "Staff", labels))
    assert (unnamed.sure, best(unnamed)) == (True, best(choice))


def test_labels_that_name_things_make_it_no_score() -> None:
    labels = {"1": "Oslo", "2": "Bergen", "3": "Turku", "4": "Lund", "5": "Kyoto"}
    assert score_choice(column("V2", UP_TO_5, "Where?", labels)).readings == ()


def test_yes_to_a_bad_thing_is_asked_about() -> None:
    choice = read("Were you dissatisfied?", {"yes": 9, "no": 30})
    assert not choice.sure
    assert best(choice).values == {"yes": "0", "no": "1"}


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("urgency", dict.fromkeys(UP_TO_5, 44)),
        ("risk score", UP_TO_5),
        ("age", {str(age): 5 for age in range(18, 80)}),
        ("month", {str(month): 30 for month in range(1, 13)}),
        ("store", FROM_1_TO_10),
        ("items bought", FROM_0_TO_10),
        ("Anzahl Bewertungen", UP_TO_5),
        ("gender", {"1": 40, "2": 50}),
        ("children", {"0": 90, "1": 40, "2": 30, "3": 9, "4": 1}),
        ("x", {"0": 90, "1": 40, "2": 30, "3": 9, "4": 1, "5": 1}),
        ("x", {"1": 40, "2": 9, "3": 50, "4": 8, "5": 60}),
        ("x", {str(number): 1 for number in range(1000)}),
        ("NPS", {"43": 1, "51": 1, "-12": 1, "38": 1}),
        ("solved", {"yes": 30, "no": 20}),
        ("comment", {"Very good, thanks": 1, "5 stars from me and my family": 1, "ok then": 1}),
        ("csat", {"250": 9, "120": 8}),
        ("csat", {"12": 9, "13": 8}),
        ("csat", {"250.5": 9, "120": 8}),
        ("csat", {"-4": 3, "0": 1, "4": 9}),
        ("NPS", {"5": 2, "12": 9}),
        ("sentiment", {"yes": 9, "no": 8}),
        ("city", {"Oslo": 9, "Bergen": 8}),
        ("csat", {}),
        ("csat", {"n/a": 9}),
    ],
)
def test_is_no_score(name: str, values: Mapping[str, int]) -> None:
    assert read(name, values).readings == ()


@pytest.mark.parametrize("values", [UP_TO_5, UP_TO_7, FROM_0_TO_10, FROM_1_TO_10])
def test_without_a_word_in_the_header_it_is_asked(values: Mapping[str, int]) -> None:
    choice = read("Q1", values)
    assert choice.readings and not choice.sure
    assert "nothing in the header" in choice.evidence


def test_what_was_not_understood_is_told() -> None:
    choice = read("csat", UP_TO_5 | {"five": 2})
    assert not choice.sure
    assert '"five"' in choice.evidence
