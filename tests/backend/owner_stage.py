"""A service with two kiosks and a gateway in memory, for tests of what owners do."""

from __future__ import annotations

import itertools
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy import Table, func, insert, select

from kiosk.backend.context import Context, Ports
from kiosk.backend.ground.problems import Refusal
from kiosk.backend.owners import registrations, sessions, sign_in
from kiosk.backend.owners.sessions import Session
from kiosk.backend.owners.tables import owners
from kiosk.backend.payable_map import PAYABLES
from kiosk.backend.registers.local import LocalBills
from kiosk.backend.store.database import Database
from kiosk.backend.terminals.tables import terminals
from kiosk.backend.terms import terms_of
from kiosk.backend.worker import Worker
from kiosk.contract.codes import CodeSent
from kiosk.contract.owners import Registered, RegistrationRequest, SignedIn, SignInRequest
from kiosk.contract.problems import ProblemKind
from kiosk.contract.wire import Vehicle
from kiosk.domain.plate import VehicleType
from kiosk.settings import BackendSettings
from tests.backend.memory_gateway import MemoryGateway
from tests.backend.payment_stage import SETTINGS, MemoryProvider, SilentSignals
from tests.clock import ManualClock

MOBILE = "0912345678"
OTHER = "0987654321"
PASSWORD = "Kx7mQ2vT"
OFFICE = SETTINGS.payee
CAR = Vehicle(plate="BKZ-5937", type=VehicleType.CAR)

_plates = itertools.count(1000)


def wanted(
    mobile: str = MOBILE, *, plate: str | None = None, password: str = PASSWORD, **other: Any
) -> RegistrationRequest:
    """Return what somebody types who becomes an owner; without a plate, of a vehicle that no one else has."""
    vehicle = {"plate": plate or f"BKZ-{next(_plates)}", "type": "car"}
    given = {"vehicle": vehicle, "mobile": mobile, "name": "王小明", "password": password, "notice": "2026-11", **other}
    return RegistrationRequest.model_validate(given)


@dataclass
class OwnerStage:
    """One service, and what a test does to it."""

    context: Context
    clock: ManualClock
    gateway: MemoryGateway
    worker: Worker

    def ask(self, request: RegistrationRequest, *, device: str = "kiosk-1") -> tuple[CodeSent, str]:
        """Type a registration; return the flow and the code that the phone shows."""
        sent = registrations.begin(self.context, device, request)
        return sent, self.code(request.mobile)

    def register(self, mobile: str = MOBILE, *, device: str = "kiosk-1", **typed: Any) -> Registered:
        """Become an owner."""
        sent, code = self.ask(wanted(mobile, **typed), device=device)
        return registrations.finish(self.context, device, sent.id, code)

    def sign_in(self, mobile: str = MOBILE, password: str = PASSWORD, *, device: str = "kiosk-1") -> SignedIn:
        request = SignInRequest.model_validate({"mobile": mobile, "password": password})
        return sign_in.begin(self.context, device, request)

    def session(self, signed_in: SignedIn, *, device: str = "kiosk-1") -> Session:
        """Return the session that a token stands for, and note its use; raise `Refusal`."""
        found = sessions.find(self.context, device, signed_in.token.get_secret_value())
        if found.to_note:
            sessions.note_use(self.context, found.session)
        return found.session

    def code(self, mobile: str) -> str:
        """Let the messages go out; return the newest code for a number."""
        self.worker.run_due()
        return self.gateway.last_code(mobile)

    def count(self, table: Table) -> int:
        with self.context.database.read() as connection:
            return int(connection.scalar(select(func.count()).select_from(table)) or 0)

    def owner(self, mobile: str = MOBILE) -> Any:
        """Return an owner's row."""
        with self.context.database.read() as connection:
            return connection.execute(select(owners).where(owners.c.mobile == mobile)).one()


def make_owner_stage(database: Database, clock: ManualClock, *, settings: BackendSettings = SETTINGS) -> OwnerStage:
    """Return a service on a fresh database, with the devices `kiosk-1` and `kiosk-2`."""
    gateway = MemoryGateway()
    ports = Ports(
        bills=LocalBills(database),
        provider=MemoryProvider(clock),
        signals=SilentSignals(),
        gateways=(gateway,),
        payables=PAYABLES,
    )
    context = Context(database, clock, ports, terms_of(settings))
    for device in ("kiosk-1", "kiosk-2"):
        add_device(database, clock, device)
    return OwnerStage(context, clock, gateway, Worker(context, threading.Event(), daily=False))


def add_device(database: Database, clock: ManualClock, device: str) -> str:
    with database.write() as connection:
        connection.execute(insert(terminals).values(id=device, name=device, token_hash=device, created_at=clock.now()))
    return device


def refused(work: Callable[[], object]) -> Refusal:
    """Return how something was refused; fail if it was not."""
    with pytest.raises(Refusal) as refusal:
        work()
    return refusal.value


def kind(work: Callable[[], object]) -> ProblemKind:
    """Return why something was refused; fail if it was not."""
    return refused(work).kind
