"""Owners, their history, messages and vehicles as the backend sends them, for the tests of pages."""

from __future__ import annotations

from datetime import date, timedelta

from kiosk.contract.desk.masked import RevealReason
from kiosk.contract.identity import IdentityProvider, Linking, LinkState
from kiosk.contract.owners import (
    History,
    Inbox,
    Owner,
    OwnerEvent,
    OwnerEventKind,
    OwnerMessage,
    OwnerReceipt,
    OwnerReceipts,
    StaffDeed,
    StaffDeedKind,
)
from kiosk.contract.vehicles import BoundVehicle, ChosenService, Window
from kiosk.contract.wire import Vehicle
from kiosk.domain.plate import VehicleType
from kiosk.domain.service import FloodArea, ServiceKind
from tests.clock import START

MOTORCYCLE = Vehicle(plate="MKR-0825", type=VehicleType.MOTORCYCLE)
CAR = Vehicle(plate="BKZ-5937", type=VehicleType.CAR)
PLACE, PLACE_EN = "松山停車服務中心", "Songshan Parking Service Centre"


def owner(*, unread: int = 2, email: str | None = "w***@example.tw") -> Owner:
    return Owner(name="王○明", mobile="0912-***-678", email=email, registered_at=START, unread=unread)


def history() -> History:
    """Return one event of each kind, the last first."""
    subjects = {
        OwnerEventKind.VEHICLE_BOUND: {"subject": "BKZ-5937"},
        OwnerEventKind.SERVICES_CHANGED: {"subject": "BKZ-5937"},
        OwnerEventKind.IDENTITY_LINKED: {"subject": "台北通", "subject_en": "TaipeiPASS"},
    }
    return History(
        events=tuple(
            OwnerEvent(
                kind=kind,
                at=START - timedelta(hours=7 * hours),
                place=PLACE,
                place_en=PLACE_EN,
                **subjects.get(kind, {}),
            )
            for hours, kind in enumerate(OwnerEventKind)
        )
    )


def history_of_staff() -> History:
    """Return a sign-in, and what staff did around it: each kind, one without a reason, one of tomorrow."""
    kinds = [*StaffDeedKind, "a-kind-of-tomorrow"]
    reasons = [None, *RevealReason, *(7 * [None]), "a-reason-of-tomorrow"]
    signed_in = OwnerEvent(kind=OwnerEventKind.SIGNED_IN, at=START - timedelta(hours=5), place=PLACE, place_en=PLACE_EN)
    return History(
        events=(signed_in,),
        by_staff=tuple(
            StaffDeed(kind=kind, at=START - timedelta(hours=2 * hours), place=PLACE, place_en=PLACE_EN, reason=reason)
            for hours, (kind, reason) in enumerate(zip(kinds, reasons, strict=True))
        ),
    )


def message(number: int, kind: str = "claim-against", *, read: bool = True, **arguments: str) -> OwnerMessage:
    reported = arguments or {"plate": "BKZ-5937", "number": "48217730"}
    return OwnerMessage(
        id=f"{number:032x}", kind=kind, at=START - timedelta(days=number), read=read, arguments=reported
    )


def reminder(number: int) -> OwnerMessage:
    return message(number, "reminder", plate="BKZ-5937", count="2", amount="55", due="12/09")


def inbox() -> Inbox:
    """Return two that were not read yet, one of them of a kind that this terminal does not know."""
    return Inbox(
        messages=(message(1, read=False), message(2, "a-kind-of-tomorrow", read=False), message(3, "password-changed"))
    )


def records(count: int = 5) -> OwnerReceipts:
    return OwnerReceipts(
        receipts=tuple(
            OwnerReceipt(
                payment_id=f"{number:032x}",
                number=f"R20261123-{number:06}",
                paid_at=START - timedelta(days=number),
                plates=("BKZ-5937", "MKR-0825")[: 1 + number % 2],
                amount=15 + 40 * number,
                provider_name="街口支付",
                provider_name_en="JKOPAY",
                bills=1 + number,
            )
            for number in range(count)
        )
    )


def vehicles() -> tuple[BoundVehicle, ...]:
    """Return a car with two services and a monthly pass, and a motorcycle with one."""
    since = date(2026, 11, 24)
    return (
        BoundVehicle(
            id=f"{1:032x}",
            vehicle=CAR,
            bound_at=START,
            services=(
                ChosenService(kind=ServiceKind.PAPERLESS, effective_on=since),
                ChosenService(
                    kind=ServiceKind.REMINDER, effective_on=date(2025, 3, 1), window=Window(start=13, end=18)
                ),
                ChosenService(kind=ServiceKind.FLOOD, effective_on=since, area=FloodArea.KEELUNG),
            ),
            member=True,
            pass_lot="松山運動中心地下停車場",
            pass_lot_en="Songshan Sports Centre, underground",
            third_party="街口支付",
        ),
        BoundVehicle(
            id=f"{2:032x}",
            vehicle=MOTORCYCLE,
            bound_at=START,
            services=(ChosenService(kind=ServiceKind.PAPERLESS, effective_on=since),),
        ),
    )


def identities() -> tuple[IdentityProvider, ...]:
    return (
        IdentityProvider(code="taipei-pass", name="台北通", name_en="TaipeiPASS", linked_at=START),
        IdentityProvider(code="line", name="LINE"),
        IdentityProvider(code="google", name="Google"),
    )


def linking(state: LinkState = LinkState.WAITING, *, expires_in: float = 272.0) -> Linking:
    return Linking(
        id=f"{7:032x}",
        provider="line",
        state=state,
        link="http://127.0.0.1:38211/id/line/device?user_code=WDJB-MJHT",
        short_link="http://127.0.0.1:38211/id/line",
        user_code="WDJB-MJHT",
        expires_in=expires_in,
        poll_in=5.0,
    )
