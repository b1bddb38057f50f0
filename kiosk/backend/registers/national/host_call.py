"""One bounded GET to a city: to its own name only, by TLS that is checked, and never longer than it may take."""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import SplitResult

from kiosk.backend.registers.national.answers import MOST_BYTES
from kiosk.backend.registers.national.questions import NotAnsweredError
from kiosk.backend.timed_calls import TimedSocket
from kiosk.clock import Deadline
from kiosk.contract.cities import CityReason
from kiosk.platform.machine.certificates import system_certificates

_PORTS = {"https": 443, "http": 80}
_MOST_ADDRESSES = 3
"""Addresses of one name that are tried; the time is shared between them."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back, whatever its status."""

    status: int
    content: bytes


def certificates() -> ssl.SSLContext:
    """Return the context for TLS with cities: chain, dates and host name are checked.

    `VERIFY_X509_STRICT`, which Python sets in its default contexts from 3.13 on, is cleared and nothing else: the
    government's authority (TWCA) issues from a certificate without a subject key identifier, which RFC 5280 §4.2.1.2
    asks for and no other client insists on. See python/cpython#107361.
    """
    context = system_certificates()
    context.verify_flags &= ~ssl.VERIFY_X509_STRICT
    return context


class HostCall:
    """Calls to cities. A new connection each: a city is asked once a second at most."""

    def __init__(self, *, own_network: bool = False) -> None:
        """Ask in our own network too with `own_network`, where simulated cities are."""
        self._own_network = own_network
        self._context = certificates()

    def get(self, url: SplitResult, headers: Mapping[str, str], deadline: Deadline) -> Reply:
        """Return what lies at an address by a deadline; raise `NotAnsweredError`. No redirect is followed."""
        host = url.hostname or ""
        try:
            with self._connected(host, url.port or _PORTS[url.scheme], deadline) as bare:
                if url.scheme == "https":
                    bare.settimeout(_left(deadline))
                    with self._context.wrap_socket(bare, server_hostname=host) as secured:
                        return _asked(secured, url, headers, deadline)
                return _asked(bare, url, headers, deadline)
        except TimeoutError:
            reason, where = CityReason.SILENT, ""
        except ssl.SSLCertVerificationError as error:
            reason, where = CityReason.CERTIFICATE, error.verify_message or ""
        except (OSError, http.client.HTTPException) as error:
            # Not the error itself: it may name the address, and that holds a plate.
            reason, where = CityReason.NO_CONNECTION, type(error).__name__
        raise NotAnsweredError(reason, where)

    def _connected(self, host: str, port: int, deadline: Deadline) -> socket.socket:
        """Return a connection to an address that was looked at: a name that changes in between leads nowhere else."""
        addresses = self._addresses(host, port)
        fault: OSError = TimeoutError()
        for index, address in enumerate(addresses):
            try:
                return socket.create_connection((address, port), timeout=_left(deadline) / (len(addresses) - index))
            except OSError as error:
                fault = error
        raise fault

    def _addresses(self, host: str, port: int) -> list[str]:
        try:
            found = [str(entry[4][0]) for entry in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
        except (socket.gaierror, UnicodeError):
            found = []
        if not found:
            raise NotAnsweredError(CityReason.NO_SUCH_HOST)
        allowed = [one for one in dict.fromkeys(found) if self._own_network or _is_public(one)]
        if not allowed:
            raise NotAnsweredError(CityReason.PRIVATE_ADDRESS)
        return allowed[:_MOST_ADDRESSES]


def _is_public(address: str) -> bool:
    parsed = ipaddress.ip_address(address.partition("%")[0])
    mapped = getattr(parsed, "ipv4_mapped", None)
    return (mapped or parsed).is_global and not parsed.is_multicast


def _left(deadline: Deadline) -> float:
    left = deadline.remaining()
    if not left:
        raise TimeoutError
    return left


def _asked(connection: socket.socket, url: SplitResult, headers: Mapping[str, str], deadline: Deadline) -> Reply:
    caller = http.client.HTTPConnection(url.hostname or "", url.port)
    sent = {
        "Host": url.netloc,
        "Accept": "application/json",
        "Accept-Encoding": "identity",
        "Connection": "close",
        "User-Agent": "parking-kiosk",
        **headers,
    }
    caller.sock = TimedSocket(connection, deadline)
    caller.request("GET", url.path, headers=sent)
    with caller.getresponse() as response:
        content = response.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise NotAnsweredError(CityReason.TOO_LONG)
    return Reply(response.status, content)
