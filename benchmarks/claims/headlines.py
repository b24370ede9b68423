"""Headlines of random links, held against rules of language and the page's own JSON."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pandas as pd

from benchmarks.claims.noise import claims
from data.catalog import Catalog
from data.ingest.service import load
from data.store.snapshots import Snapshot, open_snapshot
from metrics.definitions import DEFINITIONS
from pages.as_json import page_json
from pages.index import read_page
from pages.words.headline import MOST_TOLD, MOST_WORDS
from pages.words.scope_words import scope_words
from settings import Settings
from view.pages import PAGES, applied, available_pages, metrics_of
from view.url import parse, query_string

_SILENT = ("data", "dictionary", "customer")  # their headlines tell no change
_MOVED = re.compile(
    r"(?:(?<=^)|(?<=\. )|(?<=: )|(?<=, )|(?<= and )|(?<=^the )|(?<=The ))"
    r"(?P<subject>[A-Za-z][^.:;]*?) (?P<verb>rose|fell) "
    r"(?P<money>[A-Z]{3} )?(?P<size>[\d,]+(?:\.\d+)?)(?P<unit>%| [a-z]+)?"
)
_VERB = re.compile(
    r"\b(is|are|rose|fell|moved|changed|differs?|peaks|can|has|have|did|got|stands?|choose|chosen"
    r"|shows?|worse|better|compared)\b",
    re.IGNORECASE,
)
_WORDS = (
    ("a number that is none", re.compile(r"\b(nan|NaN|None|inf|NaT)\b")),
    ("a negative nothing", re.compile(r"[-−]0(\.0+)?(?![\d.])")),
    ("moved by nothing", re.compile(r"\b(rose|fell) ([A-Z]{3} )?0(\.0+)?(?![\d.])")),
    ("doubled spaces", re.compile(r"  ")),
    ("doubled marks", re.compile(r"[.,;:]\s*[.,;:]")),
    ("claims to be real", re.compile(r"\b(really|real)\b")),
    ("a bare level", re.compile(r"\bin (Yes|No|true|false|True|False|\d+)\b")),
)
_UNITS = {"points": "points", "%": "points", "index": "points"}


def check(mapping: Path, links: int, seed: int) -> pd.DataFrame:
    """One row a broken rule: link, headline, rule. Of so many random links over a data set."""
    place = Settings(mapping=mapping).place()
    return broken(open_snapshot(load(*place, attended=True)), links, seed)


def broken(snapshot: Snapshot, links: int, seed: int) -> pd.DataFrame:
    """The same of data that are built."""
    rows = []
    for one in random_links(snapshot.catalog, links, seed):
        path, _, query = one.partition("?")
        view, _ = parse(path, query, snapshot.catalog)
        found = page_json(read_page(snapshot, view), snapshot.catalog)
        scope = scope_words(applied(view, snapshot.catalog), snapshot.catalog)
        rows += [(one, found["headline"], rule) for rule in rules_broken(found, scope)]
    return pd.DataFrame(rows, columns=["link", "headline", "rule"])


def headlines(snapshot: Snapshot, links: int, seed: int) -> list[tuple[str, str]]:
    """Link and headline of random views, for a person to read."""
    told = []
    for one in random_links(snapshot.catalog, links, seed):
        path, _, query = one.partition("?")
        view, _ = parse(path, query, snapshot.catalog)
        told.append((one, read_page(snapshot, view).headline))
    return told


def random_links(catalog: Catalog, links: int, seed: int) -> Iterator[str]:
    """Links over every page, period, comparison, metric and filter that the data have."""
    chance = random.Random(seed)
    pages = [page for page in available_pages(catalog) if page not in _SILENT]
    for _ in range(links):
        page, pairs = chance.choice(pages), []
        if chance.random() < 0.5:
            days = (catalog.last_day - catalog.first_day).days
            start = catalog.first_day + timedelta(days=chance.randint(0, days))
            end = min(start + timedelta(days=chance.choice((6, 30, 90, 364))), catalog.last_day)
            pairs += [("from", str(start)), ("to", str(end))]
        else:
            periods = ("last-7-days", "last-30-days", "last-90-days", "last-12-months", "all")
            pairs.append(("period", chance.choice(periods)))
        pairs.append(("compare", chance.choice(("previous", "year-ago", "rest", "none"))))
        for dimension in chance.sample(catalog.dimensions, min(len(catalog.dimensions), 2)):
            if dimension.levels and chance.random() < 0.4:
                pairs.append((dimension.key, chance.choice(dimension.levels)))
        named = metrics_of(page, catalog) if PAGES[page].shows else []
        if named and chance.random() < 0.4:
            pairs.append(("metric", chance.choice(named)))
        view, _ = parse(page, urlencode(pairs), catalog)
        yield f"{view.page}?{query_string(view, catalog)}"


def rules_broken(page: dict[str, Any], scope: str = "") -> list[str]:
    """Which rules the briefing of a page, as the API gives it, breaks.

    `scope`: whom its headline names first; names may have any marks.
    """
    said = page["headline"].removeprefix(f"{scope}: ")
    texts = dict.fromkeys(text for text in (said, page["account"]) if text)
    found = [rule for text in texts for rule in _rules_of_a_text(text, page)]
    if len(page["headline"].split()) > MOST_WORDS:
        found.append("more than 25 words")
    told = [one["figure"]["comparison"]["verdict"] for one in page["findings"]]
    if len(told) > MOST_TOLD or any(verdict != "real" for verdict in told):
        found.append("findings that are none, or too many")
    # A journey is also said to have a peak and a low, which are no changes; all that Why shows is
    # about one change, and none of it stands above.
    claimed = claims(page["account"] or page["headline"])
    if page["page"] not in ("journey", "why") and bool(told) != claimed:
        found.append("a claim without a finding, or a finding without a claim")
    return found


def _rules_of_a_text(text: str, page: dict[str, Any]) -> list[str]:
    found = [rule for rule, pattern in _WORDS if pattern.search(text)]
    found += [] if text.endswith(".") else ["no full stop"]
    told = re.split(r"(?<=[.]) (?=[A-Z])", text)
    found += [
        "no verb" for one in told if not _VERB.search(one) and not re.match("(No|Too few) ", one)
    ]
    return [*found, *_contradictions(text, page)]


def _contradictions(text: str, page: dict[str, Any]) -> Iterator[str]:
    """What the headline says of key figures, and their rows say otherwise."""
    cards = page["panels"].get("cards", {}).get("rows", [])
    rows = [row for row in cards if row["comparison"]["verdict"] in ("real", "noise")]
    for moved in _MOVED.finditer(text):
        own = [row for row in rows if _is_about(row, moved["subject"])]
        if not own:
            continue
        up = moved["verb"] == "rose"
        if not any((row["comparison"]["change"] > 0) == up for row in own):
            yield "another direction than the JSON"
        needs = {_UNITS.get(DEFINITIONS[row["metric"]].unit, DEFINITIONS[row["metric"]].unit)
                 for row in own}  # fmt: skip
        if needs & {"points", "hours", "minutes", "days"} and not moved["unit"]:
            yield "no unit"
        if needs <= {"points"} and not any(_size(row) == moved["size"] for row in own):
            yield "another size than the JSON"
    unlikely = [one for one in re.split(r"(?<=[.]) (?=[A-Z])", text) if "unlikely to be" in one]
    shown = {row["metric"] for row in rows if row["comparison"]["verdict"] == "real"}
    for row in rows:
        subject = DEFINITIONS[row["metric"]].subject
        series = [other for other in rows if other["metric"] == row["metric"]]
        if len(series) > 1:
            continue
        said = any(subject.lower() in one.lower() for one in unlikely)
        if said and row["metric"] not in shown and not _inside(subject, shown):
            yield f"{row['metric']} is unlikely to be chance in words alone"
        if row["metric"] in shown and re.search(
            rf"No (change|difference) is shown in [^.]*{re.escape(subject)}", text
        ):
            yield f"{row['metric']} is unlikely to be chance in the JSON alone"
    beside = re.sub(r"^.*Beside (that|them),|^.*", "", text, count=1).lower()
    untold = [metric for metric in shown if DEFINITIONS[metric].subject.lower() not in beside]
    if untold and text.startswith("No key figure"):
        yield "no key figure changed, and one did in the JSON"


def _is_about(row: dict[str, Any], subject: str) -> bool:
    return subject.lower().endswith(DEFINITIONS[row["metric"]].subject.lower())


def _inside(subject: str, shown: set[str]) -> bool:
    """True where another subject that is shown has this one's words in it."""
    return any(subject.lower() in DEFINITIONS[one].subject.lower() for one in shown)


def _size(row: dict[str, Any]) -> str:
    return f"{abs(row['comparison']['change']):,.{DEFINITIONS[row['metric']].decimals}f}"
