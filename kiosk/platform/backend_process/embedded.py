"""The backend that comes with the kiosk: a child process that is started, watched, started again, and taken along.

The kiosk opens the listening socket and passes it on, so that the address is known before the backend lives, stays
the same when it is started again, and belongs to no other program in between. Secrets go through a pipe: arguments and
environments can be read by others.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import socket
import sys
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime
from enum import StrEnum

from kiosk.clock import Clock
from kiosk.i18n import Message, say
from kiosk.platform.backend_process.backend_log import append, redacted, shown
from kiosk.platform.backend_process.starting import Progress, progress_in

FIRST_PAUSE, LONGEST_PAUSE = 0.5, 30.0
"""Seconds before the backend is started again; they double each time."""

STEADY = 60.0
"""Seconds of life after which the next end counts as the first one again."""

GRACE = 1.0
"""Seconds that the backend has for ending with the kiosk, which itself has two."""


class Trouble(StrEnum):
    """Why the backend does not live, as far as it could say."""

    PORT = "port"
    DISK = "disk"
    DATABASE = "database"
    SETTINGS = "settings"
    UNKNOWN = "unknown"


def sentence(trouble: Trouble, said: str = "") -> Message:
    """Return the message to the staff about a backend that has ended; `said` is its last line of output."""
    kind = say(_SENTENCES[trouble])
    return say("embedded-said", what=kind, said=said) if said else kind


_SENTENCES = {
    Trouble.PORT: "embedded-port",
    Trouble.DISK: "embedded-disk",
    Trouble.DATABASE: "embedded-database",
    Trouble.SETTINGS: "embedded-settings",
    Trouble.UNKNOWN: "embedded-unknown",
}


class PortTakenError(OSError):
    """The address that the backend should listen on is in use, or not this machine's."""


def _token() -> str:
    # As `secrets` makes them; without that module, which brings a large library and is not needed to start.
    return os.urandom(32).hex()


class Secrets:
    """What only the kiosk and its backend know; made anew at each start of the kiosk."""

    __slots__ = ("_more", "device_token", "provider_secret")

    def __init__(self, more: Mapping[str, str] | None = None) -> None:
        """Draw them; `more` are others that both are to know."""
        self.device_token = _token()
        self.provider_secret = _token()
        self._more = dict(more or {})

    def as_json(self) -> bytes:
        import json  # after the first frame

        own = {"device_token": self.device_token, "provider_secret": self.provider_secret}
        return json.dumps(self._more | own).encode()


class EmbeddedBackend:
    """One backend for as long as the kiosk runs. `supervise` is its life."""

    def __init__(
        self,
        clock: Clock,
        *,
        lan: bool = False,
        demo: bool = False,
        seed: int = 1,
        clock_start: datetime | None = None,
        port: int = 0,
        desk: bool = False,
        secrets: Mapping[str, str] | None = None,
        command: Sequence[str] = (sys.executable, "-m", "kiosk", "serve"),
        pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        """Listen at `port` (0: any) on loopback; raise `PortTakenError`.

        With `lan`, the pages for phones are served to the network too, at a socket of their own.

        `demo`, `seed` and `clock_start` are for the backend: the synthetic city, what it grows from, and its time. With
        `desk`, staff sign in at a socket of their own, on loopback. `secrets` are handed down beside ours.
        """
        self.secrets = Secrets(secrets)
        self.trouble: Trouble | None = None
        """Why it ended last; None before it has."""
        self.said = ""
        """The sentence it ended with last, as the screen may show it; empty where it said none."""
        self.starts = 0
        self._clock = clock
        self._pause = pause
        self._options = ["--seed", str(seed), *(["--demo"] if demo else [])]
        if clock_start is not None:
            self._options += ["--clock", clock_start.isoformat()]
        self._command = command
        try:
            self._socket = socket.create_server(("127.0.0.1", port))
            self._phones = socket.create_server(("0.0.0.0", 0)) if lan else None  # noqa: S104  asked for
            self._desk = socket.create_server(("127.0.0.1", 0)) if desk else None
        except OSError as error:
            raise PortTakenError(error.errno, error.strerror) from error
        if self._phones is not None:
            self._options += ["--lan", "--phones-fd", str(self._phones.fileno())]
        if self._desk is not None:
            self._options += ["--desk-fd", str(self._desk.fileno())]
        self.address: tuple[str, int] = self._socket.getsockname()
        """Host and port that the backend listens at."""
        self.url = f"http://127.0.0.1:{self.address[1]}"
        self.desk_url = "" if self._desk is None else f"http://127.0.0.1:{self._desk.getsockname()[1]}"
        """Where staff sign in; empty without `desk`."""

    @property
    def _sockets(self) -> list[socket.socket]:
        return [one for one in (self._socket, self._phones, self._desk) if one is not None]

    def close(self) -> None:
        """Stop listening, for a backend that is not supervised after all."""
        for one in self._sockets:
            one.close()

    async def supervise(
        self,
        changed: Callable[[], None] = lambda: None,
        prepares: Callable[[Progress], None] = lambda _: None,
    ) -> None:
        """Keep the backend alive until cancelled, then take it along.

        `changed` is called each time that it ended, `prepares` each time that it says how far its start has come.
        """
        pause = FIRST_PAUSE
        with contextlib.closing(self):
            while True:
                began = self._clock.monotonic()
                code, last = await self._live(prepares)
                self.trouble = _TROUBLES.get(code, Trouble.UNKNOWN)
                self.said = last if code > 0 else ""  # one that was killed had no time for a sentence
                _note(f"backend ended with {code} ({self.trouble})")
                changed()
                if self._clock.monotonic() - began >= STEADY:
                    pause = FIRST_PAUSE
                await self._pause(pause)
                pause = min(pause * 2, LONGEST_PAUSE)

    async def _live(self, prepares: Callable[[Progress], None]) -> tuple[int, str]:
        """Start the backend once; return its exit code and the last sentence that it wrote."""
        read, write = os.pipe()
        try:
            fd = self._socket.fileno()
            process = await asyncio.create_subprocess_exec(
                *(*self._command, "--fd", str(fd), "--secrets-fd", str(read), *self._options),
                stdin=asyncio.subprocess.PIPE,  # stays open as long as the kiosk lives, however it ends
                stdout=asyncio.subprocess.DEVNULL,
                stderr=asyncio.subprocess.PIPE,
                pass_fds=(read, *(one.fileno() for one in self._sockets)),
                start_new_session=True,  # the terminal's signals are for the kiosk, which ends the backend itself
            )
            os.write(write, self.secrets.as_json())
        finally:
            os.close(read)
            os.close(write)
        self.starts += 1
        try:
            last = await _log_lines(process, prepares)
            return await process.wait(), last
        finally:
            await _end(process)


async def _log_lines(process: asyncio.subprocess.Process, prepares: Callable[[Progress], None]) -> str:
    """Keep what the backend writes until it ends; return its last sentence: a line that is no record of the log."""
    assert process.stderr is not None  # noqa: S101  asked for above
    last = ""
    while line := await _line(process.stderr):
        if words := line.decode("utf-8", "replace").rstrip():
            _note(redacted(words))
            if (progress := progress_in(words)) is not None:
                prepares(progress)
            if not words.startswith("{"):
                last = words
    return shown(last)


def _note(line: str) -> None:
    # A disk without room must stop neither the backend, whose pipe would fill up, nor the screen.
    with contextlib.suppress(OSError):
        append(line)


async def _line(reader: asyncio.StreamReader) -> bytes:
    try:
        return await reader.readuntil(b"\n")
    except asyncio.IncompleteReadError as end:
        return end.partial
    except asyncio.LimitOverrunError as long:
        return await reader.readexactly(long.consumed)


async def _end(process: asyncio.subprocess.Process) -> None:
    """Ask the backend to end, and make it end when it does not within its grace."""
    if process.returncode is not None:
        return
    with contextlib.suppress(ProcessLookupError):
        process.terminate()
    try:
        async with asyncio.timeout(GRACE):
            await process.wait()
    except TimeoutError:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        await process.wait()


_TROUBLES = {2: Trouble.SETTINGS, 3: Trouble.PORT, 4: Trouble.DISK, 5: Trouble.DATABASE}
"""Exit codes of `kiosk serve` that say why it could not start."""
