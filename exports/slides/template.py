"""The presentation that slides are put into: a company's own template, or a plain wide one."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from pptx import Presentation
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.exc import PythonPptxError
from pptx.util import Inches

_TITLES = (PP_PLACEHOLDER.TITLE, PP_PLACEHOLDER.CENTER_TITLE)
_FURNITURE = (PP_PLACEHOLDER.DATE, PP_PLACEHOLDER.FOOTER, PP_PLACEHOLDER.SLIDE_NUMBER)
_ROOM = 0.55  # of a slide's height that there must be below the title
_WIDE, _TITLE_TOP, _TITLE_HEIGHT = Inches(40 / 3), Inches(0.35), Inches(1.05)


class TemplateError(Exception):
    """A template that can't be used; the message says why, for whoever set it."""


def presentation(template: bytes | None) -> tuple[Any, Any]:
    """A presentation without slides, and the layout for all of them.

    Raises TemplateError where it is no presentation, or has no layout with a title at the top.
    """
    if template is None:
        found = _plain()
    else:
        try:
            found = Presentation(BytesIO(template))
            _without_slides(found)
        except (BadZipFile, KeyError, ValueError, OSError, SyntaxError, PythonPptxError) as error:
            raise TemplateError("It is no PowerPoint presentation (.pptx).") from error
    fitting = [one for one in found.slide_layouts if _fits(one, found.slide_height)]
    if not fitting:
        raise TemplateError(
            "It has no slide layout with a title at the top and room below it. In PowerPoint, open "
            "View, Slide Master and add the layout “Title Only”."
        )
    return found, min(fitting, key=_others)


def read_template(file: Path | None) -> bytes | None:
    """The template of a setting. Raises TemplateError, in words with the setting."""
    if file is None:
        return None
    try:
        found = file.read_bytes()
        presentation(found)
    except OSError as error:
        raise TemplateError(f"CXLENS_TEMPLATE is {file}: {error.strerror}.") from error
    except TemplateError as error:
        raise TemplateError(f"CXLENS_TEMPLATE is {file}. {error}") from error
    return found


def title_of(layout: Any) -> Any:  # noqa: ANN401
    """The title's placeholder of a layout or slide; None where it has none."""
    titles = (one for one in layout.placeholders if one.placeholder_format.type in _TITLES)
    return next(titles, None)


def _plain() -> Any:  # noqa: ANN401
    """The template of python-pptx, made wide."""
    found = Presentation()
    found.slide_width, before = _WIDE, found.slide_width
    masters = found.slide_master
    for part in (masters, *masters.slide_layouts):
        for shape in part.shapes:
            if shape.element.xpath("./p:spPr/a:xfrm"):
                shape.left = shape.left * _WIDE // before
                shape.width = shape.width * _WIDE // before
    title = title_of(masters)
    title.top, title.height = _TITLE_TOP, _TITLE_HEIGHT
    for style in masters.element.xpath("./p:txStyles/p:titleStyle/a:lvl1pPr"):
        style.set("algn", "l")
    return found


def _without_slides(found: Any) -> None:  # noqa: ANN401
    """Take out the slides that a template comes with: its layouts are what counts."""
    listed = found.slides._sldIdLst
    for one in list(listed):
        found.part.drop_rel(one.rId)
        listed.remove(one)


def _fits(layout: Any, height: int) -> bool:  # noqa: ANN401
    title = title_of(layout)
    if title is None or None in (title.left, title.top, title.width, title.height):
        return False
    return bool(title.top + title.height <= (1 - _ROOM) * height)


def _others(layout: Any) -> int:  # noqa: ANN401
    """How many placeholders it has beside the title, the date, the footer and the number."""
    kinds = [one.placeholder_format.type for one in layout.placeholders]
    return sum(kind not in (*_TITLES, *_FURNITURE) for kind in kinds)
