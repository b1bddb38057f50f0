"""A web server that is one of several in its process."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn


class QuietServer(uvicorn.Server):
    """A server beside another in one process: the signals are not its own."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield
