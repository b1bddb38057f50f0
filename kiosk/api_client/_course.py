"""How a payment is watched: listening, or asking where listening does not work. Decisions without effects."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.api_client._policy import back_off
from kiosk.api_client.timing import Timing

TOLERATED = 2
"""Streams in a row that may come to nothing before the client asks instead."""

_ASKS_FIRST = 20
_ASKS_MOST = 80
_ASKS_FAST = 10


@dataclass(frozen=True, slots=True)
class Step:
    """What to do next, after `pause` seconds."""

    listen: bool
    pause: float


class Course:
    """Listens while streams deliver; asks for a while when they do not; then tries a stream again."""

    def __init__(self, timing: Timing) -> None:
        self._timing = timing
        self._listening = True
        self._failures = 0
        self._asked = 0
        self._asks = _ASKS_FIRST
        self._pause = 0.0

    def next_step(self) -> Step:
        return Step(self._listening, self._pause)

    def delivered(self) -> None:
        """Take note of bytes on a stream: streams work here."""
        self._failures = 0
        self._asks = _ASKS_FIRST

    def stream_ended(self, *, announced: bool, reconnect: float | None, jitter: float) -> None:
        """Take note of a stream's end. Announced, it is no failure."""
        if announced:
            # Not at once: a backend that is about to end says so a moment before it stops listening, and to everybody.
            self._pause = back_off(1, jitter, first=0.5)
        else:
            self._stream_lost(reconnect, jitter)

    def stream_failed(self, *, jitter: float) -> None:
        """Take note of a stream that did not open, held something back, or carried no events of ours."""
        self._stream_lost(None, jitter)

    def _stream_lost(self, reconnect: float | None, jitter: float) -> None:
        self._failures += 1
        if self._failures >= TOLERATED:
            self._listening = False
            self._asked = 0
            self._pause = 0.0
        else:
            # The server's wish counts from nought to the longest pause that leaves a screen up to date.
            longest = self._timing.probe_most
            wish = 0.0 if reconnect is None else reconnect
            self._pause = max(min(wish, longest) * (0.5 + jitter / 2), back_off(1, jitter))

    def answered(self) -> None:
        """Take note of an answer to a question."""
        self._asked += 1
        self._pause = self._timing.ask if self._asked < _ASKS_FAST else self._timing.ask_later
        if self._asked >= self._asks:
            self._listening = True
            self._asks = min(_ASKS_MOST, self._asks * 2)

    def resumed(self) -> None:
        """Take note that the backend was gone and is back: go on at once."""
        self._pause = 0.0

    def unanswered(self, failures: int, jitter: float) -> None:
        """Take note of a question that got no answer, `failures` times in a row."""
        self._pause = back_off(failures, jitter, first=self._timing.ask, most=self._timing.probe_most)
