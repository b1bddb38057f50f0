"""A backend that answers as ours does, with every text that is no one's code or number turned into an attack."""

from __future__ import annotations

import io
import json
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import urllib3

from tests.patience import PATIENCE

ATTACK = (
    "\x1b]0;o\x07\x1b]52;c;AA\x07\x1b[2J\x9b31m\x9d0;x\x9c\x0e\x7f\x00\u202e\u200b[red]x[/] [/] [@click=app.quit]q[/]"
)
"""Every control sequence that Textual was seen to pass on, marks of direction, and markup."""

_CODE = re.compile(r"[A-Za-z0-9:/._+-]*")


def hostile(value: Any, key: str = "") -> Any:
    """Return a reply's value with the attack in each text that a person would read."""
    if isinstance(value, dict):
        return {key: hostile(one, key) for key, one in value.items()}
    if isinstance(value, list):
        return [hostile(one) for one in value]
    # A plate is no text for people, and a name has no more characters: what is none is refused as a whole.
    if isinstance(value, str) and key != "plate" and not _CODE.fullmatch(value):
        return (value[:10] + ATTACK)[: 60 if key == "name" else 200]
    return value


@contextmanager
def in_front_of(url: str) -> Iterator[str]:
    """Stand between a kiosk and a backend; yield the address to ask."""
    pool = urllib3.PoolManager(maxsize=8, retries=False, timeout=PATIENCE)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._pass_on()

        def do_POST(self) -> None:
            self._pass_on()

        def _pass_on(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            sent = {name: value for name, value in self.headers.items() if name.lower() not in ("host", "connection")}
            reply = pool.request(self.command, url + self.path, body=body or None, headers=sent, preload_content=False)
            kind = reply.headers.get("content-type", "")
            self.send_response(reply.status)
            self.send_header("Content-Type", kind)
            if kind.startswith("text/event-stream"):
                self.end_headers()
                self._events(reply)
                return
            content = reply.read()
            reply.release_conn()
            if "json" in kind:
                content = json.dumps(hostile(json.loads(content))).encode()
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def _events(self, reply: urllib3.BaseHTTPResponse) -> None:
            """Pass a stream on line by line until either side ends it."""
            try:
                for line in io.TextIOWrapper(reply, encoding="utf-8"):  # type: ignore[type-var]
                    field, _, data = line.partition("data: ")
                    attacked = f"data: {json.dumps(hostile(json.loads(data)))}\n" if data and not field else line
                    self.wfile.write(attacked.encode())
                    self.wfile.flush()
            except (OSError, urllib3.exceptions.HTTPError):
                pass  # the kiosk has seen enough, or the backend has ended
            finally:
                reply.close()

        def log_message(self, *_: object) -> None:
            """Say nothing on the test's own terminal."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        thread.join(PATIENCE)
        server.server_close()
        pool.clear()
