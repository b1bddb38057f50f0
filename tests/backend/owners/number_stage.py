"""An office where somebody who has lost phone and password asks for a new number, for tests of what becomes of it."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import pytest
from sqlalchemy import select

from kiosk.backend.context import Context
from kiosk.backend.desk.acts import acts
from kiosk.backend.ground.problems import Refused
from kiosk.backend.messages.mail.port import MailServer
from kiosk.backend.owners import new_number_acts, new_numbers
from kiosk.backend.owners.tables import new_numbers as rows
from kiosk.backend.owners.tables import owners
from kiosk.backend.staff import approvals, cases
from kiosk.backend.staff.acting import Acting
from kiosk.backend.store.database import Database
from kiosk.backend.worker import Worker
from kiosk.contract.desk.approvals import Approval, Reason
from kiosk.contract.desk.cases import Proof, ProofSeen
from kiosk.contract.desk.new_number_wishes import NewNumberAsking
from kiosk.contract.desk.session import StaffRole
from kiosk.contract.vehicles import BoundVehicle
from kiosk.contract.wire import Vehicle
from kiosk.domain.plate import VehicleType
from tests.backend.memory_gateway import MemoryGateway
from tests.backend.owner_rows import add_owner, bind
from tests.backend.payment_stage import make_stage
from tests.backend.staff_stage import StaffStage
from tests.clock import ManualClock

OLD, NEW = "0912345678", "0987654321"
CAR = Vehicle(plate="BKZ-5937", type=VehicleType.CAR)
HOUR = 3600.0
_LINK = re.compile(r"/N/([0-9A-Z]+)")


@dataclass
class NumberStage:
    """One office with a clerk and a senior, an owner with a vehicle, and what a test does there."""

    office: StaffStage
    gateway: MemoryGateway
    worker: Worker
    owner: str
    bound: BoundVehicle
    clerk: Acting
    senior: Acting

    @property
    def context(self) -> Context:
        return self.office.context

    @property
    def clock(self) -> ManualClock:
        return self.office.clock

    def later(self, hours: float) -> None:
        """Let time go by; each clerk at work has just given the second factor again."""
        self.clock.advance(hours * HOUR)
        now = self.clock.now()
        self.clerk, self.senior = (replace(one, factor_at=now) for one in (self.clerk, self.senior))

    def case(self, proof: Proof | None = Proof.ID_AND_LICENCE) -> str:
        case = self.office.case(self.clerk)
        if proof is not None:
            self.sees(self.clerk, case, proof)
        return case

    def sees(self, acting: Acting, case: str, proof: Proof = Proof.ID_AND_LICENCE) -> None:
        cases.record_proof(self.context, acting, ProofSeen(case=case, proof=proof))

    def asks(self, mobile: str = NEW, *, vehicle: Vehicle = CAR, case: str | None = None) -> Approval:
        case = self.case() if case is None else case
        wish = NewNumberAsking(case=case, vehicle=vehicle, mobile=mobile, reason=Reason.PAPERS_SEEN)
        return new_number_acts.ask(self.context, self.clerk, wish)

    def link(self, mobile: str) -> str:
        """Let the messages go out; return the code of the newest link that a number was sent."""
        self.worker.run_due()
        found = [_LINK.search(text.body) for text in self.gateway.sent if text.mobile == mobile]
        return next(one[1] for one in reversed(found) if one is not None)

    def texts(self, mobile: str) -> list[str]:
        self.worker.run_due()
        return [text.body for text in self.gateway.sent if text.mobile == mobile]

    def confirms(self, mobile: str = NEW) -> None:
        new_numbers.press(self.context, self.link(mobile))

    def approves(self, asked: Approval, senior: Acting | None = None) -> Approval:
        known, senior = acts(self.context), senior or self.senior
        approvals.decide(self.context, senior, known, asked.id, approve=True)
        return approvals.execute(self.context, senior, known, asked.id)

    def waits(self, mobile: str = NEW) -> Approval:
        """Have a new number asked for, confirmed and decided for."""
        asked = self.asks(mobile)
        self.confirms(mobile)
        self.sees(self.senior, asked.case)
        return self.approves(asked)

    def round(self) -> None:
        """Do what the worker does every few minutes."""
        new_numbers.take_effect(self.context)
        new_numbers.end_undecided(self.context)

    def row(self) -> Any:
        """Return the newest request."""
        with self.context.database.read() as connection:
            return connection.execute(select(rows).order_by(rows.c.made_at.desc(), rows.c.id).limit(1)).one()

    def states(self) -> list[tuple[str, str | None]]:
        """Return state and end of each request, oldest first."""
        with self.context.database.read() as connection:
            found = connection.execute(select(rows).order_by(rows.c.made_at, rows.c.id)).all()
        return [(row.state, row.ended_how) for row in found]

    def number(self) -> str | None:
        """Return the owner's number."""
        with self.context.database.read() as connection:
            return connection.scalar(select(owners.c.mobile).where(owners.c.id == self.owner))


def make_number_stage(database: Database, mail: MailServer | None = None) -> NumberStage:
    """Return an office on a fresh database, in which the owner of `CAR` has the number `OLD`."""
    gateway, stage = MemoryGateway(), make_stage(database, ManualClock())
    context = replace(stage.context, ports=replace(stage.context.ports, gateways=(gateway,), mail=mail))
    worker = Worker(context, threading.Event(), daily=False)
    office = StaffStage(replace(stage, context=context, worker=worker))
    owner = add_owner(database, mobile=OLD)
    bound = bind(database, owner, CAR)
    clerk = office.at_work(StaffRole.CLERK)
    return NumberStage(office, gateway, worker, owner, bound, clerk, office.at_work(StaffRole.SENIOR, name="wu.mh"))


def why(work: Callable[[], object]) -> tuple[object, str | None]:
    """Return how something was refused; fail if it was not."""
    with pytest.raises(Refused) as refused:
        work()
    return refused.value.kind, refused.value.state
