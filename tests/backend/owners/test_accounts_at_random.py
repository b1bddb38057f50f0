"""Accounts against a model: whatever owners and strangers do in whatever order, both agree on who may do what."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, TypeVar

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from pydantic import SecretStr
from sqlalchemy import select

from kiosk.backend.ground.problems import Refusal
from kiosk.backend.owners import closing, mobile_changes, owner, password_resets, registrations, sessions
from kiosk.backend.owners.sessions import IDLE, LONGEST, Session
from kiosk.backend.owners.tables import owners
from kiosk.backend.owners.tables import sessions as sessions_table
from kiosk.backend.store.database import Database
from kiosk.backend.terminals.enrolment import hash_of
from kiosk.contract.owners import Closing, MobileChangeRequest, NewPassword, OwnerChange, ResetRequest, SignedIn
from kiosk.contract.problems import ProblemKind
from tests.backend.owner_stage import make_owner_stage, wanted
from tests.backend.rows import empty
from tests.clock import ManualClock

T = TypeVar("T")

NUMBERS = ("0911111111", "0922222222", "0933333333")
PASSWORDS = ("Kx7mQ2vT", "Entirely-New-7", "Rain 9 over hills")
DEVICES = ("kiosk-1", "kiosk-2")
NOT_NOW = {ProblemKind.SEND_LATER, ProblemKind.SIGN_IN_PAUSED, ProblemKind.CODE_PAUSED, ProblemKind.CODE_COUNTER}
"""Limits of their own tests: a caller who meets one has done nothing."""

numbers, passwords, devices = st.sampled_from(NUMBERS), st.sampled_from(PASSWORDS), st.sampled_from(DEVICES)


@dataclass
class Account:
    """What the model knows of an account that is open."""

    password: str
    name: str = "王小明"


@dataclass
class Visit:
    """What the model knows of a session."""

    signed_in: SignedIn
    device: str
    account: Account
    began: datetime
    used: datetime
    over: bool = False


@dataclass
class Task:
    """A code that was sent, and what it would do."""

    id: str
    device: str
    number: str
    code: str
    until: datetime
    password: str = ""
    visit: Visit | None = None
    done: bool = field(default=False)


class Accounts(RuleBasedStateMachine):
    """Owners, their sessions, and codes under way."""

    database: Database

    def __init__(self) -> None:
        super().__init__()
        empty(self.database)
        self.clock = ManualClock()
        self.stage = make_owner_stage(self.database, self.clock)
        self.accounts: dict[str, Account] = {}
        self.visits: list[Visit] = []
        self.drafts: list[Task] = []
        self.moves: list[Task] = []

    def tried(self, work: Callable[[], T]) -> T | ProblemKind | None:
        """Return what came of it, or why not; None where a limit stood in the way."""
        try:
            return work()
        except Refusal as refusal:
            return None if refusal.kind in NOT_NOW else refusal.kind

    def live(self, visit: Visit) -> bool:
        now = self.clock.now()
        return not visit.over and now < visit.began + LONGEST and now < visit.used + IDLE

    def session(self, visit: Visit) -> Session | ProblemKind:
        """Return the session as the service finds it, which must be what the model says."""
        expected = self.live(visit)
        found = self.tried(lambda: self.stage.session(visit.signed_in, device=visit.device))
        assert isinstance(found, Session) == expected
        if not isinstance(found, Session):
            assert found is ProblemKind.SESSION_OVER
            return found
        visit.used = max(visit.used, self.clock.now())
        return found

    def number_of(self, account: Account) -> str:
        return next(number for number, one in self.accounts.items() if one is account)

    def end_visits(self, account: Account, but: Visit | None = None) -> None:
        for visit in self.visits:
            if visit.account is account and visit is not but:
                visit.over = True

    def begin_visit(self, signed_in: SignedIn, device: str, account: Account) -> None:
        now = self.clock.now()
        self.visits.append(Visit(signed_in, device, account, now, now))

    @initialize(number=numbers, password=passwords, device=devices)
    def somebody_is_an_owner(self, number: str, password: str, device: str) -> None:
        registered = self.stage.register(number, password=password, device=device)
        account = self.accounts[number] = Account(password)
        self.begin_visit(registered.session, device, account)

    @rule(minutes=st.sampled_from([1, 1, 2, 20, 70, 1500]))
    def time_passes(self, minutes: int) -> None:
        self.clock.advance(timedelta(minutes=minutes).total_seconds())

    @rule(number=numbers, password=passwords, device=devices)
    def somebody_types_a_registration(self, number: str, password: str, device: str) -> None:
        asked = self.tried(lambda: self.stage.ask(wanted(number, password=password), device=device))
        if asked is not None:
            assert not isinstance(asked, ProblemKind)
            sent, code = asked
            until = self.clock.now() + timedelta(seconds=sent.expires_in)
            self.drafts.append(Task(sent.id, device, number, code, until, password))

    @precondition(lambda self: self.drafts)
    @rule(data=st.data(), elsewhere=st.booleans())
    def somebody_enters_the_code_of_a_registration(self, data: Any, elsewhere: bool) -> None:
        draft = data.draw(st.sampled_from(self.drafts))
        device = next(one for one in DEVICES if (one != draft.device) == elsewhere)
        result = self.tried(lambda: registrations.finish(self.stage.context, device, draft.id, draft.code))
        if result is None:
            return
        if elsewhere:
            assert result is ProblemKind.NOT_FOUND
        elif draft.done or self.clock.now() >= draft.until:
            assert result in (ProblemKind.FLOW_OVER, ProblemKind.CODE_EXPIRED)
        elif draft.number in self.accounts:
            assert result is ProblemKind.ALREADY_REGISTERED
            draft.done = True
        else:
            assert not isinstance(result, ProblemKind)
            draft.done = True
            account = self.accounts[draft.number] = Account(draft.password)
            self.begin_visit(result.session, device, account)

    @rule(number=numbers, password=passwords, device=devices)
    def somebody_signs_in(self, number: str, password: str, device: str) -> None:
        result = self.tried(lambda: self.stage.sign_in(number, password, device=device))
        if result is None:
            return
        account = self.accounts.get(number)
        if account is None or account.password != password:
            assert result is ProblemKind.SIGN_IN_REFUSED
        else:
            assert isinstance(result, SignedIn)
            self.begin_visit(result, device, account)

    @precondition(lambda self: self.visits)
    @rule(data=st.data())
    def somebody_signs_out(self, data: Any) -> None:
        visit = data.draw(st.sampled_from(self.visits))
        session = self.session(visit)
        if isinstance(session, Session):
            self.database.run(lambda connection: sessions.end(connection, session, self.clock.now()))
            visit.over = True

    @precondition(lambda self: self.visits)
    @rule(data=st.data(), name=st.sampled_from(["陳大文", "Lisin Kacaw"]))
    def somebody_changes_the_name(self, data: Any, name: str) -> None:
        visit = data.draw(st.sampled_from(self.visits))
        session = self.session(visit)
        if isinstance(session, Session):
            owner.change(self.stage.context, session, OwnerChange(name=name))
            visit.account.name = name

    @precondition(lambda self: self.visits)
    @rule(data=st.data(), present=passwords, new=passwords)
    def somebody_changes_the_password(self, data: Any, present: str, new: str) -> None:
        visit = data.draw(st.sampled_from(self.visits))
        session = self.session(visit)
        if isinstance(session, ProblemKind):
            return
        change = OwnerChange(password=SecretStr(new), current_password=SecretStr(present))
        result = self.tried(lambda: owner.change(self.stage.context, session, change))
        if result is None:
            return
        if present != visit.account.password:
            assert result is ProblemKind.SIGN_IN_REFUSED
        else:
            assert not isinstance(result, ProblemKind)
            visit.account.password = new
            self.end_visits(visit.account, but=visit)

    @rule(number=numbers, new=passwords, device=devices)
    def somebody_resets_a_password(self, number: str, new: str, device: str) -> None:
        context = self.stage.context
        self.stage.worker.run_due()  # what was on its way before, such as the notice to a former number
        sent = self.tried(lambda: password_resets.begin(context, device, ResetRequest(mobile=number)))
        if sent is None:
            return
        assert not isinstance(sent, ProblemKind)
        before = len(self.stage.gateway.sent)
        self.stage.worker.run_due()
        account = self.accounts.get(number)
        assert (len(self.stage.gateway.sent) > before) == (account is not None)
        if account is None:
            return
        code = self.stage.gateway.last_code(number)
        allowed = self.tried(lambda: password_resets.prove(context, device, sent.id, code))
        if allowed is None:
            return
        assert not isinstance(allowed, ProblemKind)
        request = NewPassword(proof=allowed.proof, password=SecretStr(new))
        password_resets.finish(context, device, sent.id, request)
        account.password = new
        self.end_visits(account)

    @precondition(lambda self: self.visits)
    @rule(data=st.data(), number=numbers)
    def somebody_asks_for_another_number(self, data: Any, number: str) -> None:
        visit = data.draw(st.sampled_from(self.visits))
        session = self.session(visit)
        if isinstance(session, ProblemKind):
            return
        request = MobileChangeRequest(mobile=number)
        sent = self.tried(lambda: mobile_changes.begin(self.stage.context, session, request))
        if sent is not None:
            assert not isinstance(sent, ProblemKind)
            until = self.clock.now() + timedelta(seconds=sent.expires_in)
            self.moves.append(Task(sent.id, visit.device, number, self.stage.code(number), until, visit=visit))

    @precondition(lambda self: self.moves)
    @rule(data=st.data())
    def somebody_enters_the_code_of_another_number(self, data: Any) -> None:
        move = data.draw(st.sampled_from(self.moves))
        assert move.visit is not None
        session = self.session(move.visit)
        if isinstance(session, ProblemKind):
            return
        result = self.tried(lambda: mobile_changes.finish(self.stage.context, session, move.id, move.code))
        if result is None:
            return
        account = move.visit.account
        if move.done or self.clock.now() >= move.until:
            assert result in (ProblemKind.FLOW_OVER, ProblemKind.CODE_EXPIRED)
            return
        move.done = True
        if self.accounts.get(move.number, account) is not account:
            assert result is ProblemKind.NUMBER_TAKEN
            return
        assert not isinstance(result, ProblemKind)
        if self.number_of(account) != move.number:
            del self.accounts[self.number_of(account)]
            self.accounts[move.number] = account
            self.end_visits(account, but=move.visit)

    @precondition(lambda self: self.visits)
    @rule(data=st.data(), password=passwords)
    def somebody_closes_the_account(self, data: Any, password: str) -> None:
        visit = data.draw(st.sampled_from(self.visits))
        session = self.session(visit)
        if isinstance(session, ProblemKind):
            return
        request = Closing(password=SecretStr(password))

        def close() -> str:
            closing.close(self.stage.context, session, request)
            return "closed"

        result = self.tried(close)
        if result is None:
            return
        if password != visit.account.password:
            assert result is ProblemKind.SIGN_IN_REFUSED
            return
        assert result == "closed"
        number = self.number_of(visit.account)
        del self.accounts[number]
        self.end_visits(visit.account)
        # What was under way for the number has ended with it.
        for task in (*self.drafts, *self.moves):
            if task.number == number:
                task.done = True

    @invariant()
    def the_service_knows_the_same_owners(self) -> None:
        with self.database.read() as connection:
            rows = connection.execute(select(owners.c.mobile, owners.c.name).where(owners.c.closed_at.is_(None)))
            assert {row.mobile: row.name for row in rows} == {
                number: account.name for number, account in self.accounts.items()
            }

    @invariant()
    def the_service_has_ended_the_same_sessions(self) -> None:
        with self.database.read() as connection:
            rows = connection.execute(select(sessions_table.c.token_hash, sessions_table.c.revoked_at))
            ended = {row.token_hash: row.revoked_at is not None for row in rows}
        assert ended == {hash_of(visit.signed_in.token.get_secret_value()): visit.over for visit in self.visits}


@pytest.mark.long
def test_owners_and_strangers_in_any_order(database: Database) -> None:
    class OnThisDatabase(Accounts):
        pass

    OnThisDatabase.database = database
    run_state_machine_as_test(
        OnThisDatabase,
        settings=settings(
            max_examples=10,
            stateful_step_count=30,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
