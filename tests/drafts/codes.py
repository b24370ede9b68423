"""Codes that mean no answer, scales that say little, words, stars and effort."""

from __future__ import annotations

from tests.drafts.case import Case, bench
from tests.drafts.people import People

_ASKED = "How likely are you to recommend us to a friend?"


@bench
def code_99(name: str) -> Case:
    p = People(name, 200)
    columns = {
        "date": p.dates("%Y-%m-%d"),
        _ASKED: p.ask("nps", 0, 10, None, ("99",), 0.1),
        "How satisfied are you with the price?": p.ask("csat", 1, 5, None, ("99",), 0.15),
    }
    return p.case(p.file("codes.csv", columns))


@bench
def codes_88_and_99(name: str) -> Case:
    p = People(name, 240)
    columns = {
        "Fecha": p.dates("%d/%m/%Y"),
        "P1. Satisfacción general (1-7)": p.ask("csat", 1, 7, None, ("88", "99"), 0.1),
        "P2. Satisfacción con el precio (1-7)": p.ask("csat", 1, 7, None, ("88", "99"), 0.2),
        "Zona": p.pick("Norte", "Sur"),
    }
    return p.case(p.file("olas.csv", columns, delimiter=";", encoding="cp1252"), may_ask=True)


@bench
def code_just_beyond(name: str) -> Case:
    """Don't know is 6 on a scale of 1 to 5, and 11 on one of 0 to 10."""
    p = People(name, 260)
    columns = {
        "date": p.dates("%Y-%m-%d"),
        "Overall satisfaction (1 = very dissatisfied, 5 = very satisfied, 6 = don't know)": p.ask(
            "csat", 1, 5, None, ("6",), 0.08
        ),
        "Would you recommend us? 0-10, 11 = don't know": p.ask("nps", 0, 10, None, ("11",), 0.06),
    }
    return p.case(p.file("beyond.csv", columns), may_ask=True)


@bench
def six_unsaid(name: str) -> Case:
    """Is the 6 beside 1 to 5 no answer, or is it the best of 1 to 6? No header says it."""
    p = People(name, 260)
    columns = {
        "date": p.dates("%Y-%m-%d"),
        "Satisfaction with delivery": p.ask("csat", 1, 6),
    }
    return p.case(p.file("six.csv", columns), may_ask=True)


@bench
def zero_on_one_to_five(name: str) -> Case:
    p = People(name, 260)
    columns = {
        "date": p.dates("%Y-%m-%d"),
        "How satisfied are you with our app?": p.ask("csat", 1, 5, None, ("0",), 0.2),
        "Platform": p.pick("iOS", "Android"),
    }
    return p.case(p.file("zero.csv", columns), must_ask=True)


@bench
def zero_said_to_be_none(name: str) -> Case:
    p = People(name, 260)
    columns = {
        "date": p.dates("%Y-%m-%d"),
        "Service satisfaction (1-5, 0 = not applicable)": p.ask("csat", 1, 5, None, ("0",), 0.2),
    }
    return p.case(p.file("zero.csv", columns), may_ask=True)


@bench
def minus_one(name: str) -> Case:
    p = People(name, 200)
    columns = {
        "日期": p.dates("%Y-%m-%d"),
        "您向朋友推荐我们的可能性有多大？": p.ask("nps", 0, 10, None, ("-1",), 0.1),
        "城市": p.pick("北京", "成都", "深圳"),
    }
    return p.case(p.file("nps.csv", columns, encoding="gb18030"))


@bench
def words_in_many_forms(name: str) -> Case:
    p = People(name, 200)
    columns = {
        "date": p.dates("%Y-%m-%d"),
        "How satisfied are you overall?": p.ask(
            "csat", 1, 5, None, ("n/a", "N/A", "-", "don't know", "No answer", "NULL"), 0.2
        ),
    }
    return p.case(p.file("none.csv", columns))


@bench
def number_with_its_word(name: str) -> Case:
    p = People(name, 200)
    words = {1: "1 - Sehr unzufrieden", 2: "2", 3: "3", 4: "4", 5: "5 - Sehr zufrieden"}
    columns = {
        "Datum": p.dates("%d.%m.%Y"),
        "Wie zufrieden sind Sie mit der Lieferung?": p.ask("csat", 1, 5, words),
        "Produkt": p.pick("Regal", "Bett", "Sofa"),
    }
    return p.case(p.file("worte.csv", columns, delimiter=";"))


@bench
def number_with_its_word_10(name: str) -> Case:
    p = People(name, 240)
    words = {0: "0 - Not at all likely", **{n: str(n) for n in range(1, 10)},
             10: "10 - Extremely likely"}  # fmt: skip
    columns = {"Date": p.dates("%b %d, %Y"), _ASKED: p.ask("nps", 0, 10, words)}
    return p.case(p.file("ends.csv", columns))


@bench
def best_is_one(name: str) -> Case:
    """Numbers with words: 1 is the best. Read as they stand the figure is upside down."""
    p = People(name, 200)
    words = {5: "1 = sehr gut", 4: "2 = gut", 3: "3 = befriedigend", 2: "4 = ausreichend",
             1: "5 = mangelhaft"}  # fmt: skip
    columns = {
        "Datum": p.dates("%d.%m.%Y"),
        "Wie bewerten Sie unseren Service?": p.ask("csat", 1, 5, words),
    }
    return p.case(p.file("noten.csv", columns, delimiter=";"), either=True, may_ask=True)


@bench
def best_is_one_in_the_header(name: str) -> Case:
    p = People(name, 200)
    columns = {
        "Datum": p.dates("%d.%m.%Y"),
        "Zufriedenheit (1 = sehr zufrieden, 5 = sehr unzufrieden)": p.ask(
            "csat", 1, 5, lambda score: str(6 - score)
        ),
    }
    return p.case(p.file("noten.csv", columns, delimiter=";"), may_ask=True)


@bench
def stars(name: str) -> Case:
    p = People(name, 200)
    columns = {
        "Review date": p.dates("%d %b %Y"),
        "Stars": p.ask("rating", 1, 5, lambda score: "★" * score + "☆" * (5 - score)),
        "Review": p.say("Great lamp", "Broke after a week", "Would buy again"),
    }
    return p.case(p.file("reviews.csv", columns), either=True)


@bench
def stars_in_words(name: str) -> Case:
    p = People(name, 200)
    columns = {
        "date": p.dates("%Y-%m-%d"),
        "rating": p.ask("rating", 1, 5, lambda s: f"{s} star{'s' if s > 1 else ''}"),
        "sku": p.pick("L-1", "L-2", "C-9"),
    }
    return p.case(p.file("reviews.csv", columns), either=True)


@bench
def agreement(name: str) -> Case:
    """The question of the effort score, as agreement with a sentence: 7 is easy."""
    p = People(name, 200)
    words = {1: "Strongly disagree", 2: "Disagree", 3: "Somewhat disagree",
             4: "Neither agree nor disagree", 5: "Somewhat agree", 6: "Agree",
             7: "Strongly agree"}  # fmt: skip
    columns = {
        "Date": p.dates("%m/%d/%Y"),
        "The company made it easy for me to handle my issue": p.ask("ces", 1, 7, words),
        "Queue": p.pick("Billing", "Tech", "Sales"),
    }
    return p.case(p.file("effort.csv", columns))


@bench
def effort_turned_round(name: str) -> Case:
    """More effort is worse, and the header does not say at which end."""
    p = People(name, 200)
    columns = {
        "Date": p.dates("%Y-%m-%d"),
        "How much effort did you personally have to put forth to handle your request?": p.ask(
            "ces", 1, 5, lambda s: str(6 - s)
        ),
    }
    return p.case(p.file("effort.csv", columns), must_ask=True)


@bench
def effort_turned_round_as_said(name: str) -> Case:
    p = People(name, 200)
    columns = {
        "Date": p.dates("%Y-%m-%d"),
        "How much effort did you personally have to put forth to handle your request? "
        "(1 = very low effort, 5 = very high effort)": p.ask("ces", 1, 5, lambda s: str(6 - s)),
    }
    return p.case(p.file("effort.csv", columns), may_ask=True)


@bench
def ease(name: str) -> Case:
    p = People(name, 200)
    columns = {
        "Pvm": p.dates("%d.%m.%Y"),
        "Kuinka helppoa asiointi oli? (1 = erittäin vaikeaa, 7 = erittäin helppoa)": p.ask(
            "ces", 1, 7
        ),
    }
    return p.case(p.file("helppous.csv", columns, delimiter=";"))


@bench
def one_to_ten_recommendation(name: str) -> Case:
    """Asked on 1 to 10, which is no NPS; or nobody gave 0. Only they know."""
    p = People(name, 300)
    columns = {
        "Date": p.dates("%Y-%m-%d"),
        "Would you recommend us?": p.ask("rating", 1, 10),
        "Store": p.pick("North", "South"),
    }
    return p.case(p.file("ten.csv", columns), must_ask=True, either=True)


@bench
def one_to_ten_satisfaction(name: str) -> Case:
    p = People(name, 300)
    columns = {
        "Datum": p.dates("%d-%m-%Y"),
        "Welk rapportcijfer geeft u onze service? (1-10)": p.ask("csat", 1, 10),
    }
    return p.case(p.file("cijfer.csv", columns, delimiter=";"), either=True, may_ask=True)


@bench
def zero_to_ten_satisfaction(name: str) -> Case:
    """On 0 to 10 beside the NPS: satisfaction, and how likely somebody is to stay."""
    p = People(name, 300)
    columns = {
        "Date": p.dates("%Y-%m-%d"),
        "How satisfied are you with us? (0-10)": p.ask("csat", 0, 10),
        "How likely are you to recommend us? (0-10)": p.ask("nps", 0, 10),
    }
    return p.case(p.file("eleven.csv", columns))


@bench
def likely_to_renew(name: str) -> Case:
    """How likely on 0 to 10, but not to recommend: no NPS. The NPS is beside it."""
    p = People(name, 300)
    drawn = p.chance.choices(range(11), range(1, 12), k=300)
    columns = {
        "Date": p.dates("%Y-%m-%d"),
        "How likely are you to renew your contract?": [str(v) for v in drawn],
        "How likely are you to recommend us?": p.ask("nps", 0, 10),
    }
    return p.case(p.file("renewal.csv", columns), may_ask=True)


@bench
def thumbs(name: str) -> Case:
    p = People(name, 200)
    columns = {
        "created": p.dates("%Y-%m-%d %H:%M:%S"),
        "satisfaction": p.ask("csat", 0, 1, {0: "bad", 1: "good"}),
        "group": p.pick("Tier 1", "Tier 2"),
    }
    return p.case(p.file("ratings.csv", columns), may_ask=True)


@bench
def decimal_commas(name: str) -> Case:
    """Means of a reviewer's marks beside the answer, with commas; scores as 4,0."""
    p = People(name, 200)
    columns = {
        "Data": p.dates("%d.%m.%Y"),
        "Ocena zadowolenia (1-5)": p.ask("csat", 1, 5, lambda s: f"{s},0"),
        "Wartość zamówienia": [f"{v},{p.chance.randint(10, 99)}" for v in p.numbers(1, 2000)],
    }
    return p.case(p.file("oceny.csv", columns, delimiter=";", encoding="cp1250"))
