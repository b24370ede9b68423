"""Personal data as people write them, valid and new at each run, by code of their own."""

from __future__ import annotations

from random import Random

SENTENCES = {
    "en": ("Please answer: {}, I am waiting", "{} is mine", "Nobody reacted, so here it is {}"),
    "ru": ("Прошу ответить: {}, жду", "{} это мой", "Никто не ответил, поэтому пишу {}"),
    "zh": ("请回复{}谢谢", "{}是我的", "没人理我，所以写在这里：{}。"),
    "fi": ("Vastatkaa: {}, odotan", "{} on minun", "Kukaan ei vastannut, joten tässä {}"),
    "pt": ("Respondam: {}, estou esperando", "{} é meu", "Ninguém respondeu, aqui está {}"),
}


def digits(chance: Random, count: int) -> str:
    return "".join(chance.choices("0123456789", k=count))


def email(chance: Random, language: str) -> str:
    del language
    user = chance.choice(["anna.k", "ivan_petrov", "li-wei", "maria+shop", "J.Smith"])
    host = chance.choice(["mail.ru", "example.com", "posti.example.fi", "qq.com", "uol.com.br"])
    return f"{user}{digits(chance, chance.randint(0, 4))}@{host}"


def phone(chance: Random, language: str) -> str:
    """In the plan of the largest country of the language, in one of the usual forms."""
    if language == "en":
        area = chance.choice(["212", "415", "617", "305", "206"])
        a, b = area, f"{chance.randint(2, 9)}{digits(chance, 1)}{chance.randint(2, 9)}"
        c = digits(chance, 4)
        return chance.choice([f"({a}) {b}-{c}", f"{a}-{b}-{c}", f"+1 {a} {b} {c}", f"{a}.{b}.{c}"])
    if language == "ru":
        a, b, c, d = f"9{chance.choice('01256')}{chance.choice('1567')}", *_parts(chance, 3, 2, 2)
        return chance.choice(
            [f"+7 {a} {b}-{c}-{d}", f"8 ({a}) {b}-{c}-{d}", f"8{a}{b}{c}{d}", f"+7{a}{b}{c}{d}"]
        )
    if language == "zh":
        a, (b, c) = chance.choice(["138", "139", "150", "186"]), _parts(chance, 4, 4)
        return chance.choice([f"{a}{b}{c}", f"{a} {b} {c}", f"{a}-{b}-{c}", f"+86 {a}{b}{c}"])
    if language == "fi":
        a, (b, c) = chance.choice(["40", "50", "44"]), _parts(chance, 3, 4)
        return chance.choice([f"0{a} {b} {c}", f"0{a}{b}{c}", f"+358 {a} {b} {c}", f"0{a}-{b}{c}"])
    a, (b, c) = chance.choice(["11", "21", "31", "51"]), _parts(chance, 4, 4)
    b = "9" + str(chance.randint(6, 9)) + b[1:]
    return chance.choice([f"({a}) {b}-{c}", f"{a} {b}-{c}", f"+55 {a} {b} {c}", f"{a}{b}{c}"])


def _parts(chance: Random, *lengths: int) -> list[str]:
    return [digits(chance, length) for length in lengths]


def card(chance: Random, language: str) -> str:
    del language
    start, length = chance.choice(
        [("4", 16), ("51", 16), ("55", 16), ("2200", 16), ("2345", 16), ("62", 16), ("37", 15)]
    )
    body = start + digits(chance, length - 1 - len(start))
    fits = [end for end in "0123456789" if luhn(body + end)]
    assert len(fits) == 1
    number = body + fits[0]
    if length == 15:
        return chance.choice([number, f"{number[:4]} {number[4:10]} {number[10:]}"])
    sign = chance.choice(["", " ", "-"])
    return sign.join(number[place : place + 4] for place in range(0, 16, 4))


def luhn(number: str) -> bool:
    twice = {"0": 0, "1": 2, "2": 4, "3": 6, "4": 8, "5": 1, "6": 3, "7": 5, "8": 7, "9": 9}
    from_right = number[::-1]
    return sum(twice[x] if i % 2 else int(x) for i, x in enumerate(from_right)) % 10 == 0


def iban(chance: Random, language: str) -> str:
    del language
    country, bank = chance.choice(
        [("FI", digits(chance, 14)), ("DE", digits(chance, 18)), ("PT", digits(chance, 21)),
         ("GB", "NWBK" + digits(chance, 14)), ("FR", digits(chance, 23))]
    )  # fmt: skip
    number = ""
    for sign in bank + country + "00":
        number += str(ord(sign) - 55) if sign.isalpha() else sign
    whole = f"{country}{98 - int(number) % 97:02d}{bank}"
    spaced = " ".join(whole[place : place + 4] for place in range(0, len(whole), 4))
    return chance.choice([whole, spaced])


def national_id(chance: Random, language: str) -> str:
    year, month, day = chance.randint(1940, 1999), chance.randint(1, 12), chance.randint(1, 28)
    if language == "fi":
        born, single = f"{day:02d}{month:02d}{year % 100:02d}", f"{chance.randint(2, 899):03d}"
        sign = "0123456789ABCDEFHJKLMNPRSTUVWXY"[int(born + single) % 31]
        return born + chance.choice("-YXWVU") + single + sign
    if language == "zh":
        body = f"110105{year}{month:02d}{day:02d}{digits(chance, 3)}"
        weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
        total = sum(int(x) * weight for x, weight in zip(body, weights, strict=True))
        return body + "10X98765432"[total % 11]
    if language == "ru":
        return chance.choice([_snils, _inn])(chance)
    return chance.choice([_cpf, _cnpj])(chance)


def _snils(chance: Random) -> str:
    body = f"{chance.randint(2_000_000, 999_999_999):09d}"
    rest = sum(int(x) * weight for x, weight in zip(body, range(9, 0, -1), strict=True)) % 101
    return f"{body[:3]}-{body[3:6]}-{body[6:]} {0 if rest == 100 else rest:02d}"


def _inn(chance: Random) -> str:
    body = digits(chance, 10)
    for weights in ([7, 2, 4, 10, 3, 5, 9, 4, 6, 8], [3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8]):
        body += str(sum(int(x) * w for x, w in zip(body, weights, strict=True)) % 11 % 10)
    return f"ИНН {body}"


def _cpf(chance: Random) -> str:
    x = _brazil(digits(chance, 9), [10, 9, 8, 7, 6, 5, 4, 3, 2], [11, 10, 9, 8, 7, 6, 5, 4, 3, 2])
    return chance.choice([x, f"{x[:3]}.{x[3:6]}.{x[6:9]}-{x[9:]}"])


def _cnpj(chance: Random) -> str:
    first = [5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2]
    x = _brazil(digits(chance, 8) + "0001", first, [6, *first])
    return f"{x[:2]}.{x[2:5]}.{x[5:8]}/{x[8:12]}-{x[12:]}"


def _brazil(body: str, *weights: list[int]) -> str:
    for some in weights:
        rest = sum(int(x) * weight for x, weight in zip(body, some, strict=True)) % 11
        body += str(0 if rest < 2 else 11 - rest)
    return body
