"""A party outside that accepts what it is asked and says nothing, on a loopback port."""

from __future__ import annotations

import socket
import threading
from types import TracebackType
from typing import Self


class SilentParty:
    """Holds every connection open until it is closed. Use as a context; then a caller that still asks meets the end."""

    def __init__(self) -> None:
        self._listening = socket.create_server(("127.0.0.1", 0), backlog=256)
        self.url = f"http://127.0.0.1:{self._listening.getsockname()[1]}"
        self._held: list[socket.socket] = []
        self._lock = threading.Lock()
        self._closed = False
        self._thread = threading.Thread(target=self._accept, name="silent-party", daemon=True)

    @property
    def asked(self) -> int:
        """How many connections are held open, or were until it was closed."""
        with self._lock:
            return len(self._held)

    def close(self) -> None:
        """Let everybody go who waits."""
        with self._lock:
            if self._closed:
                return
            self._closed = True
            for connection in self._held:
                connection.close()
        # Wakes the thread, which a close would not.
        self._listening.shutdown(socket.SHUT_RDWR)
        self._thread.join()
        self._listening.close()

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._listening.accept()
            except OSError:
                return
            with self._lock:
                self._held.append(connection)
                if self._closed:
                    connection.close()

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
