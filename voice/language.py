"""The language of each comment, among those that the company's customers write in.

A few words say little: "top" is of every language, and of sixty languages a short comment is often
taken for a neighbour of its own. So one is chosen among the company's languages alone.
"""

from __future__ import annotations

import re
import unicodedata
import zlib
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence

from langidentify import Detector, Language
from langidentify.model_loader import (
    clear_cache,
    load_variant,  # Model.load fails where Greek comes first
)

from voice.memory import Memory, no_memory

# ISO 639-1, without nb, which is counted as no, and without na, which means "not available".
_ISO_639_1 = """
    aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da
    de dv dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz
    ia id ie ig ii ik io is it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln
    lo lt lu lv mg mh mi mk ml mn mr ms mt my nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps
    pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st su sv sw ta te tg th ti tk tl
    tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu
"""
_CODES = frozenset(_ISO_639_1.split())
# Words that say nothing of the language.
_OF_EVERY_LANGUAGE = {"ok", "okay", "okey", "top", "super", "no", "info", "wow", "lol", "haha"}
_LEAST_SHARE = 0.01  # of rows, for a language to be the company's
_LEAST_SHARE_FOUND = 0.02  # the same where it was detected: one in a hundred is a mistake
_LEAST_ROWS = 3
_SAMPLE = 2000  # comments, to find the company's languages in
_MANY = 20_000  # texts, beside which there is no room for the 100 MB of the models
_ENOUGH = 60  # characters of a comment: more don't change the language
# Of all languages only what is frequent in each is read (natural logarithm of the share), which
# is enough for longer comments: a second and 30 MB for 25 languages, not half a minute and 450 MB.
_FREQUENT = -8.0
# Dead, made or regional ones, which are found in comments by mistake more often than in truth.
_SELDOM = {Language.LATIN, Language.ESPERANTO, Language.NYNORSK, Language.LUXEMBOURGISH}
# Told apart by kana here: the library's way takes 5 to 20 seconds to load.
_CHINESE_OR_JAPANESE = {Language.CHINESE_TRADITIONAL, Language.JAPANESE}

_WORD = re.compile(r"[^\W\d_]+")
_CHINESE = re.compile(r"[\u3400-\u9fff]")
_KANA = re.compile(r"[\u3040-\u30ff]")


def languages(
    texts: Sequence[str], stated: Sequence[str | None], memory: Memory = no_memory
) -> list[str | None]:
    """The language of each text as ISO 639-1 code, None where it can't be told.

    `stated` is what the source says of each, in the order of `texts`, a code as `EN`, `pt-BR` or
    `fin`. It wins; what is no code counts as not stated. All others are found by the shares of
    letter groups and words (langidentify), among the company's languages: those stated by at
    least 1 % of the rows that state one, and by three; where no row states any, those of at least
    2 % of the longer comments of a script (more than 5 words, or 15 Chinese characters), and of
    three. A script is the company's as a language is.

    A text without letters, or of words that all languages share, gets the company's language if
    there is one only. A text in letters that none of the languages uses has none. The order of
    rows makes no difference. Kazakh, Uzbek and others that langidentify does not know are known
    where they are stated, and not found.
    """
    codes = {one: code_of(one) for one in set(stated)}
    known = [codes[one] for one in stated]
    unknown = {text for text, code in zip(texts, known, strict=True) if code is None}
    own = _frequent(Counter(filter(None, known)), _LEAST_SHARE) or _found(unknown)
    detected = _detected(unknown, own, memory)
    return [code or detected[text] for text, code in zip(texts, known, strict=True)]


def code_of(stated: str | None) -> str | None:
    """The ISO 639-1 code of a language that is stated as `EN`, `pt-BR` or `fin`; None of others."""
    first = re.split("[-_]", (stated or "").strip().lower())[0]
    if len(first) == 3:
        first = _iso(Language.from_string(first)) or ""
    first = "no" if first == "nb" else first
    return first if first in _CODES else None


def _iso(language: Language) -> str | None:
    """`zh` of both ways to write Chinese."""
    return language.iso_code.partition("-")[0] or None


def _frequent(rows: Mapping[str, int], share: float) -> set[str]:
    """Languages of a real share of the rows: all of them where there are too few rows to say."""
    least = max(_LEAST_ROWS, share * sum(rows.values()))
    return {language for language, count in rows.items() if count >= least} or set(rows)


def _found(texts: set[str]) -> set[str]:
    """The languages that a sample of the texts of each script is written in, of longer ones if
    there are any.

    Short ones may each be taken for a neighbour of their language: of a script without longer ones
    beside others with some, it is the one that most of them are taken for.
    """
    by_script: dict[str, list[str]] = {}
    for text in filter(_says_something, texts):
        by_script.setdefault(_script(text), []).append(text)
    scripts = _frequent({one: len(own) for one, own in by_script.items()}, _LEAST_SHARE)
    if not scripts:
        return set()
    every = [one for one in Language if one.iso_code and one not in _SELDOM | _CHINESE_OR_JAPANESE]
    detector = Detector(load_variant("lite", every, _FREQUENT, _FREQUENT))
    found: set[str] = set()
    longer = {script: [text for text in by_script[script] if _is_long(text)] for script in scripts}
    for script, own in longer.items():
        some = own or by_script[script]
        sample = sorted(some, key=lambda text: (zlib.crc32(text.encode()), text))[:_SAMPLE]
        rows = Counter(filter(None, (_read(detector, text) for text in sample)))
        if own or not any(longer.values()):
            found |= _frequent(rows, _LEAST_SHARE_FOUND)
        else:
            most = max(rows.values(), default=0)
            found |= {language for language, count in rows.items() if count == most}
    return found


def _script(text: str) -> str:
    """That of its first letter, by its name in Unicode: `LATIN SMALL LETTER A`."""
    letter = next(filter(str.isalpha, text), " ")  # none in “½”
    return unicodedata.name(letter, "").partition(" ")[0]


def _is_long(text: str) -> bool:
    return len(_WORD.findall(text)) > 5 or len(_CHINESE.findall(text)) > 15


def _says_something(text: str) -> bool:
    words = (found.group() for found in _WORD.finditer(text.lower()))  # nearly always the first
    return any(word not in _OF_EVERY_LANGUAGE for word in words)


def _detected(texts: set[str], own: Collection[str], memory: Memory) -> dict[str, str | None]:
    usual = next(iter(own)) if len(own) == 1 else None
    among = [one for one in Language if _iso(one) in own and one not in _CHINESE_OR_JAPANESE]
    if "ja" in own and "zh" not in own:
        among.append(Language.JAPANESE)
    found: dict[str, str | None] = dict.fromkeys(texts, usual)
    telling = sorted(text for text in texts if _says_something(text))

    def read(places: Sequence[int]) -> Iterator[str]:
        detector = Detector(load_variant("lite", among))
        return (_read(detector, telling[place]) or "" for place in places)

    if among and telling:  # `own` may be a language that can be stated alone, as Kazakh
        codes = memory("language", sorted(own), telling, read)
        if len(telling) > _MANY:
            clear_cache()
        found |= {text: c if c in own else None for text, c in zip(telling, codes, strict=True)}
    return found


def _read(detector: Detector, text: str) -> str | None:
    """The language of a text, among those of the detector and Japanese."""
    return "ja" if _KANA.search(text) else _iso(detector.detect(text[:_ENOUGH]))
