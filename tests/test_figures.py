"""Figures that the law, the trade or our own documents give, written once more as numbers.

Elsewhere tests ask the program for them, so that they say what a limit does and not what it is.
"""

from __future__ import annotations

import importlib
from datetime import timedelta

import pytest

from kiosk.backend.http.connections import Limits
from kiosk.backend.serve import DESKS, MONITORS
from kiosk.settings import BackendSettings

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)

FIGURES: dict[str, object] = {
    # The longest part of a plate: 軍C-21110.
    "kiosk.domain.plate.MAX_PART": 5,
    # The website's rule for passwords, and the most that is hashed.
    "kiosk.domain.password.LEAST": 6,
    "kiosk.domain.password.MOST": 128,
    # RFC 5321, 4.5.3.1.3: a path of 256 with its brackets.
    "kiosk.domain.email.MOST": 254,
    "kiosk.domain.person_name.MOST": 40,
    # The website: ten vehicles an owner.
    "kiosk.contract.vehicles.MOST_VEHICLES": 10,
    "kiosk.contract.payments.MOST_BILLS": 400,
    # 資通系統防護基準: five failures, a quarter of an hour at least.
    "kiosk.backend.domain.sign_in_limits.HERE": 5,
    "kiosk.backend.domain.sign_in_limits.WINDOW": 15 * MINUTE,
    "kiosk.backend.domain.sign_in_limits.PAUSE": 15 * MINUTE,
    "kiosk.backend.domain.sign_in_limits.EVERYWHERE": 20,
    "kiosk.backend.domain.sign_in_limits.DEVICE": 20,
    "kiosk.backend.owners.sessions.IDLE": 3 * MINUTE,
    "kiosk.backend.owners.sessions.LONGEST": 30 * MINUTE,
    "kiosk.backend.owners.sessions.KEPT": DAY,
    "kiosk.backend.owners.password_resets.PROVED_FOR": 10 * MINUTE,
    # Guests: a picture is good for five minutes and three tries, a stay for half an hour.
    "kiosk.backend.proof.guests.LIFETIME": 5 * MINUTE,
    "kiosk.backend.proof.guests.STAY": 30 * MINUTE,
    "kiosk.backend.proof.guests.TRIES": 3,
    # The text message says five minutes.
    "kiosk.backend.domain.code_policy.LIFETIME": 5 * MINUTE,
    "kiosk.backend.domain.code_policy.MOST_LIVE": 2,
    # Payments: the platform's contract, in seconds.
    "kiosk.backend.domain.payment.ORDER_GRACE": 30,
    "kiosk.backend.domain.payment.MISSING_IS_FINAL": 60,
    "kiosk.backend.domain.payment.CASE_AFTER": 24 * 3600,
    "kiosk.backend.payments.payer.READABLE": DAY,
    # LINE Pay keeps silent for 23 seconds at most; a payer stands there as long as a charge's worker is waited for.
    "kiosk.backend.ground.outbox.CHARGE_LEASE": timedelta(seconds=25),
    # The parking office: passes are sold from the 25th on.
    "kiosk.backend.domain.pass_sale.SALE_BEGINS": 25,
    # ISO/IEC 18004: four modules around a code.
    "kiosk.widgets.codes.qr_matrix.QUIET": 4,
    "kiosk.backend.http.middleware.MAX_BODY": 64 * 1024,
    # docs/operating/connections.md
    "kiosk.backend.http.connections.MAX_HEAD": 32 * 1024,
    "kiosk.backend.http.connections.HEAD_TIME": 10.0,
    "kiosk.backend.http.connections.BODY_TIME": 30.0,
    "kiosk.backend.http.phones.MOST": 200,
    "kiosk.backend.http.phones.MOST_FROM_ONE": 16,
    "kiosk.backend.http.threads.PHONES_WAITING": 16,
    "kiosk.backend.servers._KEEP_ALIVE": 75,
    # RFC 8628, 5.1: guesses of a code have a limit.
    "kiosk.backend.identities.oidc.simulator.MOST_WRONG": 10,
    "kiosk.backend.identities.oidc.simulator.WRONG_FOR": MINUTE,
    "kiosk.api_client._sse.LONGEST": 64 * 1024,
    "kiosk.api_client._breaker.THRESHOLD": 3,
}


@pytest.mark.parametrize("name", FIGURES)
def test_a_figure_is_what_its_source_says(name: str) -> None:
    module, _, figure = name.rpartition(".")
    assert getattr(importlib.import_module(module), figure) == FIGURES[name]


def test_a_payment_waits_for_five_minutes_and_a_password_is_hashed_as_dearly_as_the_standard_asks() -> None:
    settings = BackendSettings()
    assert settings.payment_lifetime == 300
    # OWASP and RFC 9106: at least 64 MiB and three passes.
    assert (settings.password_memory, settings.password_passes) == (64 * 1024, 3)


def test_a_server_takes_a_thousand_connections_and_a_hundred_from_one_address() -> None:
    settings, limits = BackendSettings(), Limits()
    assert (settings.connections, settings.connections_per_address) == (1000, 100)
    assert (limits.most, limits.from_one) == (1000, 100)
    assert (DESKS.most, DESKS.from_one) == (256, 64)
    assert (MONITORS.most, MONITORS.from_one) == (16, 8)
