"""Columns of answers in words: satisfied, likely, agree; yes and no; the groups of NPS.

The rules:

1. Promoter, passive and detractor are mapped to 10, 8 and 3: NPS is right, its mean is not.
2. Yes and no are 1 and 0, if the header asks something; they are no NPS.
3. Words of a scale are mapped to their places on it. It is sure if all words are known and no
   other list gives them other places, but for a longer one of which some of 14 answers would have
   used the other words. Words of no subject (good, poor) stand in more lists: of these 30 answers
   must have left none of the steps out.
4. If nobody of 59 gave the middle of a scale of five, but all others were given, it was not
   offered: the scale has four. Of fewer answers that is asked.
5. Of a scale of three whose middle nobody of 59 gave, good and bad are left: 1 and 0.
6. The words say what is asked (satisfied: CSAT, easy: CES) where the header does not. Agreeing to
   something bad ("it was difficult") counts the other way round, which is asked.
"""

from __future__ import annotations

from detection.column import Choice, Column
from detection.scores.asked import Asked
from detection.scores.reading import ScoreReading
from detection.scores.scale.likely import none_above
from detection.scores.scale.recommend import IN_GROUPS
from detection.scores.steps import MOST_WORDS, Fit, fits
from detection.scores.written import Written
from detection.words import fold, listed

_LEAST_KNOWN = 0.5  # share of the rows with words
_LEAST_ANSWERS = 30


def word_choice(column: Column, given: Written, what: Asked) -> Choice[ScoreReading]:
    """The readings of a column that has mostly words."""
    texts = {text: int(column.values[text]) for text in given.rest}
    if grouped := _groups(texts, given, what):
        return grouped
    if said := _yes_and_no(texts, given, what):
        return said
    found = fits(texts) if len(texts) <= MOST_WORDS else []
    if not found:
        few = what.metric and len(texts) <= MOST_WORDS
        return Choice(evidence=f"words of no scale that is known{_said(what)}" if few else "")
    best = found[0]
    known = sum(texts[text] for text in best.scores)
    metric = _metric(best, what)
    if known < _LEAST_KNOWN * sum(texts.values()) or not metric:
        return Choice()
    return _of_steps(texts, given, what, found, metric)


def _metric(fit: Fit, what: Asked) -> str:
    """NPS is not asked in words of a scale; what the header asks goes before the words."""
    if what.metric:
        return "rating" if what.metric == "nps" else what.metric
    if fit.metric:
        return fit.metric
    return "" if what.other else "rating"


def _of_steps(
    texts: dict[str, int], given: Written, what: Asked, found: list[Fit], metric: str
) -> Choice[ScoreReading]:
    best, others = found[0], found[1:]
    answers = sum(texts.values())
    if _is_good_or_bad(best) and none_above(answers, next_score=True):
        values = {text: "1" if place == best.steps else "0" for text, place in best.scores.items()}
        reading = ScoreReading(metric, (0, 1), tuple(given.none), values, answers)
        return Choice((reading,), bool(what.metric), "good and bad" + _said(what))
    if four := _four(best):
        never_offered = none_above(answers, next_score=True)
        best, others = (four, others) if never_offered else (best, [four, *others])
    blank = (*given.none, *given.numbers, *best.unknown)
    others = [fit for fit in others if not fit.unknown and fit.scores != best.scores]
    readings = [_reading(metric, fit, texts, blank) for fit in (best, *others)]
    scale = readings[0].scale_text
    if best.unknown or given.numbers:
        unknown = ", ".join(f'"{text}"' for text in (*best.unknown, *given.numbers)[:3])
        return Choice(tuple(readings), False, f"words of a scale, but for {unknown}")
    if what.against and best.metric not in ("csat", "ces"):
        turned = _turned(best)
        first = _reading(metric, turned, texts, blank)
        evidence = f'words from 1 to {best.steps}, turned: header says "{what.word}"'
        return Choice((first, readings[0]), False, evidence)
    open_to = [fit for fit in others if not _ruled_out(fit, best, answers)]
    sure = not open_to and bool(what.metric or best.metric)
    return Choice(tuple(readings), sure, f"{scale}, {len(best.scores)} words" + _said(what))


def _ruled_out(longer: Fit, best: Fit, answers: int) -> bool:
    """True if people who had the longer scale would have used its other words; see rule 3."""
    if not best.metric:
        return len(best.scores) == best.steps and answers >= _LEAST_ANSWERS
    more = longer.steps - best.steps
    return more > 0 and none_above(answers, next_score=more == 1)


def _is_good_or_bad(fit: Fit) -> bool:
    """True for the ends of a scale of three, and nothing else."""
    return fit.steps == 3 and set(fit.scores.values()) == {1, 3} and not fit.unknown


def _four(fit: Fit) -> Fit | None:
    """The scale of four that is left of five if the middle, which nobody gave, was not offered."""
    if fit.steps != 5 or set(fit.scores.values()) != {1, 2, 4, 5}:
        return None
    scores = {text: place - (place > 3) for text, place in fit.scores.items()}
    return Fit(scores, fit.unknown, 4, fit.metric)


def _turned(fit: Fit) -> Fit:
    scores = {text: fit.steps + 1 - place for text, place in fit.scores.items()}
    return Fit(scores, fit.unknown, fit.steps, fit.metric)


def _reading(metric: str, fit: Fit, texts: dict[str, int], blank: tuple[str, ...]) -> ScoreReading:
    scale = (-1.0, 1.0) if metric == "sentiment" and fit.steps == 3 else (1.0, float(fit.steps))
    lower = 2 if scale[0] < 0 else 0
    values = {text: str(place - lower) for text, place in fit.scores.items()}
    return ScoreReading(metric, scale, blank, values, sum(texts[text] for text in values))


def _groups(texts: dict[str, int], given: Written, what: Asked) -> Choice[ScoreReading] | None:
    values = {
        text: score
        for text in texts
        for group, score in IN_GROUPS.items()
        if fold(text) in listed("answers", group)
    }
    ends = set(values.values()) - {IN_GROUPS["passive"]}  # neutral is a word of many scales
    if len(ends) < (1 if what.metric == "nps" else 2):
        return None
    blank = (*given.none, *given.numbers, *(text for text in texts if text not in values))
    reading = ScoreReading("nps", (0, 10), blank, values, sum(texts[text] for text in values))
    sure = len(values) == len(texts) and not given.numbers
    evidence = "groups of NPS as 10, 8 and 3: NPS is right, its mean is not"
    return Choice((reading,), sure, evidence)


def _yes_and_no(texts: dict[str, int], given: Written, what: Asked) -> Choice[ScoreReading] | None:
    values = {
        text: score
        for text in texts
        for kind, score in (("yes", "1"), ("no", "0"))
        if fold(text) in listed("answers", kind)
    }
    if len(values) < len(texts) or given.numbers:
        return None
    if not what.metric or what.metric == "sentiment":
        return Choice()
    metric = "rating" if what.metric == "nps" else what.metric
    reading = ScoreReading(metric, (0, 1), tuple(given.none), values, sum(texts.values()))
    turned = {text: "0" if score == "1" else "1" for text, score in values.items()}
    if what.against:
        other = ScoreReading(metric, (0, 1), tuple(given.none), turned, sum(texts.values()))
        return Choice((other, reading), False, f'yes is bad: header says "{what.word}"')
    return Choice((reading,), what.clear, "yes and no" + _said(what))


def _said(what: Asked) -> str:
    return f', header says "{what.word}"' if what.word else ""
