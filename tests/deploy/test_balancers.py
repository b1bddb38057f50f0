"""The office's nginx and haproxy: events at once, secrets in no log, and no one behind a closed door."""

from __future__ import annotations

import re
import socket
import ssl
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest
import urllib3

from kiosk.backend.http.payment_events import StreamTiming
from kiosk.clock import ShiftedClock
from tests.backend.caller import Caller
from tests.clock import START, ManualClock
from tests.deploy.balancers import Balancer, Upstream, haproxy, nginx
from tests.deploy.programs import PATIENCE, until
from tests.live_backend import LiveBackend
from tests.ports import HeldPort
from tests.source import ROOT

Kind = Callable[..., AbstractContextManager[Balancer]]

both = pytest.mark.parametrize("kind", [nginx, haproxy])

SECRET = "a-secret-that-only-the-company-knows"


def asked(balancer: Balancer, method: str, path: str, **more: object) -> int:
    """Return the status of what a phone gets."""
    with balancer.pool() as pool:
        return int(pool.request(method, balancer.url + path, redirect=False, **more).status)  # type: ignore[arg-type]


@contextmanager
def connected(balancer: Balancer) -> Iterator[ssl.SSLSocket]:
    """Open a connection as a phone does."""
    trust = ssl.create_default_context(cafile=balancer.folder / "kiosk.crt")
    with (
        socket.create_connection(("127.0.0.1", balancer.port), timeout=PATIENCE) as plain,
        trust.wrap_socket(plain, server_hostname="127.0.0.1") as line,
    ):
        yield line


def announced(balancer: Balancer, *lines: str) -> int:
    """Return the status that only a head gets, before any body."""
    with connected(balancer) as line:
        line.sendall("\r\n".join([*lines, "Host: parking.example.tw", "", ""]).encode())
        return int(line.recv(4096).split()[1])


@pytest.mark.parametrize(
    ("file", "waits"),
    [("haproxy.cfg", r"^\s*timeout server (\d+)s$"), ("nginx.conf", r"^\s*proxy_read_timeout (\d+)s;$")],
)
def test_a_stream_in_which_nothing_happens_says_so_well_before_a_balancer_gives_it_up(file: str, waits: str) -> None:
    written = (ROOT / "assets" / "deploy" / file).read_text(encoding="utf-8")
    (seconds,) = re.findall(waits, written, re.MULTILINE)
    assert int(seconds) >= 3 * StreamTiming().still_here


@pytest.mark.variants
@both
def test_a_payment_is_made_paid_and_heard_of_through_the_balancer(kind: Kind, sqlite_demo_url: str) -> None:
    with LiveBackend(sqlite_demo_url, clock=ShiftedClock(START)) as backend, kind([backend.port]) as balancer:
        with Caller(backend, url=balancer.url, pool=balancer.pool()) as kiosk:
            payment = kiosk.pay()
            with kiosk.watching(payment) as stream:
                first = stream.event()
                assert first is not None
                assert kiosk.confirm(payment).status == 303
                assert [event.json["state"] for event in stream.events()][-1] == "paid"
        assert payment["link"].rpartition("/")[2] not in balancer.logged()


@pytest.mark.parametrize(("kind", "tls"), [(nginx, True), (haproxy, True), (haproxy, False)])
def test_an_event_does_not_wait_for_the_next_one(kind: Kind, tls: bool) -> None:
    # Each is sent when the one before has arrived. With haproxy's default, each takes 200 ms where it does not encrypt.
    with (
        Upstream() as upstream,
        kind([upstream.port]) if tls else kind([upstream.port], tls=False) as balancer,
        balancer.pool() as pool,
    ):
        upstream.events.put(b"retry: 2000\n\n")
        url = balancer.url if tls else f"http://127.0.0.1:{balancer.plain_port}"
        reply = pool.request("GET", url + "/v1/payments/x/events", preload_content=False)
        chunks = reply.stream(4096)
        assert next(chunks) == b"retry: 2000\n\n"
        took = []
        for number in range(200):
            event, began = b"data: %d\n\n" % number, time.monotonic()
            upstream.events.put(event)
            assert next(chunks) == event
            took.append(time.monotonic() - began)
        assert sorted(took)[100] < 0.1  # a busy machine holds up some of them, and no default so few
        upstream.events.put(None)
        assert next(chunks, None) is None


@both
def test_text_receipts_are_closed_to_the_world(kind: Kind) -> None:
    with Upstream() as upstream, kind([upstream.port]) as balancer:
        assert asked(balancer, "GET", f"/v1/text-receipts/mitake/{SECRET}") == 403
        assert asked(balancer, "GET", f"/v1/text-receipts/mitake/{SECRET}?msgid=1") == 403
        assert asked(balancer, "GET", "/readyz") == 200
        assert asked(balancer, "GET", "/v1/service") == 200
        assert SECRET not in balancer.logged()
    assert upstream.asked == ["/v1/service"]


@both
def test_the_text_message_company_gets_in_and_its_secret_stands_in_no_log(kind: Kind) -> None:
    with Upstream() as upstream, kind([upstream.port], company="127.0.0.0/8") as balancer:
        assert asked(balancer, "GET", f"/v1/text-receipts/mitake/{SECRET}") == 200
        assert upstream.asked == [f"/v1/text-receipts/mitake/{SECRET}"]
        assert SECRET not in balancer.logged()


def test_what_cannot_be_delivered_is_not_quoted_in_a_log() -> None:
    with HeldPort() as no_one, nginx([no_one.number], company="127.0.0.0/8") as balancer:
        assert asked(balancer, "GET", f"/v1/text-receipts/mitake/{SECRET}") == 502
        assert asked(balancer, "GET", f"/P/{SECRET}") == 502
        assert SECRET not in balancer.logged()


@both
def test_what_the_backend_would_not_take_does_not_reach_it(kind: Kind) -> None:
    with Upstream() as upstream, kind([upstream.port]) as balancer:
        assert asked(balancer, "POST", "/v1/bills/search", body=b"x" * (64 * 1024)) == 200
        assert announced(balancer, "POST /v1/bills/search HTTP/1.1", f"Content-Length: {64 * 1024 + 1}") == 413
        assert announced(balancer, "GET /v1/service HTTP/1.1", "X-Large: " + "x" * 40_000) in (400, 431)
    assert upstream.asked == ["/v1/bills/search"]


@both
@pytest.mark.parametrize("begun", ["", "abc"], ids=["not a byte", "a part"])
def test_a_body_that_does_not_come_is_given_up_and_takes_nothing_of_a_backend(kind: Kind, begun: str) -> None:
    with Upstream() as upstream, kind([upstream.port], body_time="500ms") as balancer, connected(balancer) as line:
        head = ["POST /v1/bills/search HTTP/1.1", "Host: parking.example.tw", "Content-Length: 10", "", begun]
        line.sendall("\r\n".join(head).encode())
        # nginx ends the connection without a word.
        assert line.recv(4096).split()[1:2] in ([b"408"], [])
    assert upstream.asked == []


@both
def test_a_backend_that_is_gone_is_passed_over(kind: Kind) -> None:
    with HeldPort() as no_one, Upstream() as upstream, kind([no_one.number, upstream.port]) as balancer:
        assert [asked(balancer, "GET", "/v1/service") for _ in range(10)] == [200] * 10


def test_haproxy_asks_nothing_of_a_backend_that_is_not_ready() -> None:
    with Upstream() as one, Upstream() as other, haproxy([one.port, other.port]) as balancer:
        one.ready = False
        until(lambda: f"Server kiosks/s{one.port} is DOWN" in balancer.logged(), balancer.logged)
        one.asked.clear()
        assert [asked(balancer, "GET", "/v1/service") for _ in range(10)] == [200] * 10
        assert (len(one.asked), len(other.asked)) == (0, 10)
        one.ready = True
        until(lambda: f"Server kiosks/s{one.port} is UP" in balancer.logged(), balancer.logged)
        until(lambda: bool(asked(balancer, "GET", "/v1/service") and one.asked))


@both
def test_plain_http_is_sent_to_https(kind: Kind) -> None:
    with Upstream() as upstream, kind([upstream.port]) as balancer, urllib3.PoolManager(retries=False) as pool:
        reply = pool.request("GET", f"http://127.0.0.1:{balancer.plain_port}/P/ABC", redirect=False)
        assert reply.status == 308
        assert reply.headers["location"].startswith("https://")
    assert upstream.asked == []


@pytest.mark.long
@both
def test_guests_behind_the_balancer_are_distinguished_whatever_they_say_of_themselves(
    kind: Kind, sqlite_demo_url: str, clock: ManualClock
) -> None:
    backend = LiveBackend(sqlite_demo_url, clock=clock, trusted_proxies=["127.0.0.1"])
    with backend, kind([backend.port]) as balancer:

        def asks(address: str, said: str) -> int:
            with urllib3.PoolManager(
                ca_certs=str(balancer.folder / "kiosk.crt"), retries=False, source_address=(address, 0)
            ) as pool:
                url = balancer.url + "/v1/picture-codes"
                return int(pool.request("POST", url, headers={"X-Forwarded-For": said}).status)

        here = [asks("127.0.0.2", f"198.51.100.{number}") for number in range(6)]
        assert here == [*5 * [201], 429]
        assert asks("127.0.0.3", "127.0.0.2") == 201
