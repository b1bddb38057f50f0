"""One connection is kept from a report to the next, and none whose other end has gone."""

from __future__ import annotations

import re
import socket
from pathlib import Path

from kiosk.api_client._transport import KEEP_ALIVE, Transport
from kiosk.backend import servers
from kiosk.journeys.reporting import EVERY
from tests.live_backend import LiveBackend

DEPLOY = Path(__file__).parents[2] / "assets" / "deploy"


async def test_two_requests_share_one_connection_that_notices_when_its_other_end_has_gone(backend: LiveBackend) -> None:
    transport = Transport(backend.url, backend.token)
    await transport.open()
    client = transport._client
    assert client is not None
    try:
        answers = [await client.get(f"{backend.url}/v1/service") for _ in range(2)]
        connection, again = (one.extensions["network_stream"].get_extra_info("socket") for one in answers)
        assert connection is again
        assert connection.getsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE)
        probes = [socket.TCP_KEEPINTVL, socket.TCP_KEEPCNT]
        every, most = (connection.getsockopt(socket.IPPROTO_TCP, option) for option in probes)
        assert every * most < EVERY
    finally:
        await transport.aclose()


def test_terminals_keep_a_connection_from_one_report_to_the_next_and_let_go_before_servers_do() -> None:
    proxies = [
        re.findall(pattern, (DEPLOY / name).read_text(), re.MULTILINE)
        for name, pattern in {
            "haproxy.cfg": r"^ +timeout (?:http-keep-alive|client) (\d+)s$",
            "nginx.conf": r"^server \{(?:.|\n)*?^    keepalive_timeout (\d+)s;$",
        }.items()
    ]
    assert [len(found) for found in proxies] == [2, 1]
    assert 1.1 * EVERY < KEEP_ALIVE < min([servers._KEEP_ALIVE, *(int(one) for found in proxies for one in found)])
