"""A party outside that answers without end holds no thread longer than its call may take."""

from __future__ import annotations

import contextlib
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from kiosk.backend.gateways.http_calls import HttpCalls
from kiosk.backend.gateways.port import ProviderUnavailableError
from kiosk.backend.identities.oidc.exchange import Exchange
from kiosk.backend.identities.port import IdentityDownError
from kiosk.backend.messages.port import GatewayError
from kiosk.backend.messages.sms.form_post import FormPost
from kiosk.clock import Clock, SystemClock
from tests.client.certificates import Authority
from tests.clock import ManualClock
from tests.patience import PATIENCE

BYTES = 60
"""That are sent, one a second: more than any call may take."""

HEAD = b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n"


@contextmanager
def party(clock: ManualClock, first: bytes, secured: ssl.SSLContext | None = None) -> Iterator[str]:
    """Serve `first` and then a byte a second, by the clock that the test moves, and break off after `BYTES`.

    By TLS where it is `secured`.
    """
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def serve() -> None:
            with contextlib.ExitStack() as opened, contextlib.suppress(OSError):
                caller = opened.enter_context(listening.accept()[0])
                caller.settimeout(PATIENCE)
                if secured is not None:
                    caller = opened.enter_context(secured.wrap_socket(caller, server_side=True))
                caller.recv(65_536)
                caller.sendall(first)
                for _ in range(BYTES):
                    clock.advance(1)
                    caller.sendall(b"x")

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield f"{'http' if secured is None else 'https'}://127.0.0.1:{listening.getsockname()[1]}"
        thread.join(PATIENCE)


def gateway(url: str, clock: Clock) -> object:
    return HttpCalls(clock).exchange("POST", url, b"", {}, read_timeout=PATIENCE, within=15)


def identity_provider(url: str, clock: Clock) -> object:
    return Exchange(clock, read_timeout=PATIENCE).get(url)


def text_company(url: str, clock: Clock) -> object:
    return FormPost(url, clock=clock, read_timeout=PATIENCE).ask("send", {})


@pytest.mark.parametrize("first", [b"HTTP/1.1 200 OK\r\nX-Slow: ", HEAD], ids=["head", "body"])
@pytest.mark.parametrize("ask", [gateway, identity_provider, text_company])
def test_a_reply_that_trickles_in_is_cut_off_by_the_deadline_of_its_call(
    ask: Callable[[str, Clock], object], first: bytes, clock: ManualClock
) -> None:
    with (
        party(clock, first) as url,
        pytest.raises((ProviderUnavailableError, IdentityDownError, GatewayError)) as cut_off,
    ):
        ask(url, clock)
    # Read to the end of what is sent, it would be one that broke off.
    assert "ReadTimeoutError" in str(cut_off.value)


def test_by_tls_too_a_reply_is_heard_or_cut_off(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, clock: ManualClock
) -> None:
    authority, secured = Authority(tmp_path), ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.certificate("127.0.0.1")(secured)
    monkeypatch.setenv("SSL_CERT_FILE", str(authority.file))
    with party(clock, b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok", secured) as url:
        assert text_company(url, SystemClock()) == "ok"
    with party(clock, HEAD, secured) as url, pytest.raises(GatewayError, match="ReadTimeoutError"):
        text_company(url, clock)


def test_each_call_has_a_connection_of_its_own_even_where_the_party_would_keep_it(clock: ManualClock) -> None:
    """What a kept connection loses at the moment of sending may have been read, or not."""
    seen = []
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def serve() -> None:
            with contextlib.ExitStack() as kept:
                for _ in range(2):
                    connection = kept.enter_context(listening.accept()[0])
                    connection.settimeout(PATIENCE)
                    seen.append(connection.recv(65_536))
                    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        calls = HttpCalls(clock, at_once=1)
        url = f"http://127.0.0.1:{listening.getsockname()[1]}"
        replies = [calls.send("POST", url, b"", {}, read_timeout=PATIENCE, within=15) for _ in range(2)]
        thread.join(PATIENCE)
        calls.close()
    assert replies == [(200, b"ok")] * 2
    assert all(b"Connection: close" in one for one in seen)
    assert len(seen) == 2
