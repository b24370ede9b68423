"""Which right each address and each callback needs. What stands in no table is refused."""

from __future__ import annotations

from access.rights import Right

LOG_IN, LOG_OUT = "log_in", "log_out"
NO_LOG_IN = "no_log_in"  # where no password is asked for
OIDC_PAGE, OIDC_GO, OIDC_BACK = "oidc_page", "oidc_go", "oidc_back"
OPEN_LINK, SHARE, LINKS, ALL_LINKS, OPENINGS = (
    "open_link",
    "share",
    "links",
    "links.all",
    "links.openings",
)
VIEWS, SAVE_VIEW, OPEN_VIEW = "views", "views.new", "views.open"
INTAKE, NEW_DATA = "intake", "api.new_data"
NOTES, NEW_NOTE, NOTE = "notes", "notes.new", "notes.one"
CASES, NEW_CASE, CASE = "cases", "cases.new", "cases.one"
THEMES, NEW_THEME, THEME = "themes", "themes.new", "themes.one"
SUBSCRIPTIONS, UNSUBSCRIBE = "subscriptions", "unsubscribe"
ALERTS, FEED = "alerts", "feed"
OWN_EDIT, OWN_REFRESH = "own_data.edit", "own_data.refresh"
OWN_DATA, OWN_NEW, OWN_FILE, OWN_DRAFT, OWN_USE = (
    "own_data",
    "own_data.new",
    "own_data.file",
    "own_data.draft",
    "own_data.use",
)
# Pages without Dash: forms and lists. What they refuse is told people, and not programs.
FORMS = frozenset(
    {
        *(LOG_IN, LOG_OUT, OPEN_LINK, SHARE, LINKS, ALL_LINKS, OPENINGS),
        *(VIEWS, SAVE_VIEW, OPEN_VIEW),
        *(NOTES, NEW_NOTE, NOTE),
        *(CASES, NEW_CASE, CASE),
        *(THEMES, NEW_THEME, THEME),
        *(SUBSCRIPTIONS, UNSUBSCRIBE, ALERTS),
        *(OWN_DATA, OWN_DRAFT, OWN_USE, OWN_EDIT, OWN_REFRESH),
    }
)
UPDATE = "/_dash-update-component"
PAGES = frozenset({"/", "/<path:path>"})
# Endpoints; None: for everybody. They hold nothing of the company.
ENDPOINTS: dict[str, Right | None] = {
    "api.health": None,
    "api.ready": None,  # who may see pages is told more
    "measures": None,  # a proxy keeps it inside, as before
    "reload": None,  # it has a token of its own
    INTAKE: None,  # what is sent is signed; services ask by HEAD whether there is the address
    "no_page": None,
    LOG_IN: None,
    LOG_OUT: None,
    OPEN_LINK: None,  # it has a token of its own
    UNSUBSCRIBE: None,  # likewise
    FEED: None,  # likewise
    NO_LOG_IN: None,
    OIDC_PAGE: None,
    OIDC_GO: None,
    OIDC_BACK: None,
    "style.css": None,
    "first.js": None,
    "theme.js": None,
    "_dash_assets.static": None,  # our own scripts, styles and fonts
    "/": Right.VIEW,
    "/<path:path>": Right.VIEW,
    "/_dash-component-suites/<string:package_name>/<path:fingerprinted_path>": Right.VIEW,
    "/_dash-layout": Right.VIEW,
    "/_dash-dependencies": Right.VIEW,
    UPDATE: Right.VIEW,  # and what the callback needs
    "/_reload-hash": Right.VIEW,
    "/_favicon.ico": Right.VIEW,
    "static": Right.VIEW,
    "api.levels": Right.VIEW,  # the filters of the bar ask for it
    "api.work": Right.VIEW,  # panels that are being worked out
    NEW_DATA: Right.VIEW,
    "api.page_as_json": Right.EXPORT,
    "api.page_as_workbook": Right.EXPORT,
    "api.panel_as_csv": Right.EXPORT,
    "api.panel_as_svg": Right.EXPORT,
    "api.panel_as_png": Right.EXPORT,
    "api.page_as_svg": Right.EXPORT,
    "api.page_as_png": Right.EXPORT,
    "api.page_as_slides": Right.EXPORT,
    "api.page_as_pdf": Right.EXPORT,
    "api.pack": Right.EXPORT,
    "api.pack_as_pdf": Right.EXPORT,
    "api.comments": Right.EXPORT,  # and the right to comments, as the page
    "api.cases": Right.EXPORT,  # and the right to cases, as their list
    "api.rejected": Right.REJECTED,
    "api.description": Right.EXPORT,
    "api.nothing": Right.EXPORT,
    "api.audit": Right.ADMINISTER,
    SHARE: Right.SHARE,
    LINKS: Right.VIEW,  # one's own: to take back, whatever one may now
    OPENINGS: Right.VIEW,  # likewise
    ALL_LINKS: Right.ADMINISTER,
    VIEWS: Right.VIEW,  # one's own; what is a team's or the company's, Right.EDIT changes
    SAVE_VIEW: Right.VIEW,  # likewise
    OPEN_VIEW: Right.VIEW,  # it leads to the view, and gives nothing beside
    NOTES: Right.VIEW,
    NEW_NOTE: Right.EDIT,
    NOTE: Right.EDIT,
    CASES: Right.CASES,
    NEW_CASE: Right.CASES,
    CASE: Right.CASES,  # its owner changes it, and whoever has Right.EDIT
    SUBSCRIPTIONS: Right.EXPORT,  # one's own
    ALERTS: Right.EXPORT,  # one's own
    THEMES: Right.EDIT,  # and who is limited to no rows
    NEW_THEME: Right.EDIT,
    THEME: Right.EDIT,
    OWN_DATA: Right.EDIT,  # and who is limited to no rows; without log-ins, at the machine alone
    OWN_NEW: Right.EDIT,
    OWN_FILE: Right.EDIT,
    OWN_DRAFT: Right.EDIT,
    OWN_USE: Right.EDIT,
    OWN_REFRESH: Right.EDIT,
    OWN_EDIT: Right.EDIT,
}
# What may be asked for through a shared link, by whoever has the right to it. No saved views: they
# are of whoever has an account, and a link shows one view.
THROUGH_LINKS = frozenset(
    {
        *PAGES,
        UPDATE,
        "/_dash-layout",
        "/_dash-dependencies",
        "/_dash-component-suites/<string:package_name>/<path:fingerprinted_path>",
        "api.levels",
        "api.work",
        NEW_DATA,
        "api.page_as_json",
        "api.page_as_workbook",
        "api.panel_as_csv",
        "api.panel_as_svg",
        "api.panel_as_png",
        "api.page_as_svg",
        "api.page_as_png",
        "api.page_as_slides",
        "api.page_as_pdf",
        "api.comments",
    }
)
# What an agent may ask for: the page of their own work, what draws it, and whether data are newer.
FOR_AGENTS = frozenset(
    {
        *PAGES,
        UPDATE,
        "/_dash-layout",
        "/_dash-dependencies",
        "/_dash-component-suites/<string:package_name>/<path:fingerprinted_path>",
        NEW_DATA,
    }
)
# What a token of the API may ask for, by right. It comes in a header, so that no cookie counts. No
# saved views: names that people gave them are none of a script's business.
WITH_TOKENS = frozenset(
    {
        "api.levels",
        "api.work",
        "api.page_as_json",
        "api.page_as_workbook",
        "api.panel_as_csv",
        "api.panel_as_svg",
        "api.panel_as_png",
        "api.page_as_svg",
        "api.page_as_png",
        "api.page_as_slides",
        "api.page_as_pdf",
        "api.pack",
        "api.pack_as_pdf",
        "api.comments",
        "api.rejected",
        "api.description",
        "api.nothing",
    }
)
# What open pages ask by themselves: nobody stays logged in by it.
BY_ITSELF = frozenset({NEW_DATA})
# Their outputs, as a browser names them.
CALLBACKS: dict[str, Right] = {"answer.data": Right.VIEW}
# A token or a signature, in a header or the address, which no foreign page can send, or nothing to
# do: they need none of a form.
OWN_TOKEN = frozenset({UNSUBSCRIBE, "reload", INTAKE, NO_LOG_IN})
