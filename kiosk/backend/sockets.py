"""The sockets that a backend listens at: opened here, or handed down by the kiosk that started it."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager

from kiosk.backend.configuration import ServeOptions
from kiosk.backend.start_errors import NOT_SET_UP, PORT_TAKEN, StartError
from kiosk.domain.text import clean

HIGHEST = 65535
"""Of all ports."""


def for_kiosks(options: ServeOptions) -> socket.socket:
    return _socket(options.fd, options.host, options.port)


@contextmanager
def for_phones(options: ServeOptions) -> Iterator[socket.socket | None]:
    """Listen for phones, where they are let in."""
    if not options.lan:
        yield None
        return
    if options.phones_fd is None and options.port == HIGHEST:
        raise StartError(
            NOT_SET_UP, f"Phones have the port after that of --port: with --lan, that is {HIGHEST - 1} at most."
        )
    host = "0.0.0.0"  # noqa: S104 - asked for
    with _socket(options.phones_fd, host, options.port + 1 if options.port else 0) as phones:
        yield phones


@contextmanager
def for_monitor(options: ServeOptions) -> Iterator[socket.socket | None]:
    """Listen for the office's monitor, where it is wanted."""
    if options.metrics_port is None:
        yield None
        return
    with _socket(None, options.metrics_host, options.metrics_port) as monitor:
        yield monitor


@contextmanager
def for_desks(options: ServeOptions) -> Iterator[socket.socket | None]:
    """Listen for the office's staff, where they are let in."""
    if options.desk_port is None and options.desk_fd is None:
        yield None
        return
    with _socket(options.desk_fd, options.desk_host, options.desk_port or 0) as desks:
        yield desks


def _socket(fd: int | None, host: str, port: int) -> socket.socket:
    where = f"the socket {fd}" if fd is not None else f"port {port} of {clean(host)}"
    try:
        if fd is not None:
            return socket.socket(fileno=fd)
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        socket.getaddrinfo(host, port, family)  # what is made of a name that is none below has no sentence of its own
        return socket.create_server((host, port), family=family)
    except (socket.gaierror, UnicodeError) as error:
        raise StartError(NOT_SET_UP, f"Cannot listen on {where}: there is no machine of this name.") from error
    except OSError as error:
        raise StartError(PORT_TAKEN, f"Cannot listen on {where}: {os.strerror(error.errno or 0)}.") from error


def address_of(listening: socket.socket) -> str:
    """Return the address at which this machine itself reaches a listening socket."""
    host, port = listening.getsockname()[:2]
    if host in ("0.0.0.0", "::", "127.0.0.1"):  # noqa: S104 - recognised, not bound
        host = "127.0.0.1"
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
