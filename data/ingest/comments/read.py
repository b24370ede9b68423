"""Reads the comments of a load: language, personal data, copies, themes, sentiment."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd

from data.comments_read import CommentsRead, Method
from data.contract import BAR
from data.duckdb_tables import asking
from data.ingest.comments.dictionary import dictionary_of, label_of_reason
from data.ingest.comments.join import with_comments
from data.ingest.comments.kept_sentiment import sentiment_of
from data.ingest.comments.kept_suggestions import suggested
from data.ingest.comments.kept_texts import forget, memory_in
from data.ingest.comments.kept_vectors import vectors_of
from data.ingest.comments.names import known_names
from data.ingest.comments.written import Written, written
from data.ingest.files.faults import ROW_ID
from data.ingest.staged import Staged, answered
from data.mapping.model import Mapping
from metrics.series import READ_FROM
from voice.language import languages
from voice.redaction.names import NOBODY, Names
from voice.redaction.redact import redact
from voice.sentiment import Comments, Sentiment
from voice.themes.find import themes_of
from voice.themes.model import Dictionary
from voice.vectors import Vectors


@dataclass(frozen=True)
class Said:
    """What the comments of a company say, by text."""

    texts: list[str]  # without personal data
    languages: list[str | None]
    themes: list[tuple[str, ...]]  # labels
    reasons: dict[str, str]  # the labels of those that data may state, as `label_of_reason`
    tone: np.ndarray  # -1 to 1; NaN where it could not be told
    vectors: Vectors | None
    told: CommentsRead


def read_comments(
    con: duckdb.DuckDBPyConnection,
    mapping: Mapping,
    staged: dict[str, Staged],
    folder: Path,
) -> tuple[dict[str, Staged], CommentsRead, Vectors | None]:
    """The staged tables with what comments say, what was made of these, and their vectors.

    `folder` keeps what takes long, for the next load, and has the themes that people edited. The
    column `vector` of feedback has the row of each comment among the vectors. Raises MappingError
    and DataError for themes that can't be.
    """
    dictionary = dictionary_of(mapping, folder)
    ask, answers = asking(con), answered(staged["feedback"].accepted)
    found = written(ask, mapping, answers, ROW_ID)
    names = known_names(ask, staged, answers) if mapping.comments.redact else NOBODY
    rows, told, vectors = _beside(found, _said(found, mapping, dictionary, names, folder))
    joined = with_comments(con, answers, rows, coded=found.coded)
    feedback = Staged(joined, staged["feedback"].rejected)
    return {**staged, "feedback": feedback}, told, vectors


def _beside(found: Written, said: Said) -> tuple[pd.DataFrame, CommentsRead, Vectors | None]:
    """What is put beside answers, what was made of comments, and the vectors of those with one.

    What else `said` has is let go of here: the vectors of 100,000 texts take 50 MB.
    """
    every = said.vectors
    have = every.there if every else np.zeros(len(said.texts), dtype=bool)
    own = every.of(have) if every and have.any() else None
    return _by_answer(found, said, have), said.told, own


def _said(
    found: Written, mapping: Mapping, dictionary: Dictionary, names: Names, folder: Path
) -> Said:
    memory = memory_in(folder)
    spoken = languages(found.texts, found.languages, memory)
    texts, masked = found.texts, None
    if mapping.comments.redact:
        cleared = redact(found.texts, spoken, names, memory)
        texts, masked = list(cleared.texts), dict(cleared.counts)
    else:
        forget(folder, "personal_data")
    keys = themes_of(texts, spoken, dictionary, memory)
    labels = {theme.key: theme.label.replace(BAR, "/") for theme in dictionary.themes}
    themes = [tuple(labels[key] for key in own) for own in keys]
    vectors = vectors_of(texts, spoken, found.last, folder)
    tone, method = np.full(len(texts), np.nan), None
    unread = np.unique(found.rows.loc[found.rows["unread"], "text"])
    if len(unread):
        comments = Comments(texts, spoken, vectors, found.last, found.scores)
        # Else the vectors would be there twice.
        own = comments if len(unread) == len(texts) else comments.of(unread)
        read = sentiment_of(own, folder, memory)
        tone[unread], method = read.scores, _told(read)
    else:
        forget(folder, "sentiment", "models")
    covered = np.array([bool(own) for own in themes])
    covered[found.rows.loc[[bool(one) for one in found.rows["reasons"]], "text"]] = True
    said_once = found.rows.loc[found.rows["first"], "text"]
    told = CommentsRead(
        comments=int(found.rows["first"].sum()),
        nothing=found.nothing,
        copies=int((found.rows["first"] & ~found.own_words).sum()),
        languages=dict(Counter(one for place in said_once if (one := spoken[place]))),
        masked=masked,
        method=method,
        stated=found.coded,
        dictionary=dictionary.version,
        groups=_groups(dictionary),
        suggested=suggested(
            texts, spoken, vectors, covered, found.last, dictionary.version, folder
        ),
        by_meaning=vectors is not None and bool(vectors.there.any()),
    )
    reasons = label_of_reason(mapping, dictionary)
    return Said(texts, spoken, themes, reasons, tone, vectors, told)


def _groups(dictionary: Dictionary) -> dict[str, str]:
    """By label; of two themes that are called the same, that of the first."""
    return {
        theme.label.replace(BAR, "/"): theme.group.replace(BAR, "/")
        for theme in reversed(dictionary.themes)
    }


def _told(read: Sentiment) -> Method:
    known, agreement = int(np.isfinite(read.scores).sum()), read.method.agreement
    return Method(
        way=read.method.way,
        version=read.method.version,
        scored=known,
        of=len(read.scores),
        auc=(agreement.auc, agreement.low, agreement.high) if agreement else None,
        auc_of=(agreement.positive, agreement.negative) if agreement else None,
        told=read.method.reason,
    )


def _by_answer(found: Written, said: Said, have: np.ndarray) -> pd.DataFrame:
    """What is put beside each answer that has a comment. `have`: which texts have a vector.

    The reason that a company states is the theme; a sentiment that it states is the tone.
    """
    rows, text = found.rows, found.rows["text"].to_numpy()
    own = [said.themes[place] for place in text]
    first = rows["first"].to_numpy(dtype=bool)
    themes: list[tuple[str, ...]] = [
        tuple(said.reasons.get(reason.casefold(), reason).replace(BAR, "/") for reason in stated)
        if stated
        else by_words
        for stated, by_words in zip(rows["reasons"], own, strict=True)
    ]
    # A copy says nothing of its own: it names no theme, and is of nobody who wrote.
    themes = [named if mine else () for named, mine in zip(themes, found.own_words, strict=True)]
    voice = pd.Series(True, index=rows.index, dtype="boolean").where(first)
    # What the answer to `sentiment` calls neutral has neither good nor bad words.
    read = np.where(np.abs(said.tone) < READ_FROM, 0.0, said.tone)
    tone = np.where(rows["unread"], read[text], rows["stated"].to_numpy(dtype=float))
    places = pd.Series(np.cumsum(have)[text] - 1, index=rows.index, dtype="Int32")
    return rows[list(ROW_ID)].assign(
        comment=np.array(said.texts, dtype=object)[text],
        language=np.array(said.languages, dtype=object)[text],
        theme=_in_bars(themes),
        theme_group=_in_bars([tuple(map(said.told.group_of, one)) for one in themes]),
        tone=tone,
        unread=rows["unread"].to_numpy(dtype=bool),
        voice=voice.where(found.own_words, other=False),
        vector=places.where(have[text]),
    )


def _in_bars(several: Sequence[tuple[str, ...]]) -> np.ndarray:
    """Each of them once; None for none."""
    texts = [f"{BAR}{BAR.join(dict.fromkeys(own))}{BAR}" if own else None for own in several]
    return np.array(texts, dtype=object)
