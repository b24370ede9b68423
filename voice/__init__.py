"""What customers say: the language, personal data, sentiment and themes of their comments.

Pure, as `metrics/` is: texts in, numbers out, no files but its own lists of words.
"""
