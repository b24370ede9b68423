"""What is shown when there is nothing, and when something went wrong."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlencode

from dash import html

from components.panels.lists.case import case_words
from view.cases import Case
from view.state import View


def empty(message: str) -> html.Div:
    """An empty panel."""
    return html.Div(message, className="cx-empty")


def failure(message: str, overview: str) -> html.Div:
    """A page that could not be made, with the way to the overview."""
    way = html.A("Back to Overview", href=overview)
    return _alert("This page could not be made.", message, [way])


def no_page(overview: str) -> html.Div:
    """An address that leads to no page, with the way to the overview."""
    way = html.A("Go to Overview", href=overview)
    return _alert("There is no such page.", "What there is stands in the navigation.", [way])


def unavailable(message: str) -> html.Div:
    """A page whose data can't be asked for at the moment."""
    hope = "Nothing is lost: this page will be here again when the database answers."
    return _alert("The data can't be reached right now.", message, hope)


def _alert(title: str, message: str, more: str | list[html.A]) -> html.Div:
    said = [html.H1(title), html.P(message), html.P(more)]
    return html.Div(said, className="cx-panel cx-w12", role="alert")


def notices(messages: tuple[str, ...]) -> html.Div | None:
    """The parts of a link that could not be applied."""
    if not messages:
        return None
    return html.Div(
        [
            html.Strong("Some of this could not be applied."),
            html.Ul([html.Li(message) for message in messages]),
        ],
        className="cx-notices",
        role="status",
    )


def load_failure(message: str) -> html.Div | None:
    """A notice that the data shown are not the newest; None while all is well."""
    if not message:
        return None
    return html.Div(message, className="cx-notices", role="status")


def overdue_notice(overdue: int, own: int, root: str) -> html.Div | None:
    """That cases are overdue, with the way to them; None where there are none."""
    if not overdue:
        return None
    said = "1 case is overdue" if overdue == 1 else f"{overdue:,} cases are overdue"
    parts: list[str | html.A] = [html.A(said, href=f"{root}cases")]
    if own:
        all_own = "it is yours" if own == 1 else "all of them yours"
        yours = all_own if own == overdue else f"{own:,} of them yours"
        parts += [", ", html.A(yours, href=f"{root}cases?mine=yes")]
    return html.Div([*parts, "."], className="cx-notices", role="status")


def customer_cases(cases: Sequence[Case] | None, view: View) -> html.Div | None:
    """The cases of the customer of a page, and the way to make one; None where none are told."""
    if cases is None or view.page != "customer":
        return None
    parts: list[str | html.A] = []
    for one in cases:
        late = ", overdue" if one.overdue else ""
        said = f"Case: {case_words(one.status, one.owner, one.due, one.closed_on)}{late}"
        parts += [html.A(said, href=f"{view.root}cases/{one.number}"), " · "]
    if all(one.closed_on for one in cases):
        query = urlencode({"customer": view.customer_id, "view": "/customer"})
        parts += [html.A("Make a case", href=f"{view.root}cases/new?{query}"), " · "]
    parts += [html.A("All cases", href=f"{view.root}cases")]
    return html.Div(parts, className="cx-notices", role="status")
