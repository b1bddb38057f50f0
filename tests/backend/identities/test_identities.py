"""Linking an owner's account: who asks the provider, how often, and what becomes of the answer."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, cast

import pytest
from pydantic import ValidationError
from sqlalchemy import select, update

from kiosk.backend.context import Context
from kiosk.backend.http.outside import IDENTITY
from kiosk.backend.identities import device_flows, identities
from kiosk.backend.identities.identities import BEGINNINGS
from kiosk.backend.identities.oidc.issuers import issuers
from kiosk.backend.identities.oidc.simulator import INTERVAL, LIFETIME
from kiosk.backend.identities.port import (
    DeviceGrant,
    IdentityAnswer,
    IdentityDownError,
    IdentityIssuer,
    IdentityOutcome,
    IdentityTokenError,
)
from kiosk.backend.identities.tables import identity_flows, identity_links
from kiosk.backend.messages.tables import owner_events
from kiosk.backend.owners import sessions
from kiosk.backend.owners.sessions import Session
from kiosk.backend.owners.tables import owners
from kiosk.backend.store.database import Database
from kiosk.contract.headers import SESSION
from kiosk.contract.identity import Linking, LinkState
from kiosk.contract.owners import OwnerEventKind
from kiosk.contract.problems import ProblemKind
from kiosk.settings import BackendSettings
from tests.backend.caller import THREE_TICKETS, Answer, Caller
from tests.backend.identity_stage import decides
from tests.backend.owner_rows import add_owner, notified, refused
from tests.backend.payment_stage import make_stage
from tests.clock import ManualClock
from tests.live_backend import LiveBackend
from tests.patience import PATIENCE

GRANT = DeviceGrant(
    secret='{"device_code": "d", "nonce": "n"}',
    user_code="WDJB-MJHT",
    link="https://id.example.tw/device/WDJB-MJHT",
    short_link="https://id.example.tw/device",
    interval=5,
    lifetime=600,
)
PENDING = IdentityAnswer(IdentityOutcome.PENDING)


@dataclass
class MemoryIssuer:
    """`IdentityIssuer` without a network; it says what it is set to, and notes what it is asked."""

    name: str
    name_en: str | None = None
    says: IdentityAnswer | Exception = PENDING
    asked: list[tuple[str, datetime]] = field(default_factory=list)
    down: bool = False
    meanwhile: Any = lambda: None
    """Called while the answer is on its way."""

    def begin(self) -> DeviceGrant:
        if self.down:
            raise IdentityDownError("HTTP 503")
        return GRANT

    def ask(self, secret: str, since: datetime) -> IdentityAnswer:
        self.asked.append((secret, since))
        self.meanwhile()
        if isinstance(self.says, Exception):
            raise self.says
        return self.says


def proved(subject: str = "account-1") -> IdentityAnswer:
    return IdentityAnswer(IdentityOutcome.PROVED, subject)


@dataclass
class Stage:
    """Two owners at two providers."""

    context: Context
    clock: ManualClock
    line: MemoryIssuer
    google: MemoryIssuer
    first: Session
    second: Session

    def begin(self, session: Session | None = None, provider: str = "line") -> Linking:
        return identities.begin(self.context, session or self.first, provider)

    def poll(self, linking: Linking, session: Session | None = None, *, after: float = 0) -> Linking:
        self.clock.advance(after)
        return identities.poll(self.context, session or self.first, linking.id)

    def link(self, session: Session | None = None, subject: str = "account-1") -> LinkState:
        """Go all the way."""
        linking = self.begin(session)
        self.line.says = proved(subject)
        return self.poll(linking, session, after=linking.poll_in).state

    def linked(self, session: Session | None = None) -> list[str]:
        found = identities.listed(self.context, session or self.first)
        return [one.code for one in found.providers if one.linked_at is not None]

    def history(self, session: Session | None = None) -> list[tuple[str, str, str]]:
        with self.context.database.read() as connection:
            rows = connection.execute(
                select(owner_events.c.kind, owner_events.c.subject, owner_events.c.terminal_id)
                .where(owner_events.c.owner_id == (session or self.first).owner_id)
                .order_by(owner_events.c.sequence)
            )
            return [(row.kind, row.subject, row.terminal_id) for row in rows]

    def column(self, name: str) -> list[Any]:
        with self.context.database.read() as connection:
            return list(connection.scalars(select(identity_flows.c[name]).order_by(identity_flows.c.begun_at)))


@pytest.fixture
def stage(database: Database, clock: ManualClock) -> Stage:
    context = make_stage(database, clock).context
    line, google = MemoryIssuer("LINE"), MemoryIssuer("Google")
    context = replace(context, ports=replace(context.ports, identities={"line": line, "google": google}))
    first, second = (Session(add_owner(database), "kiosk-1", "token") for _ in range(2))
    return Stage(context, clock, line, google, first, second)


def test_a_yes_on_the_phone_links_the_account_and_stands_in_the_history(stage: Stage) -> None:
    linking = stage.begin()
    assert (linking.state, linking.user_code, linking.poll_in) == (LinkState.WAITING, GRANT.user_code, GRANT.interval)
    assert (linking.link, linking.short_link, linking.expires_in) == (GRANT.link, GRANT.short_link, GRANT.lifetime)
    assert stage.poll(linking, after=5).state is LinkState.WAITING
    stage.line.says = proved()
    assert stage.poll(linking, after=5).state is LinkState.LINKED
    assert stage.linked() == ["line"]
    assert stage.history() == [(OwnerEventKind.IDENTITY_LINKED.value, "LINE", "kiosk-1")]
    assert stage.line.asked == [(GRANT.secret, stage.column("begun_at")[0])] * 2
    assert notified(stage.context.database, stage.first.owner_id) == ["identity-linked"]
    assert notified(stage.context.database, stage.second.owner_id) == []


def test_the_providers_are_offered_in_their_order(stage: Stage) -> None:
    listed = identities.listed(stage.context, stage.first)
    assert [(one.code, one.name, one.linked_at) for one in listed.providers] == [
        ("line", "LINE", None),
        ("google", "Google", None),
    ]


def test_without_providers_linking_is_off(stage: Stage) -> None:
    stage.context = replace(stage.context, ports=replace(stage.context.ports, identities={}))
    assert identities.listed(stage.context, stage.first).providers == ()
    assert refused(stage.begin) is ProblemKind.IDENTITY_OFF


def test_a_provider_that_is_not_set_up_is_not_there(stage: Stage) -> None:
    assert refused(lambda: stage.begin(provider="facebook")) is ProblemKind.NOT_FOUND


def test_the_provider_is_asked_once_an_interval_however_often_the_terminal_asks(stage: Stage) -> None:
    linking = stage.begin()
    for _ in range(20):
        assert stage.poll(linking, after=1).state is LinkState.WAITING
    assert len(stage.line.asked) == 4


def test_a_provider_that_asks_for_it_is_asked_less_often_for_good(stage: Stage) -> None:
    linking = stage.begin()
    stage.line.says = IdentityAnswer(IdentityOutcome.SLOWER)
    assert stage.poll(linking, after=5).poll_in == 10
    stage.line.says = PENDING
    stage.poll(linking, after=9)
    assert len(stage.line.asked) == 1
    assert stage.poll(linking, after=1).poll_in == 10
    assert len(stage.line.asked) == 2


@pytest.mark.each_database
def test_of_many_who_ask_at_once_one_asks_the_provider_and_no_transaction_is_open_meanwhile(stage: Stage) -> None:
    linking = stage.begin()
    stage.clock.advance(5)
    here, go = threading.Event(), threading.Event()

    def meanwhile() -> None:
        here.set()
        assert go.wait(PATIENCE)

    stage.line.meanwhile, stage.line.says = meanwhile, proved()
    with ThreadPoolExecutor(2) as pool:
        asking = pool.submit(stage.poll, linking)
        assert here.wait(PATIENCE)
        # Somebody writes, and somebody else asks: neither waits for the provider.
        stage.context.database.run(
            lambda connection: connection.execute(update(owners).values(changed_at=stage.clock.now()))
        )
        for _ in range(5):
            assert stage.poll(linking).state is LinkState.WAITING
        go.set()
        assert asking.result(PATIENCE).state is LinkState.LINKED
    assert len(stage.line.asked) == 1


@pytest.mark.each_database
def test_of_many_who_see_at_once_that_it_is_time_one_asks(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    linking = stage.begin()
    stage.clock.advance(5)
    together, load, first = threading.Barrier(4, timeout=PATIENCE), identities._load, threading.local()

    def seen_by_all(*arguments: Any) -> Any:
        row = load(*arguments)
        if not hasattr(first, "done"):
            first.done = True
            together.wait()
        return row

    monkeypatch.setattr(identities, "_load", seen_by_all)
    with ThreadPoolExecutor(4) as pool:
        states = [poll.result(PATIENCE).state for poll in [pool.submit(stage.poll, linking) for _ in range(4)]]
    assert states == [LinkState.WAITING] * 4
    assert len(stage.line.asked) == 1


def test_a_no_on_the_phone_ends_it(stage: Stage) -> None:
    linking = stage.begin()
    stage.line.says = IdentityAnswer(IdentityOutcome.DENIED)
    assert stage.poll(linking, after=5).state is LinkState.DENIED
    stage.line.says = proved()
    assert stage.poll(linking, after=60).state is LinkState.DENIED
    assert stage.linked() == []
    assert stage.history() == []
    assert len(stage.line.asked) == 1


@pytest.mark.parametrize("by_provider", [True, False])
def test_a_link_expires_by_the_providers_word_or_by_the_clock(stage: Stage, by_provider: bool) -> None:
    linking = stage.begin()
    if by_provider:
        stage.line.says = IdentityAnswer(IdentityOutcome.EXPIRED)
        assert stage.poll(linking, after=5).state is LinkState.EXPIRED
    else:
        stage.line.says = proved()
        expired = stage.poll(linking, after=GRANT.lifetime)
        assert (expired.state, expired.expires_in) == (LinkState.EXPIRED, 0)
        assert stage.line.asked == []
    assert stage.column("sealed") == [b""]
    assert stage.linked() == []


def test_what_opens_the_account_is_sealed_while_it_waits_and_gone_afterwards(stage: Stage) -> None:
    linking = stage.begin()
    (sealed,) = stage.column("sealed")
    assert sealed
    assert b"device_code" not in sealed
    stage.line.says = proved()
    stage.poll(linking, after=5)
    assert stage.column("sealed") == [b""]


@pytest.mark.each_database
def test_a_new_link_ends_the_one_before_at_the_same_provider(stage: Stage) -> None:
    old, elsewhere, new = stage.begin(), stage.begin(provider="google"), stage.begin()
    assert stage.poll(old).state is LinkState.EXPIRED
    assert stage.poll(elsewhere).state is stage.poll(new).state is LinkState.WAITING


def test_an_account_that_another_owner_is_linked_to_stays_theirs(stage: Stage) -> None:
    assert stage.link(stage.second) is LinkState.LINKED
    assert stage.link() is LinkState.TAKEN
    assert stage.linked() == []
    assert stage.history() == []
    assert stage.linked(stage.second) == ["line"]


def test_who_links_another_account_has_that_one_instead_and_keeps_the_old_one_if_it_is_taken(stage: Stage) -> None:
    stage.link(stage.second, "theirs")
    assert stage.link(subject="mine") is LinkState.LINKED
    assert stage.link(subject="theirs") is LinkState.TAKEN
    assert stage.linked() == ["line"]
    assert stage.link(subject="my other one") is LinkState.LINKED
    # Free again: somebody else may have it now.
    assert stage.link(stage.second, "mine") is LinkState.LINKED


@pytest.mark.each_database
def test_of_two_owners_who_prove_one_account_at_once_one_is_linked(stage: Stage) -> None:
    mine, theirs = stage.begin(), stage.begin(stage.second)
    stage.clock.advance(5)
    together = threading.Barrier(2, timeout=PATIENCE)
    stage.line.says, stage.line.meanwhile = proved(), together.wait
    with ThreadPoolExecutor(2) as pool:
        polls = [pool.submit(stage.poll, mine), pool.submit(stage.poll, theirs, stage.second)]
        assert {poll.result(PATIENCE).state for poll in polls} == {LinkState.LINKED, LinkState.TAKEN}
    assert sorted(stage.linked() + stage.linked(stage.second)) == ["line"]


def test_a_link_is_no_one_elses_to_see(stage: Stage) -> None:
    linking = stage.begin()
    for stranger in (stage.second, replace(stage.first, terminal_id="kiosk-2")):
        assert refused(lambda s=stranger: stage.poll(linking, s)) is ProblemKind.NOT_FOUND  # type: ignore[misc]
        assert (
            refused(lambda s=stranger: identities.seen(stage.context, s, linking.id))  # type: ignore[misc]
            is ProblemKind.NOT_FOUND
        )


def test_a_provider_that_is_down_at_the_beginning_is_reported_and_nothing_begins(stage: Stage) -> None:
    stage.line.down = True
    assert refused(stage.begin) is ProblemKind.IDENTITY_DOWN
    assert stage.column("id") == []


def test_a_provider_that_is_down_later_is_reported_and_the_link_waits_on(stage: Stage) -> None:
    linking = stage.begin()
    stage.line.says = IdentityDownError("ReadTimeoutError")
    assert refused(lambda: stage.poll(linking, after=5)) is ProblemKind.IDENTITY_DOWN
    waiting = stage.poll(linking)
    assert (waiting.state, waiting.poll_in) == (LinkState.WAITING, 10)
    stage.line.says = proved()
    assert stage.poll(linking, after=10).state is LinkState.LINKED


def test_a_proof_that_does_not_hold_links_nothing_and_ends_it(stage: Stage) -> None:
    linking = stage.begin()
    stage.line.says = IdentityTokenError("InvalidAudienceError")
    assert refused(lambda: stage.poll(linking, after=5)) is ProblemKind.IDENTITY_DOWN
    stage.line.says = proved()
    assert stage.poll(linking, after=60).state is LinkState.DENIED
    assert stage.linked() == []


def test_a_backend_that_dies_while_asking_leaves_the_question_to_the_next_one(stage: Stage) -> None:
    linking = stage.begin()
    stage.line.says = ZeroDivisionError()
    with pytest.raises(ZeroDivisionError):
        stage.poll(linking, after=5)
    stage.line.says = proved()
    assert stage.poll(linking, after=device_flows.CALL.total_seconds() - 1).state is LinkState.WAITING
    assert stage.poll(linking, after=1).state is LinkState.LINKED


@pytest.mark.each_database
def test_an_account_that_is_closed_while_the_answer_is_on_its_way_takes_no_link(stage: Stage) -> None:
    linking = stage.begin()

    def close() -> None:
        with stage.context.database.write() as connection:
            connection.execute(
                update(owners)
                .where(owners.c.id == stage.first.owner_id)
                .values(mobile=None, name=None, password_hash=None, closed_at=stage.clock.now())
            )

    stage.line.says, stage.line.meanwhile = proved(), close
    assert stage.poll(linking, after=5).state is LinkState.EXPIRED
    with stage.context.database.read() as connection:
        assert connection.execute(select(identity_links)).all() == []


def test_unlinking_ends_the_link_once_and_frees_the_account(stage: Stage) -> None:
    stage.link()
    for _ in range(2):
        identities.unlink(stage.context, stage.first, "line")
    assert stage.linked() == []
    assert [kind for kind, _, _ in stage.history()] == [
        OwnerEventKind.IDENTITY_LINKED.value,
        OwnerEventKind.IDENTITY_UNLINKED.value,
    ]
    assert stage.link(stage.second) is LinkState.LINKED


def test_an_owner_begins_ten_links_an_hour(stage: Stage) -> None:
    for _ in range(BEGINNINGS.most):
        stage.begin()
    assert refused(stage.begin) is ProblemKind.RATE
    stage.begin(stage.second)
    stage.clock.advance(BEGINNINGS.seconds)
    stage.begin()


def test_what_is_long_over_is_forgotten(stage: Stage) -> None:
    stage.begin()

    def forgotten() -> int:
        return stage.context.database.run(lambda connection: identities.forget_old(connection, stage.clock.now()))

    stage.clock.advance(GRANT.lifetime + identities.KEPT.total_seconds())
    assert forgotten() == 0
    stage.clock.advance(1)
    assert forgotten() == 1


# Over HTTP, with the demo's simulated providers


@dataclass
class Desk:
    """A kiosk at the demo, with an owner who is signed in."""

    caller: Caller
    token: str

    def call(self, method: str, path: str) -> Answer:
        return self.caller.call(method, path, headers={SESSION: self.token})


@contextmanager
def desk(backend: LiveBackend, clock: ManualClock) -> Iterator[Desk]:
    owner = add_owner(backend.database)
    token = backend.database.run(lambda connection: sessions.begin(connection, owner, backend.terminal_id, clock.now()))
    with Caller(backend) as caller:
        yield Desk(caller, token)


@pytest.fixture
def service(sqlite_demo_url: str, clock: ManualClock) -> Iterator[LiveBackend]:
    with LiveBackend(sqlite_demo_url, clock=clock) as backend:
        yield backend


def test_the_whole_way_from_the_terminal_over_the_phone_and_back(service: LiveBackend, clock: ManualClock) -> None:
    with desk(service, clock) as kiosk:
        offered = kiosk.call("GET", "/v1/identities").json["providers"]
        assert [one["name"] for one in offered] == ["台北通", "LINE", "Google"]
        begun = kiosk.call("POST", "/v1/identities/taipei-pass/links")
        assert begun.status == 201
        linking = Linking.model_validate_json(begun.body)
        assert linking.link == f"{service.url}/ID/TAIPEI-PASS/{linking.user_code}".upper()
        assert linking.expires_in == LIFETIME.total_seconds()
        path = f"/v1/identity-links/{linking.id}"
        clock.advance(INTERVAL)
        assert kiosk.call("GET", path).json["state"] == "waiting"
        # Typed by hand, in small letters.
        assert decides(linking.link.lower()).status == 200
        assert kiosk.call("GET", path).json["state"] == "waiting"
        clock.advance(INTERVAL)
        assert kiosk.call("GET", path).json["state"] == "linked"
        assert kiosk.call("GET", "/v1/identities").json["providers"][0]["linked_at"] is not None
        assert kiosk.call("DELETE", "/v1/identities/taipei-pass").status == 204
        assert kiosk.call("GET", "/v1/identities").json["providers"][0]["linked_at"] is None


def test_the_phones_page_is_where_phones_reach_the_payers_page(sqlite_demo_url: str, clock: ManualClock) -> None:
    with (
        LiveBackend(sqlite_demo_url, clock=clock, public_url="http://192.0.2.20:8080") as backend,
        desk(backend, clock) as kiosk,
    ):
        linking = Linking.model_validate_json(kiosk.call("POST", "/v1/identities/line/links").body)
    assert linking.short_link == "HTTP://192.0.2.20:8080/ID/LINE"
    assert linking.link == f"{linking.short_link}/{linking.user_code}"


@pytest.mark.long
def test_a_provider_that_says_nothing_holds_up_no_one_else(service: LiveBackend, clock: ManualClock) -> None:
    asked, go = threading.Event(), threading.Event()

    class Silent(MemoryIssuer):
        def begin(self) -> DeviceGrant:
            asked.set()
            assert go.wait(PATIENCE)
            return super().begin()

    cast("dict[str, IdentityIssuer]", service.context.ports.identities)["line"] = Silent("LINE")
    # As many as are asked and wait their turn, and one more.
    together = IDENTITY.at_once + IDENTITY.waiting + 1
    with desk(service, clock) as kiosk, ThreadPoolExecutor(together) as pool:
        links = [pool.submit(kiosk.call, "POST", "/v1/identities/line/links") for _ in range(together)]
        assert asked.wait(PATIENCE)
        assert next(as_completed(links, timeout=PATIENCE)).result().problem is ProblemKind.BUSY
        assert kiosk.call("GET", "/v1/identities").status == 200
        assert kiosk.caller.search(THREE_TICKETS).status == 200
        go.set()
        statuses = {link.result(PATIENCE).status for link in links}
    assert statuses == {201, 503}


def test_linking_needs_an_owner_who_is_signed_in(service: LiveBackend, clock: ManualClock) -> None:
    with desk(service, clock) as kiosk:
        for method, path in (
            ("GET", "/v1/identities"),
            ("POST", "/v1/identities/line/links"),
            ("GET", f"/v1/identity-links/{32 * '0'}"),
            ("DELETE", "/v1/identities/line"),
        ):
            assert kiosk.caller.call(method, path).problem is ProblemKind.SESSION_OVER
        assert kiosk.call("GET", f"/v1/identity-links/{32 * '0'}").problem is ProblemKind.NOT_FOUND


def test_what_machines_ask_the_simulated_providers_is_not_served_where_phones_are_let_in(
    service: LiveBackend, clock: ManualClock
) -> None:
    with desk(service, clock) as kiosk:
        for path in ("/identity/line/jwks", "/identity/line/.well-known/openid-configuration", "/line/jwks"):
            assert kiosk.call("GET", path).status == 404


def test_without_the_demo_linking_is_off_and_there_is_no_simulated_page(sqlite_url: str, clock: ManualClock) -> None:
    real: dict[str, Any] = {"demo": False, "provider_url": "http://127.0.0.1:9"}
    with LiveBackend(sqlite_url, clock=clock, **real) as backend, desk(backend, clock) as kiosk:
        assert kiosk.call("GET", "/v1/identities").json == {"providers": []}
        assert kiosk.call("POST", "/v1/identities/line/links").problem is ProblemKind.IDENTITY_OFF
        assert kiosk.call("GET", "/ID/LINE").status == 404


LINE = {"code": "line", "name": "LINE", "issuer": "https://access.line.me", "client_id": "kiosk", "client_secret": "s"}


def test_real_providers_come_from_the_settings_and_take_the_place_of_the_simulated_ones(clock: ManualClock) -> None:
    settings = BackendSettings.model_validate({"demo": True, "identity_providers": [LINE]})
    found = issuers(settings, None, clock)
    assert [(code, issuer.name) for code, issuer in found.items()] == [("line", "LINE")]
    assert "'s'" not in repr(settings)


@pytest.mark.parametrize(
    "wrong",
    [
        [LINE, LINE],
        [{**LINE, "issuer": "http://access.line.me"}],
        [{**LINE, "issuer": "http://127.0.0.1.example.tw"}],
        [{**LINE, "code": "LINE"}],
        [{**LINE, "client_id": ""}],
        [{**LINE, "secret": "misspelt"}],
    ],
)
def test_settings_that_would_not_work_or_not_be_safe_are_refused(wrong: list[dict[str, str]]) -> None:
    with pytest.raises(ValidationError):
        BackendSettings.model_validate({"identity_providers": wrong})
