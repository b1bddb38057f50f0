"""Whether the backend is there: the breaker, the probes behind it, and who wants to know."""

from __future__ import annotations

import asyncio
import contextvars
import logging
import math
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from kiosk.api_client._breaker import Breaker, Reachability, State
from kiosk.api_client._exchange import JSON, Exchange, Outcome, Reply
from kiosk.api_client._policy import from_backend, unreached
from kiosk.api_client._transport import Transport
from kiosk.api_client.errors import Unreached
from kiosk.api_client.timing import Timing

_log = logging.getLogger(__name__)
_READY = Exchange("GET", "/readyz", {"Accept": JSON})

Callback = Callable[[Reachability], object]


class Health:
    """Keeps the breaker, and probes `/readyz` in the background while the client is open."""

    def __init__(self, transport: Transport, timing: Timing, *, by_any_word: bool = False) -> None:
        """Probe through a transport.

        `by_any_word` is for a listener without a probe: whatever the backend itself answers, short of a failure of its
        own, says that it is there.
        """
        self._by_any_word = by_any_word
        self._transport = transport
        self._timing = timing
        self._breaker = Breaker(timing)
        self._callbacks: dict[int, tuple[Callback, contextvars.Context]] = {}
        self._subscriptions = 0
        self._changed = asyncio.Event()
        self._known = asyncio.Event()
        self._reachable = asyncio.Event()
        self._heard = False
        self.why = Unreached.SILENT
        """Why the last try or probe that failed did."""
        self._one_probe = asyncio.Lock()

    @property
    def reachability(self) -> Reachability:
        return self._breaker.reachability

    def subscribe(self, callback: Callback) -> Callable[[], None]:
        """Have the event loop call `callback` after each change, in the present context; return what ends that.

        While the backend cannot be reached, another reason for it is a change too.
        """
        self._subscriptions += 1
        number = self._subscriptions
        self._callbacks[number] = (callback, contextvars.copy_context())

        def unsubscribe() -> None:
            self._callbacks.pop(number, None)

        return unsubscribe

    async def admits(self, within: float) -> bool:
        """Return whether a call may go out. While the backend is starting, wait for it.

        That is up to `within` seconds, or for as long as a supervised backend is alive.
        """
        if self.reachability is Reachability.STARTING:
            await _wait(self._known, math.inf if self._is_announced else within)
        return self.reachability is Reachability.REACHABLE

    @property
    def _is_announced(self) -> bool:
        """Whether a supervisor reports the end of the starting backend."""
        return math.isinf(self._timing.starting)

    def starting(self) -> None:
        """Note that the backend is alive and starting: calls wait for it from now on."""
        if self._is_announced:
            with self._noticing():
                self._breaker.starting()

    def ended(self) -> None:
        """Note that the backend ended before it could answer: calls no longer wait for it."""
        with self._noticing():
            if self._breaker.state is State.STARTING:
                self.why = Unreached.NOT_STARTED
                self._breaker.give_up()

    def gone(self) -> bool:
        """Return whether calls fail at once at this moment."""
        return self._breaker.reachability is Reachability.UNREACHABLE

    async def until_reachable(self) -> None:
        await self._reachable.wait()

    def learn(self, outcome: Outcome) -> None:
        """Take note of what a try came to. A problem is an answer like any other; a proxy's page is none."""
        with self._noticing():
            if from_backend(outcome):
                self._heard = True
                self._breaker.succeeded()
            else:
                self.why = unreached(outcome)
                self._breaker.failed()

    async def probe(self) -> Reachability:
        """Ask the backend at once, whatever the breaker says, and return what is known then."""
        async with self._one_probe:
            with self._noticing():
                self._breaker.probing()
            outcome = await self._transport.send(_READY, within=self._timing.probe_within)
            with self._noticing():
                if from_backend(outcome) and isinstance(outcome, Reply) and self._is_there(outcome.status):
                    self._breaker.succeeded()
                else:
                    self.why = unreached(outcome)
                    self._breaker.probe_failed()
                    if self._timing.starting <= 0 and self._breaker.state is State.STARTING:
                        self._breaker.give_up()
        return self.reachability

    def _is_there(self, status: int) -> bool:
        return status == 200 or (self._by_any_word and status < 500)

    async def run(self) -> None:
        """Probe for as long as the client is open."""
        while True:
            if self._breaker.state is State.STARTING:
                await self._start()
            if await _wait(self._changed, self._breaker.probe_in):
                # The pause that was begun belongs to the former state.
                self._changed.clear()
            elif self._heard and self.reachability is Reachability.REACHABLE:
                self._heard = False
            else:
                await self.probe()

    async def _start(self) -> None:
        loop = asyncio.get_running_loop()
        over = loop.time() + self._timing.starting
        while self._breaker.state is State.STARTING:
            if await self.probe() is not Reachability.STARTING:
                return
            if (left := over - loop.time()) > 0:
                await _wait(self._known, min(left, self._breaker.probe_in))
            else:
                with self._noticing():
                    self._breaker.give_up()

    @contextmanager
    def _noticing(self) -> Iterator[None]:
        before, shown, why = self._breaker.state, self.reachability, self.why
        yield
        if self._breaker.state is not before:
            self._changed.set()
        if self.reachability is shown and (self.why is why or shown is not Reachability.UNREACHABLE):
            return
        if self.reachability is Reachability.STARTING:
            self._known.clear()
        else:
            self._known.set()
        if self.reachability is Reachability.REACHABLE:
            self._reachable.set()
        else:
            self._reachable.clear()
        _log.warning("backend", extra={"fields": self._fields()})
        loop = asyncio.get_running_loop()
        for callback, context in tuple(self._callbacks.values()):
            loop.call_soon(callback, self.reachability, context=context)

    def _fields(self) -> dict[str, str]:
        fields = {"reachability": self.reachability.value}
        if self.reachability is Reachability.UNREACHABLE:
            fields["reason"] = self.why.value
        return fields


async def _wait(event: asyncio.Event, seconds: float) -> bool:
    """Wait for `event`, at most `seconds`, which may be infinite; return whether it is set."""
    try:
        async with asyncio.timeout(None if math.isinf(seconds) else seconds):
            await event.wait()
    except TimeoutError:
        return event.is_set()
    return True
