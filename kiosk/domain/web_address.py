"""Addresses of servers that are asked, such as `https://pay.example.tw:8443/v1`: a slip is said before one is asked."""

from __future__ import annotations

import re
from ipaddress import IPv4Address, IPv6Address
from urllib.parse import SplitResult, urlsplit

_NO_HOST = "an address has a host, by its name or its numbers, and perhaps a port"
_SERVER = re.compile(r"(\[(?P<six>[0-9A-Fa-f:.]+(%[A-Za-z0-9_.-]+)?)]|(?P<host>[A-Za-z0-9._-]+))(:(?P<port>.*))?")
_PORT = re.compile(r"[0-9]{1,5}")
_NAME = re.compile(r"(?!.{254})([A-Za-z0-9_-]{1,63}\.)*[A-Za-z0-9_-]{1,63}\.?")


def parts_of(url: str, schemes: tuple[str, ...] = ("https", "http")) -> SplitResult:
    """Return the parts of an address to which paths may be added.

    Raise `ValueError` for one that no connection can be made to; the text says why, and never what stands there.

    >>> parts_of("https://pay.example.tw:8443/v1").port
    8443
    """
    if not url.isascii() or not url.isprintable() or " " in url:
        raise ValueError("an address has no blanks, and only ASCII (an IDN as xn--…)")
    try:
        parts = urlsplit(url)
    except ValueError:
        raise ValueError(_NO_HOST) from None
    if parts.scheme not in schemes:
        raise ValueError(f"an address begins with {' or '.join(f'{scheme}://' for scheme in schemes)}")
    if "?" in url or "#" in url or "@" in parts.netloc:
        raise ValueError("an address has no account, no ? and no #")
    server = _SERVER.fullmatch(parts.netloc)
    if server is None or not _is_host(server["six"], server["host"]):
        raise ValueError(_NO_HOST)
    port = server["port"]
    if port is not None and not (_PORT.fullmatch(port) and 0 < int(port) < 65536):
        raise ValueError("a port is a number from 1 to 65535")
    return parts


def of_backend(url: str) -> SplitResult:
    """Return the parts of a backend's address; raise `ValueError` with an example of one."""
    try:
        return parts_of(url.strip())
    except ValueError as error:
        example = "the backend's address is like http://127.0.0.1:8080 or https://parking.example.tw"
        raise ValueError(f"{example}: {error}") from None


def _is_host(six: str | None, host: str) -> bool:
    try:
        if six:
            return bool(IPv6Address(six))
        # No name ends in a number: that is an address with a slip in it.
        if host.rpartition(".")[2].isdigit():
            return bool(IPv4Address(host))
        # What begins with xn-- stands for a name in other letters, and clients fail at one that stands for none.
        return _NAME.fullmatch(host) is not None and bool(host.lower().encode("ascii").decode("idna"))
    except ValueError:
        return False
