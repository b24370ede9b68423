"""Which columns are answers to survey questions, on which scale, and what is no answer."""

from detection.scores.against import Against, reversed_scales
from detection.scores.blocks import (
    QuestionBlock,
    names_questions,
    question_blocks,
    question_choices,
)
from detection.scores.choice import score_choice
from detection.scores.reading import ScoreReading

__all__ = [
    "Against",
    "QuestionBlock",
    "ScoreReading",
    "names_questions",
    "question_blocks",
    "question_choices",
    "reversed_scales",
    "score_choice",
]
