"""A service with an office's staff, for tests of what they do."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field

import pyotp
from sqlalchemy import select

from kiosk.backend.context import Context
from kiosk.backend.staff import accounts, cases, sessions, sign_in
from kiosk.backend.staff.accounts import NewStaff
from kiosk.backend.staff.acting import Acting
from kiosk.backend.staff.tables import audit
from kiosk.backend.store.database import Database
from kiosk.contract.desk.cases import CaseOpening
from kiosk.contract.desk.session import DeskSession, DeskSignIn, StaffRole
from tests.backend.payment_stage import Stage, make_stage
from tests.clock import ManualClock

PASSWORD = "a password of the staff"
OFFICE = "松山"
COUNTER = "松山 3 號窗口"


@dataclass
class StaffStage:
    """One office, and what a test does at its desks."""

    payments: Stage
    keys: dict[str, str] = field(default_factory=dict)
    """Of each person's authenticator, by name."""
    desk_key: str = field(default_factory=lambda: secrets.token_urlsafe(32))

    @property
    def context(self) -> Context:
        return self.payments.context

    @property
    def clock(self) -> ManualClock:
        return self.payments.clock

    @property
    def desk(self) -> str:
        """The hash of this desk's key."""
        return sessions.desk_hash(self.desk_key)

    def hire(self, name: str, *roles: StaffRole, office: str = OFFICE) -> str:
        """Make an account; return its name."""
        terms, now = self.context.terms, self.clock.now()
        person = NewStaff(name, f"林{name}玲", office, frozenset(roles), terms.passwords.hash(PASSWORD))
        self.keys[name] = self.context.database.run(
            lambda connection: accounts.add(connection, person, terms.seal_key, now)
        )
        return name

    def digits(self, name: str) -> str:
        """Return what somebody's authenticator shows now."""
        return pyotp.TOTP(self.keys[name]).at(self.clock.now())

    def sign_in(self, name: str, *, password: str = PASSWORD, code: str | None = None) -> DeskSession:
        code = self.digits(name) if code is None else code
        wish = DeskSignIn.model_validate({"name": name, "password": password, "code": code, "counter": COUNTER})
        return sign_in.begin(self.context, self.desk, wish)

    def acting(self, session: DeskSession) -> Acting:
        """Return who acts by a session; raise `Refusal`."""
        return sessions.find(self.context, self.desk, session.token.get_secret_value())

    def at_work(self, *roles: StaffRole, name: str = "lin.yl") -> Acting:
        """Return somebody with these roles who has just signed in."""
        return self.acting(self.sign_in(self.hire(name, *roles)))

    def case(self, acting: Acting) -> str:
        return cases.begin(self.context, acting, CaseOpening()).number

    def rows(self) -> list[tuple[str, str, str]]:
        """Return who, operation and outcome of every row of the audit."""
        with self.context.database.read() as connection:
            asked = select(audit.c.who, audit.c.operation, audit.c.outcome).order_by(audit.c.number)
            return [(row.who, row.operation, row.outcome) for row in connection.execute(asked)]


def make_staff_stage(database: Database, clock: ManualClock) -> StaffStage:
    return StaffStage(make_stage(database, clock))
