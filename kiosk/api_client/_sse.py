"""Server-sent events, parsed as the HTML standard has it (§9.2.6), from chunks cut anywhere."""

from __future__ import annotations

import re
from dataclasses import dataclass

LONGEST = 64 * 1024
"""Bytes that a line and an event's data may have. A payment of 400 bills takes 8 kB."""

_END_OF_LINE = re.compile(rb"\r\n|\r|\n")
_BOM = b"\xef\xbb\xbf"


class EventTooLongError(ValueError):
    """A line or an event beyond `LONGEST`: whatever it is, it is not an event of ours."""


@dataclass(frozen=True, slots=True)
class Event:
    name: str
    data: str
    last_id: str
    """The last event id of the stream, set by this event or an earlier one."""


class EventParser:
    """Turns the bytes of one stream into events. An event that the stream's end cuts off never happened."""

    def __init__(self) -> None:
        self.retry: float | None = None
        """Seconds before reconnecting, if the server named any."""
        self._line = bytearray()
        self._after_cr = False
        self._start = True
        self._name = ""
        self._data: list[str] = []
        self._size = 0
        self._last_id = ""

    def feed(self, chunk: bytes) -> list[Event]:
        """Return the events that `chunk` completes, oldest first; raise `EventTooLongError`."""
        if not chunk:
            return []
        if self._after_cr:
            # A CR ended the line already: the LF that may follow in the next chunk belongs to it.
            chunk = chunk.removeprefix(b"\n")
        events = []
        begin = 0
        for end in _END_OF_LINE.finditer(chunk):
            self._extend(chunk[begin : end.start()])
            begin = end.end()
            event = self._take_line()
            if event:
                events.append(event)
        self._extend(chunk[begin:])
        self._after_cr = begin == len(chunk) and chunk.endswith(b"\r")
        return events

    def _extend(self, part: bytes) -> None:
        if len(self._line) + len(part) > LONGEST:
            raise EventTooLongError
        self._line += part

    def _take_line(self) -> Event | None:
        raw = bytes(self._line)
        self._line.clear()
        if self._start:
            self._start = False
            raw = raw.removeprefix(_BOM)
        if not raw:
            return self._dispatch()
        if raw.startswith(b":"):
            return None
        name, _, value = raw.decode("utf-8", "replace").partition(":")
        self._field(name, value.removeprefix(" "))
        return None

    def _field(self, name: str, value: str) -> None:
        match name:
            case "event":
                self._name = value
            case "data":
                self._size += len(value) + 1
                if self._size > LONGEST:
                    raise EventTooLongError
                self._data.append(value)
            case "id" if "\0" not in value:
                self._last_id = value
            case "retry" if value.isascii() and value.isdigit() and len(value) <= 9:
                self.retry = int(value) / 1000
            case _:
                pass  # The standard has readers pass over fields that they do not know.

    def _dispatch(self) -> Event | None:
        name, data = self._name or "message", self._data
        self._name, self._data, self._size = "", [], 0
        return Event(name, "\n".join(data), self._last_id) if data else None
