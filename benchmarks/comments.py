"""`python -m benchmarks.comments FOLDER`: sentiment on real reviews, and the time it takes.

FOLDER has the reviews of Olist (`olist_order_reviews_dataset.csv.gz`): Portuguese comments with 1
to 5 stars, of which 1-2 stand against 4-5.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import random
import resource
import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np

from voice.sentiment import Comments, Sentiment, sentiment, words_only
from voice.vectors import KNOWN, WIDTH, Vectors, vectors

_FILE = "olist_order_reviews_dataset.csv.gz"
_MADE_UP = 100_000
_DRAWS = 5  # of shuffled scores
_PRAISE = {  # parts of made-up comments
    "en": ("great service", "arrived a day early", "all as it should be", "my usual shop now"),
    "pt": ("chegou antes do prazo", "gostei muito", "nota dez", "minha loja de sempre"),
    "ru": ("всё отлично", "быстро решили", "связь ловит везде", "буду брать ещё"),
    "zh": ("送货很快", "非常满意", "全家都在用", "第三次下单了"),
    "fi": ("palvelu oli hyvää", "suosittelen", "tuli sovittuna päivänä", "tilaan taas"),
}
_BLAME = {
    "en": ("the parcel came late", "the app crashes", "nobody answers", "a week for nothing"),
    "pt": ("veio errado", "ainda não recebi", "ninguém responde", "paguei duas vezes"),
    "ru": ("связь пропадает", "навязали услугу", "долго ждал", "платил дважды"),
    "zh": ("质量很差", "客服不理人", "包装破损", "等了一个星期"),
    "fi": ("sovellus kaatuu", "tuote ei toimi", "jonotin tunnin", "maksoin kahdesti"),
}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.comments", description=__doc__)
    parser.add_argument("folder", type=Path, metavar="FOLDER")
    parser.add_argument("--made-up", type=int, default=_MADE_UP, help="comments to time")
    given = parser.parse_args()
    _agreement(reviews(given.folder / _FILE))
    _speed(given.made_up)


def reviews(path: Path) -> Comments:
    """The different texts of the reviews, with day and sign of the newest score."""
    newest: dict[str, tuple[int, int]] = {}
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            parts = (row["review_comment_title"].strip(), row["review_comment_message"].strip())
            text = " ".join(filter(None, parts))
            day = date.fromisoformat(row["review_answer_timestamp"][:10]).toordinal()
            stars = int(row["review_score"])
            if text and day >= newest.get(text, (0, 0))[0]:
                newest[text] = day, (stars > 3) - (stars < 3)
    texts, languages = list(newest), ["pt"] * len(newest)
    days, signs = (np.array(column, float) for column in zip(*newest.values(), strict=True))
    return Comments(texts, languages, _vectors_of_known(texts, languages), days, signs)


def _vectors_of_known(texts: Sequence[str], languages: Sequence[str | None]) -> Vectors:
    """The vectors of texts whose language the encoder knows, zeros for the others."""
    known = [row for row, language in enumerate(languages) if language in KNOWN]
    found = Vectors(np.zeros((len(texts), WIDTH), np.int8), np.zeros(len(texts), np.float32))
    own = vectors([texts[row] for row in known])
    found.whole[known], found.scale[known] = own.whole, own.scale
    return found


def pairs_in_order(scores: np.ndarray, signs: np.ndarray) -> float:
    """The AUC by its definition: of all pairs, the share in order; equal or unscored ones half."""
    scores = np.nan_to_num(scores)
    above, below = scores[signs > 0][:, None], scores[signs < 0][None, :]
    return float(((above > below) + (above == below) / 2).mean())


def _agreement(comments: Comments) -> None:
    assert comments.scores is not None
    signs = comments.scores
    by_words = words_only(comments.texts, comments.languages)
    without = sentiment(replace(comments, scores=None))
    print(
        f"{len(comments):,} texts, {(signs > 0).sum():,} positive, {(signs < 0).sum():,} negative"
    )
    print(f"words alone: AUC {pairs_in_order(by_words, signs):.3f}")
    print(f"without scores: AUC {pairs_in_order(without.scores, signs):.3f}, ", end="")
    print(f"coverage {without.method.coverage:.3f}")
    _tell("own scores", sentiment(comments))
    for seed in range(_DRAWS):
        shuffled = np.random.default_rng(seed).permutation(signs)
        _tell("shuffled", sentiment(replace(comments, scores=shuffled)))


def _tell(name: str, found: Sentiment) -> None:
    judged = found.method.agreement
    auc = f"AUC {judged.auc:.3f} ({judged.low:.3f}-{judged.high:.3f})" if judged else "no AUC"
    print(f"{name}: {found.method.way}; latest fifth {auc} {found.method.reason}")


def _speed(count: int) -> None:
    comments = made_up(count)
    began, worked = time.perf_counter(), time.process_time()
    own = _vectors_of_known(comments.texts, comments.languages)
    encoded, encoded_worked = time.perf_counter() - began, time.process_time() - worked
    found = sentiment(replace(comments, vectors=own))
    took, took_worked = time.perf_counter() - began, time.process_time() - worked
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{len(comments):,} made-up comments: {took:.0f} s, of which vectors {encoded:.0f} s; ")
    print(f"processor {took_worked:.0f} s, of which vectors {encoded_worked:.0f} s; ")
    print(f"at most {most:.0f} MB; {found.method.way}")


def made_up(count: int) -> Comments:
    """Different comments in five languages, about 70 characters each; three of four praise."""
    draw = random.Random(0)
    languages = [draw.choice(list(_PRAISE)) for _ in range(count)]
    signs = [draw.choice([-1, 1, 1, 1]) for _ in languages]
    texts = []
    for number, (language, sign) in enumerate(zip(languages, signs, strict=True)):
        most, rest = (_PRAISE, _BLAME) if sign > 0 else (_BLAME, _PRAISE)
        parts = [*draw.choices(most[language], k=3), draw.choice(rest[language])]
        draw.shuffle(parts)
        texts.append(f"{', '.join(parts)} {number}")
    when = np.arange(count, dtype=float)
    return Comments(texts, languages, when=when, scores=np.array(signs, float))


if __name__ == "__main__":
    main()
