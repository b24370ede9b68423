"""One slide: a title, room for what it shows, small letters at the bottom, speaker notes."""

from __future__ import annotations

from typing import Any, NamedTuple

from pptx.dml.color import RGBColor
from pptx.enum.text import MSO_ANCHOR
from pptx.oxml.ns import qn
from pptx.util import Emu, Inches, Pt

from components.theme import LIGHT
from exports.slides.place import Place
from exports.slides.template import title_of
from exports.words import plain

_GAP, _FOOT = Inches(0.1), Inches(0.75)
_INSET = Inches(0.1)  # of words in a box, so that they stand below those of the title
_LINE = 1.25  # height of a line, in sizes of its letters
_TITLES = ((60, 26), (110, 22), (10_000, 18))  # up to so many letters in this size
PER_INCH = 140  # letters of one point that stand on an inch, of a wide font


class Foot(NamedTuple):
    """The small letters: whose and of what, how it is known, and the view's address."""

    scope: str
    known: str
    link: str


def add_slide(deck: Any, layout: Any, title: str, foot: Foot, spoken: str) -> tuple[Any, Place]:  # noqa: ANN401
    """A new slide of the layout, and the room between its title and its foot."""
    slide = deck.slides.add_slide(layout)
    head = title_of(slide)
    for one in list(slide.placeholders):
        if one is not head and one.placeholder_format.idx != head.placeholder_format.idx:
            one.element.getparent().remove(one.element)  # else it says “Click to add text”
    words = plain(title)
    head.text_frame.text = words
    size = next(size for most, size in _TITLES if len(words) <= most)
    for run in head.text_frame.paragraphs[0].runs:
        run.font.size = Pt(size)
    top = head.top + head.height + _GAP
    foot_top = deck.slide_height - _FOOT
    left, width = head.left + _INSET, head.width - 2 * _INSET
    _add_foot(slide, Place(left, foot_top, width, _FOOT - _GAP), foot)
    if spoken:
        slide.notes_slide.notes_text_frame.text = plain(spoken)
    return slide, Place(left, top, width, foot_top - top)


def add_text(
    slide: Any,  # noqa: ANN401
    place: Place,
    lines: list[str],
    size: float,
    colour: str = LIGHT.ink,
    *,
    bullets: bool = False,
) -> int:
    """Lines of text at the top of the place. Returns how high they are, about."""
    if not lines:
        return 0
    height = text_height(lines, place.width, size)
    frame = _box(slide, place._replace(height=height))
    for at, words in enumerate(lines):
        paragraph = frame.paragraphs[0] if at == 0 else frame.add_paragraph()
        run = paragraph.add_run()
        run.text = plain(words)
        run.font.size, run.font.color.rgb = Pt(size), rgb(colour)
        if bullets:
            _bullet(paragraph)
    return height


def text_height(lines: list[str], width: int, size: float) -> int:
    """How high lines of text are, about; 0 for none."""
    rows = sum(lines_of(one, width, size) for one in lines)
    return rows * int(Pt(size) * _LINE) + Inches(0.1) if rows else 0


def lines_of(words: str, width: int, size: float) -> int:
    """How many lines words take, about."""
    letters = max(int(Emu(width).inches * PER_INCH / size), 1)
    return -(-max(len(words), 1) // letters)


def rgb(hexadecimal: str) -> RGBColor:
    """A colour of the theme as PowerPoint takes it."""
    return RGBColor.from_string(hexadecimal.removeprefix("#").upper())


def _box(slide: Any, place: Place) -> Any:  # noqa: ANN401
    frame = slide.shapes.add_textbox(*place).text_frame
    frame.word_wrap, frame.vertical_anchor = True, MSO_ANCHOR.TOP
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    return frame


def _bullet(paragraph: Any) -> None:  # noqa: ANN401
    """A hanging bullet: text boxes have none by themselves."""
    properties = paragraph._p.get_or_add_pPr()
    properties.set("marL", str(Inches(0.25)))
    properties.set("indent", str(-Inches(0.25)))
    properties.append(properties.makeelement(qn("a:buChar"), {"char": "•"}))


def _add_foot(slide: Any, place: Place, foot: Foot) -> None:  # noqa: ANN401
    frame = _box(slide, place)
    for at, words in enumerate((foot.scope, foot.known)):
        paragraph = frame.paragraphs[0] if at == 0 else frame.add_paragraph()
        run = paragraph.add_run()
        run.text = f"{plain(words, 400)} · " if at == 1 and words else plain(words, 400)
        run.font.size, run.font.color.rgb = Pt(9), rgb(LIGHT.quiet)
    way = paragraph.add_run()
    way.text = "Open this view"
    way.hyperlink.address = foot.link
    way.font.size = Pt(9)
