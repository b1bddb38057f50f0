"""Failures that no visitor causes, for developers who want to see their pages: brought about only by name."""

from __future__ import annotations

from datetime import time, timedelta

from kiosk.backend.demo.situations.payments import SONGSHAN, XINYI
from kiosk.backend.demo.situations.stage import Ids, Stage
from kiosk.backend.domain import code_policy
from kiosk.backend.gateways.port import OrderStatus, Outcome
from kiosk.backend.messages.port import Trouble
from kiosk.backend.payments import payments
from kiosk.backend.proof import code_limits
from kiosk.backend.proof.statements import counts
from kiosk.backend.terminals import statements as terminal_statements
from kiosk.contract.reports import PrinterState
from kiosk.domain.mobile import Mobile
from kiosk.domain.one_time_code import SHORT

_SILENT = "中山 3 號機"
_WAITING = (("BWR-4420", 45), ("BXD-8816", 70), ("BYF-2297", 130))
"""The other vehicles whose owners wait for a provider that is down, and how long each was parked, in minutes."""
_NOT_BOUND = "BXK-2291"


def payment_late(stage: Stage, key: str) -> Ids:
    """Money for an order that had ended: it goes back by itself."""
    stage.ago(hours=2)
    stage.provider.answer = OrderStatus(Outcome.PENDING)
    late = stage.pay(stage.terminal(SONGSHAN), "jkopay", stage.ticket(key, 2, time(11, 0), 75))
    stage.clock.passes(late.expires_in + 5)
    payments.expire_due(stage.context, [late.id])
    stage.clock.passes(95)
    stage.money(late, stage.transaction())
    stage.clock.passes(2)
    stage.gives_back(late)
    return {"plate": key, "order": late.number}


def payment_case(stage: Stage, key: str) -> Ids:
    """No outcome for two days: the provider has never said anything, which is a case for people."""
    stage.ago(days=2, hours=1)
    stage.provider.answer = None
    stage.chance.next_order_is_unknown()
    lost = stage.pay(stage.terminal(XINYI), "jkopay", stage.ticket(key, 4, time(8, 40), 190))
    stage.clock.passes(29)
    stage.confirms(lost)
    stage.ago(minutes=90)
    stage.asks(lost)
    return {"plate": key, "order": lost.number}


def provider_down(stage: Stage, key: str) -> Ids:
    """No answer from a provider for ten minutes: several people wait, at two kiosks."""
    made: Ids = {"plate": key}
    for place, (plate, minutes) in enumerate(((key, 55), *_WAITING)):
        stage.ago(minutes=9 - 2 * place)
        stage.provider.answer = None
        stage.chance.next_order_is_unknown()
        kiosk = stage.terminal(XINYI if place % 2 else SONGSHAN)
        waits = stage.pay(kiosk, "jkopay", stage.ticket(plate, 1, time(14, 0), minutes))
        stage.clock.passes(25)
        stage.confirms(waits)
        stage.clock.passes(1)
        stage.asks(waits)
        made[f"order-{place + 1}"] = waits.number
    return made


def text_late(stage: Stage, key: str) -> Ids:
    """No company took a code before it was no longer good."""
    mobile = Mobile.parse(key).digits
    stage.ago(minutes=31)
    stage.texts.trouble = Trouble.DOWN
    stage.begins_to_register(stage.terminal(XINYI), mobile, "林志豪", _NOT_BOUND)
    stage.clock.passes(1200)
    stage.delivers(mobile)
    return {"mobile": key}


def code_counter(stage: Stage, key: str) -> Ids:
    """So many wrong codes within a month that only the counter can help."""
    mobile = Mobile.parse(key).digits
    kiosk = stage.terminal(SONGSHAN)
    now = stage.ago(minutes=12)
    code_limits.hold_number(stage.connection, mobile)
    if code_limits.barred(stage.connection, mobile, SHORT, now) is not None:
        return {"mobile": key}  # as it was left the last time
    stage.begins_to_register(kiosk, mobile, "王淑惠", _NOT_BOUND)
    for wrong in range(code_policy.MONTHLY_WRONG.most):
        counts.add_wrong(stage.connection, mobile, SHORT, kiosk, now - timedelta(hours=8 * wrong))
    return {"mobile": key}


def terminal_lost(stage: Stage, _: str) -> Ids:
    """No word from a kiosk for forty minutes, the last time that its paper was used up."""
    now = stage.ago(minutes=40)
    kiosk = stage.terminal(_SILENT)
    report = {
        "terminal": kiosk,
        "at": now,
        "since": now - timedelta(days=6),
        "runs": "0.1.0",
        "prints": PrinterState.OUT.value,
    }
    terminal_statements.keep_reports(stage.connection, [report])
    return {"terminal": kiosk, "name": _SILENT}
