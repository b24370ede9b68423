"""The commands of `app.py` and what they are given."""

from __future__ import annotations

import argparse
from pathlib import Path

from access.commands import add_commands
from commands.pull import add_pull


def parser() -> argparse.ArgumentParser:
    """All commands; the one that is given is `command`."""
    made = argparse.ArgumentParser(prog="app.py", description="CX Lens")
    commands = made.add_subparsers(dest="command", required=True)
    serve = commands.add_parser("serve", help="serve the dashboard")
    serve.add_argument("mapping", nargs="?", type=Path, help="default: the sample company")
    serve.add_argument("--host")
    serve.add_argument("--port")
    init = commands.add_parser("init", help="draft a mapping of your own files, and show it")
    init.add_argument("files", nargs="+", type=Path, metavar="FILE")
    init.add_argument("--to", type=Path, help="default: mapping.toml beside the first file")
    init.add_argument("--company", help="its name; default: that of the first file")
    refresh = commands.add_parser("refresh", help="take newer files by a mapping that you have")
    refresh.add_argument("mapping", type=Path)
    refresh.add_argument("files", nargs="+", type=Path, metavar="FILE")
    refresh.add_argument(
        "--replace",
        action="store_true",
        help="the files have everything there is: rows that are not in them are left out",
    )
    for drafting in (init, refresh):
        drafting.add_argument(
            "--answer",
            action="append",
            default=[],
            metavar="KEY=NUMBER",
            help="what a question is answered with, where nobody can be asked",
        )
    built = commands.add_parser("build", help="take a mapping's data as they are, and say so")
    built.add_argument("mapping", nargs="?", type=Path, help="default: the sample company")
    checked = commands.add_parser("check", help="read a mapping's data and say what came of it")
    checked.add_argument("mapping", type=Path)
    kpis = commands.add_parser("kpis", help="print the overview as JSON")
    kpis.add_argument("mapping", type=Path)
    kpis.add_argument("query", nargs="?", default="", help='such as "period=all&region=EMEA"')
    add_pull(commands.add_parser("pull", help="bring what a service holds into files"))
    add_commands(commands)
    return made
