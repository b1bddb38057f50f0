"""A context with a gateway in memory, for tests of one-time codes and of messages."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any, TypeVar

from sqlalchemy import Connection, Row, insert, select

from kiosk.backend.context import Context
from kiosk.backend.domain.text_message import TextKind
from kiosk.backend.ground.problems import Refusal
from kiosk.backend.messages import texts
from kiosk.backend.messages.port import TextGateway
from kiosk.backend.messages.tables import text_messages
from kiosk.backend.owners.tables import owners
from kiosk.backend.proof import codes
from kiosk.backend.proof.codes import Flow
from kiosk.backend.store.database import Database, DatabaseBusyError
from kiosk.backend.worker import Worker
from kiosk.contract.codes import CodeSent
from kiosk.contract.problems import ProblemKind
from kiosk.domain.one_time_code import CodePurpose
from tests.backend.memory_gateway import MemoryGateway
from tests.backend.payment_stage import make_stage
from tests.clock import ManualClock
from tests.patience import PATIENCE

T = TypeVar("T")

MOBILE = "0912345678"
OTHER = "0987654321"
REGISTER = CodePurpose.REGISTER
CODE = TextKind.CODE
REMINDER = TextKind.REMINDER


@dataclass
class CodeStage:
    """One service with two kiosks and a gateway, and what a test does to it."""

    context: Context
    clock: ManualClock
    gateway: MemoryGateway
    worker: Worker

    def begin(
        self,
        mobile: str = MOBILE,
        *,
        purpose: CodePurpose = REGISTER,
        device: str = "kiosk-1",
        owner_id: str | None = None,
        silent: bool = False,
    ) -> CodeSent:
        return self.context.database.run(
            lambda connection: codes.begin(
                connection,
                self.context,
                purpose=purpose,
                terminal_id=device,
                mobile=mobile,
                owner_id=owner_id,
                silent=silent,
                now=self.clock.now(),
            )
        )

    def again(self, sent: CodeSent, mobile: str | None = None, *, device: str = "kiosk-1") -> CodeSent:
        return codes.again(self.context, device, sent.id, mobile)

    def type(
        self,
        sent: CodeSent,
        typed: str,
        *,
        purpose: CodePurpose | None = None,
        device: str = "kiosk-1",
        database: Database | None = None,
    ) -> Flow | ProblemKind:
        """Hand in a code as a use case does: what it led to is committed, also when it is refused."""
        answer = self.try_out(sent, typed, purpose=purpose, device=device, database=database)
        return answer.kind if isinstance(answer, Refusal) else answer

    def try_out(
        self,
        sent: CodeSent,
        typed: str,
        *,
        purpose: CodePurpose | None = None,
        device: str = "kiosk-1",
        database: Database | None = None,
    ) -> Flow | Refusal:
        context = self.context if database is None else replace(self.context, database=database)
        return context.database.run(
            lambda connection: codes.spend(
                connection,
                context,
                flow_id=sent.id,
                purpose=purpose or sent.purpose,
                terminal_id=device,
                typed=typed,
                now=self.clock.now(),
            )
        )

    def received(self, mobile: str = MOBILE) -> str:
        """Let the worker send what is due; return the code in the newest message to a number."""
        self.worker.run_due()
        return self.gateway.last_code(mobile)

    def queue(
        self,
        *,
        kind: TextKind = REMINDER,
        key: str = "message-1",
        lasting: float = 3600,
        after: float = 0,
        context: Context | None = None,
        text: str = "您的車輛有一筆停車費將於三日後到期。",
    ) -> str:
        context = context or self.context
        now = self.clock.now()
        return context.database.run(
            lambda connection: texts.queue(
                connection,
                context,
                kind=kind,
                mobile=MOBILE,
                text=text,
                dedup_key=key,
                valid_until=now + timedelta(seconds=lasting),
                not_before=now + timedelta(seconds=after),
            )
        )

    def message(self, id: str) -> Row[Any]:
        with self.context.database.read() as connection:
            return connection.execute(select(text_messages).where(text_messages.c.id == id)).one()

    def messages(self) -> Sequence[Row[Any]]:
        with self.context.database.read() as connection:
            return connection.execute(select(text_messages).order_by(text_messages.c.made_at)).all()

    def add_owner(self, mobile: str, id: str = "1" * 32) -> str:
        def work(connection: Connection) -> None:
            connection.execute(
                insert(owners).values(
                    id=id,
                    mobile=mobile,
                    name="王小明",
                    password_hash="-",
                    notice="2026-11",
                    registered_at=self.clock.now(),
                    changed_at=self.clock.now(),
                )
            )

        self.context.database.run(work)
        return id


def make_code_stage(
    database: Database, clock: ManualClock, *, gateways: Sequence[TextGateway] | None = None
) -> CodeStage:
    """Return a service on a fresh database, with the devices `kiosk-1` and `kiosk-2`, and a gateway that works."""
    context = make_stage(database, clock).context
    gateway = MemoryGateway()
    ports = replace(context.ports, gateways=(gateway,) if gateways is None else tuple(gateways))
    context = replace(context, ports=ports)
    return CodeStage(context, clock, gateway, Worker(context, threading.Event(), daily=False))


def wrong_for(code: str, *others: str) -> str:
    """Return a code of the same length that is none of these."""
    number = int(code)
    while (candidate := f"{number:0{len(code)}}") in (code, *others):
        number = (number + 1) % 10 ** len(code)
    return candidate


def at_once(count: int, work: Callable[[int], T]) -> list[T]:
    """Let `count` threads begin `work` at one moment, and again while the database is busy; return the results."""
    start = threading.Barrier(count)

    def begin(index: int) -> T:
        start.wait(PATIENCE)
        while True:
            try:
                return work(index)
            except DatabaseBusyError:
                # Nothing of it has happened: the visitor presses again.
                continue

    with ThreadPoolExecutor(count) as threads:
        return list(threads.map(begin, range(count)))
