"""Why a backend cannot be reached: each fault that an installation can have is distinguished, at the first try."""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import httpx
import pytest

from kiosk.api_client import KioskClient, Reachability
from kiosk.api_client.errors import Unreached
from kiosk.clock import SystemClock
from tests.client.backend_double import READY, BackendDouble, problem, raw
from tests.client.certificates import Authority
from tests.client.test_broken_server import head, says, served
from tests.client.virtual_time import virtual
from tests.ports import closed_port

TOKEN = "canary-token"


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (raw(b"<h1>Not Found</h1>", status=404, content_type="text/html"), Unreached.NOT_OURS),
        (raw(b'{"detail": "Not Found"}', status=404), Unreached.NOT_OURS),
        (raw(b"<h1>It works!</h1>", content_type="text/html"), Unreached.NOT_OURS),
        (raw(b"plain HTTP request was sent to HTTPS port", status=400, content_type="text/html"), Unreached.NOT_OURS),
        (raw(b"<h1>Bad Gateway</h1>", status=502, content_type="text/html"), Unreached.GATEWAY),
        (raw(b"", status=503, content_type="text/plain"), Unreached.GATEWAY),
        (httpx.Response(301, headers={"Location": "https://backend.test/readyz"}), Unreached.REDIRECTED),
        (raw(b"<h1>Sign in</h1>", status=511, content_type="text/html"), Unreached.REDIRECTED),
        (problem("unavailable", 503), Unreached.NOT_READY),
    ],
)
def test_what_answers_in_the_backends_place_is_distinguished(answer: httpx.Response, reason: Unreached) -> None:
    @virtual
    async def scenario() -> None:
        double = BackendDouble(lambda _: answer)
        double.ready = answer
        async with double.client() as client:
            assert await client.probe() is Reachability.UNREACHABLE
            assert client.unreached is reason

    scenario()


async def reason_at(url: str) -> Unreached | None:
    """Return why a client does not reach this address; None if it does."""
    async with KioskClient(url, TOKEN) as client:
        reached = await client.probe() is Reachability.REACHABLE
        return None if reached else client.unreached


async def test_a_port_where_no_one_listens() -> None:
    with closed_port() as url:
        assert await reason_at(url) is Unreached.REFUSED
        assert await reason_at(url.replace("http:", "https:")) is Unreached.REFUSED


@pytest.mark.parametrize("code", [socket.EAI_NONAME, socket.EAI_AGAIN, socket.EAI_FAIL])
async def test_a_name_that_leads_nowhere(monkeypatch: pytest.MonkeyPatch, code: int) -> None:
    def unknown(*_: object, **__: object) -> None:
        raise socket.gaierror(code, "unknown")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    assert await reason_at("https://parking.example.tw") is Unreached.NO_NAME


READY_ON_THE_WIRE = head("Content-Type: application/json", "Content-Length: 2") + b"{}"


@asynccontextmanager
async def served_by(certificate: Callable[[ssl.SSLContext], None]) -> AsyncIterator[str]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate(context)
    async with served(says(READY_ON_THE_WIRE), tls=context) as url:
        yield url.replace("http:", "https:")


async def test_https_where_http_is_spoken_and_http_where_https_is(tmp_path: Path) -> None:
    async def answers_anything(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(1)
        writer.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")
        await writer.drain()

    async with served(answers_anything) as url:
        assert await reason_at(url.replace("http:", "https:")) is Unreached.TLS
    async with served_by(Authority(tmp_path).certificate("127.0.0.1")) as url:
        assert await reason_at(url.replace("https:", "http:")) is Unreached.DROPPED


async def test_a_private_authority_is_trusted_once_the_system_trusts_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    authority = Authority(tmp_path)
    async with served_by(authority.certificate("127.0.0.1")) as url:
        assert await reason_at(url) is Unreached.CERTIFICATE
        monkeypatch.setenv("SSL_CERT_FILE", str(authority.file))
        assert await reason_at(url) is None


async def test_a_certificate_of_another_name_and_one_that_has_run_out(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    authority = Authority(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(authority.file))
    async with served_by(authority.certificate("127.0.0.2")) as url:
        assert await reason_at(url) is Unreached.CERTIFICATE_NAME
    async with served_by(authority.certificate("parking.example.tw")) as url:
        assert await reason_at(url.replace("127.0.0.1", "localhost")) is Unreached.CERTIFICATE_NAME
    over = SystemClock().now() - timedelta(days=1)
    async with served_by(authority.certificate("127.0.0.1", until=over)) as url:
        assert await reason_at(url) is Unreached.CERTIFICATE_DATE


@virtual
async def test_a_backend_that_has_come_back_is_reached_whatever_the_reason_was() -> None:
    double = BackendDouble(lambda _: READY)
    double.ready = httpx.ConnectTimeout("no route")
    async with double.client() as client:
        assert await client.probe() is Reachability.UNREACHABLE
        assert client.unreached is Unreached.SILENT
        double.ready = READY
        assert await client.probe() is Reachability.REACHABLE
