"""One logical call over all its tries: the loop that the policy, the breaker and the transport meet in."""

from __future__ import annotations

import asyncio
import logging
import random
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TypeVar

from pydantic import BaseModel, SecretStr

from kiosk.api_client._exchange import EVENTS, JSON, PROBLEM, BadReply, Exchange, NoReply, Outcome, Reply
from kiosk.api_client._health import Health
from kiosk.api_client._paths import PathError, fill
from kiosk.api_client._policy import GATEWAY, next_try, retry_after
from kiosk.api_client._replies import MalformedError, read, read_nothing, read_problem
from kiosk.api_client._route import Replay, Route
from kiosk.api_client._transport import Stream, Transport
from kiosk.api_client.errors import (
    ApiError,
    Fault,
    ProblemError,
    ProtocolError,
    TimedOutError,
    UnreachableError,
    Unreached,
)
from kiosk.api_client.timing import Patience
from kiosk.clock import Clock, Deadline
from kiosk.contract.headers import AUTHORIZATION, IDEMPOTENCY_KEY, LANGUAGE, REQUEST_ID, REQUEST_TRY, SESSION

_log = logging.getLogger(__name__)
_ACCEPT = f"{JSON}, {PROBLEM}"

Model = TypeVar("Model", bound=BaseModel)
Read = TypeVar("Read")


@dataclass(slots=True)
class _Attempt:
    """What is known of a call so far."""

    route: Route
    request_id: str = field(default_factory=lambda: uuid.uuid4().hex)
    tries: int = 0
    sent: bool = False
    """Whether a try may have arrived whose answer never came."""

    def unreachable(self, reason: Unreached) -> UnreachableError:
        return UnreachableError(
            reason, request_id=self.request_id, sent=self.sent, call=str(self.route), tries=self.tries
        )

    def timed_out(self) -> TimedOutError:
        return TimedOutError(request_id=self.request_id, sent=self.sent, call=str(self.route), tries=self.tries)

    def not_the_contract(self, fault: Fault, where: str = "") -> ProtocolError:
        return ProtocolError(fault, request_id=self.request_id, where=where, call=str(self.route), tries=self.tries)

    def note(self, outcome: Outcome) -> None:
        self.tries += 1
        self.sent = self.sent or (isinstance(outcome, NoReply) and outcome.sent)


class Caller:
    """Makes the calls of one client."""

    def __init__(
        self,
        transport: Transport,
        health: Health,
        clock: Clock,
        *,
        jitter: Callable[[], float] = random.random,
        language: Callable[[], str | None] = lambda: None,
        always: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        """Make calls through a transport; `always` are headers that go with each of them."""
        self.health = health
        self.clock = clock
        self.jitter = jitter
        self._language = language
        self._always = always
        self._transport = transport

    async def call(
        self,
        route: Route,
        model: type[Model],
        *,
        body: BaseModel | None = None,
        key: str | None = None,
        session: SecretStr | None = None,
        patience: Patience | None = None,
        **path: str,
    ) -> Model:
        """Return the answer as a `model`; raise an `ApiError`, and nothing else that the outside can bring about.

        `key` is the idempotency key, the same for all tries; `session` the token of the owner who is signed in.
        """
        headers = {} if session is None else {SESSION: session.get_secret_value()}
        return await self._called(route, lambda reply: read(reply, model), body, key, headers, patience, path)

    async def send(
        self,
        route: Route,
        *,
        body: BaseModel | None = None,
        session: SecretStr | None = None,
        token: SecretStr | None = None,
        **path: str,
    ) -> None:
        """Make a call that is answered with nothing (204); raise as `call` does. `token` goes with this call only."""
        headers = {} if session is None else {SESSION: session.get_secret_value()}
        if token is not None:
            headers[AUTHORIZATION] = f"Bearer {token.get_secret_value()}"
        await self._called(route, read_nothing, body, None, headers, None, path)

    async def _called(
        self,
        route: Route,
        reader: Callable[[Reply], Read],
        body: BaseModel | None,
        key: str | None,
        headers: dict[str, str],
        patience: Patience | None,
        path: dict[str, str],
    ) -> Read:
        attempt = _Attempt(route)
        began = self.clock.monotonic()
        outcome: Outcome | None = None
        try:
            exchange = self._exchange(attempt, body, key, path, headers)
            outcome = await self._try(attempt, exchange, patience or route.patience, replayable=_replayable(route, key))
            answer = self._answer(attempt, outcome, reader)
        except ApiError as error:
            self._write(attempt, outcome, began, error)
            raise
        self._write(attempt, outcome, began, None)
        return answer

    async def open_stream(self, route: Route, *, headers: dict[str, str], within: float, **path: str) -> Stream:
        """Return the open stream of an operation that answers with events, to be closed; one try, no more."""
        attempt = _Attempt(route)
        began = self.clock.monotonic()
        outcome: Outcome | None = None
        stream: Stream | None = None
        try:
            if not await self.health.admits(within):
                raise attempt.unreachable(self.health.why)
            exchange = self._exchange(attempt, None, None, path, {"Accept": f"{EVENTS}, {PROBLEM}", **headers})
            outcome, stream = await self._transport.stream(exchange, media_type=EVENTS, within=within)
            attempt.note(outcome)
            self.health.learn(outcome)
            if stream is None:
                raise self._refusal(attempt, outcome)
        except ApiError as error:
            self._write(attempt, outcome, began, error)
            raise
        self._write(attempt, outcome, began, None)
        return stream

    def _exchange(
        self,
        attempt: _Attempt,
        body: BaseModel | None,
        key: str | None,
        path: dict[str, str],
        headers: dict[str, str] | None = None,
    ) -> Exchange:
        try:
            filled = fill(attempt.route.template, **path)
        except PathError:
            filled = ""
        if not filled:
            raise attempt.not_the_contract(Fault.PATH)
        sent = {"Accept": _ACCEPT, REQUEST_ID: attempt.request_id, **self._always, **(headers or {})}
        if key:
            sent[IDEMPOTENCY_KEY] = key
        if (language := self._language()) is not None:
            sent[LANGUAGE] = language
        content = None
        if body is not None:
            sent["Content-Type"] = JSON
            content = body.model_dump_json().encode()
        return Exchange(attempt.route.method, filled, sent, content)

    async def _try(self, attempt: _Attempt, exchange: Exchange, patience: Patience, *, replayable: bool) -> Outcome:
        if not await self.health.admits(patience.total):
            raise attempt.unreachable(self.health.why)
        # What it has waited for a backend that starts is not taken from its own time.
        deadline = Deadline.after(self.clock, patience.total)
        while True:
            outcome = await self._transport.send(
                exchange.numbered(REQUEST_TRY, attempt.tries + 1),
                within=max(0.05, min(patience.each, deadline.remaining())),
            )
            attempt.note(outcome)
            self.health.learn(outcome)
            pause = next_try(
                outcome,
                replayable=replayable,
                tries=attempt.tries,
                remaining=deadline.remaining(),
                now=self.clock.now(),
                jitter=self.jitter(),
            )
            if pause is None or self.health.gone():
                return outcome
            await asyncio.sleep(pause)
            if self.health.gone() or deadline.passed:
                return outcome

    def _answer(self, attempt: _Attempt, outcome: Outcome, reader: Callable[[Reply], Read]) -> Read:
        if not isinstance(outcome, Reply) or not 200 <= outcome.status < 300:
            raise self._refusal(attempt, outcome)
        try:
            return reader(outcome)
        except MalformedError as error:
            # Raised below, outside of this block: an error's context would hold the reply.
            fault, where = error.fault, error.where
        raise attempt.not_the_contract(fault, where)

    def _refusal(self, attempt: _Attempt, outcome: Outcome) -> ApiError:
        """Return the error that an outcome other than the expected answer stands for."""
        match outcome:
            case NoReply(reason=None):
                return attempt.timed_out()
            case NoReply(reason=reason):
                return attempt.unreachable(reason or Unreached.DROPPED)
            case BadReply(fault=fault):
                return attempt.not_the_contract(fault)
        try:
            problem = read_problem(outcome)
        except MalformedError as error:
            return attempt.not_the_contract(error.fault, error.where)
        if problem is not None and outcome.status >= 400:
            return ProblemError(
                problem,
                request_id=attempt.request_id,
                retry_after=retry_after(outcome.headers.get("retry-after"), self.clock.now()),
                call=str(attempt.route),
                tries=attempt.tries,
            )
        if outcome.status in GATEWAY:
            attempt.sent = True
            return attempt.unreachable(Unreached.GATEWAY)
        return attempt.not_the_contract(Fault.STATUS if outcome.status >= 300 else Fault.MEDIA_TYPE)

    def _write(self, attempt: _Attempt, outcome: Outcome | None, began: float, error: ApiError | None) -> None:
        fields: dict[str, str | int | float] = {
            "method": attempt.route.method,
            "route": attempt.route.template,
            "request_id": attempt.request_id,
            "tries": attempt.tries,
            "milliseconds": round((self.clock.monotonic() - began) * 1000, 1),
        }
        if isinstance(outcome, Reply | BadReply):
            fields["status"] = outcome.status
        if error is not None:
            fields["support_code"] = error.support_code
            fields["error"] = type(error).__name__
            fields["reason"] = _reason(error)
        _log.log(logging.INFO if error is None else logging.WARNING, "call", extra={"fields": fields})


def _replayable(route: Route, key: str | None) -> bool:
    return route.replay is Replay.ALWAYS or (route.replay is Replay.WITH_KEY and bool(key))


def _reason(error: ApiError) -> str:
    match error:
        case UnreachableError(reason=reason):
            return reason.value
        case ProblemError(kind=kind):
            return kind.value if kind else "unknown-kind"
        case ProtocolError(fault=fault):
            return fault.value
        case _:
            return "timed-out"
