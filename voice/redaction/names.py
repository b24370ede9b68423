"""Names that are known: of agents, and of customers."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

_CHINESE = "\u3040-\u30ff\u3400-\u9fff"  # and Japanese
_HAN = re.compile(f"[{_CHINESE}]+")
# A mark that was set before is one piece, which is in no name.
_PIECE = re.compile(rf"\[(?:email|phone|card|iban|id|name)\]|[^\W\d_{_CHINESE}]+")
_GAP = re.compile(r"[ \t\u00a0.'’-]{1,2}")  # between the parts of one name
_SENTENCE_ENDS = re.compile(r"(?:^|[.!?…。！？\n\r:;])[\s\"'«„“”(—–-]*$")
_LOOK_BACK = 10  # characters, for the end of the sentence before

# First and family names that are words as well: they may begin a sentence without being a name.
_WORDS = frozenset(
    re.findall(
        r"\w+",
        """may will grace hope faith joy april june august mark bill rose art frank grant pat jack
        rich sky dawn summer autumn young long king white black brown green best good price love
        lucky sunny early way park wood stone hill rain major page cook baker case read small short
        вера надежда любовь роман слава лев мир лилия роза мороз добрый
        toivo lahja ilo onni rauha aamu kukka satu meri tuuli lumi taimi oma suvi armas rauta
        rosa clara linda bela gloria glória graça vitória paz sol luz flor bom bons reis costa""",
    )
)
_PARTICLES = frozenset(
    re.findall(r"\w+", "da de do dos das di del la le van von der den al el bin ibn e y")
)


class Names(NamedTuple):
    """Names to be taken out of texts.

    `people`: found in full and by a part, as those of agents, who are few. `customers`: of whom
    there may be a million, found in full alone, in two parts or more. `own`: by text, the names of
    those who wrote it, found as those of `people`.
    """

    people: Collection[str] = ()
    customers: Collection[str] = ()
    own: Mapping[str, Collection[str]] = {}


NOBODY = Names()


class KnownNames:
    """Names to be found in texts, in a time that does not depend on how many there are.

    - All parts of a name in a row are found in any case, as whole words ("anna korhonen").
    - One part alone is found where it begins with a capital and has two letters or more; one that
      is a word as well ("May", "Will", "Роман") only where it does not begin a sentence.
    - Names of two to six Chinese characters are found wherever they stand: Chinese has no spaces.
    - Those in `whole` are found in full alone: of two parts or more, of three characters or more.
    """

    def __init__(self, names: Collection[str], whole: Collection[str] = ()) -> None:
        self._single: set[str] = set()
        self._rows: defaultdict[str, set[tuple[str, ...]]] = defaultdict(set)
        self._chinese: set[str] = set()
        for name in names:
            self._add(name)
        for name in whole:
            self._add(name, in_full=True)
        self._begin = self._single | set(self._rows)
        self._lengths = sorted({len(name) for name in self._chinese}, reverse=True)

    def __bool__(self) -> bool:
        return bool(self._begin or self._chinese)

    def _add(self, name: str, *, in_full: bool = False) -> None:
        whole = "".join(_HAN.findall(name))
        if (3 if in_full else 2) <= len(whole) <= 6:
            self._chinese.add(whole)
        parts = tuple(part.casefold() for part in _PIECE.findall(name))
        if len(parts) > 1:
            self._rows[parts[0]].add(parts)
        if in_full:
            return
        self._single |= {part for part in parts if len(part) > 1 and part not in _PARTICLES}

    def spans(self, text: str) -> Iterator[tuple[int, int]]:
        """Where names stand in a text, from its start."""
        return iter(sorted([*self._spelled(text), *self._in_chinese(text)]))

    def _spelled(self, text: str) -> Iterator[tuple[int, int]]:
        if self._begin.isdisjoint(_PIECE.findall(text.casefold())):
            return
        pieces = list(_PIECE.finditer(text))
        words = [piece[0].casefold() for piece in pieces]
        at = 0
        while at < len(pieces):
            count = self._parts_at(text, pieces, words, at)
            if count:
                yield pieces[at].start(), pieces[at + count - 1].end()
            at += count or 1

    def _parts_at(
        self, text: str, pieces: Sequence[re.Match[str]], words: Sequence[str], at: int
    ) -> int:
        """How many words from this one are a name, 0 if none is."""
        rows = self._rows.get(words[at], ())
        for row in sorted(rows, key=len, reverse=True):
            last = at + len(row)
            if tuple(words[at:last]) == row and all(
                _GAP.fullmatch(text, pieces[place].end(), pieces[place + 1].start())
                for place in range(at, last - 1)
            ):
                return len(row)
        word, start = words[at], pieces[at].start()
        if word not in self._single or not text[start].isupper():
            return 0
        before = text[max(0, start - _LOOK_BACK) : start]
        return int(word not in _WORDS or not _SENTENCE_ENDS.search(before))

    def _in_chinese(self, text: str) -> Iterator[tuple[int, int]]:
        for run in _HAN.finditer(text) if self._chinese else ():
            at = run.start()
            while at < run.end():
                fits = (n for n in self._lengths if text[at : at + n] in self._chinese)
                length = next(fits, 0)
                if length:
                    yield at, at + length
                at += length or 1
