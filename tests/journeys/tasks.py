"""Every task that there is, each written once for a visitor of any way and any phone.

A task begins and ends where its place says: on the welcome page, or in the owner's area.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from functools import partial

from sqlalchemy import select

from kiosk.backend.demo.owner import MOBILE, PASSWORD
from kiosk.backend.registers.tables import tickets
from kiosk.backend.vehicles.tables import claims
from kiosk.platform.terminal.scanner import Scanned
from kiosk.screens.frame.form import FormPage
from kiosk.widgets.lists.entry_list import EntryList
from kiosk.widgets.phone.phone_drawer import PhoneDrawer
from tests.journeys.kiosk import Kiosk
from tests.journeys.phones import PlainPhone, VisitorsPhone, link_of
from tests.journeys.ways import ByTouch, Way

NEW_NUMBER, NEW_PASSWORD, OTHERS_PLATE = "0988123456", "Xk7q-Lm2p", "AXY-1188"
DIGITS = "02468"
"""What stands in the picture that a guest reads."""


class Person:
    """Somebody with a way of using the kiosk and a phone."""

    def __init__(self, way: Way, phone: VisitorsPhone | None = None) -> None:
        self.way, self.phone = way, phone or PlainPhone()
        self.kiosk = way.kiosk

    async def reads_the_code(self, digits: int) -> str:
        """Wait for a text message; return the code in it."""

        def arrived() -> bool:
            drawers = self.kiosk.app.screen.query(PhoneDrawer)
            return bool(drawers) and bool(drawers.first().shown)

        await self.kiosk.until(arrived, "a message")
        last = self.kiosk.app.screen.query_one(PhoneDrawer).shown[-1].body
        found = re.search(rf"(?<![0-9])[0-9]{{{digits}}}(?![0-9])", last)
        assert found is not None, "the message holds no code"
        return found[0]

    async def enters_the_code(self, digits: int) -> None:
        await self.way.sees("CodePage", "寄送簡訊成功")
        code = await self.reads_the_code(digits)
        if isinstance(self.way, ByTouch):  # what says that it was sent lies over the keys until it is closed
            await self.way.presses("#sent-close")
        await self.way.types(code)

    async def pays_what_is_chosen(self) -> None:
        """Go from a list or a choice to "paid"."""
        await self.way.sees("ProvidersPage")
        await self.way.picks("ProviderGrid")
        await self.way.sees("CheckPage")
        await self.way.presses("#confirm")
        await self.way.sees("PaymentPage")
        await self.phone.pays(link_of(self.kiosk))
        await self.way.sees("PaidPage", "已繳")

    async def takes_along(self, back: str, *words: str) -> None:
        """Take along what the page offers, and come back to it."""
        await self.way.sees("TakeAlongPage")
        page = await self.phone.reads(link_of(self.kiosk))
        assert all(word in page for word in words), page[:2000]
        await self.way.presses("#back")
        await self.way.sees(back)


Task = Callable[[Person], Awaitable[None]]

# From the welcome page


async def reads_the_picture(person: Person) -> None:
    way = person.way
    await way.presses("#pay")
    await way.sees("PictureCodePage")
    await way.types("11111")
    await way.sees("PictureCodePage", "數字不對")
    await way.types(DIGITS)
    await way.sees("PlatePage")
    await way.goes("home")
    await way.sees("WelcomePage")


async def pays(person: Person) -> None:
    """From the plate to the receipt, with the bill in full, its bar codes and the list to take along on the way."""
    way = person.way
    await way.presses("#pay")
    await way.sees("PlatePage")
    await way.types("BKZ5937")
    await way.presses("#look-up-car")
    await way.sees("BillsPage", "BKZ-5937", "已選 3 張")
    await way.opens("#bills", 0)
    await way.sees("BillPage")
    await way.presses("#store-codes")
    await way.sees("StoreCodesPage", "超商繳費條碼")
    assert (await person.phone.reads(link_of(person.kiosk))).count("<figure>") == 3
    await way.presses("#back")
    await way.sees("BillPage")
    await way.presses("#take-along")
    await person.takes_along("BillPage", "BK*-**37")
    await way.goes("back")
    await way.sees("BillsPage", "已選 3 張")
    await way.picks("#take-along")
    await person.takes_along("BillsPage", "BK*-**37")
    await way.presses("#pay")
    await person.pays_what_is_chosen()
    await way.presses("#receipt")
    await way.sees("ReceiptPage", "BKZ-5937")
    await way.presses("#take")
    await person.takes_along("ReceiptPage", "停車費繳費收據", "BKZ-5937")
    await way.presses("#back")
    await way.sees("PaidPage")
    await way.presses("#finish")
    await way.sees("WelcomePage")


async def finds_a_bill_by_its_paper(person: Person) -> None:
    """Have a scanner read the paper; the rest is done as everything else."""
    way, backend = person.way, person.kiosk.backend
    with backend.database.read() as connection:
        of_somebody = select(tickets.c.number).where(tickets.c.plate == "MKR-0825", tickets.c.status == "owed")
        number = connection.scalars(of_somebody.where(tickets.c.notice_number.is_(None))).first()
    assert number is not None
    person.kiosk.app.post_message(Scanned(number, entered=True))
    await way.sees("BillPage", number)
    await way.goes("back")
    await way.sees("BillsPage", "MKR-0825")
    await way.goes("home")
    await way.sees("WelcomePage")


async def buys_a_pass(person: Person) -> None:
    way = person.way
    await way.picks("#links", "pass")
    await way.sees("PassesPage", "全市路邊機車月票")
    entries = person.kiosk.app.screen.query_one("#products", EntryList)._entries
    await way.opens("#products", [entry.title for entry in entries].index("全市路邊機車月票"))
    await way.sees("PlateOfPage", "給哪一輛機車")
    await way.types("MXA7731")
    await way.presses("#next")
    await person.pays_what_is_chosen()
    await way.sees("PaidPage", "已繳 $300", "全市路邊機車月票")
    await way.presses("#finish")
    await way.sees("WelcomePage")


async def reads_what_the_office_says(person: Person) -> None:
    way = person.way
    await way.picks("#links", "question")
    await way.sees("ArticlesPage", "答客問")
    await way.opens("#headlines", 1)
    await way.sees("ArticlePage", "答客問")
    await way.presses("#read")
    await way.sees("ArticlesPage")
    await way.picks("#columns", "channel")
    await way.sees("ArticlesPage", "便利商店")
    await way.goes("back")
    await way.sees("WelcomePage")


async def learns_how_it_works(person: Person) -> None:
    way = person.way
    await way.picks("#links", "how")
    await way.sees("HowToPage")
    await way.presses("#understood")
    await way.sees("WelcomePage")


async def registers(person: Person) -> None:
    """Name, address and password are typed here; the phone fills them in for `registers_with_the_phone`."""
    way = person.way
    await _agrees_and_tells_plate_and_number(person, "ABC1234", NEW_NUMBER)
    await way.sees("PersonNamePage")
    await way.types("Lisin Kacaw")
    await way.presses("#next")
    await way.sees("EmailPage")
    await way.types("lisin@example.tw")
    await way.presses("#next")
    await _sets_a_password(person)
    await _is_registered(person, "ABC-1234", "0988-***-456")


async def registers_with_the_phone(person: Person) -> None:
    way = person.way
    await _agrees_and_tells_plate_and_number(person, "ABC1235", "0922333444")
    for page, value in (
        ("PersonNamePage", "王小明"),
        ("EmailPage", "wang@example.tw"),
        ("NewPasswordPage", NEW_PASSWORD),
    ):
        await way.sees(page)
        await way.presses("#by-phone")
        await way.sees("PhoneEntryPage")
        await person.phone.sends(link_of(person.kiosk), value)
        await way.sees(page)
        await person.kiosk.until(partial(_stands_in_the_first_field, person.kiosk, value), value)
        await way.presses("#next")
    await _is_registered(person, "ABC-1235", "0922-***-444")


def _stands_in_the_first_field(kiosk: Kiosk, value: str) -> bool:
    page = kiosk.app.screen
    return isinstance(page, FormPage) and page.fields[0].text == value


async def _agrees_and_tells_plate_and_number(person: Person, plate: str, number: str) -> None:
    way = person.way
    await way.presses("#register")
    await way.sees("PrivacyPage", "個人資料")
    await way.presses("#agree")
    await way.sees("RegistrationPlatePage")
    await way.types(plate)
    await way.picks("#vehicle", "car")
    await way.presses("#next")
    await way.sees("MobilePage")
    await way.types(number)
    await way.presses("#next")


async def _is_registered(person: Person, plate: str, masked: str) -> None:
    way = person.way
    await person.enters_the_code(5)
    await way.sees("RegisteredPage", plate, "已經綁定")
    await way.presses("#go-on")
    await way.sees("OwnerAreaPage", masked)
    await signs_out(person)


async def _sets_a_password(person: Person, password: str = NEW_PASSWORD) -> None:
    way = person.way
    await way.sees("NewPasswordPage")
    await way.types(password)
    await way.types(password, "#again")
    await way.presses("#next")


async def signs_in_and_links_an_account(person: Person) -> None:
    way = person.way
    await way.presses("#sign-in")
    await way.sees("SignInPage")
    await way.types(MOBILE)
    await way.types(PASSWORD, "#password")
    await way.presses("#next")
    await way.sees("OwnerAreaPage", "0912-***-678")
    await way.picks("#menu", "identities")
    await way.sees("IdentitiesPage", "LINE", "尚未綁定")
    await way.presses("#link-line")
    await way.sees("LinkPage", "綁定 LINE", "等待手機確認中")
    await person.phone.agrees(link_of(person.kiosk))
    await way.sees("IdentitiesPage", "✓ 2026/11/23 綁定")
    await way.presses("#back")
    await way.sees("OwnerAreaPage")
    await signs_out(person)


async def sets_a_forgotten_password(person: Person) -> None:
    way = person.way
    await way.presses("#sign-in")
    await way.sees("SignInPage")
    await way.presses("#forgotten")
    await way.sees("MobilePage")
    await way.types(MOBILE)
    await way.presses("#next")
    await person.enters_the_code(8)
    await _sets_a_password(person)
    await way.sees("OwnerAreaPage", "0912-***-678")
    await signs_out(person)


async def signs_in_by_phone_and_unlinks_the_account(person: Person) -> None:
    """Do both with an account that has been linked before."""
    way = person.way
    await way.presses("#sign-in")
    await way.sees("SignInPage")
    await way.picks("#phone", "with-phone")
    await way.sees("SignInProvidersPage")
    await way.presses("#by-line")
    await way.sees("SignInLinkPage", "等待手機確認中")
    await person.phone.agrees(link_of(person.kiosk))
    await way.sees("OwnerAreaPage", "0912-***-678")
    await way.picks("#menu", "identities")
    await way.sees("IdentitiesPage", "✓ 2026/11/23 綁定")
    await way.presses("#unlink-line")
    await way.sees("ConfirmPage", "不能再用 LINE")
    await way.presses("#yes")
    await way.sees("IdentitiesPage", "尚未綁定")
    assert "✓ 2026" not in person.kiosk.text()
    await way.goes("back")
    await way.sees("OwnerAreaPage")
    await signs_out(person)


async def signs_out(person: Person) -> None:
    await person.way.presses("#sign-out")
    await person.way.sees("WelcomePage")


# In the owner's area


async def pays_all_but_one(person: Person) -> None:
    """Pay for all vehicles at once, but not all that they owe."""
    way = person.way
    await way.picks("#menu", "bills")
    await way.sees("BillsPage", "您的 2 輛車", "第 1 步，共 3 步", "已選 5 張")
    await way.ticks("#bills", 1)
    await way.sees("BillsPage", "已選 4 張")
    await way.presses("#pay")
    await person.pays_what_is_chosen()
    await way.presses("#more")
    await way.sees("BillsPage", "已選 1 張")
    await way.goes("back")
    await way.sees("OwnerAreaPage")


async def finds_the_receipt(person: Person) -> None:
    way = person.way
    await way.picks("#menu", "paid")
    await way.sees("PaidRecordsPage", "MKR-0825")
    await way.opens("#receipts")
    await way.sees("ReceiptPage", "BKZ-5937")
    await way.presses("#take")
    await person.takes_along("ReceiptPage", "停車費繳費收據", "BKZ-5937")
    await way.goes("back")
    await way.sees("PaidRecordsPage")
    await way.presses("#back")
    await way.sees("OwnerAreaPage")


async def binds_edits_and_removes_a_vehicle(person: Person) -> None:
    way = person.way
    await way.picks("#menu", "vehicles")
    await way.sees("VehiclesPage", "2 輛", "BKZ-5937")
    await way.presses("#add")
    await _tells_the_vehicle(person, "MXA7731", "motorcycle")
    await way.sees("ServicesPage", "MXA-7731", "機車享無紙化停車優惠", "✓ 下午", "自 11 月 24 日起生效")
    await way.picks("#window", "services-evening")
    await way.presses("#done")
    await way.sees("BoundPage", "已綁定 MXA-7731", "18:00–21:00", "自 11 月 24 日起生效")
    await way.presses("#back")
    await way.sees("VehiclesPage", "3 輛")
    await way.presses(_row(person, "edit", "MXA-7731"))
    await way.sees("ServicesPage", "✓ 晚上")
    await way.presses("#paperless")
    await way.presses("#flood")
    await way.picks("#area", "tamsui")
    await way.presses("#done")
    await way.sees("BoundPage", "已修改 MXA-7731", "開單無紙化", "18:00–21:00", "淡水河")
    await way.presses("#back")
    await way.sees("VehiclesPage", "3 輛")
    await way.presses(_row(person, "remove", "MXA-7731"))
    await way.sees("ConfirmPage", "要解除綁定 MXA-7731", "開單無紙化立即停止")
    await way.presses("#yes")
    await way.sees("VehiclesPage", "2 輛")
    await way.goes("back")
    await way.sees("OwnerAreaPage")


async def claims_a_vehicle(person: Person) -> None:
    """Somebody else has bound `OTHERS_PLATE`."""
    way = person.way
    await way.picks("#menu", "vehicles")
    await way.sees("VehiclesPage")
    await way.presses("#add")
    await _tells_the_vehicle(person, OTHERS_PLATE.replace("-", ""), "car")
    await way.sees("ServicesPage")
    await way.presses("#done")
    await way.sees("TroublePage", "已經有人綁定")
    assert not any(word in person.kiosk.text() for word in ("陳", "0987"))
    await way.presses("#step-claim")
    await way.sees("ClaimPage", "帶行車執照")
    with person.kiosk.backend.database.read() as connection:
        number = connection.scalar(select(claims.c.number))
    assert person.kiosk.app.screen._claim.number == number  # type: ignore[attr-defined]
    await way.presses("#back")
    await way.sees("VehiclesPage", "2 輛")
    await way.goes("back")
    await way.sees("OwnerAreaPage")


async def _tells_the_vehicle(person: Person, plate: str, vehicle: str) -> None:
    await person.way.sees("PlateOfPage")
    await person.way.types(plate)
    await person.way.picks("#vehicle", vehicle)
    await person.way.presses("#next")


def _row(person: Person, what: str, plate: str) -> str:
    """Return the button in a vehicle's row."""
    vehicles = person.kiosk.app.screen._vehicles  # type: ignore[attr-defined]
    return f"#{what}-{next(id for id, bound in vehicles.items() if bound.vehicle.plate == plate)}"


async def reads_messages(person: Person) -> None:
    """There is one about the password that has been changed."""
    way = person.way
    await way.sees("OwnerAreaPage", "1 則未讀")
    await way.picks("#menu", "messages")
    await way.sees("MessagesPage", "● 密碼已經修改")
    await way.opens("#messages")
    await way.sees("MessagePage", "如果不是您做的")
    await way.presses("#read")
    await way.sees("MessagesPage")
    await way.presses("#back")
    await way.sees("OwnerAreaPage", "沒有新訊息")


async def reads_what_happened(person: Person) -> None:
    way = person.way
    await way.picks("#menu", "history")
    await way.sees("HistoryPage", "更換手機號碼", "kiosk")
    await way.picks("#pager", "next")
    await way.sees("HistoryPage", "修改姓名", "kiosk")
    await way.presses("#back")
    await way.sees("OwnerAreaPage")


async def changes_the_name(person: Person) -> None:
    way = person.way
    await _begins_to_change(person, "name")
    await way.sees("PersonNamePage")
    await way.types("Lisin Kacaw")
    await way.presses("#next")
    await _has_changed(person, "L*** K***")


async def changes_the_address(person: Person) -> None:
    """One is typed, and then there is none."""
    way = person.way
    await _begins_to_change(person, "email")
    await way.sees("EmailPage")
    await way.types("lisin@example.tw")
    await way.presses("#next")
    await way.sees("OwnerEditPage", "✓ 已修改", "l***@example.tw")
    await way.presses("#email")
    await way.sees("EmailPage")
    await way.presses("#next")
    await _has_changed(person, "沒有填寫")


async def changes_the_password(person: Person) -> None:
    way = person.way
    await _begins_to_change(person, "password")
    await way.sees("PasswordPage")
    await way.types("Wrong-1")
    await way.presses("#next")
    await _sets_a_password(person)
    await way.sees("PasswordPage", "目前的密碼不對")
    await way.types(PASSWORD)
    await way.presses("#next")
    await _sets_a_password(person)
    await _has_changed(person)


async def changes_the_number(person: Person) -> None:
    way = person.way
    await _begins_to_change(person, "mobile")
    await way.sees("MobilePage", "新的手機號碼")
    await way.types(NEW_NUMBER)
    await way.presses("#next")
    await person.enters_the_code(8)
    await _has_changed(person, "0988-***-456")


async def _begins_to_change(person: Person, field: str) -> None:
    await person.way.picks("#menu", "edit")
    await person.way.sees("OwnerEditPage")
    await person.way.presses(f"#{field}")


async def _has_changed(person: Person, *words: str) -> None:
    await person.way.sees("OwnerEditPage", "✓ 已修改", *words)
    await person.way.presses("#back")
    await person.way.sees("OwnerAreaPage")


async def closes_the_account(person: Person) -> None:
    """Whose password has been changed before; afterwards no one is in the area any more."""
    way = person.way
    await way.presses("#closing")
    await way.sees("ConfirmPage", "依法保存 5 年")
    await way.presses("#yes")
    await way.sees("ConfirmPage", "真的要註銷嗎")
    await way.presses("#yes")
    await way.sees("PasswordPage")
    await way.types(PASSWORD)
    await way.presses("#next")
    await way.sees("PasswordPage", "密碼不對，帳號沒有註銷")
    await way.rubs_all_out("#password")
    await way.types(NEW_PASSWORD)
    await way.presses("#next")
    await way.sees("GoodbyePage", "您的帳號已經註銷")
    await way.presses("#finish")
    await way.sees("WelcomePage")
