"""What people call things arrives as text, whatever it is: by mail, in Slack, Teams, and a feed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from email import message_from_bytes, policy
from html import unescape
from html.parser import HTMLParser
from typing import Any
from xml.etree import ElementTree as ET

from hypothesis import given
from hypothesis import settings as of_hypothesis

from exports.alerts import slack, teams
from exports.alerts.atom import feed
from exports.alerts.mail import letter
from exports.alerts.told import Told
from exports.alerts.words import facts, headline
from server.sending.message import Written, as_mail
from tests.exports.alerts.news import AT, FELL, LATE, LINK, NAMES, called, ended, told
from tests.sending.mail_server import fetched

END = "https://cx.example.org/unsubscribe/abc"
ATOM = "{http://www.w3.org/2005/Atom}"


class Read(HTMLParser):
    """The tags of HTML, and its words."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[object] = []
        self.words = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, attrs))

    def handle_data(self, data: str) -> None:
        self.words += data


def words_of(one: Told) -> list[str]:
    return [one.name, headline(one), *(text for pair in facts(one) for text in pair)]


def test_a_mail_says_the_same_twice() -> None:
    one = letter(told(ended(FELL)), END)
    for words in words_of(told(ended(FELL))):
        assert words in one.text
        assert words in Read(one.html).words
    assert fetched(one.html) == []
    assert f'<a href="{LINK.replace("&", "&amp;")}">' in one.html and LINK in one.text
    assert f'<a href="{END}">' in one.html and END in one.text
    assert "by the alert “NPS of EMEA”" in one.text


@given(NAMES)
@of_hypothesis(max_examples=50)
def test_names_are_text_in_a_mail(name: str) -> None:
    one = called(name)
    made = letter(one, END)
    read, plain = Read(made.html), Read(letter(called(one.name and "x"), END).html)
    assert read.tags == plain.tags
    for words in words_of(one):
        assert words in read.words and words in made.text
    mail = as_mail(Written(*made, unsubscribe=END), "cx@example.org", "them@example.org", "1", AT)
    back = message_from_bytes(mail.as_bytes(), policy=policy.default)
    assert back.keys() == mail.keys() and "Bcc" not in back
    assert back["Subject"].split() == made.subject.split()


def texts(found: object, key: str = "text") -> Iterator[dict[str, Any]]:
    """All objects within that have such a text."""
    if isinstance(found, dict):
        if isinstance(found.get(key), str):
            yield found
        for one in found.values():
            yield from texts(one, key)
    elif isinstance(found, list):
        for one in found:
            yield from texts(one, key)


@given(NAMES)
def test_names_are_text_in_slack(name: str) -> None:
    one = called(name)
    message = json.loads(slack.body(one))
    first, *others = texts(message)
    assert first is message and (first["mrkdwn"], first["parse"]) == (False, "none")
    formatted = [found for found in others if found["type"] == "mrkdwn"]
    link = LINK.replace("&", "&amp;")
    assert [found["text"] for found in formatted] == [f"<{link}|This figure in the dashboard>"]
    plain = [found["text"] for found in others if found["type"] == "plain_text"]
    assert len(plain) + 1 == len(others)
    for text in (first["text"], *plain):
        assert not {"<", ">"} & {*text}
        assert all(end.startswith(("amp;", "lt;", "gt;")) for end in text.split("&")[1:])
    # Slack reads these three entities back, and no other.
    shown = [read_back(text) for text in (first["text"], *plain)]
    assert shown[0] == shown[1] == f"{one.name}: {headline(one)}"
    assert [f"{head}\n{words}" for head, words in facts(one)] == shown[2 : 2 + len(facts(one))]


def read_back(text: str) -> str:
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def test_slack_takes_what_is_long() -> None:
    message = json.loads(slack.body(called("<&" * 1500)))
    assert all(1 <= len(one["text"]) <= 2000 for one in texts(message))
    (fields,) = (one["fields"] for one in message["blocks"] if "fields" in one)
    assert len(fields) <= 10


def test_a_link_of_slack_ends_where_it_ends() -> None:
    about = told().about.__class__(**{**vars(told().about), "link": "https://x.example/?a=<|>&b"})
    message = slack.body(told(about=about)).decode()
    assert "<https://x.example/?a=%3C%7C%3E&amp;b|This figure" in message


@given(NAMES)
def test_names_are_text_in_teams(name: str) -> None:
    one = called(name)
    message = json.loads(teams.body(one))
    (attached,) = message["attachments"]
    card = attached["content"]
    assert (message["type"], attached["contentType"]) == (
        "message",
        "application/vnd.microsoft.card.adaptive",
    )
    # A TextBlock or a FactSet would read Markdown; entities would be mentions.
    assert {block["type"] for block in card["body"]} == {"RichTextBlock"}
    assert card.keys() == {"type", "version", "body", "actions"}
    runs = list(texts(card))
    assert {run["type"] for run in runs} == {"TextRun"}
    assert not any("selectAction" in run for run in runs)
    shown = [run["text"].removesuffix(": ") for run in runs]
    assert shown[: len(words_of(one))] == [words.removesuffix(": ") for words in words_of(one)]
    assert card["actions"] == [
        {"type": "Action.OpenUrl", "title": "This figure in the dashboard", "url": LINK}
    ]


@given(NAMES)
def test_names_are_text_in_a_feed(name: str) -> None:
    one = called(name)
    address = "https://cx.example.org/alerts"
    made = ET.fromstring(feed(name, address, [("2", one), ("1", called(name, LATE))]))
    first, second = made.findall(f"{ATOM}entry")
    assert first.findtext(f"{ATOM}title") == f"{one.name}: {headline(one)}"
    content = first.findtext(f"{ATOM}content") or ""
    assert content.split("\n")[: len(facts(one))] == [f"{a}: {b}" for a, b in facts(one)]
    assert not first.findall(".//*[@type]")  # else it might be HTML
    assert [len(one) for one in (first, second)] == [5, 5]
    ids = [found.findtext(f"{ATOM}id") for found in (made, first, second)]
    assert ids == [address, f"{address}#2", f"{address}#1"]


def test_a_feed_has_what_readers_need() -> None:
    made = ET.fromstring(feed("Alerts", "https://cx.example.org/alerts", [("1", told())]))
    assert made.tag == f"{ATOM}feed"
    assert {one.tag.removeprefix(ATOM) for one in made} == {
        "title", "id", "updated", "author", "link", "entry"
    }  # fmt: skip
    assert made.findtext(f"{ATOM}updated") == "2026-11-03T05:30:00Z"
    assert made.findtext(f"{ATOM}author/{ATOM}name") == "CX Lens"
    (link,) = made.findall(f"{ATOM}entry/{ATOM}link")
    assert link.attrib == {"rel": "alternate", "href": LINK}
    empty = ET.fromstring(feed("Alerts", "https://cx.example.org/alerts", []))
    assert empty.findtext(f"{ATOM}updated") == "1970-01-01T00:00:00Z"


def test_entities_of_html_are_words() -> None:
    """The reader of these tests knows an entity from what it stands for."""
    assert Read("<p>&amp;lt;</p>").words == "&lt;" == unescape("&amp;lt;")
