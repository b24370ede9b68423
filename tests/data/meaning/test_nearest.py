"""Comments found by meaning, whatever their language, and of the reader's rows alone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from data.meaning.kept import kept_vectors
from data.meaning.nearest import NEAR_ENOUGH, Near, near_to
from data.query.comments import Sought, comment_batches, comments
from data.row_scope.snapshots import scoped
from data.scope import Scope, Span
from data.store.snapshots import Snapshot, WholeSnapshot, open_snapshot
from data.store.versions import MEANING, data_files, forget_others
from tests.data.company import Company
from tests.data.meaning.company import MAPPING, survey, with_vectors
from voice.vectors import vectors

LATE = [
    ("The parcel came two weeks late", "en"),
    ("A encomenda atrasou duas semanas", "pt"),
    ("Посылка пришла с опозданием", "ru"),
]
OTHER = [
    ("I cannot log in to my account", "en"),
    ("Adorei o atendimento, muito gentil", "pt"),
    ("The price is far too high", "en"),
    ("Paketti oli kaksi viikkoa myöhässä", "fi"),  # late as well, in words the encoder can't read
    ("I cannot log in to my account", "en"),  # two say so
]
WORDS = "late delivery"
ALL = Scope(Span(date(2026, 1, 1), date(2026, 1, 31)))


@pytest.fixture(scope="module", autouse=True)
def encoder() -> Iterator[list[str]]:
    with with_vectors() as asked:
        yield asked


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> WholeSnapshot:
    company = Company(tmp_path_factory.mktemp("meaning"))
    return open_snapshot(company.write(MAPPING, survey_csv=survey(LATE + OTHER)).build())


def found(snapshot: Snapshot, words: str = WORDS, scope: Scope = ALL) -> list[str]:
    near = near_to(snapshot, Sought(scope, tuple(words.split())), words)
    assert near is not None
    return comments(snapshot, Sought(scope), 20, 0, near.texts)["comment"].tolist()


def test_words_in_english_find_comments_in_other_languages(snapshot: WholeSnapshot) -> None:
    assert sorted(found(snapshot)) == sorted(text for text, _ in LATE)
    assert found(snapshot, "I loved the service") == ["Adorei o atendimento, muito gentil"]


def test_the_nearest_come_first_in_the_list_and_in_the_file(snapshot: WholeSnapshot) -> None:
    texts = [text for text, _ in LATE]
    unit = vectors([WORDS, *texts]).floats()
    cosines = unit[1:] @ unit[0]
    expected = [texts[place] for place in np.argsort(-cosines)]
    assert found(snapshot) == expected
    near = near_to(snapshot, Sought(ALL), WORDS)
    assert near is not None and near.without == 1  # the Finnish one
    (batch,) = comment_batches(snapshot, Sought(ALL), near.texts)
    assert batch["comment"].tolist() == expected


def test_words_about_something_else_find_nothing(snapshot: WholeSnapshot) -> None:
    for words in ("quantum mechanics", "a recipe for apple pie", "the king of Spain"):
        assert found(snapshot, words) == []


def test_only_rows_of_the_scope_are_told(snapshot: WholeSnapshot) -> None:
    north = {text for text, _ in (LATE + OTHER)[::2]}
    own = scoped(snapshot, (("region", ("North",)),))
    narrowed = Scope(ALL.span, (("region", ("North",)),))
    late = {text for text, _ in LATE}
    assert set(found(own)) == set(found(snapshot, scope=narrowed)) == late & north
    near = near_to(own, Sought(ALL), "log in")
    assert near is not None and near.every == 0  # both are in the South


def test_texts_that_several_say_are_counted(snapshot: WholeSnapshot) -> None:
    near = near_to(snapshot, Sought(ALL), "log in")
    assert near is not None and near.comments == (2,)


def test_pages_take_up_where_the_one_before_ended() -> None:
    near = Near(texts=(5, 9, 2), comments=(3, 1, 4), without=0)
    said = [(5, 0), (5, 1), (5, 2), (9, 0), (2, 0), (2, 1), (2, 2), (2, 3)]
    for skip in range(len(said)):
        texts, before = near.page(skip, 2)
        listed = [one for one in said if one[0] in texts]
        assert listed[before : before + 2] == said[skip : skip + 2]
    assert Near((), (), 0).page(0, 20) == ((), 0)


def test_a_torn_or_a_lost_file_finds_nothing(snapshot: WholeSnapshot, tmp_path: Path) -> None:
    file = tmp_path / f"{'a' * 12}.duckdb"
    assert snapshot.file
    file.write_bytes(snapshot.file.read_bytes())
    copied = open_snapshot(file)
    assert kept_vectors(copied) is None
    whole = snapshot.file.with_suffix(MEANING).read_bytes()
    file.with_suffix(MEANING).write_bytes(whole[:-1])
    assert near_to(copied, Sought(ALL), WORDS) is None
    file.with_suffix(MEANING).write_bytes(whole)
    assert near_to(copied, Sought(ALL), WORDS) is not None


def test_vectors_go_when_their_version_goes(tmp_path: Path) -> None:
    company = Company(tmp_path).write(MAPPING, survey_csv=survey(LATE + OTHER))
    first = company.build()
    company.write(MAPPING, survey_csv=survey(OTHER))
    second = company.build()
    both = {file.with_suffix(MEANING) for file in data_files(company.out)}
    assert (
        {*company.out.glob(f"*{MEANING}")}
        == both
        == {
            first.with_suffix(MEANING),
            second.with_suffix(MEANING),
        }
    )
    forget_others(company.out)  # somebody wants to be forgotten
    assert [*company.out.glob(f"*{MEANING}")] == [second.with_suffix(MEANING)]
    kept = kept_vectors(open_snapshot(second))
    assert kept is not None and len(kept.vectors) == 3  # texts that the encoder can read


def test_what_is_near_enough_leaves_room_on_both_sides() -> None:
    """Sentences on one subject are above the threshold, sentences of different trades below."""
    late = vectors([text for text, _ in LATE]).floats()
    other = vectors(["The pool was dirty", "Interest on my mortgage", "Roaming abroad"]).floats()
    assert (late @ late.T).min() > NEAR_ENOUGH
    assert (late @ other.T).max() < NEAR_ENOUGH
