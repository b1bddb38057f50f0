"""Signing in with the phone: who is let in, once, on which terminal, and what everybody else is shown."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

import pytest
from sqlalchemy import insert, select, update

from kiosk.backend.context import Context
from kiosk.backend.ground.problems import Refusal
from kiosk.backend.identities import phone_sign_in
from kiosk.backend.identities.phone_sign_in import BEGINNINGS, TAKEN
from kiosk.backend.identities.port import IdentityAnswer, IdentityDownError, IdentityOutcome, IdentityTokenError
from kiosk.backend.identities.tables import identity_links, sign_in_flows
from kiosk.backend.messages.tables import owner_events
from kiosk.backend.owners import sessions
from kiosk.backend.owners.tables import owners
from kiosk.backend.store.database import Database, DatabaseBusyError
from kiosk.contract.identity import LinkState, PhoneSignIn
from kiosk.contract.problems import ProblemKind
from tests.backend.identities.test_identities import GRANT, MemoryIssuer, proved
from tests.backend.owner_rows import add_owner
from tests.backend.payment_stage import make_stage
from tests.clock import START, ManualClock

HERE, ELSEWHERE = "kiosk-1", "kiosk-2"


@dataclass
class Stage:
    """A service with one provider and one owner who is linked there."""

    context: Context
    clock: ManualClock
    line: MemoryIssuer
    owner: str

    def begin(self, device: str = HERE) -> PhoneSignIn:
        return phone_sign_in.begin(self.context, device, "line")

    def poll(self, found: PhoneSignIn, device: str = HERE, *, after: float = 5) -> PhoneSignIn:
        self.clock.advance(after)
        return phone_sign_in.poll(self.context, device, found.id)

    def agreed(self, subject: str = "account-1") -> PhoneSignIn:
        """Begin, and have the phone agree with an account; return what the terminal then sees."""
        begun = self.begin()
        self.line.says = proved(subject)
        return self.poll(begun)

    def events(self) -> list[tuple[str, str]]:
        with self.context.database.read() as connection:
            rows = connection.execute(select(owner_events.c.kind, owner_events.c.terminal_id))
            return [(row.kind, row.terminal_id) for row in rows]


@pytest.fixture
def stage(database: Database, clock: ManualClock) -> Stage:
    context = make_stage(database, clock).context
    line = MemoryIssuer("LINE")
    context = replace(context, ports=replace(context.ports, identities={"line": line}))
    owner = add_owner(database)
    with database.write() as connection:
        connection.execute(
            insert(identity_links).values(owner_id=owner, provider="line", subject="account-1", linked_at=START)
        )
    return Stage(context, clock, line, owner)


def refused(work: Callable[[], object]) -> ProblemKind:
    with pytest.raises(Refusal) as caught:
        work()
    return caught.value.kind


def test_an_owner_who_has_linked_the_account_is_let_in_once_and_it_stands_in_the_history(stage: Stage) -> None:
    begun = stage.begin()
    assert (begun.state, begun.user_code, begun.link) == (LinkState.WAITING, GRANT.user_code, GRANT.link)
    assert stage.poll(begun).state is LinkState.WAITING
    stage.line.says = proved()
    assert stage.poll(begun).state is LinkState.LINKED
    signed_in = phone_sign_in.finish(stage.context, HERE, begun.id)
    token = signed_in.token.get_secret_value()
    found = sessions.find(stage.context, HERE, token)
    assert found.session.owner_id == stage.owner
    assert stage.events() == [("signed-in", HERE)]
    assert refused(lambda: phone_sign_in.finish(stage.context, HERE, begun.id)) is ProblemKind.NOT_FOUND


def test_before_the_phone_has_agreed_no_one_is_let_in(stage: Stage) -> None:
    begun = stage.begin()
    assert refused(lambda: phone_sign_in.finish(stage.context, HERE, begun.id)) is ProblemKind.NOT_FOUND
    assert stage.poll(begun).state is LinkState.WAITING


@pytest.mark.parametrize(
    ("outcome", "state"),
    [(IdentityOutcome.DENIED, LinkState.DENIED), (IdentityOutcome.EXPIRED, LinkState.EXPIRED)],
)
def test_a_no_on_the_phone_and_a_request_that_ran_out_let_no_one_in(
    stage: Stage, outcome: IdentityOutcome, state: LinkState
) -> None:
    begun = stage.begin()
    stage.line.says = IdentityAnswer(outcome)
    found = stage.poll(begun)
    assert (found.state, found.known) == (state, True)
    assert refused(lambda: phone_sign_in.finish(stage.context, HERE, begun.id)) is ProblemKind.NOT_FOUND


def test_a_code_whose_time_is_over_is_reported_without_asking_anybody(stage: Stage) -> None:
    begun = stage.begin()
    found = stage.poll(begun, after=GRANT.lifetime)
    assert found.state is LinkState.EXPIRED
    assert stage.line.asked == []


def test_an_account_that_no_one_here_is_linked_to_is_reported_as_that_and_no_more(stage: Stage) -> None:
    found = stage.agreed("account-2")
    assert (found.state, found.known) == (LinkState.DENIED, False)
    assert refused(lambda: phone_sign_in.finish(stage.context, HERE, found.id)) is ProblemKind.NOT_FOUND


@pytest.mark.parametrize("when", ["before", "meanwhile"])
def test_an_account_that_has_been_closed_lets_no_one_in(stage: Stage, when: str) -> None:
    def close() -> None:
        with stage.context.database.write() as connection:
            connection.execute(
                update(owners)
                .where(owners.c.id == stage.owner)
                .values(closed_at=START, mobile=None, name=None, email=None, password_hash=None)
            )

    if when == "before":
        close()
    found = stage.agreed()
    assert (found.state is LinkState.LINKED) == (when == "meanwhile")
    close()
    assert refused(lambda: phone_sign_in.finish(stage.context, HERE, found.id)) is ProblemKind.NOT_FOUND


def test_another_terminal_neither_sees_nor_takes_it(stage: Stage) -> None:
    found = stage.agreed()
    assert refused(lambda: phone_sign_in.poll(stage.context, ELSEWHERE, found.id)) is ProblemKind.NOT_FOUND
    assert refused(lambda: phone_sign_in.finish(stage.context, ELSEWHERE, found.id)) is ProblemKind.NOT_FOUND
    phone_sign_in.finish(stage.context, HERE, found.id)


def test_who_is_proved_and_goes_away_is_not_let_in_a_minute_later(stage: Stage) -> None:
    found = stage.agreed()
    stage.clock.advance(TAKEN.total_seconds())
    assert refused(lambda: phone_sign_in.finish(stage.context, HERE, found.id)) is ProblemKind.NOT_FOUND


def test_a_terminal_has_one_at_a_time_and_a_new_one_ends_the_one_before(stage: Stage) -> None:
    old = stage.begin()
    new = stage.begin()
    assert stage.poll(old).state is LinkState.EXPIRED
    assert stage.line.asked == []
    stage.line.says = proved()
    assert stage.poll(new).state is LinkState.LINKED
    newest = stage.begin()
    assert (stage.poll(new).state, stage.poll(newest).state) == (LinkState.EXPIRED, LinkState.LINKED)
    assert refused(lambda: phone_sign_in.finish(stage.context, HERE, new.id)) is ProblemKind.NOT_FOUND


@pytest.mark.each_database
def test_of_two_who_take_it_at_once_one_gets_a_session(stage: Stage) -> None:
    found = stage.agreed()

    def take(_: int) -> bool:
        while True:
            try:
                phone_sign_in.finish(stage.context, HERE, found.id)
            except DatabaseBusyError:
                continue
            except Refusal:
                return False
            return True

    with ThreadPoolExecutor(4) as threads:
        assert sum(threads.map(take, range(4))) == 1


def test_a_provider_that_does_not_answer_is_reported_and_the_code_waits_on(stage: Stage) -> None:
    begun = stage.begin()
    stage.line.says = IdentityDownError("HTTP 503")
    assert refused(lambda: stage.poll(begun)) is ProblemKind.IDENTITY_DOWN
    stage.line.says = proved()
    assert stage.poll(begun, after=30).state is LinkState.LINKED


def test_an_answer_that_proves_nothing_lets_no_one_in(stage: Stage) -> None:
    begun = stage.begin()
    stage.line.says = IdentityTokenError("another audience")
    assert refused(lambda: stage.poll(begun)) is ProblemKind.IDENTITY_DOWN
    assert stage.poll(begun).state is LinkState.DENIED


def test_the_secret_is_sealed_while_it_waits_and_gone_afterwards(stage: Stage) -> None:
    def sealed() -> bytes:
        with stage.context.database.read() as connection:
            return bytes(connection.scalar(select(sign_in_flows.c.sealed)) or b"")

    begun = stage.begin()
    assert sealed()
    assert GRANT.secret.encode() not in sealed()
    stage.line.says = proved()
    stage.poll(begun)
    assert sealed() == b""


def test_a_terminal_may_begin_so_many_an_hour_and_no_more(stage: Stage) -> None:
    for _ in range(BEGINNINGS.most):
        stage.begin()
    assert refused(stage.begin) is ProblemKind.RATE
    stage.begin(ELSEWHERE)


def test_what_no_one_waits_for_any_more_is_forgotten(stage: Stage) -> None:
    stage.begin()
    stage.clock.advance(GRANT.lifetime + 1)
    with stage.context.database.write() as connection:
        assert phone_sign_in.forget_old(connection, stage.clock.now()) == 1
