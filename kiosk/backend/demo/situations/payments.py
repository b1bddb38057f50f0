"""What people say of their payments: paid and still shown, paid twice, paid at a kiosk that failed."""

from __future__ import annotations

from datetime import time

from kiosk.backend.demo.situations.stage import Ids, Stage
from kiosk.backend.gateways.port import OrderStatus, Outcome
from kiosk.backend.payments import payments
from kiosk.backend.support import records
from kiosk.backend.support.records import Failure

SONGSHAN, XINYI = "松山 1 號機", "信義 2 號機"

_BEFORE_AND_AFTER = ((61, "BZN-4471", 130, "jkopay"), (44, "BZP-1108", 65, "easy-wallet"))
"""Who else paid at the kiosk that failed: how many minutes ago, for which vehicle, parked for how long, and how."""
_TAKEN = OrderStatus(Outcome.PENDING)
_NEVER_HAD = OrderStatus(Outcome.MISSING)


def unknown(stage: Stage, key: str) -> Ids:
    """我繳了，可是還是顯示未繳: one paid, one that never arrived, and one of now whose outcome is unknown."""
    stage.ago(days=3)
    kiosk = stage.terminal(SONGSHAN)
    first = stage.ticket(key, 4, time(9, 0), 80)
    second = stage.ticket(key, 3, time(13, 20), 55)
    third = stage.ticket(key, 2, time(18, 5), 125)
    paid = stage.pay(kiosk, "easy-wallet", first)
    stage.provider.answer = _TAKEN
    stage.clock.passes(31)
    stage.confirms(paid)
    stage.clock.passes(3)
    stage.money(paid, stage.transaction())

    stage.ago(days=1, minutes=40)
    stage.provider.answer = None
    lost = stage.pay(kiosk, "jkopay", second)
    stage.clock.passes(44)
    stage.confirms(lost)
    stage.provider.answer = _NEVER_HAD
    stage.clock.passes(lost.expires_in + 61)
    stage.asks(lost)

    stage.ago(minutes=7)
    stage.provider.answer = None
    stage.chance.next_order_is_unknown()
    open_ = stage.pay(kiosk, "jkopay", second, third)
    stage.clock.passes(33)
    stage.confirms(open_)
    for pause in (1, 2, 4, 8):
        stage.clock.passes(pause)
        stage.asks(open_)
    return {"plate": key, "order": open_.number}


def second_transaction(stage: Stage, key: str) -> Ids:
    """我繳了兩次: money for an order that had ended, and money taken twice for one; both have gone back."""
    stage.ago(days=1, hours=3)
    kiosk = stage.terminal(SONGSHAN)
    ticket = stage.ticket(key, 2, time(10, 10), 110)
    stage.provider.answer = _TAKEN
    late = stage.pay(kiosk, "jkopay", ticket)
    stage.clock.passes(late.expires_in + 5)
    payments.expire_due(stage.context, [late.id])
    stage.clock.passes(40)
    stage.money(late, stage.transaction())
    stage.clock.passes(2)
    stage.gives_back(late)

    stage.ago(days=1, hours=2, minutes=50)
    paid = stage.pay(kiosk, "jkopay", ticket)
    stage.clock.passes(28)
    stage.confirms(paid)
    stage.clock.passes(3)
    stage.money(paid, stage.transaction())
    stage.clock.passes(75)
    stage.money(paid, stage.transaction())
    stage.clock.passes(2)
    stage.gives_back(paid)
    return {"plate": key, "order": paid.number, "other-order": late.number}


def at_kiosk(stage: Stage, key: str) -> Ids:
    """機台扣了錢: the kiosk showed a support code, and the order never arrived; `key` is the code and the plate.

    Others paid there in the same hour: which payment it is has to be asked.
    """
    code, plate = key.split()
    kiosk = stage.terminal(XINYI)
    for minutes, other, parked, provider in _BEFORE_AND_AFTER:
        stage.ago(minutes=minutes)
        stage.provider.answer = _TAKEN
        paid = stage.pay(kiosk, provider, stage.ticket(other, 1, time(11, 20), parked))
        stage.clock.passes(26)
        stage.confirms(paid)
        stage.clock.passes(3)
        stage.money(paid, stage.transaction())
    stage.ago(minutes=52)
    ticket = stage.ticket(plate, 1, time(15, 30), 95)
    stage.provider.answer = None
    lost = stage.pay(kiosk, "icash-pay", ticket)
    stage.clock.passes(38)
    stage.confirms(lost)
    stage.clock.passes(9)
    failed = Failure(code, stage.clock.now(), kiosk, "POST /v1/payments", "unavailable")
    records.forget(stage.connection, code)
    records.keep(stage.connection, [failed])
    stage.provider.answer = _NEVER_HAD
    stage.clock.passes(lost.expires_in + 61)
    stage.asks(lost)
    return {"support-code": code, "plate": plate, "order": lost.number}
