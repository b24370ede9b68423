"""The one question that is asked of a column: is it a score, and how is it to be read?

Where the parts of the answer come from: what is asked from the header (`asked`), the scale from
header, labels and words (`stated`, `steps`), else from the values (`on_scale`, `recommend`), and
what is no answer from words and codes (`written`, `codes`). A column with over 1,000 different
texts is no score unless its header asks something and they are numbers.
"""

from __future__ import annotations

from dataclasses import replace

from detection.column import Choice, Column
from detection.scores.asked import asked
from detection.scores.in_numbers import number_choice
from detection.scores.in_words import word_choice
from detection.scores.reading import ScoreReading
from detection.scores.written import written

_MOST_TEXTS = 1_000  # different ones
_MOST_UNREAD = 0.5  # share of rows that are neither numbers nor words for no answer


def score_choice(column: Column) -> Choice[ScoreReading]:
    """How a column may be read as answers to a survey question; no readings: it is no score.

    The first reading is the best. Where it is not sure, the next one gives other figures, or
    nothing says that these are answers at all, or some were not understood: `evidence` says which.
    """
    what = asked(column)
    many = len(column.values) > _MOST_TEXTS
    if not column.filled or (many and not (what.metric and _mostly_numbers(column))):
        return Choice()
    given = written(column.values.index)
    unread = int(column.values.loc[given.rest].sum())
    answered = column.filled - int(column.values.loc[given.none].sum())
    if not answered:
        return Choice()
    in_words = unread > _MOST_UNREAD * answered
    choice = (word_choice if in_words else number_choice)(column, given, what)
    if what.elsewhere and choice.readings:
        evidence = f"{choice.evidence}: of a competitor or an earlier time"
        return replace(choice, sure=False, evidence=evidence)
    return choice


def _mostly_numbers(column: Column) -> bool:
    """True if half of some of its texts are; comments under a header that asks are not."""
    texts = column.values.index[:: len(column.values) // _MOST_TEXTS]
    return 2 * len(written(texts).numbers) >= len(texts)
