"""What a question asks, by its header and its label.

The rules, in this order:

1. A short name (`nps`, `NETPRO`, `csat`, `ces`) says it, if the name has at most four words, or
   two with `ces`, which is French for *these*.
2. What counts or names things (`number of`, `anzahl`) at the beginning is no score.
3. A question whether one would recommend is of NPS, how satisfied one is of CSAT, how easy or how
   much effort it was of CES, what is rated, or given stars, is a rating. *Satisfied* goes before
   *easy* ("how satisfied are you with how easy it was"); beside *recommend* it is not clear.
4. "How much effort", "how difficult", "how dissatisfied" count the other way round, unless their
   opposite is named as well ("how easy or difficult").
5. Without any of these words, a word of things that are counted or named (age, store, hours)
   is no score, but for things behind the number of a question (`Q7STORE`), which it may be about;
   `score` and `points` say that it is one, and not of what.
6. A name of two or three words that ends with such a word (`nps_month`, `rating count`) is not
   sure.
7. A header that speaks of a competitor, or of an earlier survey, asks of something else: that is
   asked.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from detection.column import Column
from detection.words import header_words, in_header

_MOST_WORDS = 4  # of a header that is a name
_MOST_WITH_CES = 2
_MOST_IN_DOUBT = 3
_NAMES = {
    "nps": "nps",
    "netpro": "nps",
    "enps": "nps",
    "tnps": "nps",
    "rnps": "nps",
    "ltr": "nps",
    "npsscore": "nps",
    "npsrating": "nps",
    "csat": "csat",
    "osat": "csat",
    "csatscore": "csat",
    "ces": "ces",
    "cesscore": "ces",
}
_NAME_AND_NUMBER = re.compile(r"(?<!\w)([a-z]+)\d*(?!\w)")
_QUESTION = re.compile(r"q\d+ ")
_EFFORT_SCORE = re.compile(r"(?<!\w)effort score(?!\w)")  # as CES is called, high is easy


@dataclass(frozen=True)
class Asked:
    """What a header says: the metric ("" for none), and the word that says it.

    `named`: by its short name. `against`: a high answer is a bad one, by the words of the question.
    `best_first`: grades, of which 1 may be the best. `clear`: nothing in the header speaks for
    another metric. `other`: it names or counts things; no score, or not for certain. `elsewhere`:
    of a competitor, or of an earlier time.
    """

    metric: str = ""
    word: str = ""
    named: bool = False
    against: bool = False
    best_first: bool = False
    clear: bool = True
    other: bool = False
    elsewhere: bool = False


def asked(column: Column) -> Asked:
    """What the column asks, by its short name, its label, and then its name."""
    found = _asked(column)
    words = f"{header_words(column.name)} {header_words(column.label)}"
    return replace(found, elsewhere=in_header("other", "elsewhere").search(words) is not None)


def _asked(column: Column) -> Asked:
    name = header_words(column.name)
    label = header_words(column.label)
    if short := short_name(name) or short_name(label):
        return _named_things(short, name)
    by_label = asked_in(label)
    if by_label.metric or by_label.other:
        return by_label
    return _named_things(asked_in(name), name)


def _named_things(found: Asked, name: str) -> Asked:
    """What was found, with a doubt where a short name ends with what is counted or named."""
    words = [word for word in name.split() if word.isalpha()]
    short = 1 < len(words) <= _MOST_IN_DOUBT
    if found.metric and short and in_header("other", "words").fullmatch(words[-1]):
        return replace(found, other=True)
    return found


def asked_in(words: str) -> Asked:
    """What a text of `header_words` asks, by the words of its language."""
    if _starts(words, "first"):
        return Asked(other=True)
    recommend, ease = _word(words, "recommend"), _word(words, "ease")
    unsatisfied, effort = _word(words, "unsatisfied"), _word(words, "effort")
    # The German for dissatisfied holds that for satisfied.
    satisfied = _word(in_header("asks", "unsatisfied").sub(" ", words), "satisfied")
    if recommend:
        return Asked("nps", recommend, clear=not (satisfied or unsatisfied))
    if satisfied or unsatisfied:
        return Asked("csat", satisfied or unsatisfied, against=not satisfied)
    if effort and _EFFORT_SCORE.search(words):
        return Asked("ces", "effort score", named=True)
    if ease or effort:
        return Asked("ces", ease or effort, against=not ease)
    return _rated(words)


def _rated(words: str) -> Asked:
    if grade := _word(words, "grade"):
        return Asked("rating", grade, best_first=True)
    if sentiment := _word(words, "sentiment"):
        return Asked("sentiment", sentiment)
    if rating := _word(words, "rating"):
        return Asked("rating", rating)
    thing = in_header("other", "things").search(words) and not _QUESTION.match(words)
    if thing or in_header("other", "words").search(words):
        return Asked(other=True)
    if score := _word(words, "score"):
        return Asked("rating", score, clear=False)
    return Asked()


def short_name(header: str) -> Asked | None:
    """What `header_words` ask by a short name, None if there is none among them."""
    parts = header.split()
    words = len([part for part in parts if part.isalpha()])
    for part in parts:
        found = _NAME_AND_NUMBER.fullmatch(part)
        most = _MOST_WITH_CES if part == "ces" else _MOST_WORDS
        if found and found[1] in _NAMES and words <= most:
            return Asked(_NAMES[found[1]], part, named=True)
    return None


def _word(words: str, kind: str) -> str:
    found = in_header("asks", kind).search(words)
    if not found:
        return ""
    end = words.find(" ", found.end() - 1)
    return words[found.start() : end if end > 0 else None].strip()


def _starts(words: str, kind: str) -> bool:
    found = in_header("other", kind).search(words)
    return found is not None and found.start() == 0
