"""Parking tickets and the dunning stages of unpaid ones."""

from __future__ import annotations

import re
from enum import StrEnum

TICKET_NUMBER = re.compile(r"[A-Z][0-9A-Z]{14}\Z")
"""A Taipei ticket number (停車單號): 15 characters, opaque to us (`Q7158601D030025`)."""

NOTICE_NUMBER = re.compile(r"[0-9]{9}\Z")
"""A notice number (催繳單號): nine digits, as in the examples of the national specification."""

NATIONAL_RATE = "national"
"""Stands for the rate of a ticket of which a city tells only the day and the amount, neither hours nor tariff."""


class Stage(StrEnum):
    """Where a bill stands on the dunning ladder; one tab of the ticket page each."""

    GENERAL = "general"
    """一般繳費: a ticket before any notice."""
    ORDINARY = "ordinary"
    """平信催繳: the first notice, by ordinary mail."""
    REGISTERED = "registered"
    """掛號催繳: the second notice, by registered mail."""
    RECOVERY = "recovery"
    """追繳明細: reported under §56 III of the Road Traffic Management and Penalty Act; fee and costs are still owed."""


class IssuedHow(StrEnum):
    """How the driver was notified (開單方式)."""

    PAPER = "paper"
    """紙本開單: a slip under the wiper."""
    PAPERLESS = "paperless"
    """無紙化開單: the owner asked for a message instead."""
    SMART_POST = "smart-post"
    """智慧停車柱: a post at the space took the plate."""


class LineKind(StrEnum):
    """What one line of a bill's amount is for."""

    FEE = "fee"
    """停車費."""
    PAPERLESS_DISCOUNT = "paperless-discount"
    """無紙化優惠."""
    SMART_PAYMENT_DISCOUNT = "smart-payment-discount"
    """智慧支付優惠: only for a ticket before any notice."""
    SURCHARGE = "surcharge"
    """催繳工本費: once for each notice, however many tickets it holds."""
    FINE = "fine"
    """罰鍰: owed to the motor vehicles office, shown here and never collected here."""


class BillState(StrEnum):
    """Whether a bill can be paid at this moment."""

    OPEN = "open"
    OVERDUE = "overdue"
    """Past its date, still payable here."""
    BEING_PAID = "being-paid"
    """Another terminal or phone holds a live payment for it."""
    NOT_HERE = "not-here"
    """Owed, but to be settled elsewhere; the bill's page says where."""
