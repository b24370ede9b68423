"""Words of survey questions and answers in many languages, as lists that people can extend."""

from detection.words.fold import fold, header_words
from detection.words.lists import WordScale, in_header, listed, word_scales

__all__ = ["WordScale", "fold", "header_words", "in_header", "listed", "word_scales"]
