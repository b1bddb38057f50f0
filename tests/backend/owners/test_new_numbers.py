"""A new number for who has lost phone and password: two people, two papers, 72 hours, and one touch stops it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import Connection, select

from kiosk.backend.desk import cases as desk_cases
from kiosk.backend.desk import things
from kiosk.backend.desk.acts import acts
from kiosk.backend.ground.problems import Refused
from kiosk.backend.identities import statements as identities
from kiosk.backend.messages.tables import text_messages
from kiosk.backend.owners import (
    closing,
    history,
    mobile_changes,
    new_number_acts,
    new_numbers,
    password_resets,
    sign_in,
)
from kiosk.backend.owners import owner as own_data
from kiosk.backend.owners.sessions import Session
from kiosk.backend.owners.statements import accounts
from kiosk.backend.owners.tables import new_numbers as rows
from kiosk.backend.owners.tables import sessions
from kiosk.backend.proof import code_limits
from kiosk.backend.proof.statements import counts, flows
from kiosk.backend.staff import approvals
from kiosk.backend.staff.tables import approvals as approval_rows
from kiosk.backend.staff.tables import audit
from kiosk.backend.store.database import Database
from kiosk.backend.vehicles import bindings
from kiosk.contract.desk.approvals import ApprovalState
from kiosk.contract.desk.cases import CaseWish, Proof
from kiosk.contract.desk.new_number_wishes import NewNumberStopping
from kiosk.contract.desk.problems import DeskProblem
from kiosk.contract.desk.session import StaffRole
from kiosk.contract.desk.things import VehicleWish
from kiosk.contract.owners import Closing, MobileChangeRequest, NewPassword, ResetRequest, SignInRequest
from kiosk.contract.problems import ProblemKind
from kiosk.contract.wire import Vehicle
from kiosk.domain.one_time_code import LONG
from kiosk.domain.plate import VehicleType
from tests.backend.owner_rows import add_owner, bind, notified
from tests.backend.owners.number_stage import CAR, HOUR, NEW, OLD, NumberStage, make_number_stage, why
from tests.backend.payments.test_payment_races import at_once

PASSWORD = "Kx7mQ2vT"


@pytest.fixture
def at(database: Database) -> NumberStage:
    return make_number_stage(database)


def has_password(at: NumberStage, password: str = PASSWORD) -> None:
    kept = at.context.terms.passwords.hash(password)
    with at.context.database.write() as connection:
        accounts.change(connection, at.owner, password_hash=kept)


def signs_in(at: NumberStage, mobile: str = OLD, password: str = PASSWORD) -> Session:
    request = SignInRequest.model_validate({"mobile": mobile, "password": password})
    made = sign_in.begin(at.context, "kiosk-1", request)
    with at.context.database.read() as connection:
        token_hash = connection.scalars(select(sessions.c.token_hash).order_by(sessions.c.began_at.desc())).first()
    assert made.token is not None
    assert token_hash is not None
    return Session(at.owner, "kiosk-1", token_hash)


def kept_texts(at: NumberStage) -> list[str]:
    with at.context.database.read() as connection:
        return sorted(connection.scalars(select(text_messages.c.dedup_key)))


# The whole of it


def test_the_number_is_the_accounts_after_72_hours_and_no_password_opens_it_until_a_new_one_is_set(
    at: NumberStage,
) -> None:
    has_password(at)
    session = signs_in(at)
    done = at.waits()
    assert done.state is ApprovalState.EXECUTED
    at.later(71.9)
    at.round()
    assert (at.number(), at.states()) == (OLD, [("waiting", None)])
    at.later(0.1)
    at.round()
    assert (at.number(), at.states()) == (NEW, [("done", None)])
    with pytest.raises(Refused):
        own_data.get(at.context, replace(session, owner_id="nobody"))
    with at.context.database.read() as connection:
        assert connection.scalars(select(sessions.c.revoked_at)).all() != [None]
    for mobile in (OLD, NEW):
        request = SignInRequest.model_validate({"mobile": mobile, "password": PASSWORD})
        assert why(partial(sign_in.begin, at.context, "kiosk-1", request))[0] is ProblemKind.SIGN_IN_REFUSED
    sent = password_resets.begin(at.context, "kiosk-1", ResetRequest(mobile=NEW))
    at.worker.run_due()
    allowed = password_resets.prove(at.context, "kiosk-1", sent.id, at.gateway.last_code(NEW))
    fresh = NewPassword.model_validate({"proof": allowed.proof.get_secret_value(), "password": "Wm4xT9qL"})
    password_resets.finish(at.context, "kiosk-1", sent.id, fresh)
    assert signs_in(at, NEW, "Wm4xT9qL").owner_id == at.owner
    assert any("已登記為您的車主會員號碼" in text for text in at.texts(NEW))
    assert any("此號碼不再收到通知" in text for text in at.texts(OLD))
    assert {"number-waits", "mobile-changed", "password-reset"} <= set(notified(at.context.database, at.owner))


def test_a_reset_that_was_begun_with_the_old_phone_does_not_set_the_new_password(at: NumberStage) -> None:
    at.waits()
    at.later(71.9)
    sent = password_resets.begin(at.context, "kiosk-1", ResetRequest(mobile=OLD))
    at.worker.run_due()
    allowed = password_resets.prove(at.context, "kiosk-1", sent.id, at.gateway.last_code(OLD))
    at.clock.advance(360)
    at.round()
    assert at.number() == NEW
    fresh = NewPassword.model_validate({"proof": allowed.proof.get_secret_value(), "password": "Wm4xT9qL"})
    work = partial(password_resets.finish, at.context, "kiosk-1", sent.id, fresh)
    assert why(work)[0] is ProblemKind.FLOW_OVER


def test_an_account_elsewhere_that_was_linked_before_opens_the_account_no_more(at: NumberStage) -> None:
    def opened() -> str | None:
        with at.context.database.read() as connection:
            return identities.linked_owner(connection, "line", "account-1")

    with at.context.database.write() as connection:
        identities.link(connection, at.owner, "line", "account-1", at.clock.now())
    at.waits()
    at.later(71.9)
    at.round()
    assert opened() == at.owner
    at.later(0.1)
    at.round()
    assert opened() is None


def test_the_wait_is_a_setting(at: NumberStage) -> None:
    terms = replace(at.context.terms, number_wait=timedelta(hours=24))
    at.office.payments = replace(at.office.payments, context=replace(at.context, terms=terms))
    at.waits()
    at.later(24)
    at.round()
    assert at.number() == NEW


def test_owners_see_in_their_history_what_the_counter_did_and_that_the_office_changed_the_number(
    at: NumberStage,
) -> None:
    at.waits()
    at.later(72)
    at.round()
    with at.context.database.read() as connection:
        found = history.whole(connection, at.context, at.owner, {})
    assert {deed.kind for deed in found.by_staff} >= {"number-asked", "number-decided"}
    (changed,) = [event for event in found.events if event.kind.value == "mobile-changed"]
    assert changed.place == at.context.terms.payee


# What it takes


@pytest.mark.parametrize("proof", [None, Proof.CODE_TO_NUMBER, Proof.TAIPEI_PASS])
def test_no_other_proof_will_do_than_the_id_card_and_the_licence(at: NumberStage, proof: Proof | None) -> None:
    case = at.case(proof)
    assert why(lambda: at.asks(case=case))[0] is DeskProblem.PROOF_NEEDED
    assert at.office.rows()[-1] == ("lin.yl", "number.begin", "refused:proof-needed")
    assert at.states() == []
    assert at.texts(NEW) == []


def test_a_thief_of_the_old_sim_without_the_licence_gets_nowhere(at: NumberStage) -> None:
    # A code to the number on record is what such a thief can show.
    case = at.case(Proof.CODE_TO_NUMBER)
    assert why(lambda: at.asks("0955000123", case=case))[0] is DeskProblem.PROOF_NEEDED
    # Nor does the licence of a vehicle that is not the account's lead to it.
    other = Vehicle(plate="AXY-1234", type=VehicleType.CAR)
    assert why(lambda: at.asks(vehicle=other)) == (DeskProblem.NUMBER_STATE, "unbound")
    assert (at.number(), at.states()) == (OLD, [])


def test_no_one_decides_before_the_number_is_confirmed_on_the_new_phone(at: NumberStage) -> None:
    asked = at.asks()
    at.sees(at.senior, asked.case)
    assert why(lambda: at.approves(asked)) == (DeskProblem.NUMBER_STATE, "unproved")
    at.confirms()
    assert at.approves(asked).state is ApprovalState.EXECUTED


def test_the_senior_has_seen_the_papers_too(at: NumberStage) -> None:
    asked = at.asks()
    at.confirms()
    assert why(lambda: at.approves(asked))[0] is DeskProblem.PROOF_NEEDED
    at.sees(at.senior, asked.case)
    assert at.approves(asked).state is ApprovalState.EXECUTED


def test_the_clerk_who_asks_does_not_decide_and_a_clerk_does_not_decide_at_all(at: NumberStage) -> None:
    asked = at.asks()
    at.confirms()
    assert why(lambda: at.approves(asked, at.clerk))[0] in {DeskProblem.OWN_REQUEST, DeskProblem.NOT_PERMITTED}
    other = at.office.at_work(StaffRole.CLERK, name="chen.yc")
    at.sees(other, asked.case)
    assert why(lambda: at.approves(asked, other))[0] is DeskProblem.NOT_PERMITTED


@pytest.mark.parametrize("role", [StaffRole.VIEWER, StaffRole.FINANCE, StaffRole.OPERATOR, StaffRole.AUDITOR])
def test_staff_who_do_not_serve_ask_for_none(at: NumberStage, role: StaffRole) -> None:
    case, at.clerk = at.case(), at.office.at_work(role, name="other")
    assert why(lambda: at.asks(case=case))[0] is DeskProblem.NOT_PERMITTED


def test_it_takes_a_second_factor_that_is_fresh(at: NumberStage) -> None:
    at.clock.advance(400)
    assert why(at.asks)[0] is DeskProblem.FACTOR_NEEDED
    at.later(0)
    asked = at.asks()
    at.confirms()
    at.sees(at.senior, asked.case)
    at.clock.advance(400)
    assert why(lambda: at.approves(asked))[0] is DeskProblem.FACTOR_NEEDED


def test_three_links_a_day_go_to_a_number_for_all_together(at: NumberStage) -> None:
    for _ in range(3):
        at.asks()
        at.later(0.1)
    refused = why(at.asks)
    assert refused[0] is ProblemKind.SEND_LATER
    assert len(at.texts(NEW)) == 3
    at.later(24)
    at.asks()


def test_the_number_of_the_account_itself_and_a_blocked_one_are_refused(at: NumberStage) -> None:
    assert why(lambda: at.asks(OLD)) == (DeskProblem.NUMBER_STATE, "same")

    def wrong(connection: Connection) -> None:
        code_limits.hold_number(connection, NEW)
        for _ in range(30):
            counts.add_wrong(connection, NEW, LONG, "kiosk-1", at.clock.now())

    at.context.database.run(wrong)
    # Its owner could set no password by a code: the counter lets it have codes first.
    assert why(at.asks)[0] is ProblemKind.CODE_COUNTER
    assert at.texts(NEW) == []


def test_where_phones_do_not_reach_the_service_or_no_message_goes_out_nothing_is_asked(at: NumberStage) -> None:
    whole = at.context
    at.office.payments = replace(at.office.payments, context=replace(whole, terms=replace(whole.terms, phones=False)))
    assert why(at.asks) == (DeskProblem.NUMBER_STATE, "no-phones")
    at.office.payments = replace(at.office.payments, context=replace(whole, ports=replace(whole.ports, gateways=())))
    assert why(at.asks)[0] is ProblemKind.MESSAGES_DOWN


def test_whether_somebody_has_the_new_number_is_not_shown_before_it_is_proved(at: NumberStage) -> None:
    add_owner(at.context.database, mobile=NEW)
    asked = at.asks()
    at.sees(at.senior, asked.case)
    assert why(lambda: at.approves(asked)) == (DeskProblem.NUMBER_STATE, "unproved")
    at.confirms()
    assert why(lambda: at.approves(asked)) == (DeskProblem.NUMBER_STATE, "taken")


# Stopping


def test_one_touch_on_the_old_phone_stops_it_at_hour_71_and_that_holds(at: NumberStage) -> None:
    asked = at.waits()
    link = at.link(OLD)
    assert at.link(NEW) != link
    at.later(71)
    assert new_numbers.opened(at.context, link).over is False
    assert at.states() == [("waiting", None)]
    assert new_numbers.press(at.context, link).over is True
    assert at.states() == [("stopped", "phone")]
    at.later(10)
    at.round()
    assert at.number() == OLD
    seen = desk_cases.see(at.context, at.clerk, CaseWish(number=asked.case)).new_numbers
    assert [(one.state, one.ended_how, one.shown) for one in seen] == [("stopped", "phone", None)]
    assert desk_cases.see(at.context, at.senior, CaseWish(number=asked.case)).new_numbers == seen
    assert "沒有登記" in at.texts(NEW)[-1]
    assert notified(at.context.database, at.owner)[-1] == "number-stopped"


def test_the_link_to_the_new_number_stops_nothing_and_the_one_to_the_old_proves_nothing(at: NumberStage) -> None:
    at.waits()
    new_numbers.press(at.context, at.link(NEW))
    assert at.states() == [("waiting", None)]
    stop = at.link(OLD)
    new_numbers.press(at.context, stop)
    at.later(0.1)
    at.asks()
    new_numbers.press(at.context, stop)
    assert at.states() == [("stopped", "phone"), ("begun", None)]


def test_an_owner_who_signs_in_at_a_kiosk_is_informed_and_stops_it_with_one_button(at: NumberStage) -> None:
    has_password(at)
    at.waits()
    at.later(1)
    session = signs_in(at)
    waits = own_data.get(at.context, session).number_waits
    assert waits is not None
    assert (waits.mobile, waits.effect_at) == ("0987-***-321", at.row().effect_at)
    assert own_data.stop_new_number(at.context, session).number_waits is None
    assert at.states() == [("stopped", "kiosk")]
    own_data.stop_new_number(at.context, session)
    assert at.states() == [("stopped", "kiosk")]
    assert notified(at.context.database, at.owner)[-1] == "number-stopped"


def test_either_clerk_stops_it_at_the_desk_and_the_owner_sees_that(at: NumberStage) -> None:
    at.waits()
    wish = NewNumberStopping(case=at.office.case(at.senior), id=at.row().id)
    new_number_acts.stop(at.context, at.senior, wish)
    assert at.states() == [("stopped", "desk")]
    assert ("wu.mh", "number.stop", "done") in at.office.rows()
    assert why(lambda: new_number_acts.stop(at.context, at.senior, wish)) == (DeskProblem.NUMBER_STATE, "over")
    with at.context.database.read() as connection:
        assert "number-stopped" in [deed.kind for deed in history.by_staff(connection, at.context, at.owner, {})]


def test_a_number_that_was_never_confirmed_is_sent_nothing_more_when_it_is_stopped(at: NumberStage) -> None:
    at.asks()
    before = at.texts(NEW)
    new_number_acts.stop(at.context, at.clerk, NewNumberStopping(case=at.case(), id=at.row().id))
    assert at.texts(NEW) == before


# What happens meanwhile


def test_another_one_asked_for_meanwhile_takes_the_place_of_one_that_no_one_decided_on(at: NumberStage) -> None:
    first = at.asks()
    at.confirms()
    at.later(0.1)
    at.asks("0955000123")
    assert at.states() == [("ended", "replaced"), ("begun", None)]
    at.sees(at.senior, first.case)
    assert why(lambda: at.approves(first)) == (DeskProblem.NUMBER_STATE, "over")
    at.confirms("0955000123")
    assert at.states()[-1] == ("proved", None)


def test_while_one_waits_no_other_is_asked_for(at: NumberStage) -> None:
    at.waits()
    at.later(0.1)
    assert why(lambda: at.asks("0955000123")) == (DeskProblem.NUMBER_STATE, "waits")
    assert at.texts("0955000123") == []


def test_an_owner_who_changes_the_number_at_a_kiosk_ends_it(at: NumberStage) -> None:
    has_password(at)
    at.waits()
    session = signs_in(at)
    sent = mobile_changes.begin(at.context, session, MobileChangeRequest(mobile="0955000123"))
    at.worker.run_due()
    mobile_changes.finish(at.context, session, sent.id, at.gateway.last_code("0955000123"))
    assert at.states() == [("ended", "changed")]
    assert "沒有登記" in at.texts(NEW)[-1]
    at.later(73)
    at.round()
    assert at.number() == "0955000123"


def test_an_account_that_is_closed_meanwhile_ends_it(at: NumberStage) -> None:
    has_password(at)
    at.waits()
    closing.close(at.context, signs_in(at), Closing.model_validate({"password": PASSWORD}))
    assert at.states() == [("ended", "closed")]
    at.later(73)
    at.round()
    assert at.number() is None


def test_a_number_that_somebody_else_registers_meanwhile_stays_theirs(at: NumberStage) -> None:
    at.waits()
    at.later(1)
    other = add_owner(at.context.database, mobile=NEW)
    at.later(72)
    at.round()
    assert at.states() == [("ended", "taken")]
    with at.context.database.read() as connection:
        assert (accounts.of_number(connection, NEW), at.number()) == (other, OLD)
    assert notified(at.context.database, at.owner)[-1] == "number-ended"


def test_a_vehicle_that_is_unbound_meanwhile_ends_it(at: NumberStage) -> None:
    at.waits()
    now = at.clock.now()
    at.context.database.run(
        lambda connection: bindings.unbind(connection, at.owner, at.bound.id, terminal_id="kiosk-1", now=now)
    )
    at.later(72)
    at.round()
    assert (at.number(), at.states()) == (OLD, [("ended", "unbound")])


def test_a_vehicle_that_was_unbound_and_bound_again_is_another_binding(at: NumberStage) -> None:
    asked = at.asks()
    at.confirms()
    at.sees(at.senior, asked.case)
    now = at.clock.now()
    at.context.database.run(
        lambda connection: bindings.unbind(connection, at.owner, at.bound.id, terminal_id="kiosk-1", now=now)
    )
    bind(at.context.database, add_owner(at.context.database), CAR, now=now)
    assert why(lambda: at.approves(asked)) == (DeskProblem.NUMBER_STATE, "unbound")


def test_what_no_one_decides_on_ends_after_a_day_and_its_link_is_good_for_nothing(at: NumberStage) -> None:
    at.asks()
    link = at.link(NEW)
    at.later(24)
    assert new_numbers.press(at.context, link).over is True
    assert at.states() == [("begun", None)]
    at.later(1.1)
    at.round()
    assert at.states() == [("ended", "late")]
    assert at.row().mobile is None


# At the same moment


@pytest.mark.long
@pytest.mark.each_database
def test_two_replicas_let_it_take_effect_once(at: NumberStage) -> None:
    at.waits()
    at.later(72)
    assert sorted(at_once(4, lambda _: new_numbers.take_effect(at.context))) == [0, 0, 0, 1]
    assert notified(at.context.database, at.owner).count("mobile-changed") == 1
    assert len([key for key in kept_texts(at) if key.startswith(("number-changed", "new-number-yours"))]) == 2


@pytest.mark.each_database
def test_stopped_in_the_second_in_which_it_takes_effect_one_of_the_two_has_happened(at: NumberStage) -> None:
    at.waits()
    link = at.link(OLD)
    at.later(72)

    def work(index: int) -> object:
        return new_numbers.press(at.context, link) if index % 2 else new_numbers.take_effect(at.context)

    at_once(4, work)
    ended = {("stopped", "phone"): OLD, ("done", None): NEW}
    (state,) = at.states()
    assert at.number() == ended[state]


@pytest.mark.each_database
def test_two_windows_at_once_begin_one(at: NumberStage) -> None:
    one, other = at.case(), at.case()

    def work(index: int) -> object:
        try:
            return at.asks(f"095500012{index}", case=(one, other)[index]).state
        except Refused as refused:
            return refused.kind

    at_once(2, work)
    assert [state for state, _ in at.states() if state == "begun"] == ["begun"]


def test_what_breaks_off_in_between_has_not_happened_and_is_done_in_the_next_round(
    at: NumberStage, monkeypatch: pytest.MonkeyPatch
) -> None:
    at.waits()
    at.later(72)

    def dies(*_: object, **__: object) -> None:
        raise RuntimeError("pulled out of the wall")

    with monkeypatch.context() as patched:
        patched.setattr(flows, "end_of_number", dies)
        with pytest.raises(RuntimeError):
            new_numbers.take_effect(at.context)
    assert (at.number(), at.states()) == (OLD, [("waiting", None)])
    at.round()
    assert (at.number(), at.states()) == (NEW, [("done", None)])


# What is kept


def test_neither_the_audit_nor_the_request_for_a_second_person_holds_a_number(at: NumberStage) -> None:
    asked = at.waits()
    assert asked.arguments["shown"] == "0987-***-321"
    assert asked.arguments["name"] == "王○明"
    with at.context.database.read() as connection:
        kept = repr(connection.execute(audit.select()).all()) + repr(connection.execute(approval_rows.select()).all())
    assert OLD not in kept
    assert NEW not in kept
    assert [row for row in at.office.rows() if row[1].startswith(("number.", "approval.a"))] == [
        ("lin.yl", "number.begin", "done"),
        ("lin.yl", "approval.ask", "done"),
        ("wu.mh", "approval.approve", "done"),
        ("wu.mh", "number.change", "done"),
    ]


def test_no_link_can_be_read_in_the_database_and_the_number_goes_when_it_is_over(at: NumberStage) -> None:
    at.waits()
    links = at.link(OLD), at.link(NEW)
    at.later(72)
    at.round()
    with at.context.database.read() as connection:
        kept = repr(connection.execute(rows.select()).all())
    assert not [one for one in (*links, OLD, NEW) if one in kept]


def test_the_desk_sees_at_the_plate_how_far_it_is(at: NumberStage) -> None:
    def seen() -> tuple[str, str | None] | None:
        found = things.see_vehicle(at.context, at.clerk, VehicleWish(vehicle=CAR), None).binding
        assert found is not None
        number = found.new_number
        return None if number is None else (number.state, number.shown)

    at.asks()
    assert seen() == ("begun", "0987-***-321")
    at.confirms()
    assert seen() == ("proved", "0987-***-321")
    new_numbers.end_undecided(at.context)
    assert seen() == ("proved", "0987-***-321")
    new_number_acts.stop(at.context, at.clerk, NewNumberStopping(case=at.case(), id=at.row().id))
    assert seen() == ("stopped", None)
    at.later(30 * 24)
    assert seen() is None


def test_one_that_waits_as_long_as_can_be_set_is_seen_at_the_desk_to_its_end(at: NumberStage) -> None:
    terms = replace(at.context.terms, number_wait=timedelta(hours=720))
    at.office.payments = replace(at.office.payments, context=replace(at.context, terms=terms))
    asked = at.asks()
    at.confirms()
    at.later(20)
    at.sees(at.senior, asked.case)
    at.approves(asked)
    at.later(719)
    with at.context.database.read() as connection:
        seen = new_number_acts.of_owner(connection, at.owner, at.clock.now())
    assert seen is not None
    assert (seen.state, seen.id) == ("waiting", at.row().id)


def test_an_approval_holds_for_only_one_request(at: NumberStage) -> None:
    asked = at.waits()
    known = acts(at.context)
    assert why(lambda: approvals.execute(at.context, at.senior, known, asked.id))[0] is DeskProblem.APPROVAL_OVER
    assert at.clock.now() < at.row().effect_at
    assert (at.row().effect_at - at.row().proved_at).total_seconds() == 72 * HOUR
