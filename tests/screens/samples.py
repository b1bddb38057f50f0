"""Bills, providers, payments and receipts as the backend sends them, for the tests of pages."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

from kiosk.contract.bills import Bill, BillAnswer, Line, ParkingTicket, Source
from kiosk.contract.cities import CityAnswer, CityBill, CityReason, OtherCity, PaidHere
from kiosk.contract.payments import Payment, Provider, ProviderKind, Receipt, ReceiptLine, ReceiptStay
from kiosk.contract.service import ClosedReason, OtherOffice, TerminalPlace
from kiosk.contract.sheets import StoreCodes
from kiosk.contract.wire import Vehicle
from kiosk.domain.fee_units import FeeUnits
from kiosk.domain.payment import PaymentState
from kiosk.domain.plate import VehicleType
from kiosk.domain.ticket import BillState, IssuedHow, LineKind, Stage
from kiosk.i18n import Named
from kiosk.platform.machine.paths import assets
from tests.clock import START

CAR = Vehicle(plate="BKZ-5937", type=VehicleType.CAR)
SHEET = "HTTP://127.0.0.1:38211/R/7K2M9Q4TXA0123456789ABCDEF"
LINK = "HTTP://127.0.0.1:38211/P/7K2M9Q4TXA"
CLOSED = TerminalPlace(
    office="松山停車服務中心",
    office_en="Songshan Parking Service Centre",
    help_phone="02-2726-9600",
    nearest=OtherOffice(
        name="內湖停車服務中心",
        name_en="Neihu Parking Service Centre",
        phone="02-8791-0000",
        hours="Mo-Fr 08:30-12:00,13:00-17:30; Sa 09:00-12:00",
    ),
    closed=ClosedReason.REPAIR,
)
_FIRST = datetime(2026, 11, 16, 2, 28, tzinfo=UTC)


def ticket(
    number: int = 25,
    *,
    parked_at: datetime = _FIRST,
    minutes: int | None = 60,
    issued: IssuedHow = IssuedHow.PAPERLESS,
    fee: int = 40,
) -> ParkingTicket:
    """Return one stay of `minutes`; None for a driver who left unseen."""
    return ParkingTicket(
        number=f"Q7158601D{number:06}",
        issued=issued,
        parked_at=parked_at,
        left_at=None if minutes is None else parked_at + timedelta(minutes=minutes),
        due_on=(parked_at + timedelta(days=15)).date(),
        rate="car-hourly-30",
        fee=fee,
    )


def bill(
    number: int = 25,
    *,
    amount: int | None = None,
    state: BillState = BillState.OPEN,
    days_late: int = 0,
    parked_at: datetime = _FIRST,
    minutes: int | None = 60,
    issued: IssuedHow = IssuedHow.PAPERLESS,
    fee: int = 40,
    vehicle: Vehicle = CAR,
) -> Bill:
    """Return a ticket before any notice, with the discount for smart payment."""
    stay = ticket(number, parked_at=parked_at, minutes=minutes, issued=issued, fee=fee)
    amount = fee - 2 if amount is None else amount
    lines = [Line(kind=LineKind.FEE, dollars=fee)]
    if amount != fee:
        lines.append(Line(kind=LineKind.SMART_PAYMENT_DISCOUNT, dollars=amount - fee))
    return Bill(
        number=stay.number,
        stage=Stage.GENERAL,
        state=state,
        vehicle=vehicle,
        tickets=(stay,),
        lines=tuple(lines),
        amount=amount,
        pay_by=stay.due_on,
        days_late=days_late,
    )


def explained() -> Bill:
    """Return a ticket of which every line is explained: the fee by its units, the discount by its share."""
    one = bill(26, minutes=100, fee=60, amount=57)
    stay = one.tickets[0].model_copy(update={"units": FeeUnits(4, 30, 15)})
    fee, discount = one.lines
    lines = (fee, discount.model_copy(update={"percent": 95}))
    return one.model_copy(update={"tickets": (stay,), "lines": lines})


def notice(
    number: int = 102006712,
    *,
    stage: Stage = Stage.ORDINARY,
    tickets: Sequence[ParkingTicket] | None = None,
    state: BillState = BillState.OVERDUE,
    days_late: int = 3,
    fine: int = 0,
) -> Bill:
    """Return a notice (催繳單) with its surcharge."""
    held = tuple(tickets or (ticket(901), ticket(902, parked_at=_FIRST + timedelta(days=1), fee=70)))
    surcharge = 15 if stage is Stage.ORDINARY else 50
    lines = [
        Line(kind=LineKind.FEE, dollars=sum(one.fee for one in held)),
        Line(kind=LineKind.SURCHARGE, dollars=surcharge),
    ]
    if fine:
        lines.append(Line(kind=LineKind.FINE, dollars=fine))
    return Bill(
        number=f"{number:09}",
        stage=stage,
        state=state,
        vehicle=CAR,
        tickets=held,
        lines=tuple(lines),
        amount=sum(one.fee for one in held) + surcharge,
        pay_by=date(2026, 11, 20),
        days_late=days_late,
        issued_on=date(2026, 11, 5),
    )


def usual() -> tuple[Bill, ...]:
    """Return what the sketch of the page shows: three tickets, one notice, one that is to be settled elsewhere."""
    return (
        bill(2965, parked_at=_FIRST - timedelta(days=9), minutes=155, issued=IssuedHow.PAPER, fee=70,
             state=BillState.OVERDUE, days_late=3),
        bill(1187, parked_at=_FIRST - timedelta(days=1), minutes=61, issued=IssuedHow.PAPER),
        bill(25, minutes=None, issued=IssuedHow.SMART_POST, fee=15, amount=15),
        notice(),
        notice(102006713, stage=Stage.RECOVERY, state=BillState.NOT_HERE, days_late=40, fine=300),
    )  # fmt: skip


def many(count: int) -> tuple[Bill, ...]:
    """Return `count` tickets, one a day, the oldest first."""
    return tuple(bill(index, parked_at=_FIRST - timedelta(hours=7 * (count - index))) for index in range(count))


def at_the_city() -> Bill:
    """Return a ticket that a city's own page takes payment for."""
    one = usual()[0]
    return one.model_copy(update={"pay_link": f"https://parkingfee.pma.gov.taipei/qr?tno={one.number}"})


def answer(bills: Sequence[Bill] | None = None, *, missing: Sequence[Source] = ()) -> BillAnswer:
    return BillAnswer(bills=usual() if bills is None else tuple(bills), missing=tuple(missing), asked_at=START)


def _listed() -> list[dict[str, str]]:
    providers: list[dict[str, str]] = tomllib.loads((assets() / "providers.toml").read_text(encoding="utf-8"))[
        "provider"
    ]
    return providers


JKOPAY = Named("街口支付", "JKOPAY")
PAYEE, PAYEE_EN = "臺北市停車管理工程處", "Taipei City Parking Management and Development Office"
ENGLISH = {one["name"]: one["name_en"] for one in _listed() if "name_en" in one}
"""What the shipped list calls providers in English."""


def provider(
    code: str = "jkopay",
    name: str = "街口支付",
    *,
    kind: ProviderKind = ProviderKind.WALLET,
    available: bool = True,
    max_amount: int | None = 50_000,
    fee: int = 0,
) -> Provider:
    return Provider(
        code=code,
        name=name,
        name_en=ENGLISH.get(name),
        kind=kind,
        fee=fee,
        available=available,
        max_amount=max_amount,
    )


def providers() -> tuple[Provider, ...]:
    """Return the city's fifteen, one of them off duty and one with a low limit."""
    bank, parking = ProviderKind.BANK, ProviderKind.PARKING_APP
    return (
        provider("easy-wallet", "悠遊付"),
        provider(),
        provider("line-pay-money", "LINE Pay Money"),
        provider("icash-pay", "icash Pay", available=False),
        provider("pi-wallet", "Pi 拍錢包"),
        provider("opay", "歐付寶", max_amount=20),
        provider("gama-pay", "橘子支付"),
        provider("ezpay", "ezPay 簡單付"),
        provider("friday", "遠傳 friDay 理財+"),
        provider("taipei-fubon", "台北富邦銀行", kind=bank, max_amount=None),
        provider("yuanta", "元大銀行", kind=bank, max_amount=None),
        provider("carmochi", "車麻吉", kind=parking),
        provider("beepay", "嗶嗶繳", kind=parking),
        provider("parking-speaker", "停車大聲公", kind=parking),
        provider("navi-king", "樂客導航王全3D", kind=parking, fee=5),
    )


def payment(
    state: PaymentState = PaymentState.WAITING,
    *,
    version: int = 1,
    amount: int = 55,
    bills: int = 2,
    link: str = LINK,
    expires_in: float = 272.0,
    **more: object,
) -> Payment:
    """Return a payment; one that is paid has its moment and its receipt's number."""
    paid = state is PaymentState.PAID
    fields: dict[str, object] = {
        "id": "01JD9ZK7Q2M9Q4TXA",
        "number": "P1123-0042",
        "state": state,
        "version": version,
        "provider": "jkopay",
        "amount": amount,
        "fee": 0,
        "payee": PAYEE,
        "payee_en": PAYEE_EN,
        "bills": tuple(f"Q7158601D{index:06}" for index in range(bills)),
        "link": link,
        "created_at": START,
        "expires_at": START + timedelta(seconds=expires_in),
        "expires_in": expires_in,
        "paid_at": START + timedelta(seconds=28) if paid else None,
        "receipt_number": "R20261123-000042" if paid else None,
        **more,
    }
    return Payment.model_validate(fields)


def receipt(lines: int = 2) -> Receipt:
    return Receipt(
        number="R20261123-000042",
        payment_number="P1123-0042",
        payee=PAYEE,
        payee_en=PAYEE_EN,
        provider="jkopay",
        provider_name="街口支付",
        provider_name_en="JKOPAY",
        provider_reference="JK20261123102828",
        amount=55,
        fee=0,
        paid_at=START + timedelta(seconds=28),
        lines=tuple(
            ReceiptLine(
                bill=f"Q7158601D{index:06}",
                plate="BKZ-5937",
                dollars=15 if index else 40,
                stays=(ReceiptStay(parked_at=_FIRST, left_at=None if index else _FIRST + timedelta(hours=1)),),
            )
            for index in range(lines)
        ),
    )


def store_codes(*, sample: bool = False) -> StoreCodes:
    return StoreCodes(
        bill="Q7158601D000025",
        segments=("1512016K7", "0Q7158601D000025", "1201A6000000040"),
        amount=40,
        pay_by=date(2026, 12, 1),
        link=SHEET,
        sample=sample,
    )


def other_cities() -> list[OtherCity]:
    """Return eight cities, as a service lists those that it asks."""
    names = (
        ("NWT", "新北市", "New Taipei City"), ("KEE", "基隆市", "Keelung City"), ("ILA", "宜蘭縣", "Yilan County"),
        ("MIA", "苗栗縣", "Miaoli County"), ("TXG", "臺中市", "Taichung City"), ("TNN", "臺南市", "Tainan City"),
        ("PEN", "澎湖縣", "Penghu County"), ("KHH", "高雄市", "Kaohsiung City"),
    )  # fmt: skip
    return [OtherCity(code=code, name=name, name_en=english, secured=code != "TXG") for code, name, english in names]


def paying_city() -> tuple[OtherCity, CityAnswer]:
    """Return a city that takes payment here and what it asks for: a ticket, a reminder, one paid, one not payable."""
    city = other_cities()[-1].model_copy(update={"payable": True})
    answer = city_answers()[city.code]
    assert answer.bills is not None
    ticket = answer.bills[0]
    paid = ticket.model_copy(update={"number": "KHH123456789013", "here": PaidHere.PAID})
    double = ticket.model_copy(update={"number": "KHH123456789014", "payable": False})
    return city, answer.model_copy(update={"bills": (*answer.bills, paid, double)})


def city_answers() -> dict[str, CityAnswer]:
    """Return what these cities say: two are owed something, one of them a reminder; two say nothing."""
    ticket = CityBill(number="KHH123456789012", parked_on=date(2026, 11, 18), pay_by=date(2026, 12, 3), amount=40)
    reminder = CityBill(
        number="204006712",
        tickets=2,
        reminder=True,
        parked_on=None,
        pay_by=date(2026, 12, 9),
        amount=135,
        surcharge=15,
    )
    owed: dict[str, tuple[CityBill, ...]] = {"NWT": (ticket,), "KHH": (ticket, reminder)}
    unknown = {"MIA": CityReason.NOT_JSON, "PEN": CityReason.SILENT}
    return {
        city.code: CityAnswer(
            city=city.code,
            bills=None if city.code in unknown else owed.get(city.code, ()),
            complete=city.code not in unknown,
            reason=unknown.get(city.code),
            asked_at=START,
        )
        for city in other_cities()
    }
