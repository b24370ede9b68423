"""Which columns are answers to survey questions, on which scale, and what is no answer."""

from detection.scores.choice import score_choice
from detection.scores.reading import ScoreReading

__all__ = ["ScoreReading", "score_choice"]
