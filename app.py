"""Entry point: `create_app` makes the dashboard, `server` is it for WSGI, `main` the commands."""

from __future__ import annotations

import argparse
import hashlib
import logging.config
import os
import sys
from collections.abc import Sequence
from pathlib import Path

import orjson
from dash import Dash, html
from flask import Flask
from pydantic import ValidationError

from api.routes import register_routes
from callbacks import register_callbacks
from components.shell import BOOTSTRAP, INDEX, shell
from data.build import build
from data.errors import DataError
from data.mapping import MappingError
from data.report import check
from data.sample import write_sample
from data.store import Store, open_snapshot
from pages.as_json import page_json
from pages.index import read_page
from server.kept import Kept
from server.logs import log_config
from server.security import ignore_debug_settings
from server.surround import surround
from settings import Settings
from view.url import PAGES, parse


def create_app(settings: Settings) -> Dash:
    """A dashboard on the settings' data, built first where they are not yet.

    Raises MappingError or DataError where there is no data to show.
    """
    store = Store(prepare(settings).parent)
    ignore_debug_settings()
    app = Dash(
        __name__,
        title="CX Lens",
        update_title="",
        index_string=INDEX,
        # Before our own style, which assets/ would not promise.
        external_stylesheets=[BOOTSTRAP],
        assets_ignore=r"bootstrap.*",
        suppress_callback_exceptions=True,
    )
    kept = Kept()
    register_routes(app.server, store, kept)
    register_callbacks(app, store, kept)
    surround(app, store, PAGES)
    _register_files(app)
    app.layout = lambda: shell(store.snapshot().catalog)
    return app


def _register_files(app: Dash) -> None:
    """Make every script and style known now.

    Dash does so at its first request, and lets the requests beside that one through meanwhile: a
    cold process answers those with 500, "is not a registered library".
    """
    app.layout = html.Div()  # the true one reads data, which no process may open before it forks
    app._setup_server()


def prepare(settings: Settings) -> Path:
    """Build the data file of the settings' mapping, or find it built. Returns the file."""
    folder = settings.folder.resolve()
    mapping = settings.mapping or write_sample(folder / "sample")
    name = hashlib.sha256(str(mapping.resolve()).encode()).hexdigest()[:8]
    return build(mapping, folder / f"{mapping.resolve().parent.name}-{name}", _say)


def __getattr__(name: str) -> Flask:
    # `app:server` is made when a WSGI server asks for it, so that the commands need no data.
    if name == "server":
        logging.config.dictConfig(log_config())
        flask: Flask = create_app(Settings()).server
        return flask
    raise AttributeError(f"module 'app' has no attribute {name!r}")


def main(arguments: Sequence[str] | None = None) -> int:
    """The commands. Returns the exit code: 0, or 2 where the input was at fault."""
    parser = argparse.ArgumentParser(prog="app.py", description="CX Lens")
    commands = parser.add_subparsers(dest="command", required=True)
    serve = commands.add_parser("serve", help="serve the dashboard")
    serve.add_argument("mapping", nargs="?", type=Path, help="default: the sample company")
    serve.add_argument("--host")
    serve.add_argument("--port")
    checked = commands.add_parser("check", help="read a mapping's data and say what came of it")
    checked.add_argument("mapping", type=Path)
    kpis = commands.add_parser("kpis", help="print the overview as JSON")
    kpis.add_argument("mapping", type=Path)
    kpis.add_argument("query", nargs="?", default="", help='such as "period=all&region=EMEA"')
    given = parser.parse_args(arguments)
    try:
        match given.command:
            case "serve":
                return _serve(given)
            case "check":
                print(check(given.mapping, _say))
                return 0
            case _:
                return _print_kpis(given.mapping, given.query)
    except (MappingError, DataError) as error:
        print(f"Error: {error}", file=sys.stderr)
        return 2
    except ValidationError as error:
        for one in error.errors():
            name = "CXLENS_" + "_".join(str(part).upper() for part in one["loc"])
            print(f"Error: {name} is {one['input']!r}: {one['msg']}.", file=sys.stderr)
        return 2


def _serve(given: argparse.Namespace) -> int:
    names = {"mapping": given.mapping, "host": given.host, "port": given.port}
    settings = Settings(**{key: value for key, value in names.items() if value is not None})
    prepare(settings)
    print(f"CX Lens is at http://{settings.host}:{settings.port}", file=sys.stderr, flush=True)
    if settings.mapping:
        os.environ["CXLENS_MAPPING"] = str(settings.mapping.resolve())
    command = [sys.executable, "-m", "gunicorn", "app:server", "--worker-class", "gthread"]
    command += ["--threads", str(settings.threads), "--log-level", "warning"]
    command += ["--limit-request-line", "8190"]  # links name every level they filter to
    command += ["--bind", f"{settings.host}:{settings.port}"]
    os.execv(sys.executable, command)


def _print_kpis(mapping: Path, query: str) -> int:
    snapshot = open_snapshot(prepare(Settings(mapping=mapping)))
    view, notices = parse("overview", query, snapshot.catalog)
    for notice in notices:
        print(f"Error: {notice}", file=sys.stderr)
    if notices:
        return 2
    body = page_json(read_page(snapshot, view), snapshot.catalog)
    print(orjson.dumps(body, option=orjson.OPT_INDENT_2).decode())
    return 0


def _say(message: str) -> None:
    print(message, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
