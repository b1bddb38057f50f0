"""Clients without a device token: the picture code, the guest's token, and the limits on both."""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, insert, select

from kiosk.backend.ground.problems import Refusal
from kiosk.backend.ground.tables import allowances, idempotency_keys
from kiosk.backend.proof import guests, picture_codes
from kiosk.backend.proof.guests import LIFETIME, LOOK_UPS, PAYMENTS, PER_ADDRESS, PICTURES, STAY, TRIES
from kiosk.backend.proof.tables import guests as guest_table
from kiosk.backend.store.database import Database
from kiosk.backend.terminals import enrolment
from kiosk.backend.terminals.recognition import Recognition
from kiosk.backend.terminals.tables import terminals as device_table
from kiosk.contract.guests import GuestToken, PictureAnswer, PictureCode
from kiosk.contract.problems import ProblemKind
from tests.backend.caller import THREE_TICKETS, Answer, Caller
from tests.backend.payment_stage import Stage, make_stage
from tests.clock import ManualClock
from tests.live_backend import LiveBackend

ADDRESS = "192.0.2.7"
DIGITS = "02468"


@pytest.fixture(autouse=True)
def quick_pictures(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ask always for the same digits, and neither draw nor speak them: `test_picture_codes` looks at that."""
    monkeypatch.setattr(picture_codes, "new_digits", lambda: DIGITS)
    monkeypatch.setattr(picture_codes, "drawn", lambda _digits: ("#",))
    monkeypatch.setattr(picture_codes, "spoken", lambda _digits: b"RIFF")


@pytest.fixture
def stage(database: Database, clock: ManualClock) -> Stage:
    return make_stage(database, clock)


def refused(work: Callable[[], object]) -> ProblemKind:
    with pytest.raises(Refusal) as refusal:
        work()
    return refusal.value.kind


def answered(stage: Stage, picture: PictureCode, digits: str = DIGITS) -> GuestToken:
    return guests.answer(stage.context, PictureAnswer(id=picture.id, digits=digits))


def let_in(stage: Stage, address: str = ADDRESS) -> str:
    return answered(stage, guests.make(stage.context, address)).token.get_secret_value()


def test_who_reads_the_picture_is_let_in_for_half_an_hour(stage: Stage) -> None:
    token = let_in(stage)
    recognition = Recognition(stage.context.database, stage.clock)
    found = recognition.look_up(token)
    assert found is not None
    assert found.guest
    stage.clock.advance(STAY.total_seconds() - 1)
    assert recognition.look_up(token) == found == recognition.remembered(token)
    stage.clock.advance(1)
    assert recognition.remembered(token) is None
    assert recognition.look_up(token) is None


def test_an_enrolled_terminal_is_no_guest(stage: Stage) -> None:
    _, token = stage.context.database.run(lambda connection: enrolment.add(connection, "desk", stage.clock.now()))
    found = Recognition(stage.context.database, stage.clock).look_up(token)
    assert found is not None
    assert not found.guest


def test_a_picture_is_worth_three_tries_the_right_one_included(stage: Stage) -> None:
    picture = guests.make(stage.context, ADDRESS)
    for _ in range(TRIES - 1):
        assert refused(lambda: answered(stage, picture, "99999")) is ProblemKind.PICTURE_WRONG
    assert refused(lambda: answered(stage, picture, "99999")) is ProblemKind.PICTURE_OVER
    assert refused(lambda: answered(stage, picture)) is ProblemKind.PICTURE_OVER


def test_a_wrong_answer_tells_how_often_the_picture_may_still_be_tried(stage: Stage) -> None:
    picture = guests.make(stage.context, ADDRESS)
    reported = []
    for _ in range(TRIES):
        with pytest.raises(Refusal) as caught:
            answered(stage, picture, "99999")
        reported.append(caught.value.tries)
    assert reported == [2, 1, None]


def test_the_last_try_may_be_the_right_one(stage: Stage) -> None:
    picture = guests.make(stage.context, ADDRESS)
    for _ in range(TRIES - 1):
        refused(lambda: answered(stage, picture, "99999"))
    assert answered(stage, picture).expires_in == STAY.total_seconds()


def test_a_picture_lets_in_once(stage: Stage) -> None:
    picture = guests.make(stage.context, ADDRESS)
    answered(stage, picture)
    assert refused(lambda: answered(stage, picture)) is ProblemKind.PICTURE_OVER


def test_a_picture_lasts_five_minutes(stage: Stage) -> None:
    in_time, too_late = guests.make(stage.context, ADDRESS), guests.make(stage.context, ADDRESS)
    stage.clock.advance(LIFETIME.total_seconds() - 1)
    answered(stage, in_time)
    stage.clock.advance(1)
    assert refused(lambda: answered(stage, too_late)) is ProblemKind.PICTURE_OVER


def test_the_answer_to_one_picture_is_none_to_another(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    guests.make(stage.context, ADDRESS)
    monkeypatch.setattr(picture_codes, "new_digits", lambda: "13579")
    other = guests.make(stage.context, ADDRESS)
    assert refused(lambda: answered(stage, other)) is ProblemKind.PICTURE_WRONG
    answered(stage, other, "13579")


@pytest.mark.each_database
def test_of_fifty_right_answers_at_once_one_is_let_in(stage: Stage) -> None:
    picture = guests.make(stage.context, ADDRESS)
    outcomes = at_once(50, lambda: answered(stage, picture))
    assert outcomes.count(None) == 1
    assert outcomes.count(ProblemKind.PICTURE_OVER) == 49


@pytest.mark.each_database
def test_of_fifty_wrong_answers_at_once_three_are_looked_at(stage: Stage) -> None:
    picture = guests.make(stage.context, ADDRESS)
    outcomes = at_once(50, lambda: answered(stage, picture, "99999"))
    assert outcomes.count(ProblemKind.PICTURE_WRONG) == TRIES - 1
    assert outcomes.count(ProblemKind.PICTURE_OVER) == 50 - (TRIES - 1)


def at_once(times: int, work: Callable[[], object]) -> list[ProblemKind | None]:
    """Return what became of each: the problem, or None for success."""

    def outcome(_: int) -> ProblemKind | None:
        try:
            work()
        except Refusal as refusal:
            return refusal.kind
        return None

    with ThreadPoolExecutor(8) as pool:
        return list(pool.map(outcome, range(times)))


def test_an_address_gets_so_many_pictures_a_minute_and_so_many_an_hour(stage: Stage) -> None:
    minute, hour = PER_ADDRESS
    for _ in range(hour.most // minute.most):
        for _ in range(minute.most):
            guests.make(stage.context, ADDRESS)
        with pytest.raises(Refusal) as refusal:
            guests.make(stage.context, ADDRESS)
        assert refusal.value.kind is ProblemKind.RATE
        assert refusal.value.wait is not None
        assert 0 < refusal.value.wait <= minute.seconds
        stage.clock.advance(minute.seconds)
    with pytest.raises(Refusal) as refusal:
        guests.make(stage.context, ADDRESS)
    assert refusal.value.wait is not None
    assert minute.seconds < refusal.value.wait <= hour.seconds
    guests.make(stage.context, "192.0.2.8")
    stage.clock.advance(refusal.value.wait)
    guests.make(stage.context, ADDRESS)


def test_all_addresses_of_one_ipv6_network_are_one(stage: Stage) -> None:
    for last in range(PER_ADDRESS[0].most):
        guests.make(stage.context, f"2001:db8:0:1::{last + 1:x}")
    assert refused(lambda: guests.make(stage.context, "2001:db8:0:1:ffff::1")) is ProblemKind.RATE
    guests.make(stage.context, "2001:db8:0:2::1")


def test_an_address_of_ipv4_is_one_however_a_proxy_writes_it(stage: Stage) -> None:
    for _ in range(PER_ADDRESS[0].most):
        guests.make(stage.context, f"::ffff:{ADDRESS}")
    assert refused(lambda: guests.make(stage.context, ADDRESS)) is ProblemKind.RATE
    guests.make(stage.context, "::ffff:192.0.2.8")


@pytest.mark.each_database
def test_all_together_get_so_many_pictures_a_minute_however_many_ask_at_once(stage: Stage) -> None:
    addresses = iter(range(1000))
    outcomes = at_once(PICTURES.most + 10, lambda: guests.make(stage.context, f"198.51.100.{next(addresses)}"))
    assert outcomes.count(None) == PICTURES.most
    assert outcomes.count(ProblemKind.RATE) == 10


def test_the_digits_and_the_address_are_not_kept(stage: Stage) -> None:
    guests.make(stage.context, ADDRESS)
    with stage.context.database.read() as connection:
        kept = [
            *connection.execute(select(guest_table.c.id, guest_table.c.digits_hash)),
            *connection.execute(select(allowances.c.subject, allowances.c.use)),
        ]
    assert len(kept) == 4
    assert DIGITS not in str(kept)
    assert ADDRESS not in str(kept)


def test_what_is_long_over_is_forgotten_but_not_a_guest_that_has_paid(stage: Stage) -> None:
    let_in(stage)
    payer = let_in(stage, "192.0.2.8")
    found = Recognition(stage.context.database, stage.clock).look_up(payer)
    assert found is not None
    with stage.context.database.write() as connection:
        connection.execute(
            insert(idempotency_keys).values(
                terminal_id=found.id, key="k", request_hash="h", status=201, body=b"", created_at=stage.clock.now()
            )
        )

    def forgotten() -> int:
        return stage.context.database.run(lambda connection: guests.forget_old(connection, stage.clock.now()))

    assert forgotten() == 0
    stage.clock.advance((guests.KEPT + STAY).total_seconds() + 3600)
    assert forgotten() > 0
    with stage.context.database.read() as connection:
        names = list(connection.scalars(select(device_table.c.name).order_by(device_table.c.name)))
        left = [connection.scalar(select(func.count()).select_from(table)) for table in (guest_table, allowances)]
    assert names == [guests.NAME, "kiosk-1", "kiosk-2"]
    assert left == [0, 0]


def test_guests_are_not_among_the_enrolled_terminals(stage: Stage) -> None:
    let_in(stage)
    with stage.context.database.read() as connection:
        assert {device.name for device in enrolment.listed(connection)} == {"kiosk-1", "kiosk-2"}


# Over HTTP


@pytest.fixture
def service(demo_url: str, clock: ManualClock) -> Iterator[LiveBackend]:
    with LiveBackend(demo_url, clock=clock) as backend:
        yield backend


def guest_of(service: LiveBackend) -> Caller:
    with Caller(service) as stranger:
        picture = PictureCode.model_validate_json(stranger.call("POST", "/v1/picture-codes", token=False).body)
        assert b64decode(picture.sound) == b"RIFF"
        assert picture.expires_in == LIFETIME.total_seconds()
        given = {"id": picture.id, "digits": DIGITS}
        answer = stranger.call("POST", "/v1/picture-codes/answer", given, token=False)
    assert answer.status == 201
    return Caller(service, answer.json["token"])


def test_a_guest_looks_up_and_pays_and_does_nothing_else(service: LiveBackend) -> None:
    with guest_of(service) as guest:
        assert guest.call("GET", "/v1/service").status == 200
        assert len(guest.search(THREE_TICKETS).json["bills"]) == 3
        payment = guest.pay()
        assert guest.call("GET", f"/v1/payments/{payment['id']}").json["state"] == "waiting"
        with guest.watching(payment) as stream:
            event = stream.event()
            assert event is not None
            assert event.json["id"] == payment["id"]


def test_a_guests_look_ups_and_payments_are_limited_and_a_terminals_are_not(
    service: LiveBackend, clock: ManualClock
) -> None:
    with guest_of(service) as guest, Caller(service) as terminal:
        for _ in range(LOOK_UPS.own.most):
            assert guest.search(THREE_TICKETS).status == 200
        refused = guest.search(THREE_TICKETS)
        assert refused.problem is ProblemKind.RATE
        # A number is looked up at the same price as a plate.
        assert guest.call("POST", "/v1/bills/find", {"number": "102006712"}).problem is ProblemKind.RATE
        assert 0 < int(refused.headers["retry-after"]) <= LOOK_UPS.own.seconds
        for _ in range(LOOK_UPS.own.most + 1):
            assert terminal.search(THREE_TICKETS).status == 200
        clock.advance(LOOK_UPS.own.seconds)
        assert guest.search(THREE_TICKETS).status == 200
        for number in range(PAYMENTS.own.most):
            assert tries_to_pay(guest, number).problem is not ProblemKind.RATE
        assert tries_to_pay(guest, 99).problem is ProblemKind.RATE
        assert tries_to_pay(terminal, 100).problem is not ProblemKind.RATE


def tries_to_pay(caller: Caller, number: int) -> Answer:
    request = {"bills": ["Q0000000A000001"], "provider": "jkopay", "expected": 1}
    return caller.call("POST", "/v1/payments", request, headers={"Idempotency-Key": f"key-{number}"})


@pytest.mark.parametrize("trusted", [[], ["192.0.2.1"]])
def test_where_no_trusted_proxy_says_so_a_stranger_comes_from_where_the_connection_does(
    demo_url: str, clock: ManualClock, trusted: list[str]
) -> None:
    with LiveBackend(demo_url, clock=clock, trusted_proxies=trusted) as service, Caller(service) as stranger:

        def asks(number: int) -> int:
            said = {"X-Forwarded-For": f"198.51.100.{number}"}
            return stranger.call("POST", "/v1/picture-codes", token=False, headers=said).status

        minute, _ = PER_ADDRESS
        assert [asks(number) for number in range(minute.most + 1)] == [*minute.most * [201], 429]


def test_behind_a_trusted_proxy_strangers_are_distinguished_by_what_it_says(demo_url: str, clock: ManualClock) -> None:
    with LiveBackend(demo_url, clock=clock, trusted_proxies=["127.0.0.1"]) as service, Caller(service) as proxy:

        def asks(*came_through: str) -> int:
            said = {"X-Forwarded-For": ", ".join(came_through)}
            return proxy.call("POST", "/v1/picture-codes", token=False, headers=said).status

        minute, _ = PER_ADDRESS
        # What a stranger sends is further left than what the proxy says.
        assert [asks(f"203.0.113.{number}", "198.51.100.1") for number in range(minute.most + 1)][-2:] == [201, 429]
        assert asks("198.51.100.2") == 201
        assert [asks("<script>") for _ in range(minute.most + 1)][-2:] == [201, 429]


def test_a_guests_token_ends_with_the_guest(service: LiveBackend, clock: ManualClock) -> None:
    with guest_of(service) as guest:
        assert guest.search(THREE_TICKETS).status == 200
        clock.advance(STAY.total_seconds())
        assert guest.search(THREE_TICKETS).problem is ProblemKind.UNAUTHENTICATED


@pytest.mark.variants
@pytest.mark.parametrize("digits", ["1234", "123456", "12a45", "１２３４５", ""])
def test_what_is_not_five_digits_is_no_try(service: LiveBackend, digits: str) -> None:
    with Caller(service) as stranger:
        given = {"id": 32 * "0", "digits": digits}
        answer = stranger.call("POST", "/v1/picture-codes/answer", given, token=False)
        assert answer.problem is ProblemKind.INVALID
