"""Voice by meaning: what is listed, what is in the file, and which comments are typical."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from data.errors import UnavailableError
from data.meaning import nearest
from data.store.snapshots import Snapshot, open_snapshot
from metrics.series import parse_series
from pages.panel import Panel
from pages.voice.comments import all_comments
from tests.data.company import Company
from tests.data.meaning.company import MAPPING, survey, with_vectors
from tests.pages.reading import frame, read, view_of
from view.url import parse
from voice.vectors import vectors

WAITS = (
    "I waited on hold for an hour",
    "Esperei muito tempo na fila do atendimento",
    "Очень долго ждал ответа оператора",
    "On hold forever and then the line was dropped",
    "Waiting on hold is free of charge, I like the music",
)
OTHER = ("The price is too high for me", "O produto veio quebrado", "Lovely colours and design")
SAID = [
    (f"{text} {'!' * (place // 8)}", "en" if text.isascii() else "pt")
    for place, text in enumerate((*WAITS, *OTHER) * 8)
]
LINK = "voice?period=all&compare=none&find=long+waiting+time&match=meaning"


@pytest.fixture(scope="module", autouse=True)
def encoder() -> Iterator[list[str]]:
    with with_vectors() as asked:
        yield asked


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    company = Company(tmp_path_factory.mktemp("meaning"))
    said = [*SAID, ("Jonotin tunnin", "fi")]
    return open_snapshot(company.write(MAPPING, survey_csv=survey(said)).build())


def comments(snapshot: Snapshot, link: str = LINK) -> Panel:
    panel = read(snapshot, link).panel("comments")
    assert panel is not None
    return panel


def test_the_list_and_the_file_are_the_same(snapshot: Snapshot) -> None:
    found = all_comments(snapshot, view_of(snapshot, LINK))
    whole = pd.concat(found.batches)
    first, then = comments(snapshot), comments(snapshot, f"{LINK}&skip=20")
    assert found.rows == len(whole) > 20
    pages = [*first.frame["comment"], *then.frame["comment"]]
    assert pages == whole["comment"].tolist()[:40]
    assert f"1 to 20 of {found.rows}, the nearest in meaning first" == first.subtitle
    assert [(one.value, one.label) for one in first.pages] == [("20", "Less near")]


def test_nearest_first_by_a_slow_recount(snapshot: Snapshot) -> None:
    texts = [text for text, _ in SAID]
    unit = vectors(["long waiting time", *texts]).floats()
    cosines = dict(zip(texts, unit[1:] @ unit[0] / np.linalg.norm(unit[1:], axis=1), strict=True))
    whole = pd.concat(all_comments(snapshot, view_of(snapshot, LINK)).batches)["comment"]
    expected = [text for text, cosine in cosines.items() if cosine >= nearest.NEAR_ENOUGH]
    assert sorted(whole) == sorted(expected)
    assert (np.diff([cosines[text] for text in whole]) <= 1e-3).all()
    assert any(text.startswith("Esperei") for text in whole)
    assert not any(text.startswith(OTHER) for text in whole)


def test_other_choices_narrow_what_is_found(snapshot: Snapshot) -> None:
    panel = comments(snapshot, f"{LINK}&nps_group=detractors")
    assert len(panel.frame) and (panel.frame["score"] <= 6).all()
    assert len(comments(snapshot, f"{LINK}&region=North").frame) > 0
    chosen = [one.value for one in panel.choices if one.parameter == "match" and one.chosen]
    assert chosen == ["meaning"]


def test_the_note_says_how_and_what_was_left_out(snapshot: Snapshot) -> None:
    note = comments(snapshot).note
    assert f"cosine of {nearest.NEAR_ENOUGH}" in note
    assert note.endswith("Comments without a vector, which words alone find: 1.")


def test_by_words_nothing_is_encoded(snapshot: Snapshot, encoder: list[str]) -> None:
    before = list(encoder)
    panel = comments(snapshot, LINK.replace("&match=meaning", ""))
    assert panel.frame.empty and panel.note == "No comment of this view has all of those words."
    one = comments(snapshot, "voice?period=all&find=unheardof")
    assert one.note == "No comment of this view has that word."
    toned = comments(snapshot, "voice?period=all&find=unheardof&tone=bad")
    assert toned.note == "No comment of this view is like that."
    assert "newest first" in comments(snapshot, "voice?period=all&match=meaning").subtitle
    assert encoder == before


def test_without_an_answer_of_the_encoder_words_are_sought(
    snapshot: Snapshot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(nearest, "encoded", lambda _: None)
    link = LINK.replace("long+waiting+time", "hold")
    page = read(snapshot, link)
    assert frame(page, "comments")["comment"].str.contains("hold").all()
    assert len(frame(page, "comments"))
    assert "Meanings could not be compared just now" in comments(snapshot, link).note
    assert not page.whole  # so that the answer is not kept
    with pytest.raises(UnavailableError, match="Meanings can't be compared just now"):
        all_comments(snapshot, view_of(snapshot, link))  # a file can't say that it is another one


def test_data_without_vectors_and_readers_without_themes_have_no_choice(
    snapshot: Snapshot,
) -> None:
    catalog = snapshot.catalog.model_copy(update={"comments_read": None})
    without = replace(snapshot, catalog=catalog)
    view, notices = parse("voice", LINK.partition("?")[2], catalog)
    assert notices == ("Comments of these data are sought by words alone.",)
    assert view.match == "words"
    panel = comments(without, LINK.replace("&match=meaning", ""))
    assert "match" not in {one.parameter for one in panel.choices}
    assert "cosine" not in panel.note and panel.frame.empty


def test_typical_comments_are_those_of_the_rule(snapshot: Snapshot) -> None:
    """Nearest to the middle of the theme in each group; then the farthest of the nearest half."""
    page = read(snapshot, "voice?period=all&compare=none&theme=Waiting+time")
    panel = page.panel("quotes")
    assert panel is not None and "nearest in meaning to the middle" in panel.note
    assert "vector" not in panel.frame
    rows = pd.concat(all_comments(snapshot, view_of(snapshot, "voice?period=all")).batches)
    own = rows[rows["theme"].fillna("").str.contains("Waiting time") & (rows["language"] != "fi")]
    own = own[own["comment"].str.len().between(20, 400)]
    unit = vectors(own["comment"].tolist()).floats()
    unit /= np.linalg.norm(unit, axis=1, keepdims=True)
    middle = unit.sum(axis=0) / np.linalg.norm(unit.sum(axis=0))
    far = 1 - unit @ middle
    series = parse_series("nps:0-10")
    scores = own["answer"].astype(str).str.partition("|")[2].astype(float)
    groups = np.array([series.group(score) for score in scores])
    told = panel.frame.assign(group=[series.group(one) for one in panel.frame["score"]])
    for name, quotes in told.groupby("group")["comment"]:
        inside = np.flatnonzero(groups == name)
        order = inside[np.argsort(far[inside], kind="stable")]
        half = order[: max(2, (len(order) + 1) // 2)]
        texts = own["comment"].to_numpy()
        first = {texts[one] for one in order if far[one] <= far[order[0]] + 1e-3}
        assert quotes.iloc[0] in first
        start = order[0]
        apart = 1 - unit[half] @ unit[start]
        second = {
            texts[one] for one, gap in zip(half, apart, strict=True) if gap >= apart.max() - 1e-3
        }
        assert quotes.iloc[1] in second


def test_no_vectors_no_file(tmp_path: Path) -> None:
    company = Company(tmp_path).write(MAPPING, survey_csv=survey([("Jonotin tunnin", "fi")] * 20))
    assert open_snapshot(company.build()).catalog.comments_read
    assert [*company.out.glob("*.meaning")] == []
