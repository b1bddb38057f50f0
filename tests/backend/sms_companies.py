"""Two companies that send text messages, as small servers that answer as the real ones do."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from urllib.parse import parse_qsl

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from tests.patience import PATIENCE

USER, PASSWORD = "office", "a password of the tests"


class Company:
    """What both have in common: forms come in, texts in some encoding go out."""

    ENCODING = "big5"

    def __init__(self) -> None:
        self.reset()

    def reset(self) -> None:
        """Be as on the first day: what one test did is forgotten for the next."""
        self.encoding = self.ENCODING
        self.answer: str | None = None
        """Said to whatever is asked, instead of the usual."""
        self.status = 200
        self.hang: threading.Event | None = None
        """Nothing is answered before it is set."""
        self.asked: list[tuple[str, dict[str, str]]] = []
        """The path with its query, and the form."""
        self.sent: list[dict[str, str]] = []
        """The forms of messages that went out to phones."""
        self.states: dict[str, str] = {}
        """How far each message has come, in the company's own code."""
        self.known: dict[str, str] = {}
        """Our keys of messages, and the ids that they were given."""

    async def take(self, request: Request) -> dict[str, str]:
        form = dict(parse_qsl((await request.body()).decode("ascii"), keep_blank_values=True, encoding="utf-8"))
        path = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        self.asked.append((path, form))
        if self.hang is not None:
            await asyncio.to_thread(self.hang.wait, 10)
        return form

    def reply(self, usual: str) -> Response:
        text = usual if self.answer is None else self.answer
        return Response(text.encode(self.encoding), self.status, media_type="text/plain")


class MitakeCompany(Company):
    """Mitake: `SmSend` and `SmQuery`; a `clientid` that it has seen within twelve hours sends nothing again."""

    def __init__(self) -> None:
        super().__init__()
        routes = [
            Route("/api/mtk/SmSend", self._send, methods=["POST"]),
            Route("/api/mtk/SmQuery", self._query, methods=["POST"]),
        ]
        self.app = Starlette(routes=routes)

    async def _send(self, request: Request) -> Response:
        form = await self.take(request)
        if refusal := self._refusal(form):
            return self.reply(refusal)
        if self.answer is not None:
            return self.reply("")
        known = self.known.get(form["clientid"])
        if known is not None:
            return self.reply(f"[{form['clientid']}]\r\nmsgid={known}\r\nstatuscode=1\r\nDuplicate=Y\r\n")
        self.sent.append(form)
        id = f"#{len(self.sent):09}"
        self.known[form["clientid"]] = id
        self.states[id] = "1"
        return self.reply(f"[{form['clientid']}]\r\nmsgid={id}\r\nstatuscode=1\r\nAccountPoint=99\r\n")

    async def _query(self, request: Request) -> Response:
        form = await self.take(request)
        if refusal := self._refusal(form):
            return self.reply(refusal)
        if "msgid" in form:
            id = form["msgid"]
            return self.reply(f"{id}\t{self.states[id]}\t20261123102801\r\n" if id in self.states else "")
        return self.reply("AccountPoint=98\r\n")

    def _refusal(self, form: Mapping[str, str]) -> str | None:
        if (form.get("username"), form.get("password")) == (USER, PASSWORD):
            return None
        return "statuscode=e\r\nError=帳號、密碼錯誤\r\n"


class Every8dCompany(Company):
    """EVERY8D: `sendSMS.ashx`, `getCredit.ashx`, `getDeliveryStatus.ashx`; it knows no key for a message."""

    ENCODING = "utf-8"

    def __init__(self) -> None:
        super().__init__()
        routes = [
            Route("/API21/HTTP/sendSMS.ashx", self._send, methods=["POST"]),
            Route("/API21/HTTP/getCredit.ashx", self._credit, methods=["POST"]),
            Route("/API21/HTTP/getDeliveryStatus.ashx", self._delivery, methods=["POST"]),
        ]
        self.app = Starlette(routes=routes)

    async def _send(self, request: Request) -> Response:
        form = await self.take(request)
        if refusal := self._refusal(form):
            return self.reply(refusal)
        if self.answer is not None:
            return self.reply("")
        self.sent.append(form)
        id = f"00000000-0000-0000-0000-{len(self.sent):012}"
        self.states[id] = "0"
        return self.reply(f"87.0,1,1,0,{id}")

    async def _credit(self, request: Request) -> Response:
        return self.reply(self._refusal(await self.take(request)) or "79.0")

    async def _delivery(self, request: Request) -> Response:
        form = await self.take(request)
        state = self.states.get(form["BID"])
        if refusal := self._refusal(form):
            return self.reply(refusal)
        row = f"\t+886912345678\t2026/11/23 10:28:01\t1\t{state}\r\n"
        return self.reply("0\r\n" if state is None else "1\r\n" + row)

    def _refusal(self, form: Mapping[str, str]) -> str | None:
        return None if (form.get("UID"), form.get("PWD")) == (USER, PASSWORD) else "-2,帳號或密碼錯誤"


@contextmanager
def raw_server(reply: bytes) -> Iterator[str]:
    """Serve bytes as they are to one connection, and close it."""
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def serve() -> None:
            connection, _ = listening.accept()
            with connection:
                connection.settimeout(PATIENCE)
                connection.recv(65_536)
                connection.sendall(reply)

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        thread.join(PATIENCE)
