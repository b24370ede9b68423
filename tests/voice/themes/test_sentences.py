"""Comments are split into sentences, and nothing is lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voice.themes.sentences import sentences


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Late again. Never more!", ["Late again.", "Never more!"]),
        ("It cost 3.5 euros at example.com today", ["It cost 3.5 euros at example.com today"]),
        ("J. Smith was kind. Thanks", ["J. Smith was kind.", "Thanks"]),
        ("Ждали час, т. е. долго. Ужас", ["Ждали час, т. е. долго.", "Ужас"]),
        ("送货慢。态度差！真的？是；好", ["送货慢。", "态度差！", "真的？", "是；", "好"]),
        ("Odotin... En enää tule", ["Odotin...", "En enää tule"]),
        ("Chegou tarde… Péssimo", ["Chegou tarde…", "Péssimo"]),
        (
            'He said "no!" and left. "Really?!" Yes',
            ['He said "no!"', "and left.", '"Really?!"', "Yes"],
        ),
        ("one\ntwo\n\nthree", ["one", "two", "three"]),
        ("no end", ["no end"]),
        ("  \n ", []),
        ("", []),
    ],
)
def test_by_hand(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


@given(st.text(st.sampled_from("ab1 .!?…。！？；;\n\"')é京")))
def test_nothing_but_white_space_is_lost(text: str) -> None:
    found = sentences(text)
    assert "".join("".join(found).split()) == "".join(text.split())
    assert all(sentence and sentence == sentence.strip() for sentence in found)


@given(st.lists(st.sampled_from(["Ab cd", "京都", "3.5 kg"]), max_size=5))
def test_sentences_that_are_joined_are_found_again(parts: list[str]) -> None:
    assert sentences(" ".join(f"{part}!" for part in parts)) == [f"{part}!" for part in parts]
