"""What a phone takes along: receipts, what is owed, and the bar codes for a convenience store."""

from __future__ import annotations

import hashlib
import re
from base64 import b64encode
from collections.abc import AsyncIterator, Iterator
from datetime import date, timedelta

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import insert, update

from kiosk.backend.domain.payment import RefundReason
from kiosk.backend.ground import retention
from kiosk.backend.ground.problems import Refusal
from kiosk.backend.http import payer_page, sheet_page
from kiosk.backend.messages import owner_log
from kiosk.backend.owners.statements import accounts
from kiosk.backend.payments import payments, refunds, sheet_links, staff_refunds
from kiosk.backend.payments.tables import payments as payment_rows
from kiosk.backend.registers import dunning
from kiosk.backend.registers.tables import notices, tickets
from kiosk.backend.sheets import sheets
from kiosk.backend.sheets.tables import sheets as table
from kiosk.backend.store.database import Database, DatabaseBusyError
from kiosk.backend.terms import terms_of
from kiosk.contract.owners import OwnerEventKind
from kiosk.contract.payments import Payment
from kiosk.contract.problems import ProblemKind
from kiosk.contract.wire import Vehicle
from kiosk.domain.plate import VehicleType
from kiosk.domain.store_code import MOST, Untaken, check_characters
from kiosk.settings import BackendSettings
from tests.backend.owner_rows import add_owner, bind
from tests.backend.payment_stage import DUE, FULL, SETTINGS, TODAY, Stage, make_stage, reference_of
from tests.backend.payments.test_payer_page import HOSTILE, Page
from tests.backend.rows import ticket_number
from tests.clock import ManualClock

ENGLISH = {"Accept-Language": "en-GB,en;q=0.9"}
ITEM = "6K7"
DAYS = timedelta(days=1)
NOTICE = "102006712"


@pytest.fixture
def stage(sqlite_url: str, clock: ManualClock) -> Iterator[Stage]:
    """Return an office that has a contract with stores, on SQLite: what a page shows does not hang on the database."""
    database = Database(sqlite_url)
    yield make_stage(
        database,
        clock,
        settings=SETTINGS.model_copy(update={"store_item": ITEM, "demo": False, "provider_url": "http://127.0.0.1:1"}),
    )
    database.close()


@pytest.fixture
async def phone(stage: Stage) -> AsyncIterator[httpx.AsyncClient]:
    app = FastAPI()
    app.include_router(sheet_page.router(stage.context))
    app.include_router(payer_page.router(stage.context))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://127.0.0.1:8080") as client:
        yield client


def path(link: str | None) -> str:
    assert link is not None
    return link[link.index("/R/") :]


def refused(stage: Stage, number: str) -> tuple[ProblemKind, str | None]:
    with pytest.raises(Refusal) as refusal:
        sheets.store_codes_of(stage.context, number)
    return refusal.value.kind, refusal.value.state


def paid(stage: Stage, *bills: str) -> Payment:
    payment = stage.create(*bills)
    stage.confirm(payment)
    stage.pays(payment, id=payment.id)
    with stage.context.database.read() as connection:
        return payments.view(connection, stage.context, "kiosk-1", payment.id)


def notified(stage: Stage, *serials: int, pay_by: date, stage_name: str = "ordinary") -> str:
    """Put tickets under one notice."""
    numbers = [stage.ticket(serial, due_on=TODAY - 20 * DAYS) for serial in serials]
    values = {"number": NOTICE, "plate": "BKZ-5937", "vehicle_type": "car", "stage": stage_name,
              "issued_on": TODAY - 5 * DAYS, "pay_by": pay_by, "surcharge": 15, "fine": 0}  # fmt: skip
    with stage.context.database.write() as connection:
        connection.execute(insert(notices).values(values))
        connection.execute(update(tickets).where(tickets.c.number.in_(numbers)).values(notice_number=NOTICE))
    return NOTICE


# Which bills a store takes


def test_a_ticket_has_codes_until_its_last_day_at_the_price_without_a_phone(stage: Stage, clock: ManualClock) -> None:
    number = stage.ticket()
    codes = sheets.store_codes_of(stage.context, number)
    first, second, third = codes.segments
    assert (codes.amount, codes.pay_by, codes.sample) == (FULL, DUE, False)
    assert first == f"15{DUE:%m%d}{ITEM}"
    assert second == "0" + number
    assert third == f"{DUE:%m%d}{check_characters(first, second, f'{DUE:%m%d}{FULL:09}')}{FULL:09}"
    clock.advance((DUE - TODAY).days * 86_400)
    assert sheets.store_codes_of(stage.context, number).segments == codes.segments


def test_after_its_last_day_a_ticket_has_none(stage: Stage) -> None:
    assert refused(stage, stage.ticket(due_on=TODAY - DAYS)) == (ProblemKind.NOT_AT_STORE, Untaken.OVERDUE)


def test_a_notice_has_codes_of_its_own_until_its_own_last_day(stage: Stage, clock: ManualClock) -> None:
    number = notified(stage, 1, 2, pay_by=TODAY)
    codes = sheets.store_codes_of(stage.context, number)
    assert (codes.amount, codes.segments[1]) == (2 * FULL + 15, "0000000" + NOTICE)
    clock.advance(86_400)
    assert refused(stage, number) == (ProblemKind.NOT_AT_STORE, Untaken.OVERDUE)


def test_what_has_left_for_enforcement_has_none(stage: Stage) -> None:
    number = notified(stage, 1, pay_by=TODAY - DAYS, stage_name="recovery")
    assert refused(stage, number) == (ProblemKind.NOT_AT_STORE, Untaken.NOT_HERE)


def test_what_is_being_paid_has_none_until_that_has_ended(stage: Stage) -> None:
    payment = stage.create(number := stage.ticket())
    assert refused(stage, number) == (ProblemKind.NOT_AT_STORE, Untaken.BEING_PAID)
    stage.payer_cancels(payment)
    assert sheets.store_codes_of(stage.context, number).bill == number


def test_what_no_store_takes_has_none(stage: Stage) -> None:
    assert sheets.store_codes_of(stage.context, stage.ticket(1, fee=MOST.dollars)).amount == MOST.dollars
    assert refused(stage, stage.ticket(2, fee=MOST.dollars + 1)) == (ProblemKind.NOT_AT_STORE, Untaken.TOO_MUCH)
    assert refused(stage, stage.ticket(3, fee=0)) == (ProblemKind.NOT_AT_STORE, Untaken.NOTHING)


def test_what_is_paid_or_was_never_issued_is_said_to_be_so(stage: Stage) -> None:
    paid(stage, number := stage.ticket())
    assert refused(stage, number)[0] is ProblemKind.ALREADY_PAID
    assert refused(stage, "Q00000000000099")[0] is ProblemKind.NOT_PAYABLE


def test_an_office_without_a_contract_has_none_and_the_demo_says_that_its_own_are_samples(
    sqlite_url: str, clock: ManualClock
) -> None:
    database = Database(sqlite_url)
    bare = make_stage(database, clock, settings=SETTINGS.model_copy(update={"demo": False}))
    number = bare.ticket()
    assert refused(bare, number) == (ProblemKind.NOT_AT_STORE, Untaken.NOT_OFFERED)
    bare.context = type(bare.context)(database, clock, bare.context.ports, terms_of(SETTINGS))
    codes = sheets.store_codes_of(bare.context, number)
    assert (codes.sample, codes.segments[0][6:]) == (True, "0ZZ")
    assert "這些條碼不能繳費" in sheet_page.render(bare.context, path(codes.link)[3:])
    database.close()


# The page of what is owed


async def test_the_page_shows_the_three_codes_of_the_bill(phone: httpx.AsyncClient, stage: Stage) -> None:
    codes = sheets.store_codes_of(stage.context, stage.ticket())
    answer = await phone.get(path(codes.link))
    page = Page(answer.text)
    assert answer.status_code == 200
    assert re.findall(r'aria-label="([^"]+)"', answer.text) == list(codes.segments)
    for shown in (*codes.segments, "請出示給店員，由上而下依序刷三條。", f"{DUE:%Y/%m/%d}", "NT$50", "BK*-**37"):
        assert shown in page.text, shown
    assert "BKZ-5937" not in answer.text


async def test_an_english_phone_reads_the_page_in_english_and_no_word_of_chinese_but_the_way_back_to_it(
    phone: httpx.AsyncClient, stage: Stage
) -> None:
    codes = sheets.store_codes_of(stage.context, stage.ticket())
    page = Page((await phone.get(path(codes.link), headers=ENGLISH)).text)
    assert "Show this at the till. The three codes are scanned from top to bottom." in page.text
    assert re.findall("[一-鿿]+", page.text) == ["中文"]


async def test_a_page_of_many_says_of_each_what_can_be_done(
    phone: httpx.AsyncClient, stage: Stage, clock: ManualClock
) -> None:
    numbers = [stage.ticket(1), stage.ticket(2), stage.ticket(3), stage.ticket(4, due_on=TODAY - DAYS)]
    link = sheets.of_owed(stage.context, "kiosk-1", numbers).link
    paid(stage, numbers[0])
    stage.create(numbers[1])
    with stage.context.database.write() as connection:
        connection.execute(update(tickets).where(tickets.c.number == numbers[2]).values(status="withdrawn"))
    page = Page((await phone.get(path(link))).text)
    assert "✓ 已繳清" in page.text
    assert "正在別處付款" in page.text
    assert "查無待繳" in page.text
    assert "已過繳費期限" in page.text
    assert page.tags.count("figure") == 0
    first, second, third = (next(at for at, text in enumerate(page.texts) if one in text) for one in numbers[:3])
    assert first < second < third


async def test_the_page_says_what_holds_when_it_is_opened(
    phone: httpx.AsyncClient, stage: Stage, clock: ManualClock
) -> None:
    link = sheets.store_codes_of(stage.context, stage.ticket()).link
    assert "<figure>" in (await phone.get(path(link))).text
    clock.advance(4 * 86_400)
    page = (await phone.get(path(link))).text
    assert "<figure>" not in page
    assert "已過繳費期限，超商條碼失效" in page


async def test_what_was_paid_in_the_same_visit_stands_beside_what_is_owed(
    phone: httpx.AsyncClient, stage: Stage
) -> None:
    first, second = stage.ticket(1), stage.ticket(2)
    paid(stage, first)
    page = Page(
        (await phone.get(path(sheets.of_owed(stage.context, "kiosk-1", [second], paid=[first, second]).link))).text
    )
    assert page.tags.count("article") == 2
    assert page.text.index(first) < page.text.index("✓ 已繳清") < page.text.index(second)
    with pytest.raises(Refusal) as refusal:
        sheets.of_owed(stage.context, "kiosk-1", [second], paid=["Q00000000000099"])
    assert refusal.value.kind is ProblemKind.NOT_PAYABLE


async def test_a_visits_payments_stand_there_with_what_was_paid_and_no_whole_plate(
    phone: httpx.AsyncClient, stage: Stage
) -> None:
    first, second, third = stage.ticket(1), stage.ticket(2), stage.ticket(3)
    payments_made = [paid(stage, first), paid(stage, second)]
    ids = [payment.id for payment in payments_made]
    link = sheets.of_owed(stage.context, "kiosk-1", [third], payments=ids).link
    page = Page((await phone.get(path(link))).text)
    assert "停車費繳費明細" in page.text
    assert all(f"NT$48（收據 {payment.receipt_number}）" in page.text for payment in payments_made)
    assert page.text.index(first) < page.text.index(second) < page.text.index(third) < page.text.index("尚待繳")
    assert "BKZ-5937" not in page.text
    single = Page((await phone.get(path(sheets.of_owed(stage.context, "kiosk-1", [], payments=ids[:1]).link))).text)
    assert (single.tags.count("article"), "尚待繳" in single.text) == (1, False)


async def test_a_payment_that_was_given_back_is_said_to_be_so(phone: httpx.AsyncClient, stage: Stage) -> None:
    payment = paid(stage, stage.ticket())
    link = sheets.of_owed(stage.context, "kiosk-1", [], payments=[payment.id]).link
    with stage.context.database.write() as connection:
        connection.execute(update(payment_rows).where(payment_rows.c.id == payment.id).values(state="refunded"))
    page = Page((await phone.get(path(link))).text)
    assert f"已退回（收據 {payment.receipt_number}）" in page.text
    assert (page.tags.count("article"), "NT$" in page.text) == (0, False)


def test_only_payments_of_the_terminal_itself_that_are_paid_are_taken_along(stage: Stage) -> None:
    done, open_one = paid(stage, stage.ticket(1)), stage.create(stage.ticket(2))
    refusals = []
    for terminal, ids in (("kiosk-2", [done.id]), ("kiosk-1", [open_one.id]), ("kiosk-1", [32 * "0"]), ("kiosk-1", [])):
        with pytest.raises(Refusal) as refusal:
            sheets.of_owed(stage.context, terminal, [], payments=ids)
        refusals.append(refusal.value.kind)
    with stage.context.database.read() as connection:
        assert [row.visit_payments for row in connection.execute(table.select())] == [None]  # the receipt's own
    assert refusals == [
        ProblemKind.NOT_FOUND,
        ProblemKind.PAYMENT_STATE,
        ProblemKind.NOT_FOUND,
        ProblemKind.NOT_PAYABLE,
    ]


def test_what_is_not_owed_cannot_be_taken_along(stage: Stage) -> None:
    with pytest.raises(Refusal):
        sheets.of_owed(stage.context, "kiosk-1", [stage.ticket(), "Q00000000000099"])
    with stage.context.database.read() as connection:
        assert connection.execute(table.select()).all() == []


# The page of a receipt


async def test_a_paid_payment_has_a_receipt_to_take_along_that_proves_what_was_paid(
    phone: httpx.AsyncClient, stage: Stage
) -> None:
    payment = paid(stage, stage.ticket(1), stage.ticket(2))
    answer = await phone.get(path(payment.receipt_link))
    page = Page(answer.text)
    assert answer.status_code == 200
    parked = DUE - 15 * DAYS
    for shown in ("停車費繳費收據", f"R{payment.number}", "街口支付", reference_of(payment.number), *payment.bills,
                  "BKZ-5937", "NT$48", "NT$96", f"{parked:%Y/%m/%d} 09:00–10:00", "不開立統一發票"):  # fmt: skip
        assert shown in page.text, shown
    assert "figure" not in page.tags


async def test_the_receipt_of_a_notice_names_the_stays_in_it(phone: httpx.AsyncClient, stage: Stage) -> None:
    number = notified(stage, 1, 2, pay_by=TODAY)
    payment = stage.create(number, expected=2 * FULL + 15)
    stage.pays(payment)
    with stage.context.database.read() as connection:
        code = sheet_links.code_of(connection, payment.id, stage.clock.now())
    page = Page((await phone.get(f"/R/{code}")).text)
    assert page.text.count("停車 2026/") == 2
    assert all(ticket_number(serial) in page.text for serial in (1, 2))


async def test_what_is_not_paid_has_no_receipt(stage: Stage) -> None:
    assert stage.create(stage.ticket()).receipt_link is None


async def test_the_phone_that_paid_finds_the_receipt_on_its_page(phone: httpx.AsyncClient, stage: Stage) -> None:
    payment = paid(stage, stage.ticket())
    page = (await phone.get("/P/" + payment.link.rpartition("/")[2])).text
    assert f'href="{path(payment.receipt_link)}"' in page


async def test_the_receipt_is_a_page_in_english_too(phone: httpx.AsyncClient, stage: Stage) -> None:
    page = Page((await phone.get(path(paid(stage, stage.ticket()).receipt_link), headers=ENGLISH)).text)
    assert "Receipt for parking fees" in page.text
    assert "Keep this for 6 months" in page.text


# The link


def test_a_link_cannot_be_guessed_and_keeps_its_code_small(stage: Stage) -> None:
    links = {sheets.of_owed(stage.context, "kiosk-1", [stage.ticket(serial)]).link for serial in range(1, 30)}
    codes = {link.rpartition("/")[2] for link in links}
    assert len(codes) == 29
    assert all(re.fullmatch(r"[0-9A-HJKMNP-TV-Z]{26}", code) for code in codes)  # 32^26 is 2^130
    # What a QR code of version 3 holds at error correction M, also for a long address.
    assert len("HTTPS://PARKING.GOV.TAIPEI/R/") + 26 <= 61
    assert all(link == link.upper() for link in links)


async def test_a_link_opens_its_page_for_thirty_days_and_then_no_more(
    phone: httpx.AsyncClient, stage: Stage, clock: ManualClock
) -> None:
    owed, payment = sheets.of_owed(stage.context, "kiosk-1", [stage.ticket(1)]), paid(stage, stage.ticket(2))
    paths = [path(owed.link), path(payment.receipt_link)]
    clock.advance(30 * 86_400 - 1)
    assert [(await phone.get(one)).status_code for one in paths] == [200, 200]
    assert retention.PARTS["sheets"](stage.context.database, clock.now()) == 0
    clock.advance(1)
    assert [(await phone.get(one)).status_code for one in paths] == [404, 404]
    assert retention.PARTS["sheets"](stage.context.database, clock.now()) == 2
    with stage.context.database.read() as connection:
        assert sheet_links.code_of(connection, payment.id, clock.now()) is None


@pytest.mark.parametrize("end", ["", "/"])
@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize("spelt", [str, str.lower])
async def test_the_page_answers_however_its_address_is_written(
    phone: httpx.AsyncClient, stage: Stage, method: str, end: str, spelt: type[str]
) -> None:
    link = path(sheets.of_owed(stage.context, "kiosk-1", [stage.ticket()]).link)
    answer = await phone.request(method, spelt(link) + end)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/html; charset=utf-8"


@pytest.mark.parametrize("code", [26 * "Z", "nonsense", "A" * 500, "%3Cscript%3E", 26 * "U", 25 * "0" + "%00"])
async def test_codes_that_open_nothing_all_look_alike(phone: httpx.AsyncClient, code: str) -> None:
    unknown, answer = await phone.get(f"/R/{26 * '0'}"), await phone.get(f"/R/{code}")
    assert (answer.status_code, answer.text) == (unknown.status_code, unknown.text) == (404, unknown.text)
    assert "<h1>找不到這個頁面</h1>" in unknown.text


async def test_a_busy_database_is_a_page_that_says_so(
    phone: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(*_: object) -> None:
        raise DatabaseBusyError

    monkeypatch.setattr(sheets, "page", busy)
    answer = await phone.get(f"/R/{26 * '0'}", headers=ENGLISH)
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "3")
    assert "The system is busy" in answer.text


async def test_the_page_runs_nothing_and_loads_nothing(phone: httpx.AsyncClient, stage: Stage) -> None:
    answer = await phone.get(path(sheets.store_codes_of(stage.context, stage.ticket()).link))
    page = Page(answer.text)
    assert not {"script", "img", "link", "iframe", "object", "form", "use", "image"} & set(page.tags)
    assert not {"style", "src", "onclick", "onload"} & page.attributes
    style = re.search("<style>(.*)</style>", answer.text, re.DOTALL)
    assert style is not None
    policy = answer.headers["content-security-policy"]
    assert b64encode(hashlib.sha256(style[1].encode()).digest()).decode() in policy
    assert answer.headers["cache-control"] == "no-store"
    assert "set-cookie" not in answer.headers


def test_text_from_outside_is_never_markup_nor_control(sqlite_url: str, clock: ManualClock) -> None:
    settings = BackendSettings(**{**SETTINGS.model_dump(), "payee": HOSTILE, "help_phone": HOSTILE})
    database = Database(sqlite_url)
    stage = make_stage(database, clock, settings=settings)
    html = sheet_page.render(stage.context, path(sheets.of_owed(stage.context, "kiosk-1", [stage.ticket()]).link)[3:])
    page = Page(html)
    assert "script" not in page.tags
    assert "\x1b" not in html
    assert "\u202e" not in html
    assert page.text.count("<script>alert(1)</script>") == 2
    database.close()


def test_a_ticket_whose_notice_has_come_is_owed_under_that_number_and_its_page_says_so(
    stage: Stage, clock: ManualClock
) -> None:
    number = stage.ticket()
    link = sheets.of_owed(stage.context, "kiosk-1", [number]).link
    for _ in range(12):
        clock.advance(86_400)
        dunning.run(stage.context.database, clock)
    assert "可能已轉入催繳單" in sheet_page.render(stage.context, path(link)[3:])


def test_an_owner_takes_along_only_the_receipt_of_their_own_part(stage: Stage) -> None:
    owner = add_owner(stage.context.database)
    bind(stage.context.database, owner, Vehicle(plate="BKZ-5937", type=VehicleType.CAR))
    stage.clock.advance(60)
    payment = paid(stage, stage.ticket(1), stage.ticket(2, plate="AXY-7788"))
    with stage.context.database.write() as connection:
        connection.execute(update(payment_rows).values(fee=15))
    link = sheets.of_owner(stage.context, owner, payment.id).link
    page = sheet_page.render(stage.context, path(link)[3:])
    assert link != payment.receipt_link
    assert ("BKZ-5937" in page, "AXY-7788" in page) == (True, False)
    # Nor the fee, which was paid for all of it.
    assert set(re.findall(r"NT\$[0-9]+", page)) == {"NT$48", "NT$0"}


def test_an_owners_part_that_has_gone_back_shows_nothing_of_what_others_paid(stage: Stage) -> None:
    owner = add_owner(stage.context.database)
    bind(stage.context.database, owner, Vehicle(plate="BKZ-5937", type=VehicleType.CAR))
    stage.clock.advance(60)
    payment = paid(stage, stage.ticket(1), stage.ticket(2, plate="AXY-7788"))
    code = path(sheets.of_owner(stage.context, owner, payment.id).link)[3:]
    ordered = refunds.Ordered("wang", "D261128-017")
    wish = staff_refunds.RefundOrder(
        payment.id, RefundReason.WRONG_TICKET, payment.amount, ordered, frozenset(payment.bills[:1])
    )
    staff_refunds.order(stage.context, wish)
    with pytest.raises(Refusal) as refusal:
        sheets.page(stage.context, code)
    assert refusal.value.kind is ProblemKind.NOT_FOUND


def test_an_owner_takes_along_an_old_receipt_under_a_new_link(stage: Stage, clock: ManualClock) -> None:
    owner = add_owner(stage.context.database)
    bind(stage.context.database, owner, Vehicle(plate="BKZ-5937", type=VehicleType.CAR))
    stage.clock.advance(60)
    payment = paid(stage, stage.ticket(1))
    assert sheets.of_owner(stage.context, owner, payment.id).link == payment.receipt_link
    clock.advance(20 * 86_400)
    later = sheets.of_owner(stage.context, owner, payment.id).link
    assert later != payment.receipt_link
    assert sheets.of_owner(stage.context, owner, payment.id).link == later
    clock.advance(20 * 86_400)
    assert f"R{payment.number}" in sheet_page.render(stage.context, path(later)[3:])


def test_an_owner_takes_along_what_they_did_in_this_visit_and_nothing_of_before_or_after(
    stage: Stage, clock: ManualClock
) -> None:
    owner = add_owner(stage.context.database)

    def happens(kind: OwnerEventKind, subject: str | None = None) -> None:
        clock.advance(60)
        stage.context.database.run(
            lambda connection: owner_log.note(connection, owner, kind, clock.now(), subject=subject)
        )

    happens(OwnerEventKind.NAME_CHANGED)
    happens(OwnerEventKind.SIGNED_IN)
    happens(OwnerEventKind.VEHICLE_BOUND, "BKZ-5937")
    link = sheets.of_owner_visit(stage.context, owner).link
    happens(OwnerEventKind.EMAIL_CHANGED)
    page = Page(sheet_page.render(stage.context, path(link)[3:]))
    shown = [one for one in ("修改姓名", "登入", "綁定車輛　BKZ-5937", "修改 E-mail") if one in page.text]
    assert shown == ["登入", "綁定車輛　BKZ-5937"]
    assert not re.search(r"\b0912", page.text)


def test_with_the_account_its_links_have_ended(stage: Stage, clock: ManualClock) -> None:
    owner = add_owner(stage.context.database)
    stage.context.database.run(
        lambda connection: owner_log.note(connection, owner, OwnerEventKind.SIGNED_IN, clock.now())
    )
    link = sheets.of_owner_visit(stage.context, owner).link
    assert isinstance(sheets.page(stage.context, path(link)[3:]), sheets.VisitSheet)
    stage.context.database.run(lambda connection: accounts.close(connection, owner, clock.now()))
    with pytest.raises(Refusal) as refusal:
        sheets.page(stage.context, path(link)[3:])
    assert refusal.value.kind is ProblemKind.NOT_FOUND


def test_no_one_elses_receipt_can_be_taken_along(stage: Stage) -> None:
    payment = paid(stage, stage.ticket(1))
    with pytest.raises(Refusal) as refusal:
        sheets.of_owner(stage.context, add_owner(stage.context.database), payment.id)
    assert refusal.value.kind is ProblemKind.NOT_FOUND
