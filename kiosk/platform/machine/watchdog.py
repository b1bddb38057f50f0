"""Signs of life for systemd (`sd_notify(3)`): a kiosk whose pages answer no more is ended and started again.

Three lines of a protocol that has been stable for ten years, so no library. `WATCHDOG_PID` is left unread on purpose:
it names the unit's main process, which on a kiosk is the compositor, and the unit says `NotifyAccess=all`.
"""

from __future__ import annotations

import contextlib
import socket
from collections.abc import Mapping
from typing import Self


class Watchdog:
    """A supervisor that ends this service if it is silent for too long."""

    def __init__(self, address: str, timeout: float) -> None:
        """Send to the socket at `address`, a path or with a leading `@` an abstract name; `timeout` is in seconds."""
        self._address = "\0" + address[1:] if address.startswith("@") else address
        self.pause = timeout / 3
        """Seconds between two signs of life: one may be lost."""

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> Self | None:
        """Return the watchdog that systemd announces in the environment; None without one."""
        address, timeout = environment.get("NOTIFY_SOCKET", ""), environment.get("WATCHDOG_USEC", "")
        if not address.startswith(("/", "@")) or not timeout.isascii() or not timeout.isdigit() or int(timeout) == 0:
            return None
        return cls(address, int(timeout) / 1_000_000)

    def beat(self) -> None:
        """Say that all is well. Never waits, and never fails: who does not listen now will miss the next one too."""
        with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as way:
            way.setblocking(False)
            way.sendto(b"READY=1\nWATCHDOG=1", self._address)
