"""What the contract says, in words: states with their marks, moments, amounts. No widget, no client."""

from __future__ import annotations

from datetime import datetime

from kiosk.contract.desk.differences import DifferenceSeen
from kiosk.contract.desk.story import PaymentSeen
from kiosk.contract.desk.terminals import HourPayment
from kiosk.desk.widgets.lines import Style
from kiosk.domain.dates import taipei
from kiosk.domain.money import Money
from kiosk.domain.payment import PaymentState
from kiosk.domain.plate import VehicleType
from kiosk.i18n import MissingMessageError, Named, Texts, money, say

_PAYMENTS = {
    PaymentState.WAITING: Style.DOUBTFUL,
    PaymentState.AT_WALLET: Style.DOUBTFUL,
    PaymentState.PROCESSING: Style.DOUBTFUL,
    PaymentState.UNKNOWN: Style.DOUBTFUL,
    PaymentState.PAID: Style.GOOD,
    PaymentState.FAILED: Style.BAD,
    PaymentState.CANCELLED: Style.MUTED,
    PaymentState.EXPIRED: Style.MUTED,
    PaymentState.REFUND_DUE: Style.BAD,
    PaymentState.REFUNDED: Style.MUTED,
}

_TICKETS = {
    "owed": Style.BAD,
    "being-paid": Style.DOUBTFUL,
    "paid": Style.GOOD,
    "withdrawn": Style.MUTED,
}


def known(texts: Texts, subject: str, value: str) -> str:
    """Return the words for a value of the wire; one that a newer backend has brought is shown as it is."""
    try:
        return texts(f"desk-{subject}-{value}")
    except MissingMessageError:
        return value


def payment_state(texts: Texts, state: PaymentState) -> tuple[str, Style]:
    """Return a payment's state with its mark, and how it is written."""
    return texts(f"desk-payment-{state.value}"), _PAYMENTS[state]


def ticket_state(texts: Texts, status: str) -> tuple[str, Style]:
    """Return a ticket's state, or a notice's stage, and how it is written."""
    return known(texts, "ticket", status), _TICKETS.get(status, Style.DOUBTFUL)


def rate(texts: Texts, id: str) -> str:
    """Return a rate in words; one that a newer backend has brought is shown by its id."""
    try:
        return texts(f"rate-{id}")
    except MissingMessageError:
        return id


def route(texts: Texts, called: str) -> str:
    """Return what somebody was about who called a route of the backend (`POST /v1/payments/{id}`), with the route."""
    parts = called.partition("/")[2].split("/")
    about = "desk" if parts[0] == "desk" else parts[1] if len(parts) > 1 else parts[0]
    try:
        return texts(say("desk-route-and", words=texts(f"desk-route-{about}"), route=called))
    except MissingMessageError:
        return called


def text_trouble(texts: Texts, trouble: str) -> str:
    """Return why a message did not arrive: our own words for it, else what the company that had it says itself."""
    kind = trouble.partition(" (")[0].replace(" ", "-")
    try:
        return texts(f"desk-text-trouble-{kind}")
    except MissingMessageError:
        return texts(say("desk-text-trouble-theirs", code=trouble))


def vehicle_type(texts: Texts, kind: VehicleType) -> str:
    return texts(f"desk-vehicle-{kind.value}")


def trouble(texts: Texts, name: str | None) -> str:
    """Return what is wrong with a terminal, None for nothing; what a newer backend has brought is shown as it is."""
    try:
        return texts(f"fleet-trouble-{name or 'none'}")
    except MissingMessageError:
        return name or ""


def provider(texts: Texts, one: PaymentSeen | DifferenceSeen | HourPayment) -> str:
    """Return what the provider of a payment is called, in English where that is read and known."""
    return Named(one.provider_name, one.provider_name_en).said_in(texts.language)


def dollars(texts: Texts, amount: int) -> str:
    return texts(money(Money(amount)))


def moment(texts: Texts, at: datetime, now: datetime, *, seconds: bool = False) -> str:
    """Return a moment in Taipei: only the time for today's, else with its day, and its year if that is another one."""
    local, today = taipei(at), taipei(now).date()
    time = f"{local:{'%H:%M:%S' if seconds else '%H:%M'}}"
    if local.date() == today:
        return time
    return texts(say("desk-moment", day=day(texts, at, now), time=time))


def day(texts: Texts, at: datetime, now: datetime) -> str:
    """Return a day in Taipei, with its year if that is another one than this."""
    local = taipei(at).date()
    month = say(f"short-month-{local.month}")
    if local.year == taipei(now).year:
        return texts(say("short-day", month=month, day=str(local.day)))
    return texts(say("short-day-of-year", year=str(local.year), month=month, day=str(local.day)))
