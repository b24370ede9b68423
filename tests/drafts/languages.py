"""Surveys of many languages, with their orders of dates, encodings and separators."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from tests.drafts.case import Case, bench
from tests.drafts.people import People

_FI_MONTHS = ["tammi", "helmi", "maalis", "huhti", "touko", "kesä", "heinä", "elo", "syys", "loka",
              "marras", "joulu"]  # fmt: skip
_DE_MONTHS = ["Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September",
              "Oktober", "November", "Dezember"]  # fmt: skip
_FR_MONTHS = ["janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre",
              "octobre", "novembre", "décembre"]  # fmt: skip
_ES_MONTHS = ["ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sep", "oct", "nov", "dic"]
_RU_MONTHS = ["января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа", "сентября",
              "октября", "ноября", "декабря"]  # fmt: skip
_PL_MONTHS = ["stycznia", "lutego", "marca", "kwietnia", "maja", "czerwca", "lipca", "sierpnia",
              "września", "października", "listopada", "grudnia"]  # fmt: skip


def _named(months: list[str], pattern: str) -> Callable[[datetime], str]:
    def written(day: datetime) -> str:
        return pattern.format(day=day.day, month=months[day.month - 1], year=day.year)

    return written


@bench
def finnish_points(name: str) -> Case:
    p = People(name, 220)
    columns = {
        "Vastausaika": p.dates("%d.%m.%Y %H:%M"),
        "Kuinka todennäköisesti suosittelisit meitä ystävällesi?": p.ask("nps", 0, 10),
        "Myymälä": p.pick("Helsinki", "Turku", "Oulu", "Jyväskylä"),
        "Postinumero": p.pick("00100", "00530", "20100", "90100", "33100"),
        "Kerro lisää": p.say("Hyvä palvelu", "Jono oli pitkä", "Tuote puuttui hyllystä"),
    }
    file = p.file("palaute.csv", columns, delimiter=";", encoding="cp1252")
    return p.case(file, segments=frozenset({"Myymälä"}))


@bench
def finnish_month_names(name: str) -> Case:
    p = People(name, 180)
    words = {1: "Erittäin tyytymätön", 2: "Tyytymätön", 3: "Neutraali", 4: "Tyytyväinen",
             5: "Erittäin tyytyväinen"}  # fmt: skip
    columns = {
        "Päivämäärä": p.dates(_named([m + "kuuta" for m in _FI_MONTHS], "{day}. {month} {year}")),
        "Kuinka tyytyväinen olet palveluun?": p.ask("csat", 1, 5, words),
        "Alue": p.pick("Etelä", "Pohjoinen", "Itä"),
    }
    return p.case(p.file("kysely.csv", columns, delimiter=";"), segments=frozenset({"Alue"}))


@bench
def swedish_iso(name: str) -> Case:
    p = People(name, 160)
    columns = {
        "Datum": p.dates("%Y-%m-%d"),
        "Hur troligt är det att du skulle rekommendera oss?": p.ask("nps", 0, 10),
        "Hur nöjd är du med leveransen? (1-5)": p.ask("csat", 1, 5, None, ("Vet ej",), 0.1),
        "Butik": p.pick("Malmö", "Göteborg", "Umeå"),
    }
    return p.case(p.file("enkät.csv", columns, delimiter=";", encoding="utf-8-sig"))


@bench
def danish_points(name: str) -> Case:
    p = People(name, 190)
    columns = {
        "Dato": p.dates("%d-%m-%Y %H.%M"),
        "Hvor sandsynligt er det, at du vil anbefale os til en ven?": p.ask("nps", 0, 10),
        "Hvor nemt var det at få hjælp? (1-5)": p.ask("ces", 1, 5, None, ("Ved ikke",), 0.1),
        "Butik": p.pick("Århus", "Odense", "Ålborg"),
        "Hvorfor?": p.say("Sød betjening", "Lang ventetid", "Varen manglede på hylden"),
    }
    file = p.file("svar.csv", columns, delimiter=";", encoding="cp1252")
    return p.case(file, segments=frozenset({"Butik"}))


@bench
def norwegian_words(name: str) -> Case:
    p = People(name, 170)
    words = {1: "Svært misfornøyd", 2: "Misfornøyd", 3: "Verken eller", 4: "Fornøyd",
             5: "Svært fornøyd"}  # fmt: skip
    columns = {
        "Svart": p.dates("%d.%m.%Y"),
        "Hvor fornøyd er du med leveringen?": p.ask("csat", 1, 5, words),
        "Fylke": p.pick("Oslo", "Vestland", "Troms"),
    }
    return p.case(p.file("undersøkelse.csv", columns), segments=frozenset({"Fylke"}))


@bench
def german_points(name: str) -> Case:
    p = People(name, 240)
    columns = {
        "Datum": p.dates("%d.%m.%y"),
        "Wie wahrscheinlich ist es, dass Sie uns weiterempfehlen?": p.ask("nps", 0, 10),
        "Filiale": p.pick("München", "Köln", "Berlin"),
        "PLZ": p.pick("80331", "50667", "10115", "01067"),
        "Umsatz": [f"{v},{p.chance.randint(10, 99)}" for v in p.numbers(10, 999)],
        "Kommentar": p.say("Sehr freundlich", "Lieferung verspätet", "Größe passte nicht"),
    }
    return p.case(
        p.file("umfrage.csv", columns, delimiter=";", encoding="cp1252"),
        segments=frozenset({"Filiale"}),
    )


@bench
def german_words(name: str) -> Case:
    p = People(name, 150)
    columns = {
        "Zeitstempel": p.dates(_named(_DE_MONTHS, "{day}. {month} {year}")),
        "Zufriedenheit mit der Beratung": p.ask(
            "csat", 1, 5, {5: "sehr zufrieden", 4: "zufrieden", 3: "teils/teils",
                           2: "unzufrieden", 1: "sehr unzufrieden"}),
        "Kundentyp": p.pick("Privat", "Gewerbe"),
    }  # fmt: skip
    return p.case(p.file("beratung.tsv", columns, delimiter="\t"))


@bench
def french_slashes(name: str) -> Case:
    p = People(name, 200)
    columns = {
        "Date de réponse": p.dates("%d/%m/%Y %H:%M:%S"),
        "Recommanderiez-vous notre enseigne à un proche ?": p.ask("nps", 0, 10),
        "Magasin": p.pick("Lyon", "Lille", "Nîmes"),
        "Commentaire": p.say("Très bon accueil", "Trop cher", "Délai trop long"),
    }
    return p.case(p.file("enquete.csv", columns, delimiter=";", encoding="cp1252"))


@bench
def french_words(name: str) -> Case:
    p = People(name, 170)
    words = {1: "Très insatisfait", 2: "Insatisfait", 3: "Neutre", 4: "Satisfait",
             5: "Très satisfait"}  # fmt: skip
    columns = {
        "Date": p.dates(_named(_FR_MONTHS, "{day} {month} {year}")),
        "Êtes-vous satisfait de votre achat ?": p.ask("csat", 1, 5, words, ("Sans avis",), 0.08),
        "Région": p.pick("Nord", "Sud", "Ouest"),
    }
    return p.case(p.file("achats.csv", columns, delimiter=";"))


@bench
def spanish_month_names(name: str) -> Case:
    p = People(name, 180)
    columns = {
        "Fecha": p.dates(_named(_ES_MONTHS, "{day}-{month}-{year}")),
        "¿Qué probabilidad hay de que nos recomiende?": p.ask("nps", 0, 10, None, ("99",), 0.07),
        "Provincia": p.pick("Cádiz", "León", "Málaga", "Murcia"),
    }
    return p.case(p.file("encuesta.csv", columns, delimiter=";", encoding="cp1252"))


@bench
def italian_slashes(name: str) -> Case:
    p = People(name, 210)
    columns = {
        "Data": p.dates("%d/%m/%Y"),
        "Quanto è soddisfatto del servizio? (1 = per niente, 5 = molto)": p.ask("csat", 1, 5),
        "Città": p.pick("Roma", "Forlì", "Torino"),
        "Età": p.numbers(18, 80),
    }
    return p.case(p.file("sondaggio.csv", columns, delimiter=";"))


@bench
def portuguese_slashes(name: str) -> Case:
    p = People(name, 190)
    columns = {
        "Data da resposta": p.dates("%d/%m/%Y %H:%M"),
        "De 0 a 10, o quanto você recomendaria a nossa empresa?": p.ask("nps", 0, 10),
        "Estado": p.pick("SP", "RJ", "MG"),
        "Comentário": p.say("Ótimo atendimento", "Não gostei", "Entrega atrasada"),
    }
    return p.case(p.file("pesquisa.csv", columns, encoding="utf-8-sig"))


@bench
def dutch_dashes(name: str) -> Case:
    p = People(name, 200)
    columns = {
        "Datum": p.dates("%d-%m-%Y"),
        "Hoe waarschijnlijk is het dat u ons aanbeveelt?": p.ask("nps", 0, 10),
        "Hoe tevreden bent u over de bezorging?": p.ask("csat", 1, 5, None, ("n.v.t.",), 0.1),
        "Vestiging": p.pick("Utrecht", "Breda", "Zwolle"),
    }
    return p.case(p.file("onderzoek.csv", columns, delimiter=";"))


@bench
def polish_month_names(name: str) -> Case:
    p = People(name, 180)
    columns = {
        "Data odpowiedzi": p.dates(_named(_PL_MONTHS, "{day} {month} {year}")),
        "Jak bardzo prawdopodobne jest, że polecisz nas znajomym?": p.ask("nps", 0, 10),
        "Miasto": p.pick("Łódź", "Kraków", "Gdańsk"),
    }
    return p.case(p.file("ankieta.csv", columns, delimiter=";", encoding="cp1250"))


@bench
def russian_month_names(name: str) -> Case:
    p = People(name, 180)
    columns = {
        "Дата": p.dates(_named(_RU_MONTHS, "{day} {month} {year}")),
        "Насколько вероятно, что вы порекомендуете нас друзьям?": p.ask(
            "nps", 0, 10, None, ("не знаю",), 0.06
        ),
        "Город": p.pick("Москва", "Казань", "Омск"),
        "Комментарий": p.say("Всё понравилось", "Долго ждали", "Цены высокие"),
    }
    return p.case(p.file("опрос.csv", columns, delimiter=";", encoding="cp1251"))


@bench
def chinese_signs(name: str) -> Case:
    p = People(name, 200)
    words = {1: "非常不满意", 2: "不满意", 3: "一般", 4: "满意", 5: "非常满意"}
    columns = {
        "提交时间": p.dates(lambda d: f"{d.year}年{d.month}月{d.day}日"),
        "您对我们的服务满意吗？": p.ask("csat", 1, 5, words),
        "门店": p.pick("北京", "上海", "广州"),
    }
    return p.case(p.file("问卷.csv", columns, encoding="gb18030"))


@bench
def japanese_shift_jis(name: str) -> Case:
    p = People(name, 200)
    columns = {
        "回答日時": p.dates("%Y/%m/%d %H:%M"),
        "当社を友人に薦める可能性はどのくらいですか": p.ask("nps", 0, 10),
        "店舗": p.pick("東京", "大阪", "札幌"),
        "ご意見": p.say("とても良かったです", "待ち時間が長い", "品揃えが少ない"),
    }
    return p.case(p.file("アンケート.csv", columns, encoding="shift_jis"))


@bench
def british_slashes(name: str) -> Case:
    p = People(name, 220)
    columns = {
        "Response date": p.dates("%d/%m/%Y"),
        "How satisfied were you with your visit?": p.ask("csat", 1, 7),
        "Branch": p.pick("Leeds", "York", "Hull"),
    }
    return p.case(p.file("visits.csv", columns), segments=frozenset({"Branch"}))


@bench
def american_slashes(name: str) -> Case:
    p = People(name, 220)
    columns = {
        "Submitted": p.dates("%m/%d/%Y %I:%M %p"),
        "How likely are you to recommend us to a friend?": p.ask("nps", 0, 10),
        "State": p.pick("TX", "CA", "NY"),
        "ZIP": p.pick("73301", "90001", "10001", "02108"),
        "Phone": [f"555{v}" for v in p.numbers(1000000, 9999999)],
    }
    return p.case(
        p.file("responses.csv", columns),
        segments=frozenset({"State"}),
        no_segments=frozenset({"Phone"}),
    )
