"""Several traps in one file, as real exports have them."""

from __future__ import annotations

from datetime import timedelta

from tests.drafts.case import Case, bench
from tests.drafts.people import People

_SV_MONTHS = ("jan", "feb", "mars", "apr", "maj", "juni", "juli", "aug", "sept", "okt", "nov",
              "dec")  # fmt: skip
_DO_NOT = ("Vet ej", "99")
_ASKED = "How likely are you to recommend us to a friend?"


@bench
def swedish_months_cut_short(name: str) -> Case:
    """Sept and mars beside okt, two codes for no answer, ids that look like days."""
    p = People(name, 200)
    columns = {
        "Svarsdatum": p.dates(lambda d: f"{d.day} {_SV_MONTHS[d.month - 1]} {d.year}"),
        "Hur sannolikt är det att du rekommenderar oss?": p.ask("nps", 0, 10, None, _DO_NOT, 0.1),
        "Hur lätt var det att få hjälp? (1-7)": p.ask("ces", 1, 7, None, _DO_NOT, 0.1),
        "Kundnummer": p.ids("", 46045),
    }
    return p.case(p.file("svar.csv", columns, delimiter=";", encoding="cp1252"))


@bench
def bank_of_questions(name: str) -> Case:
    """Numbers of questions as names, a code for no answer in each, weights with commas."""
    p = People(name, 260)
    columns = {
        "LFDNR": p.ids("", 1),
        "INTDATUM": p.dates("%d.%m.%Y"),
        "F1 Gesamtzufriedenheit (1-5)": p.ask("csat", 1, 5, None, ("9",), 0.05),
        "F2_1 Zufriedenheit Preis (1-5)": p.ask("csat", 1, 5, None, ("9",), 0.1),
        "F2_2 Zufriedenheit Beratung (1-5)": p.ask("csat", 1, 5, None, ("9",), 0.1),
        "F3 Weiterempfehlung (0-10)": p.ask("nps", 0, 10, None, ("99",), 0.05),
        "GEWICHT": [f"{p.chance.uniform(0.4, 2.1):.4f}".replace(".", ",") for _ in p.when],
        "ALTER": p.numbers(18, 90),
        "GESCHLECHT": p.pick("1", "2"),
    }
    return p.case(p.file("bank.csv", columns, delimiter=";", encoding="cp1252"))


@bench
def hours_written_with_points(name: str) -> Case:
    p = People(name, 200)
    columns = {
        "Data e ora": p.dates("%d/%m/%Y %H.%M"),
        "Quanto è probabile che ci consigli a un amico?": p.ask("nps", 0, 10),
        "Filiale": p.pick("Bari", "Pisa", "Como"),
        "Importo": [f"€ {v},{p.chance.randint(10, 99)}" for v in p.numbers(5, 900)],
    }
    return p.case(p.file("filiali.csv", columns, delimiter=";", encoding="cp1252"))


@bench
def sent_and_not_answered(name: str) -> Case:
    """Two of three never answered: no score, no day of the answer."""
    p = People(name, 300)
    nps = p.ask("nps", 0, 10, None, ("",), 0.66)
    columns = {
        "Sent": p.dates(lambda d: f"{d - timedelta(days=2):%Y-%m-%d %H:%M}"),
        "Responded": [
            f"{moment:%Y-%m-%d %H:%M}" if score else ""
            for moment, score in zip(p.when, nps, strict=True)
        ],
        _ASKED: nps,
        "Country": p.pick("UK", "IE"),
    }
    return p.case(p.file("sent.csv", columns), may_ask=True)


@bench
def crm_with_everything(name: str) -> Case:
    """Contacts of a CRM with their last answer: postal codes, phones, owners, fax, revenue."""
    p = People(name, 220)
    columns = {
        "Account ID": [f"001{v}" for v in p.ids("A")],
        "Billing Zip": p.pick("02139", "94105", "60601"),
        "Phone": [f"(617) 555-{v}" for v in p.numbers(1000, 9999)],
        "Employees": p.numbers(1, 500),
        "Rating": p.pick("Hot", "Warm", "Cold"),
        "Last NPS Score": p.ask("nps", 0, 10, None, ("",), 0.3),
        "Last NPS Date": p.dates("%m/%d/%Y"),
        "Industry": p.pick("Retail", "Health", "Energy"),
        "Annual Revenue": [f"${int(str(v)):,}" for v in p.numbers(10000, 9000000)],
    }
    return p.case(p.file("accounts.csv", columns), may_ask=True)


@bench
def call_centre(name: str) -> Case:
    """Seconds, counts and a digit that callers pressed."""
    p = People(name, 260)
    columns = {
        "Call Time": p.dates("%m/%d/%Y %H:%M:%S"),
        "Wait (sec)": p.numbers(0, 10),
        "Talk (min)": p.numbers(1, 10),
        "IVR option": p.numbers(1, 5),
        "Transfers": p.numbers(0, 3),
        "Post-call satisfaction (1-5)": p.ask("csat", 1, 5, None, ("",), 0.5),
        "Agent": p.pick("Ann", "Bo", "Cy"),
    }
    return p.case(p.file("calls.csv", columns), may_ask=True)


@bench
def polish_everything(name: str) -> Case:
    """Words with their numbers, a comma in decimals, dates with a clock."""
    p = People(name, 220)
    words = {1: "bardzo niezadowolony", 2: "niezadowolony", 3: "ani zadowolony, ani niezadowolony",
             4: "zadowolony", 5: "bardzo zadowolony"}  # fmt: skip
    columns = {
        "Data wypełnienia": p.dates("%d.%m.%Y %H:%M:%S"),
        "Jak bardzo jest Pan/Pani zadowolony(a) z obsługi?": p.ask("csat", 1, 5, words),
        "Województwo": p.pick("mazowieckie", "śląskie", "łódzkie"),
        "Kod pocztowy": p.pick("00-950", "31-042", "90-001"),
    }
    return p.case(p.file("obsluga.csv", columns, delimiter=";", encoding="cp1250"))


@bench
def russian_scale_of_five(name: str) -> Case:
    p = People(name, 220)
    columns = {
        "Дата ответа": p.dates("%d.%m.%Y %H:%M"),
        "Оцените качество обслуживания (1-5)": p.ask("rating", 1, 5, None, ("0",), 0.0),
        "Насколько вы удовлетворены доставкой?": p.ask("csat", 1, 5),
        "Возраст": p.numbers(18, 80),
        "Индекс": p.numbers(101000, 190000),
    }
    return p.case(p.file("оценки.csv", columns, delimiter="\t", encoding="cp1251"))


@bench
def chinese_scale_of_ten(name: str) -> Case:
    p = People(name, 220)
    columns = {
        "答题时间": p.dates("%Y/%m/%d %H:%M:%S"),
        "您有多大可能向朋友推荐我们？": p.ask("nps", 0, 10, lambda s: f"{s}分"),
        "年龄": p.numbers(18, 70),
        "手机号": [f"138{v}" for v in p.numbers(10000000, 99999999)],
    }
    return p.case(p.file("答卷.csv", columns, encoding="utf-8-sig"))


@bench
def dutch_marks_with_commas(name: str) -> Case:
    """Marks of school, 1 to 10 with halves: 7,5 is one."""
    p = People(name, 220)
    p.facts.clear()
    marks = [p.chance.randrange(2, 21) / 2 for _ in p.when]
    for moment, mark in zip(p.when, marks, strict=True):
        p.facts["csat", 1, 10, mark, f"{moment:%Y-%m}"] += 1
    columns = {
        "Datum": p.dates("%d-%m-%Y"),
        "Tevredenheid (1-10)": [f"{mark:g}".replace(".", ",") for mark in marks],
        "Regio": p.pick("Noord", "Zuid"),
    }
    return p.case(p.file("cijfers.csv", columns, delimiter=";"), may_ask=True)


@bench
def copies_of_one_answer(name: str) -> Case:
    """The score stands twice, as it was given and as a label of the service."""
    p = People(name, 220)
    scores = p.ask("csat", 1, 5)
    label = {"1": "Very dissatisfied", "2": "Dissatisfied", "3": "Neutral", "4": "Satisfied",
             "5": "Very satisfied"}  # fmt: skip
    columns = {
        "Date": p.dates("%Y-%m-%d"),
        "CSAT": scores,
        "CSAT label": [label[str(score)] for score in scores],
    }
    return p.case(p.file("twice.csv", columns), no_segments=frozenset({"CSAT label"}))


@bench
def mean_beside_its_parts(name: str) -> Case:
    """The mean of a person's three answers stands beside them."""
    p = People(name, 220)
    parts = [p.ask("csat", 1, 5) for _ in range(3)]
    columns = {
        "Date": p.dates("%Y-%m-%d"),
        "Satisfaction with price": parts[0],
        "Satisfaction with staff": parts[1],
        "Satisfaction with delivery": parts[2],
        "Satisfaction index": [
            f"{sum(int(str(one)) for one in three) / 3:.2f}" for three in zip(*parts, strict=True)
        ],
    }
    return p.case(p.file("index.csv", columns), may_ask=True)


@bench
def percentages(name: str) -> Case:
    """A slider of 0 to 100 with the sign of per cent."""
    p = People(name, 300)
    columns = {
        "Date": p.dates("%Y-%m-%d"),
        "How satisfied are you? (0-100%)": p.ask("csat", 0, 100, lambda s: f"{s}%"),
        "Team": p.pick("A", "B"),
    }
    return p.case(p.file("slider.csv", columns), may_ask=True)
