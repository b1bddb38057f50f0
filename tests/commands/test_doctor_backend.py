"""The way to a backend, examined where it really leads through TLS: what is in it, and what can be known."""

from __future__ import annotations

import asyncio
import json
import ssl
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import keyring
import pytest
from keyring.errors import KeyringLocked

from kiosk import __version__
from kiosk.api_client import Timing
from kiosk.backend.http import health
from kiosk.i18n import Texts
from tests.client.certificates import Authority
from tests.client.test_broken_server import Behaviour, head, says, served
from tests.commands.conftest import Run
from tests.live_backend import LiveBackend
from tests.patience import PATIENCE

HTML = "Content-Type: text/html"
GATEWAY = b"HTTP/1.1 502 Bad Gateway\r\nContent-Type: text/html\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
ELSEWHERE = (
    b"HTTP/1.1 301 Moved\r\nLocation: https://parking.example.tw/\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
)


@pytest.fixture(params=["with a token", "without a token"])
def token(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> bool:
    """Whether this machine has a token for whatever backend; what is in the way is found with and without one."""
    monkeypatch.setattr(keyring, "get_keyring", lambda: SimpleNamespace(get_password=lambda *_: None))
    # Silence is not what is tested: on a busy machine, an answer is waited for.
    monkeypatch.setattr("kiosk.api_client.Timing", lambda **given: Timing(probe_within=PATIENCE, **given))
    if request.param == "with a token":
        monkeypatch.setenv("KIOSK_DEVICE_TOKEN", "canary-token")
    return bool(request.param == "with a token")


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    return Authority(tmp_path)


async def examined(kiosk: Run, url: str) -> dict[str, Any]:
    """Return the findings by their names; the servers that are asked live in this thread's loop."""
    ran = await asyncio.to_thread(kiosk, "doctor", "--json", "--backend", url)
    assert "canary" not in ran.out + ran.err
    return {check["id"]: check for check in json.loads(ran.out)["checks"]}


@asynccontextmanager
async def spoken(behaviour: Behaviour, certificate: Callable[[ssl.SSLContext], None]) -> AsyncIterator[str]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate(context)
    async with served(behaviour, tls=context) as url:
        yield url.replace("http:", "https:")


async def refuses_anything(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Behave as a server that takes what it reads, such as the beginning of TLS, for a faulty request."""
    await reader.read(1)
    writer.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")
    await writer.drain()


def handed_on(address: str) -> Behaviour:
    """Behave as a proxy that speaks TLS for a backend."""

    async def copied(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while some := await reader.read(4096):
            writer.write(some)
            await writer.drain()

    async def behave(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        host, port = address.removeprefix("http://").split(":")
        answers, asks = await asyncio.open_connection(host, int(port))
        try:
            asking = asyncio.create_task(copied(reader, asks))
            await copied(answers, writer)
            asking.cancel()
            await asyncio.wait({asking})
        finally:
            asks.close()

    return behave


def unreached(found: dict[str, Any], reason: str) -> None:
    assert found["backend"]["mark"] == "failure"
    assert found["backend"]["fix"] == Texts("en")(f"unreached-{reason}")
    assert "backend-there" not in found


async def test_a_certificate_that_is_not_trusted_of_another_name_or_out_of_date_is_reported(
    kiosk: Run, token: bool, authority: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    over = datetime.now(UTC) - timedelta(days=1)
    async with spoken(says(GATEWAY), authority.certificate("127.0.0.1")) as url:
        unreached(await examined(kiosk, url), "certificate")
    monkeypatch.setenv("SSL_CERT_FILE", str(authority.file))
    async with spoken(says(GATEWAY), authority.certificate("127.0.0.2")) as url:
        unreached(await examined(kiosk, url), "certificate-name")
    async with spoken(says(GATEWAY), authority.certificate("127.0.0.1", until=over)) as url:
        unreached(await examined(kiosk, url), "certificate-date")


async def test_https_where_http_is_spoken_and_http_where_https_is_are_reported(
    kiosk: Run, token: bool, authority: Authority
) -> None:
    async with served(refuses_anything) as url:
        unreached(await examined(kiosk, url.replace("http:", "https:")), "tls")
    async with spoken(says(GATEWAY), authority.certificate("127.0.0.1")) as url:
        unreached(await examined(kiosk, url.replace("https:", "http:")), "dropped")


async def test_with_a_keyring_that_is_locked_the_backend_is_asked_all_the_same(
    kiosk: Run, authority: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    def locked(*_: str) -> None:
        raise KeyringLocked

    monkeypatch.setattr(keyring, "get_keyring", lambda: SimpleNamespace(get_password=locked))
    monkeypatch.setattr("kiosk.api_client.Timing", lambda **given: Timing(probe_within=PATIENCE, **given))
    monkeypatch.setenv("SSL_CERT_FILE", str(authority.file))
    async with spoken(says(GATEWAY), authority.certificate("127.0.0.1")) as url:
        found = await examined(kiosk, url)
    assert "keyring" in found["token"]["message"]
    unreached(found, "gateway")


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (GATEWAY, "gateway"),
        (ELSEWHERE, "redirected"),
        (head(HTML, "Content-Length: 13", "Connection: close") + b"<p>Hello.</p>", "not-ours"),
    ],
)
async def test_a_proxy_in_between_is_reported(
    kiosk: Run, token: bool, authority: Authority, monkeypatch: pytest.MonkeyPatch, answer: bytes, reason: str
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(authority.file))
    async with spoken(says(answer), authority.certificate("127.0.0.1")) as url:
        unreached(await examined(kiosk, url), reason)


async def test_a_path_that_is_not_the_backends_is_reported(kiosk: Run, token: bool, backend: LiveBackend) -> None:
    unreached(await examined(kiosk, backend.url + "/parking"), "not-ours")


async def test_without_a_token_the_office_the_version_and_the_clock_are_known(
    kiosk: Run, authority: Authority, backend: LiveBackend, patient_client: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keyring, "get_keyring", lambda: SimpleNamespace(get_password=lambda *_: None))
    monkeypatch.setenv("SSL_CERT_FILE", str(authority.file))
    skewed = abs(backend.clock.now() - datetime.now(UTC)) > timedelta(minutes=1)
    async with spoken(handed_on(backend.url), authority.certificate("127.0.0.1")) as url:
        found = await examined(kiosk, url)
    assert found["token"]["mark"] == "failure"
    assert found["backend-there"]["mark"] == "ok"
    assert backend.settings.office in found["backend-there"]["message"]
    assert __version__ in found["version"]["message"]
    assert found["skew"]["mark"] == ("failure" if skewed else "ok")


async def test_a_backend_of_another_version_is_a_doubt_and_one_that_hides_it_is_none(
    kiosk: Run, backend: LiveBackend, patient_client: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KIOSK_DEVICE_TOKEN", backend.token)
    monkeypatch.setattr(health, "__version__", "9.9.9")
    other = (await examined(kiosk, backend.url))["version"]
    assert (other["mark"], "9.9.9" in other["message"], __version__ in other["message"]) == ("warning", True, True)
