"""Not a ClickHouse server: its engine (chdb) behind a little HTTP, as clickhouse-connect speaks it.

It proves the SQL and the format of what goes over the wire, and nothing of a server's operation.

    python -m tests.live_databases.standin PORT FOLDER
"""

from __future__ import annotations

import re
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

from chdb.session import Session

_LOCK = threading.Lock()  # the engine answers one question at a time
_FORMAT = re.compile(r"\sFORMAT\s+(\w+)\s*;?\s*$", re.IGNORECASE)
_OF_HTTP = {"database", "query", "session_id", "query_id", "wait_end_of_query", "compress", "role"}
_OF_HTTP |= {"client_protocol_version", "enable_http_compression", "default_format"}


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    session: Session

    def do_GET(self) -> None:
        self._send(200, b"Ok.\n")

    def do_POST(self) -> None:
        given = {k: v[-1] for k, v in parse_qs(urlsplit(self.path).query).items()}
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        head = given.get("query", "")
        sql = f"{head}\n{body.decode()}" if head else body.decode()
        found = _FORMAT.search(sql)
        form = found[1] if found else given.get("default_format", "TabSeparated")
        sql = _FORMAT.sub("", sql).rstrip().rstrip(";")
        settings = {k: v for k, v in given.items() if k not in _OF_HTTP}
        try:
            with _LOCK:
                for name, value in settings.items():
                    self.session.query(f"SET {name} = '{value}'")
                answer = self.session.query(sql, form).bytes() or b""
        except Exception as error:
            self._send(500, str(error).encode(), {"X-ClickHouse-Exception-Code": "1"})
            return
        more = {
            "X-ClickHouse-Summary": "{}",
            "X-ClickHouse-Format": form,
            "X-ClickHouse-Timezone": "UTC",
        }
        self._send(200, answer, more)

    def _send(self, status: int, body: bytes, more: dict[str, str] | None = None) -> None:
        self.send_response(status)
        for name, value in (more or {}).items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Says nothing."""


if __name__ == "__main__":
    _Handler.session = Session(sys.argv[2])
    ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), _Handler).serve_forever()
