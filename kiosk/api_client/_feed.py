"""Watching one payment: a stream, questions beside or instead of it, and one change after another."""

from __future__ import annotations

import asyncio
import logging
from collections import deque

from kiosk.api_client._caller import Caller
from kiosk.api_client._course import Course
from kiosk.api_client._replies import MalformedError, parse
from kiosk.api_client._route import Route
from kiosk.api_client._sse import Event, EventParser, EventTooLongError
from kiosk.api_client._transport import Stream, StreamLostError
from kiosk.api_client.errors import ApiError, ProblemError, UnreachableError
from kiosk.api_client.timing import Patience, Timing
from kiosk.contract.headers import LAST_EVENT_ID, PAYMENT_EVENT, RECONNECT_EVENT
from kiosk.contract.payments import Payment

_log = logging.getLogger(__name__)
_LASTING = frozenset({400, 401, 403, 404, 410, 422})
"""Problems that asking again does not mend."""


class Feed:
    """The changes of one payment. Holds at most one stream and one task that reads it; `aclose` ends both."""

    def __init__(self, caller: Caller, timing: Timing, listen: Route, ask: Route, payment: Payment) -> None:
        self._caller = caller
        self._timing = timing
        self._listen = listen
        self._ask = ask
        self._id = payment.id
        self._seen = payment.version
        self._course = Course(timing)
        self._arrived: deque[Payment] = deque()
        self._unanswered = 0
        self._stream: Stream | None = None
        self._reading: asyncio.Task[bytes] | None = None
        self._parser = EventParser()
        self._quiet = 0.0

    async def next(self) -> Payment:
        """Wait for a version newer than any seen; raise `ProblemError` if the backend will never tell."""
        while True:
            while self._arrived:
                payment = self._arrived.popleft()
                if payment.version > self._seen:
                    self._seen = payment.version
                    return payment
            if self._stream is not None:
                await self._hear(self._stream)
                continue
            step = self._course.next_step()
            await asyncio.sleep(step.pause)
            if step.listen:
                await self._open()
            elif await self._question():
                self._course.answered()

    async def aclose(self) -> None:
        reading, self._reading = self._reading, None
        stream, self._stream = self._stream, None
        try:
            if reading is not None:
                reading.cancel()
                # Awaiting the task itself could not tell its cancellation from our own.
                await asyncio.wait({reading})
                if not reading.cancelled():
                    reading.exception()  # a stream that is being closed may as well have been lost
        finally:
            if stream is not None:
                await stream.aclose()

    async def _open(self) -> None:
        try:
            self._stream = await self._caller.open_stream(
                self._listen, headers={LAST_EVENT_ID: str(self._seen)}, within=self._timing.listen, id=self._id
            )
        except ApiError as error:
            if await self._waited_out(error):
                return
            if isinstance(error, UnreachableError) and not error.sent:
                # Nothing was reached, which says nothing about whether streams get through.
                self._pause_longer()
            else:
                self._course.stream_failed(jitter=self._caller.jitter())
        else:
            self._unanswered = 0
            self._parser = EventParser()
            self._quiet = 0.0

    async def _hear(self, stream: Stream) -> None:
        """Take the next chunk of the stream, or, after too long a silence, check whether it holds something back."""
        reading = self._reading = self._reading or asyncio.create_task(stream.read(), name="payment events")
        await asyncio.wait({reading}, timeout=self._timing.silence)
        if not reading.done():
            await self._doubt()
            return
        self._reading = None
        self._quiet = 0.0
        try:
            chunk = reading.result()
            events = self._parser.feed(chunk)
            announced = self._take(events)
        except (StreamLostError, EventTooLongError, MalformedError) as error:
            _log.warning("stream", extra={"fields": {"reason": type(error).__name__}})
            await self._drop(announced=False)
            return
        if chunk:
            self._course.delivered()
        if announced or not chunk:
            await self._drop(announced=announced)

    def _take(self, events: list[Event]) -> bool:
        """Keep the payments that events tell of; return whether the server announced the stream's end."""
        for event in events:
            if event.name == RECONNECT_EVENT:
                return True
            if event.name == PAYMENT_EVENT:
                payment = parse(event.data.encode(), Payment)
                if payment.id == self._id:
                    self._arrived.append(payment)
        return False

    async def _doubt(self) -> None:
        self._quiet += self._timing.silence
        answered = await self._question()
        held_back = any(payment.version > self._seen for payment in self._arrived)
        if not answered or held_back or self._quiet >= self._timing.dead:
            await self.aclose()
            self._course.stream_failed(jitter=self._caller.jitter())

    async def _drop(self, *, announced: bool) -> None:
        await self.aclose()
        self._course.stream_ended(announced=announced, reconnect=self._parser.retry, jitter=self._caller.jitter())

    async def _question(self) -> bool:
        """Ask for the payment as it stands, keep it, and return whether there was an answer."""
        try:
            payment = await self._caller.call(
                self._ask, Payment, patience=Patience(self._timing.listen, self._timing.listen), id=self._id
            )
        except ApiError as error:
            if not await self._waited_out(error):
                self._pause_longer()
            return False
        self._unanswered = 0
        if payment.id == self._id:
            self._arrived.append(payment)
        return True

    def _pause_longer(self) -> None:
        self._unanswered += 1
        self._course.unanswered(self._unanswered, self._caller.jitter())

    async def _waited_out(self, error: ApiError) -> bool:
        """Raise what will last. While the backend is gone, wait until it is back, and return whether that was so."""
        if isinstance(error, ProblemError) and error.problem.status in _LASTING:
            raise error
        if not self._caller.health.gone():
            return False
        await self._caller.health.until_reachable()
        self._unanswered = 0
        self._course.resumed()
        return True
