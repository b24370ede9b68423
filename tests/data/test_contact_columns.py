"""Posts, calls and chats: what is worked out of them, and what the guide's example makes."""

from __future__ import annotations

import re
from pathlib import Path

import ibis
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from data.contract import HANDLED_BY
from data.derived.contact_columns import contact_columns
from tests.data.company import HEAD, TICKETS, Company, refused

PAGE = (Path(__file__).parents[2] / "docs" / "mapping.md").read_text(encoding="utf-8")
SOLVED = TICKETS + 'self_service_solved = "solved"\n'
WHO = SOLVED + 'handled_by = "by"\n'
TONE = TICKETS + 'tone_start = "start"\ntone_end = "end"\ntransfers = "passed"\n'


def log(head: str, *rows: str) -> str:
    lines = [f"{place},2026-03-02,,,{row}" for place, row in enumerate(rows)]
    return "\n".join([f"id,opened,answered,resolved,{head}", *lines]) + "\n"


def column(company: Company, name: str) -> list[object]:
    return [one for (one,) in company.query(f"SELECT {name} FROM tickets ORDER BY ticket_id")]


def test_solved_without_a_person_by_hand(company: Company) -> None:
    rows = {
        "self_service,yes": True,
        "bot,yes": True,
        "Bot,no": False,
        "bot,": None,  # how it ended is not known
        "bot_then_human,yes": False,  # a person took part, whatever else is said
        "human,": False,
        ",yes": True,  # who dealt with it is not stated
        ",": None,
        "Ada,yes": False,  # an unknown word may be a person's
    }
    company.write(WHO, log_csv=log("by,solved", *rows))
    assert column(company, "self_served") == [*rows.values()]


def test_without_who_dealt_with_it_what_is_stated_counts(company: Company) -> None:
    company.write(SOLVED, log_csv=log("solved", "yes", "no", ""))
    assert column(company, "self_served") == [True, False, None]


def test_the_change_of_tone_needs_both_ends(company: Company) -> None:
    rows = ["-0.5,0.25,0", "1,-1,2", ",0.5,", "0.5,,1", "0,0,3"]
    company.write(TONE, log_csv=log("start,end,passed", *rows))
    assert column(company, "tone_change") == [0.75, -2.0, None, None, 0.0]
    assert column(company, "transfers") == [0, 2, None, 1, 3]


def test_tones_beyond_their_ends_are_set_aside(company: Company) -> None:
    rows = ["-1,1,0", "-1.01,0,0", "0,1.5,0", "0,0,-1", "sad,0,0"]
    company.write(TONE, log_csv=log("start,end,passed", *rows))
    assert column(company, "tone_change") == [2.0]
    assert company.rejected() == [
        ("tone end above 1", "end: 1.5"),
        ("tone start below -1", "start: -1.01"),
        ("tone start not a number", "start: sad"),
        ("transfers below 0", "passed: -1"),
    ]


def test_words_and_numbers_that_a_mapping_may_not_state() -> None:
    assert "unknown handled_by 'robot'" in refused(
        TICKETS + 'handled_by = { constant = "robot" }\n'
    )
    assert "expected 1 or less" in refused(TICKETS + 'tone_end = { constant = "1.2" }\n')
    assert "expected -1 or more" in refused(TICKETS + 'tone_start = { constant = "-2" }\n')


ROWS = st.tuples(
    st.sampled_from((None, *HANDLED_BY, "HUMAN", "parrot")), st.sampled_from((None, True, False))
)


@settings(max_examples=50, deadline=None)
@given(st.lists(ROWS, min_size=1, max_size=30))
def test_a_person_who_takes_part_never_raises_the_share(
    drawn: list[tuple[str | None, bool | None]],
) -> None:
    def served(rows: list[tuple[str | None, bool | None]]) -> list[bool | None]:
        schema = {"handled_by": "string", "self_service_solved": "boolean"}
        table = ibis.memtable(pd.DataFrame(rows, columns=[*schema]), schema=schema)
        served = table.select(**contact_columns(table)).to_pyarrow()["self_served"]
        return [*served.to_pylist()]

    found = served(drawn)
    assert found.count(True) <= sum(solved is True for _, solved in drawn)
    assert found.count(True) == sum(
        solved is True and by in (None, "bot", "self_service") for by, solved in drawn
    )
    assert served([("human", solved) for _, solved in drawn]) == [False] * len(drawn)
    assert served([(None, solved) for _, solved in drawn]) == [solved for _, solved in drawn]


def test_the_example_of_the_guide_reads_posts_and_chats(company: Company) -> None:
    (block,) = re.findall(r"```toml\n(# part: posts and chats\n.*?)```", PAGE, re.DOTALL)
    company.write(
        HEAD + block,
        posts_csv=(
            "Post,Posted,Sentiment,Network,Text\n"
            "p1,2026-03-01,0.8,Mastodon,Quick and kind\n"
            "p2,2026-03-02,-0.4,Bluesky,Still no answer\n"
            "p3,2026-03-02,0,Bluesky,They have moved\n"
            "p4,2026-03-02,-1.2,Bluesky,Beyond the scale\n"
        ),
        chats_csv=(
            "Conversation,Started,Ended,Handled by,Solved by assistant,Hand-overs,"
            "First mood,Last mood\n"
            'c1,2026-03-01 09:00,2026-03-01 09:10,"Assistant, agent",no,1,-0.5,0.5\n'
            "c2,2026-03-01 10:00,2026-03-01 10:02,Assistant,yes,,0,0.5\n"
            "c3,2026-03-02 11:00,,Agent,,2,-0.5,-0.75\n"
        ),
    )
    assert company.query(
        "SELECT response_id, answer, channel, comment FROM feedback ORDER BY response_id"
    ) == [
        ("p1", "sentiment:-1-1|0.8", "Mastodon", "Quick and kind"),
        ("p2", "sentiment:-1-1|-0.4", "Bluesky", "Still no answer"),
        ("p3", "sentiment:-1-1|0", "Bluesky", "They have moved"),
    ]
    assert company.rejected() == [("score outside the scale", "Sentiment: -1.2 (scale -1 to 1)")]
    assert company.query(
        "SELECT handled_by, channel, self_served, transfers, tone_change FROM tickets "
        "ORDER BY ticket_id"
    ) == [
        ("bot_then_human", "chat", False, 1, 1.0),
        ("bot", "chat", True, None, 0.5),
        ("human", "chat", False, 2, -0.25),
    ]
