"""What a terminal offers to phones on its sign-in page: no one is asked anything until one takes it, once."""

from __future__ import annotations

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from typing import Any

import pytest
from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError

from kiosk.backend.context import Context
from kiosk.backend.ground.problems import Refusal
from kiosk.backend.identities import phone_sign_in, sign_in_offers
from kiosk.backend.identities.port import DeviceGrant
from kiosk.backend.identities.sign_in_offers import BEGINNINGS, LIFETIME, Opened
from kiosk.backend.identities.tables import identity_links
from kiosk.backend.identities.tables import sign_in_offers as table
from kiosk.backend.store.database import Database, DatabaseBusyError
from kiosk.contract.identity import LinkState, OfferState, SignInOffer
from kiosk.contract.problems import ProblemKind
from tests.backend.identities.test_identities import GRANT, MemoryIssuer, proved
from tests.backend.owner_rows import add_owner
from tests.backend.payment_stage import make_stage
from tests.clock import START, ManualClock

HERE, ELSEWHERE = "kiosk-1", "kiosk-2"
WAITING, TAKEN, OVER = OfferState.WAITING, OfferState.TAKEN, OfferState.OVER


@dataclass
class CountingIssuer(MemoryIssuer):
    """Counts how often it was asked to begin."""

    begun: int = 0
    before: list[Callable[[], Any]] = field(default_factory=list)
    """Called while it begins."""

    def begin(self) -> DeviceGrant:
        self.begun += 1
        for call in self.before:
            call()
        return super().begin()


@dataclass
class Offers:
    """A service with two providers and one owner who is linked at one of them."""

    context: Context
    clock: ManualClock
    line: CountingIssuer

    def begin(self, device: str = HERE) -> tuple[SignInOffer, str]:
        """Return a new offer, and the code that its link ends with."""
        offer = sign_in_offers.begin(self.context, device)
        return offer, (offer.link or "").rpartition("/")[2]

    def seen(self, offer: SignInOffer, device: str = HERE) -> SignInOffer:
        return sign_in_offers.seen(self.context, device, offer.id)

    def take(self, code: str, provider: str = "line") -> Opened:
        return sign_in_offers.take(self.context, code, provider)

    def rows(self) -> list[tuple[object, ...]]:
        with self.context.database.read() as connection:
            return [tuple(row) for row in connection.execute(select(table))]


@pytest.fixture
def offers(database: Database, clock: ManualClock) -> Offers:
    context, line = make_stage(database, clock).context, CountingIssuer("LINE")
    context = replace(
        context, ports=replace(context.ports, identities={"line": line, "google": CountingIssuer("Google")})
    )
    owner = add_owner(database)
    with database.write() as connection:
        connection.execute(
            insert(identity_links).values(owner_id=owner, provider="line", subject="account-1", linked_at=START)
        )
    return Offers(context, clock, line)


def busy(*_: object) -> None:
    raise DatabaseBusyError


def refused(work: Callable[[], object]) -> ProblemKind:
    with pytest.raises(Refusal) as caught:
        work()
    return caught.value.kind


def test_an_owner_who_takes_it_on_a_phone_and_agrees_is_let_in_at_the_terminal_that_offered_it(offers: Offers) -> None:
    offer, code = offers.begin()
    assert (offers.seen(offer).state, offers.seen(offer).sign_in) == (WAITING, None)
    taken = offers.take(code)
    assert (taken.state, taken.go_on) == (TAKEN, GRANT.link)
    under_way = offers.seen(offer).sign_in
    assert under_way is not None
    assert (offers.seen(offer).state, under_way.user_code, under_way.state) == (
        TAKEN,
        GRANT.user_code,
        LinkState.WAITING,
    )
    offers.line.says = proved()
    offers.clock.advance(5)
    assert phone_sign_in.poll(offers.context, HERE, under_way.id).state is LinkState.LINKED
    assert phone_sign_in.finish(offers.context, HERE, under_way.id).token


def test_an_offer_and_opening_it_ask_no_provider_anything(offers: Offers) -> None:
    for _ in range(3):
        offer, code = offers.begin()
        assert sign_in_offers.opened(offers.context, code).state is WAITING
        assert sign_in_offers.opened(offers.context, code.lower()).compare == offer.compare
    assert offers.line.begun == 0


def test_the_link_cannot_be_guessed_is_not_kept_and_is_short_enough_for_a_small_code(offers: Offers) -> None:
    codes = {offers.begin()[1] for _ in range(20)}
    assert len(codes) == 20
    assert all(re.fullmatch(r"[0-9A-HJKMNP-TV-Z]{16}", code) for code in codes)
    offer, code = offers.begin()
    assert code not in str(offers.rows())
    assert len(offer.link or "") <= 47
    assert offers.seen(offer).link is None
    assert re.fullmatch(r"[0-9A-HJKMNP-TV-Z]{4}", offer.compare)


def test_it_begins_one_sign_in_and_pressing_twice_leads_to_the_same_page(offers: Offers) -> None:
    _, code = offers.begin()
    assert [offers.take(code).go_on for _ in range(3)] == [GRANT.link] * 3
    assert offers.line.begun == 1
    assert (offers.take(code, "google").state, offers.take(code, "google").go_on) == (TAKEN, None)


@pytest.mark.each_database
def test_of_phones_that_take_it_at_once_one_begins(offers: Offers) -> None:
    _, code = offers.begin()

    def take(_: int) -> None:
        while True:
            try:
                offers.take(code)
            except DatabaseBusyError:
                continue
            return

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(take, range(4)))
    assert offers.line.begun == 1


@pytest.mark.each_database
def test_a_terminal_has_one_offer_and_a_new_one_ends_the_one_before(offers: Offers) -> None:
    old, old_code = offers.begin()
    new, _ = offers.begin()
    assert refused(lambda: offers.take(old_code)) is ProblemKind.NOT_FOUND
    assert refused(lambda: offers.seen(old)) is ProblemKind.NOT_FOUND
    assert offers.seen(new).state is WAITING
    assert len(offers.rows()) == 1


def test_the_database_holds_no_second_offer_of_a_terminal(offers: Offers) -> None:
    offers.begin()
    second = {"id": "f" * 32, "terminal_id": HERE, "code_hash": "0" * 64, "compare": "AAAA", "expires_at": START}
    with pytest.raises(IntegrityError), offers.context.database.write() as connection:
        connection.execute(insert(table).values(second))


def test_another_terminal_neither_sees_nor_ends_it(offers: Offers) -> None:
    offer, code = offers.begin()
    offers.take(code)
    assert refused(lambda: offers.seen(offer, ELSEWHERE)) is ProblemKind.NOT_FOUND
    assert refused(lambda: phone_sign_in.poll(offers.context, ELSEWHERE, offer.id)) is ProblemKind.NOT_FOUND
    sign_in_offers.end(offers.context, ELSEWHERE, offer.id)
    assert offers.seen(offer).state is TAKEN


def test_after_five_minutes_nothing_begins_and_nothing_is_kept(offers: Offers) -> None:
    offer, code = offers.begin()
    offers.clock.advance(LIFETIME.total_seconds() - 1)
    assert sign_in_offers.opened(offers.context, code).state is WAITING
    offers.clock.advance(1)
    assert (offers.take(code).state, offers.seen(offer).state, offers.line.begun) == (OVER, OVER, 0)
    with offers.context.database.write() as connection:
        assert sign_in_offers.forget_old(connection, offers.clock.now()) == 1
    assert offers.rows() == []


def test_what_a_phone_has_begun_outlives_the_offers_time(offers: Offers) -> None:
    offer, code = offers.begin()
    offers.clock.advance(LIFETIME.total_seconds() - 1)
    offers.take(code)
    offers.clock.advance(2)
    found = offers.seen(offer)
    assert (found.state, found.sign_in is not None) == (TAKEN, True)


def test_leaving_the_page_ends_the_offer_and_what_a_phone_has_begun_by_it(offers: Offers) -> None:
    offer, code = offers.begin()
    offers.take(code)
    sign_in_offers.end(offers.context, HERE, offer.id)
    sign_in_offers.end(offers.context, HERE, offer.id)
    assert refused(lambda: sign_in_offers.opened(offers.context, code)) is ProblemKind.NOT_FOUND
    offers.line.says = proved()
    offers.clock.advance(5)
    assert phone_sign_in.poll(offers.context, HERE, offer.id).state is LinkState.EXPIRED
    assert offers.line.asked == []


def test_a_terminal_that_leaves_while_the_provider_begins_has_nothing_under_way(offers: Offers) -> None:
    offer, code = offers.begin()
    offers.line.before.append(lambda: sign_in_offers.end(offers.context, HERE, offer.id))
    assert refused(lambda: offers.take(code)) is ProblemKind.NOT_FOUND
    assert refused(lambda: phone_sign_in.seen(offers.context, HERE, offer.id)) is ProblemKind.NOT_FOUND


def test_a_provider_that_does_not_answer_is_reported_and_it_may_be_taken_again(offers: Offers) -> None:
    offer, code = offers.begin()
    offers.line.down = True
    assert refused(lambda: offers.take(code)) is ProblemKind.IDENTITY_DOWN
    assert offers.seen(offer).state is WAITING
    offers.line.down = False
    assert offers.take(code).go_on == GRANT.link


def test_after_a_busy_moment_of_the_database_it_may_be_taken_again(offers: Offers) -> None:
    offer, code = offers.begin()
    offers.line.before.append(busy)
    with pytest.raises(DatabaseBusyError):
        offers.take(code)
    assert offers.seen(offer).state is WAITING
    offers.line.before.clear()
    assert offers.take(code).go_on == GRANT.link


def test_a_busy_moment_after_the_provider_has_begun_leads_to_what_it_began(
    offers: Offers, monkeypatch: pytest.MonkeyPatch
) -> None:
    offer, code = offers.begin()
    with monkeypatch.context() as patched:
        patched.setattr(phone_sign_in, "seen", busy)
        with pytest.raises(DatabaseBusyError):
            offers.take(code)
    assert offers.seen(offer).state is TAKEN
    assert (offers.take(code).go_on, offers.line.begun) == (GRANT.link, 1)


def test_no_provider_begins_that_is_not_set_up(offers: Offers) -> None:
    offer, code = offers.begin()
    assert (offers.take(code, "nobody").state, offers.take(code, "").go_on) == (WAITING, None)
    assert offers.seen(offer).state is WAITING


def test_the_button_at_the_terminal_ends_what_it_offered(offers: Offers) -> None:
    _, code = offers.begin()
    phone_sign_in.begin(offers.context, HERE, "line")
    assert refused(lambda: offers.take(code)) is ProblemKind.NOT_FOUND


def test_where_no_provider_is_set_up_nothing_is_offered(offers: Offers) -> None:
    context = replace(offers.context, ports=replace(offers.context.ports, identities={}))
    assert refused(lambda: sign_in_offers.begin(context, HERE)) is ProblemKind.IDENTITY_OFF


def test_a_terminal_may_offer_so_often_an_hour_and_what_phones_begin_counts_as_its_own(offers: Offers) -> None:
    for _ in range(phone_sign_in.BEGINNINGS.most):
        offers.take(offers.begin()[1])
    offer, code = offers.begin()
    assert refused(lambda: offers.take(code)) is ProblemKind.RATE
    assert offers.seen(offer).state is WAITING
    for _ in range(BEGINNINGS.most - phone_sign_in.BEGINNINGS.most - 1):
        offers.begin()
    assert refused(offers.begin) is ProblemKind.RATE
    offers.begin(ELSEWHERE)


@pytest.mark.parametrize("code", ["", "NOTHING", "7" * 16, "%00", "x" * 300, "臺" * 16])
def test_what_never_was_a_link_opens_nothing(offers: Offers, code: str) -> None:
    offers.begin()
    assert refused(lambda: sign_in_offers.opened(offers.context, code)) is ProblemKind.NOT_FOUND
    assert refused(lambda: offers.take(code)) is ProblemKind.NOT_FOUND
