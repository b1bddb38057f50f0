"""Asking one city or all of them: turns, two tries, and what was learned, each city for itself."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import SplitResult

from kiosk.backend.registers.national.answers import Answer, decode
from kiosk.backend.registers.national.cities import City
from kiosk.backend.registers.national.host_call import HostCall, Reply
from kiosk.backend.registers.national.host_health import HostHealth
from kiosk.backend.registers.national.host_turns import PAUSE, Turns
from kiosk.backend.registers.national.questions import NotAnsweredError, Question
from kiosk.clock import Clock, Deadline
from kiosk.contract.cities import CityReason

IN_ALL = 8.0
"""Seconds for one question to a city, turns and second try included."""

_AGAIN = frozenset({CityReason.SILENT, CityReason.NO_CONNECTION, CityReason.TOO_MANY, CityReason.SERVER_FAILED})
"""What may be better a moment later, and at a city's other address if it has one."""

_STATUS = {
    401: CityReason.NOT_ALLOWED,
    403: CityReason.NOT_ALLOWED,
    404: CityReason.NOT_FOUND,
    429: CityReason.TOO_MANY,
}


@dataclass(frozen=True, slots=True)
class CityReply:
    """What came of asking one city about one vehicle: an answer, or the reason why there is none."""

    city: City
    question: Question
    answer: Answer | None
    reason: CityReason | None
    where: str
    """The field or the status that was wrong, if any; never what stood there."""
    asked_at: datetime
    seconds: float


class Cities:
    """Cities that can be asked, and how each of their hosts has been lately."""

    def __init__(
        self, clock: Clock, turns: Turns, call: HostCall, wait: Callable[[float], object], *, in_all: float = IN_ALL
    ) -> None:
        self._clock = clock
        self._turns = turns
        self._call = call
        self._wait = wait
        self._in_all = in_all
        self._lock = threading.Lock()
        self._health: dict[str, HostHealth] = {}

    def ask(self, city: City, question: Question, *, within: float | None = None) -> CityReply:
        """Return what a city says of a vehicle, or why it says nothing, within eight seconds, or so many."""
        asked_at, began = self._clock.now(), self._clock.monotonic()
        answer, reason, where = None, None, ""
        try:
            with self._of(city.urls(question)[0].netloc).asking():
                limit = self._in_all if within is None else min(within, self._in_all)
                answer = self._tried(city, question, Deadline.after(self._clock, limit))
        except NotAnsweredError as error:
            reason, where = error.reason, error.where
        return CityReply(city, question, answer, reason, where, asked_at, self._clock.monotonic() - began)

    def ask_all(self, cities: Sequence[City], questions: Sequence[Question]) -> Iterator[CityReply]:
        """Yield what each city says of each vehicle as it comes, all cities at once, each at the rate of its host.

        A city that is stuck where no limit reaches, such as in the look-up of its name, is reported as silent.
        """
        replies: queue.SimpleQueue[CityReply] = queue.SimpleQueue()
        missing = {(city.code, question): (city, question) for question in questions for city in cities}
        deadline = Deadline.after(self._clock, self._in_all * len(questions))
        asked_at = self._clock.now()
        for city in cities:
            # Daemons: a name server that keeps silent must not keep the program from ending.
            threading.Thread(
                target=self._ask_in_turn, args=(city, questions, replies), name=f"city-{city.code}", daemon=True
            ).start()
        while missing:
            try:
                one = replies.get(timeout=deadline.remaining())
            except queue.Empty:
                break
            del missing[one.city.code, one.question]
            yield one
        for city, question in missing.values():
            yield CityReply(city, question, None, CityReason.SILENT, "", asked_at, self._in_all)

    def _ask_in_turn(self, city: City, questions: Sequence[Question], replies: queue.SimpleQueue[CityReply]) -> None:
        one: CityReply | None = None
        for question in questions:
            if one is not None and one.reason is CityReason.RESTING:
                # In step with the other cities: a long list is not used up while this one rests.
                self._wait(PAUSE)
            one = self.ask(city, question)
            replies.put(one)

    def _of(self, host: str) -> HostHealth:
        with self._lock:
            return self._health.setdefault(host, HostHealth(self._clock))

    def _tried(self, city: City, question: Question, deadline: Deadline) -> Answer:
        urls = city.urls(question)
        try:
            return self._once(urls[0], city, question, city.first, deadline)
        except NotAnsweredError as error:
            moved = error.reason is CityReason.NOT_FOUND and len(urls) > 1
            if not (moved or error.reason in _AGAIN) or not deadline.remaining():
                raise
        return self._once(urls[-1], city, question, city.second, deadline)

    def _once(self, url: SplitResult, city: City, question: Question, seconds: float, whole: Deadline) -> Answer:
        try:
            turn = self._turns.turn(url.netloc)
        except OSError as error:
            raise NotAnsweredError(CityReason.NO_TURN) from error
        if turn >= whole.remaining():
            raise NotAnsweredError(CityReason.BUSY)
        self._wait(turn)
        deadline = Deadline.after(self._clock, min(seconds, whole.remaining()))
        return _understood(self._call.get(url, city.headers, deadline), question)


def _understood(reply: Reply, question: Question) -> Answer:
    if reply.status == 200:
        return decode(reply.content, question)
    if 300 <= reply.status < 400:
        reason = CityReason.REDIRECTED
    elif reply.status >= 500:
        reason = CityReason.SERVER_FAILED
    else:
        reason = _STATUS.get(reply.status, CityReason.HTTP)
    if reply.status == 400:
        _refused(reply, question)
    raise NotAnsweredError(reason, f"HTTP {reply.status}")


def _refused(reply: Reply, question: Question) -> None:
    """Raise what an error code says, where it comes with HTTP 400: the specification leaves that open."""
    try:
        decode(reply.content, question)
    except NotAnsweredError as error:
        if error.reason in (CityReason.NO_PLATE, CityReason.BAD_PLATE, CityReason.BAD_TYPE):
            raise
