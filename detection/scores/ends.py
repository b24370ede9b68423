"""Words that stand for the ends of a scale of numbers: "Extremely likely" beside 1 to 9."""

from __future__ import annotations

from detection.column import Column
from detection.scores.scale.stated import LOW_ENDS, Stated
from detection.scores.steps import MOST_WORDS, goodness
from detection.scores.written import Written


def with_ends(column: Column, given: Written, stated: Stated) -> list[str]:
    """Makes words for the best and the worst score numbers of `given`; returns all other words.

    They are the ends of the scale that is stated, else one beyond the numbers, if that makes a
    scale that surveys use.
    """
    if len(given.rest) > MOST_WORDS:
        return given.rest
    good = {text: goodness(text) for text in given.rest}
    best = [text for text, place in good.items() if place == 1]
    worst = [text for text, place in good.items() if place == 0]
    if not given.numbers or len(best) > 1 or len(worst) > 1 or not best + worst:
        return given.rest
    numbers = [number for number in given.numbers.values() if 0 <= number <= 10]
    if not numbers:
        return given.rest
    low = stated.low if stated.low is not None else min(numbers) - len(worst)
    high = stated.high if stated.high is not None else max(numbers) + len(best)
    if low not in LOW_ENDS.get(int(high), ()):
        return given.rest
    for text, number in [(text, high) for text in best] + [(text, low) for text in worst]:
        given.numbers[text] = number
        given.helped.add(text)
    given.rest = [text for text in given.rest if text not in best + worst]
    return given.rest
