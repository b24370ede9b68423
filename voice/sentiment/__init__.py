"""How content a comment sounds, from -1 to 1: by words, and by what a company's comments teach."""

from voice.sentiment.comments import Agreement, Comments, Method, Sentiment
from voice.sentiment.whole import (
    SCORES,
    VERSION,
    WORDS,
    WORDS_AND_COMMENTS,
    Learnt,
    learn,
    sentiment,
)
from voice.sentiment.words import words_only

__all__ = [
    "SCORES",
    "VERSION",
    "WORDS",
    "WORDS_AND_COMMENTS",
    "Agreement",
    "Comments",
    "Learnt",
    "Method",
    "Sentiment",
    "learn",
    "sentiment",
    "words_only",
]
