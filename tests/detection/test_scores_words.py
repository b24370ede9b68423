"""Headers and answers in words, in thirteen languages."""

from __future__ import annotations

import pytest

from detection.scores import score_choice
from detection.scores.asked import asked
from detection.scores.scale.stated import stated_in
from tests.detection.columns import FROM_0_TO_10, UP_TO_5, column

RECOMMEND = {
    "en": "How likely are you to recommend us to a friend?",
    "fi": "Kuinka todennäköisesti suosittelisit meitä?",
    "sv": "Hur sannolikt är det att du rekommenderar oss?",
    "de": "Wie wahrscheinlich ist es, dass Sie uns weiterempfehlen?",
    "fr": "Quelle est la probabilité que vous nous recommandiez ?",
    "es": "¿Recomendaría nuestra empresa?",
    "it": "Con quale probabilità ci consiglieresti?",
    "pt": "Qual a probabilidade de nos recomendar?",
    "nl": "Hoe waarschijnlijk is het dat u ons aanbeveelt?",
    "pl": "Czy polecisz nas znajomym?",
    "ru": "Порекомендуете ли вы нас друзьям?",
    "zh": "您有多大可能向朋友推荐我们？",
    "ja": "友人に薦める可能性はどのくらいですか",
}
SATISFIED = {
    "en": "Very satisfied|Satisfied|Neutral|Dissatisfied|Very dissatisfied|N/A",
    "fi": "Erittäin tyytyväinen|Tyytyväinen|Neutraali|Tyytymätön|Erittäin tyytymätön|En osaa sanoa",
    "sv": "Mycket nöjd|Nöjd|Varken eller|Missnöjd|Mycket missnöjd|Vet ej",
    "de": "Sehr zufrieden|Zufrieden|Teils/teils|Unzufrieden|Sehr unzufrieden|Keine Angabe",
    "fr": "Très satisfait|Satisfait|Neutre|Insatisfait|Très insatisfait|Ne sait pas",
    "es": "Muy satisfecho|Satisfecho|Neutral|Insatisfecho|Muy insatisfecho|No sabe",
    "it": "Molto soddisfatto|Soddisfatto|Neutro|Insoddisfatto|Molto insoddisfatto|Non so",
    "pt": "Muito satisfeito|Satisfeito|Neutro|Insatisfeito|Muito insatisfeito|Não sei",
    "nl": "Zeer tevreden|Tevreden|Neutraal|Ontevreden|Zeer ontevreden|Weet niet",
    "pl": "Bardzo zadowolony|Zadowolony|Neutralny|Niezadowolony|Bardzo niezadowolony|Nie wiem",
    "ru": "Очень доволен|Доволен|Нейтрально|Недоволен|Очень недоволен|Не знаю",
    "zh": "非常满意|满意|一般|不满意|非常不满意|不知道",
    "ja": "非常に満足|満足|どちらともいえない|不満|非常に不満|わからない",
}


@pytest.mark.parametrize("language", RECOMMEND)
def test_recommendation(language: str) -> None:
    choice = score_choice(column(RECOMMEND[language], FROM_0_TO_10))
    assert choice.sure and choice.best is not None
    assert (choice.best.metric, choice.best.scale) == ("nps", (0, 10))


@pytest.mark.parametrize("language", SATISFIED)
def test_words_of_satisfaction(language: str) -> None:
    *words, none = SATISFIED[language].split("|")
    counts = dict(zip(words, (40, 30, 10, 5, 4), strict=True))
    choice = score_choice(column("Q3", counts | {none.upper(): 7}))
    assert choice.sure and choice.best is not None, choice.evidence
    assert (choice.best.metric, choice.best.scale) == ("csat", (1, 5))
    assert choice.best.values == dict(zip(words, "54321", strict=True))
    assert choice.best.blank == (none.upper(),)
    assert choice.best.answers == 89


@pytest.mark.parametrize(
    ("header", "metric", "against"),
    [
        ("Q1_npsScore", "nps", False),
        ("NETPRO", "nps", False),
        ("Kundenzufriedenheit", "csat", False),
        ("Unzufriedenheit", "csat", True),
        ("How satisfied or dissatisfied are you with how easy it was?", "csat", False),
        ("Wie einfach war es?", "ces", False),
        ("Quanta difficoltà?", "ces", True),
        ("łatwość", "ces", False),
        ("満足度", "csat", False),
        ("Store rating", "rating", False),
        ("Kundenbewertung", "rating", False),
        ("Tous ces services", "", False),  # `ces` is French for these
        ("heart rate", "", False),
    ],
)
def test_what_a_header_asks(header: str, metric: str, against: bool) -> None:
    found = asked(column(header, {}))
    assert (found.metric, found.against) == (metric, against)


@pytest.mark.parametrize(
    ("header", "scale"),
    [
        ("CSAT (1-5)", (1, 5)),
        ("von 1 bis 7", (1, 7)),
        ("de 0 à 10", (0, 10)),
        ("от 1 до 5", (1, 5)),
        ("从1到5", (1, 5)),
        ("1から5", (1, 5)),
        ("asteikolla 0–10", (0, 10)),
        ("csat_1to5", (1, 5)),
        ("1 (very bad) to 5 (very good)", (1, 5)),
        ("0 = not at all likely, 10 = extremely likely", (0, 10)),
        ("out of 5", (None, 5)),
        ("7-point scale", (None, 7)),
        ("满分10分", (None, 10)),
        ("Q1-5", (None, None)),
        ("2020-2024", (None, None)),
        ("age 18-24", (None, None)),
        ("on 1-10-2026", (None, None)),
    ],
)
def test_the_scale_that_a_header_states(header: str, scale: tuple[int | None, int | None]) -> None:
    found = stated_in(header)
    assert (found.low, found.high) == scale


@pytest.mark.parametrize(
    ("header", "turned"),
    [
        ("1 = Sehr zufrieden, 6 = Sehr unzufrieden", True),
        ("1 = very dissatisfied ... 5 = very satisfied", False),
        ("1 (best) to 5 (worst)", True),
        ("1 very easy - 5 very difficult", True),
        ("1 to 5", None),
    ],
)
def test_which_end_a_header_says_is_best(header: str, turned: bool | None) -> None:
    assert stated_in(header).turned is turned


@pytest.mark.parametrize(
    ("answers", "scores"),
    [
        (("9 – very likely", "10 (Extremely likely)", "0 - Not at all likely"), (9, 10, 0)),
        (("★★★★☆", "★☆☆☆☆", "★★★★★"), (4, 1, 5)),
        (("4/5", "5/5", "1/5"), (4, 5, 1)),
        (("5 stars", "1 star", "4 stars"), (5, 1, 4)),
        (("5 Sterne", "1 Stern", "3 Sterne"), (5, 1, 3)),
        (("Very satisfied (5)", "Satisfied (4)", "Very dissatisfied (1)"), (5, 4, 1)),
        (("😀", "🙂", "😐", "🙁", "😡"), (5, 4, 3, 2, 1)),
        (("😀", "😐", "😡"), (3, 2, 1)),
    ],
)
def test_texts_that_have_scores(answers: tuple[str, ...], scores: tuple[int, ...]) -> None:
    choice = score_choice(column("rating", dict.fromkeys(answers, 30)))
    assert choice.best is not None
    assert choice.best.values == {
        text: str(score) for text, score in zip(answers, scores, strict=True)
    }


def test_words_beside_the_numbers_say_which_end_is_best() -> None:
    words = ("Very satisfied", "Satisfied", "Neutral", "Dissatisfied", "Very dissatisfied")
    answers = [f"{place} - {word}" for place, word in enumerate(words, 1)]
    choice = score_choice(column("Q5", dict.fromkeys(answers, 9)))
    assert choice.sure and choice.best is not None
    assert (choice.best.metric, choice.best.scale) == ("csat", (1, 5))
    assert choice.best.values == dict(zip(answers, "54321", strict=True))


def test_words_at_the_ends_of_numbers() -> None:
    values = {text: n for text, n in FROM_0_TO_10.items() if text not in ("0", "10")}
    ends = {"Not at all likely": 3, "Extremely likely": 50}
    choice = score_choice(column("Would you recommend us?", values | ends))
    assert choice.sure and choice.best is not None
    assert choice.best.values == {"Not at all likely": "0", "Extremely likely": "10"}


def test_groups_of_nps() -> None:
    for words in (("Promoter", "Passive", "Detractor"), ("推荐者", "中立者", "贬损者")):
        choice = score_choice(column("group", dict(zip(words, (5, 3, 2), strict=True))))
        assert choice.best is not None and choice.sure
        assert choice.best.values == dict(zip(words, ("10", "8", "3"), strict=True))
    adds = score_choice(column("NPS", {"100": 5, "0": 3, "-100": 2})).best
    assert adds is not None and adds.values == {"100": "10", "0": "8", "-100": "3"}


def test_seven_words_of_agreement_to_what_was_easy() -> None:
    words = "Strongly agree,Agree,Somewhat agree,Neither agree nor disagree,Somewhat disagree,"
    counts = dict.fromkeys((words + "Disagree,Strongly disagree").split(","), 10)
    choice = score_choice(column("It was easy to solve my issue", counts))
    assert choice.sure and choice.best is not None
    assert (choice.best.metric, choice.best.scale) == ("ces", (1, 7))
    assert list(choice.best.values.values()) == list("7654321")
    against = score_choice(column("It was difficult to solve my issue", counts))
    assert not against.sure and against.best is not None
    assert list(against.best.values.values()) == list("1234567")


def test_four_words_of_five_if_many_left_out_the_middle() -> None:
    words = ("sehr zufrieden", "zufrieden", "unzufrieden", "sehr unzufrieden")
    many = score_choice(column("x", dict.fromkeys(words, 15)))
    few = score_choice(column("x", dict.fromkeys(words, 14)))
    five, four = ((1, 5), list("5421")), ((1, 4), list("4321"))
    assert [(one.scale, list(one.values.values())) for one in many.readings] == [four]
    assert [(one.scale, list(one.values.values())) for one in few.readings] == [five, four]
    assert many.sure and not few.sure


@pytest.mark.parametrize(
    ("words", "n", "sure"),
    [
        # The list of seven has "somewhat satisfied" as well: some of 14 would have said so.
        (("Very satisfied", "Satisfied", "Neutral"), 5, True),
        (("Very satisfied", "Satisfied", "Neutral"), 4, False),
        (("Excellent", "Good", "Fair", "Poor"), 8, True),
        (("Excellent", "Good", "Fair", "Poor"), 7, False),
        (("Excellent", "Good", "Poor"), 90, False),  # perhaps with "very good", or "very poor"
    ],
)
def test_words_of_several_scales(words: tuple[str, ...], n: int, sure: bool) -> None:
    choice = score_choice(column("rating", dict.fromkeys(words, n)))
    assert choice.sure is sure
    assert sure or len(choice.readings) > 1


def test_words_of_no_subject_are_asked_about_without_a_header() -> None:
    choice = score_choice(column("Experience", {"Good": 40, "Bad": 20, "OK": 9}))
    assert choice.readings and not choice.sure


def test_words_that_are_partly_known_are_asked_about() -> None:
    counts = {"Very satisfied": 40, "Satisfied": 30, "Meh": 20, "Dissatisfied": 5}
    choice = score_choice(column("satisfaction", counts))
    assert not choice.sure
    assert '"Meh"' in choice.evidence


def test_yes_and_no_are_no_nps() -> None:
    choice = score_choice(column("Would you recommend us?", {"Kyllä": 30, "Ei": 9, "EOS": 2}))
    assert choice.best is not None
    assert (choice.best.metric, choice.best.scale) == ("rating", (0, 1))
    assert choice.best.values == {"Kyllä": "1", "Ei": "0"}
    assert choice.best.blank == ("EOS",)


def test_a_german_grade_may_be_best_at_1() -> None:
    choice = score_choice(column("Note", UP_TO_5))
    assert not choice.sure
    assert [one.values.get("1", "1") for one in choice.readings] == ["5", "1"]
    grades = score_choice(column("Schulnote", UP_TO_5 | {"6": 2})).readings
    assert [(one.scale, one.values.get("1", "1")) for one in grades] == [
        ((1, 6), "6"),
        ((1, 6), "1"),
    ]


def test_words_of_no_known_scale_under_a_header_that_asks_are_told() -> None:
    choice = score_choice(column("Satisfaction", {"Superb": 30, "Meh": 9}))
    assert choice.readings == ()
    assert 'no scale that is known, header says "satisfaction"' in choice.evidence
