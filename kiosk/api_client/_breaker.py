"""The circuit breaker: a state machine that keeps no time and has no effects."""

from __future__ import annotations

from enum import Enum, StrEnum, auto

from kiosk.api_client.timing import Timing

THRESHOLD = 3
"""Failures in a row, of tries or probes, after which the circuit breaker opens and calls fail at once."""


class Reachability(StrEnum):
    """The backend as the screens show it."""

    STARTING = "starting"
    REACHABLE = "reachable"
    UNREACHABLE = "unreachable"


class State(Enum):
    STARTING = auto()
    """It is being started; calls wait for the first answer."""
    CLOSED = auto()
    OPEN = auto()
    """Calls fail at once; a probe is due."""
    HALF_OPEN = auto()
    """Calls fail at once; a probe is under way."""


class Breaker:
    """Lets calls through while the backend answers, and spaces out the probes while it does not."""

    def __init__(self, timing: Timing) -> None:
        self._timing = timing
        self._failures = 0
        self._probes = 0
        self.state = State.STARTING

    @property
    def reachability(self) -> Reachability:
        match self.state:
            case State.STARTING:
                return Reachability.STARTING
            case State.CLOSED:
                return Reachability.REACHABLE
            case State.OPEN | State.HALF_OPEN:
                return Reachability.UNREACHABLE

    @property
    def probe_in(self) -> float:
        """Return the seconds to wait before the next probe."""
        match self.state:
            case State.STARTING:
                return self._timing.probe_starting
            case State.CLOSED:
                return self._timing.probe_first if self._failures else self._timing.heartbeat
            case State.OPEN | State.HALF_OPEN:
                return min(self._timing.probe_most, self._timing.probe_first * 2.0 ** min(self._probes, 16))

    def succeeded(self) -> None:
        """Take note of an answer, to a call or to a probe. Any answer is proof, whenever it was asked for."""
        self.state = State.CLOSED
        self._failures = 0
        self._probes = 0

    def failed(self) -> None:
        """Take note of a try that the backend did not answer."""
        if self.state is State.CLOSED:
            self._failures += 1
            if self._failures >= THRESHOLD:
                self.give_up()

    def starting(self) -> None:
        """Take note that it is being started, for the first time or again."""
        if self.state is not State.CLOSED:
            self.state = State.STARTING

    def give_up(self) -> None:
        """Open: the time for starting is over, or too many tries failed."""
        self.state = State.OPEN
        self._failures = 0
        self._probes = 0

    def probing(self) -> None:
        """Take note that a probe has been sent."""
        if self.state is State.OPEN:
            self.state = State.HALF_OPEN

    def probe_failed(self) -> None:
        if self.state is State.HALF_OPEN:
            self.state = State.OPEN
            self._probes += 1
        else:
            self.failed()
