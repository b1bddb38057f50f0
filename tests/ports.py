"""Ports that stay a test's own for as long as it needs them, whatever else asks for a free one meanwhile."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Self


class HeldPort:
    """A loopback port at which nothing listens until `listening`, and again when that is closed.

    It is bound and never listens itself, so a connection is refused, and no other process is given it.
    """

    def __init__(self) -> None:
        self._holder = _bound(0)
        self.number: int = self._holder.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.number}"

    def listening(self) -> socket.socket:
        """Return a socket of its own that listens at the port; close it to have nothing there again."""
        found = _bound(self.number)
        found.listen(128)
        return found

    def close(self) -> None:
        self._holder.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _bound(number: int) -> socket.socket:
    made = socket.socket()
    made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)  # two sockets of one user may share the address
    made.bind(("127.0.0.1", number))
    return made


@contextmanager
def closed_port() -> Iterator[str]:
    """Yield the URL of a port at which nothing listens."""
    with HeldPort() as port:
        yield port.url
