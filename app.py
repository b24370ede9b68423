"""Entry point: `create_app` makes the dashboard, `server` is it for WSGI, `main` the commands."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import pandas as pd
from dash import Dash, html
from flask import Flask
from pydantic import ValidationError
from werkzeug.middleware.dispatcher import DispatcherMiddleware

from access import commands as access_commands
from access.accounts import AccountError
from access.modes import prepare_access, store_of, ways_of
from access.passwords import Passwords
from api.audit import register_audit
from api.cases import register_cases_csv
from api.exports import Exports
from api.feeds import register_feeds
from api.intake import register_intake
from api.new_data import register_new_data
from api.packs import Packing
from api.routes import register_routes
from callbacks import register_callbacks
from callbacks.alerts.pages import register_alerts
from callbacks.cases.pages import register_cases
from callbacks.first_view import put_first_view
from callbacks.layout import layout
from callbacks.log_in import register_log_in
from callbacks.log_in_page import Pages
from callbacks.notes import register_notes
from callbacks.own_data.allowed import Allowed
from callbacks.own_data.pages import register_own_data
from callbacks.own_data.shared import OwnData, Shared
from callbacks.saved_views import register_saved_views
from callbacks.sharing import register_sharing
from callbacks.site import Members, Site
from callbacks.subscriptions import register_subscriptions
from callbacks.themes.pages import register_themes
from commands import pull
from commands.arguments import parser
from commands.kpis import print_kpis
from components.shell import BOOTSTRAP, INDEX
from data.errors import DataError, MappingError
from data.ingest.check import check, describe
from data.ingest.service import load
from data.mapping import load_mapping
from data.store.load_status import LoadStatus
from data.store.snapshots import NoDataError, Store
from exports.pdf.logo import LogoError
from exports.slides import TemplateError
from server import background, kept_versions
from server.admin import register_reload
from server.gate.links import below_links
from server.gate.vouched import Vouched
from server.gate.who import Entrance
from server.http import joined_files
from server.http.middleware import add_middleware
from server.http.security import ignore_debug_settings
from server.loads.case_rules import make_cases
from server.loads.reload import Loader
from server.loads.themes import hand_over
from server.logs import configure
from server.response_cache import ResponseCache
from server.sending.watch import kinds_sent
from settings import Settings
from store.errors import StoreError
from view.pages import PAGES

_ASSETS = Path(__file__).parent / "assets"
_FIRST = ("theme.js", "scripts.js", "scrolls.js")  # before the first paint, as all styles
_FORMS = ("theme.js", "scrolls.js", "packs.js", "own_data.js")  # of pages without Dash
_AT_START = "CXLENS_AT_START"  # how `serve` tells gunicorn what came of the load


def create_app(settings: Settings, at_start: LoadStatus | None = None) -> Dash:
    """A dashboard on the settings' data, loaded first, unless `at_start` says what came of that.

    Raises MappingError or DataError where there is no data to show, StoreError where nobody could
    log in, TemplateError or LogoError for a template or a logo that can't be used.
    """
    if at_start is None:
        prepare_access(settings)
    accounts, ways = store_of(settings), ways_of(settings)
    pd.options.mode.string_storage = "python"  # the few words of small frames: Arrow takes longer
    store = Store(settings.place()[1], at_start or load_at_start(settings))
    ignore_debug_settings()
    app = Dash(
        __name__,
        title="CX Lens",
        update_title="",
        index_string=INDEX,
        assets_ignore=r".*\.css|" + "|".join((*_FIRST, *_FORMS)),
        suppress_callback_exceptions=True,
        requests_pathname_prefix=settings.prefix,
        routes_pathname_prefix="/",
    )
    kept = ResponseCache()
    packing = Packing.of(settings)
    exports = Exports(accounts, settings.proxies)
    register_routes(app.server, store, exports, kept, packing)
    register_new_data(app.server, store)
    background.register(app.server, settings.place()[1], "callbacks.heavy_work")
    loader = Loader(settings)
    register_reload(app.server, store, loader.start, settings.reload_token)
    register_intake(app.server, settings.place, settings.intake_secrets)
    register_callbacks(app, store, kept)
    styles = joined_files.register(
        app.server, "style.css", [_ASSETS / BOOTSTRAP, *sorted(_ASSETS.glob("*.css"))]
    )
    script = joined_files.register(app.server, "first.js", [_ASSETS / name for name in _FIRST])
    theme = joined_files.register(app.server, "theme.js", [_ASSETS / name for name in _FORMS])
    site = Site(settings.prefix, styles, theme, settings.proxies)
    vouched = Vouched(settings.identity_from, settings.identity_headers)
    entrance = Entrance(ways, vouched, site.closed, site.refused)
    who = add_middleware(app, store, accounts, PAGES, settings.hosts, settings.proxies, entrance)
    kept_versions.register(app.server, settings.place()[1])
    allowed = Allowed(settings.mapping.name if settings.mapping else "", settings.proxies)
    put_first_view(app, store, styles, script, allowed)
    members = None
    if accounts is not None and who is not None:
        passwords = Passwords()  # of all in this process, which take turns
        logging_in = Pages(accounts, who.cookies, ways, settings.prefix, styles, theme)
        register_log_in(app.server, logging_in, passwords, settings.proxies)
        if ways.oidc is not None:
            from callbacks.oidc import register_oidc  # its libraries, where it is a way in

            register_oidc(app.server, logging_in, ways.oidc, settings.hosts, settings.proxies)
        members = Members(site, accounts, who, passwords)
        register_sharing(app.server, members, store)
        register_saved_views(app, members, store)
        register_notes(app.server, members, store)
        register_cases(app.server, members, store)
        register_themes(app.server, members, store, settings.place, loader.start)
        register_subscriptions(app.server, members, store, sends=settings.smtp is not None)
        register_alerts(app.server, members, store, settings.outgoing_hosts, kinds_sent(settings))
        register_feeds(app.server, accounts, settings)
        register_audit(app.server, accounts)
        register_cases_csv(app.server, store, exports)
        app.server.wsgi_app = below_links(app.server.wsgi_app)
    most = settings.upload_mb * 1_000_000
    own = OwnData(allowed, settings.own_data(), settings.place, loader.start_attended, most)
    register_own_data(app.server, Shared(site, members, store, own))
    _serve_below(settings.prefix, app.server)
    _register_files(app)
    app.layout = lambda: layout(store)
    return app


def _serve_below(prefix: str, server: Flask) -> None:
    """Answer below the prefix as well: a proxy may leave it in the path or take it off."""
    if prefix != "/":
        here = server.wsgi_app
        below = DispatcherMiddleware(here, {prefix.rstrip("/"): here})
        server.wsgi_app = below  # type: ignore[method-assign]


def _register_files(app: Dash) -> None:
    """Make every script and style known now.

    Dash does so at its first request, and lets the requests beside that one through meanwhile: a
    cold process answers those with 500, "is not a registered library".
    """
    app.layout = html.Div()  # the true one reads data, which no process may open before it forks
    app._setup_server()


def prepare(settings: Settings, *, attended: bool = False) -> Path:
    """Build the data file of the settings' mapping, or find it built. Returns the file."""
    mapping, folder = settings.place()
    return load(mapping, folder, _say, attended=attended)


def load_at_start(settings: Settings) -> LoadStatus:
    """Load; where that fails, data in use are served on. Returns what came of it.

    Rules of the mapping make their cases, where people log in.
    """
    started_at, accounts = datetime.now(UTC), store_of(settings)
    try:
        if accounts:
            hand_over(accounts, settings.place()[1])
        file = prepare(settings)
    except (MappingError, DataError) as error:
        try:
            Store(settings.place()[1]).snapshot()
        except NoDataError:
            raise error from None
        _say(f"Error: {error}")
        _say("The data in use are served on.")
        return LoadStatus(started_at=started_at).ended("failed", str(error))
    if accounts:
        make_cases(settings.place()[0], file, accounts, datetime.now(UTC))
    return LoadStatus()


def __getattr__(name: str) -> Flask:
    # `app:server` is made when a WSGI server asks for it, so that the commands need no data.
    if name == "server":
        configure()
        told = os.environ.get(_AT_START)
        at_start = LoadStatus.model_validate_json(told) if told else None
        flask: Flask = create_app(Settings(), at_start).server
        return flask
    raise AttributeError(f"module 'app' has no attribute {name!r}")


def main(arguments: Sequence[str] | None = None) -> int:
    """The commands. Returns the exit code: 0; 2 for wrong input; 1 for what may pass."""
    given = parser().parse_args(arguments)
    try:
        match given.command:
            case "serve":
                return _serve(given)
            case "build":
                return _build(given)
            case "check":
                print(check(given.mapping, _say))
                return 0
            case "kpis":
                return print_kpis(prepare(Settings(mapping=given.mapping)), given.query)
            case "init":
                from commands.init import run  # what reads unknown files, for this command alone

                return run(given)
            case "pull":
                return pull.run(given)
            case "refresh":
                from commands.refresh import run as refresh

                return refresh(given)
            case _:
                return access_commands.run(given)
    except (MappingError, DataError, StoreError, AccountError, TemplateError, LogoError) as error:
        print(f"Error: {error}", file=sys.stderr)
        return 1 if isinstance(error, StoreError) and error.passing else 2
    except OSError as error:
        print(f"Error: {error.filename}: {error.strerror}.", file=sys.stderr)
        return 2
    except ValidationError as error:
        for one in error.errors():
            name = "CXLENS_" + "_".join(str(part).upper() for part in one["loc"])
            message = one["msg"].removeprefix("Value error, ")
            secret = "Secret" in str(Settings.model_fields[str(one["loc"][0])].annotation)
            given_as = "set" if secret else repr(one["input"])
            print(f"Error: {name} is {given_as}: {message}.", file=sys.stderr)
        return 2


def _serve(given: argparse.Namespace) -> int:
    names = {"mapping": given.mapping, "host": given.host, "port": given.port}
    settings = Settings(**{key: value for key, value in names.items() if value is not None})
    for sentence in settings.unknown():
        _say(f"Note: {sentence}")
    Packing.of(settings)  # what can't be used ends the start
    prepare_access(settings)
    at_start = load_at_start(settings)
    _say(f"CX Lens is at http://{settings.address()}{settings.prefix}")
    # gunicorn's processes read the settings again, from the folder of this file.
    os.environ["CXLENS_FOLDER"] = str(settings.folder.resolve())
    os.environ["CXLENS_HOST"] = settings.host
    os.environ["CXLENS_PORT"] = str(settings.port)
    os.environ.setdefault("MALLOC_ARENA_MAX", "2")  # else threads keep memory apart, unused
    os.environ[_AT_START] = at_start.model_dump_json()
    for name in ("mapping", "template", "logo"):
        if file := getattr(settings, name):
            os.environ[f"CXLENS_{name.upper()}"] = str(file.resolve())
    os.chdir(Path(__file__).parent)
    os.execv(
        sys.executable, [sys.executable, "-m", "gunicorn", "-c", "python:server.gunicorn_config"]
    )


def _build(given: argparse.Namespace) -> int:
    settings = Settings(mapping=given.mapping) if given.mapping else Settings()
    file = prepare(settings, attended=True)
    print(describe(load_mapping(settings.place()[0]), file))
    return 0


def _say(message: str) -> None:
    print(message, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
