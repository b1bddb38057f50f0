"""A terminal without a device token: its visitor reads a picture, and looks up and pays like any other."""

from __future__ import annotations

import pytest
from pydantic import SecretStr

from kiosk.api_client import KioskClient
from kiosk.backend.proof import picture_codes
from kiosk.contract.guests import GuestToken
from kiosk.journeys.connection import ENOUGH, Connection
from tests.clock import ManualClock
from tests.journeys.kiosk import kiosk_at
from tests.live_backend import LiveBackend

DIGITS = "02468"


@pytest.fixture
def stranger(backend: LiveBackend, monkeypatch: pytest.MonkeyPatch) -> LiveBackend:
    """Return a backend that does not know this terminal, and always asks for the same digits."""
    monkeypatch.setattr(picture_codes, "new_digits", lambda: DIGITS)
    monkeypatch.setattr(picture_codes, "spoken", lambda _digits: b"RIFF")
    backend.token = ""
    return backend


@pytest.mark.long
async def test_three_wrong_tries_are_followed_by_another_picture(stranger: LiveBackend) -> None:
    async with kiosk_at(stranger) as kiosk:
        await kiosk.sees("WelcomePage")
        await kiosk.choose("#pay")
        await kiosk.sees("PictureCodePage")
        for wrong, left in (("11111", "還可以試 2 次"), ("22222", "只剩最後 1 次"), ("33333", "不能再用")):
            await kiosk.press(*wrong)
            await kiosk.sees("PictureCodePage", left)
        await kiosk.press(*DIGITS)
        await kiosk.sees("PlatePage")


async def test_who_does_not_want_to_read_it_is_back_at_the_welcome_page(stranger: LiveBackend) -> None:
    async with kiosk_at(stranger) as kiosk:
        await kiosk.sees("WelcomePage")
        await kiosk.choose("#pay")
        await kiosk.sees("PictureCodePage")
        await kiosk.press("escape")
        await kiosk.sees("WelcomePage")


@pytest.mark.long
async def test_a_guest_learns_before_typing_anything_what_needs_an_enrolled_terminal(stranger: LiveBackend) -> None:
    async with kiosk_at(stranger) as kiosk:
        for button in ("#register", "#sign-in"):
            await kiosk.sees("WelcomePage")
            await kiosk.choose(button)
            await kiosk.sees("TroublePage", "這台電腦還沒有登記成服務機")
            await kiosk.press("enter")
        await kiosk.sees("WelcomePage")


def test_a_guests_token_counts_until_it_no_longer_lasts_for_a_task(clock: ManualClock) -> None:
    connection = Connection("http://127.0.0.1:9", "", clock)
    guest = GuestToken(token=SecretStr("a" * 43), expires_in=1800.0)
    admitted = [connection.admitted]
    connection.admit(KioskClient("http://127.0.0.1:9", ""), guest)
    for seconds in (0, guest.expires_in - ENOUGH - 1, 1):
        clock.advance(seconds)
        admitted.append(connection.admitted)
    assert admitted == [False, True, True, False]


def test_an_enrolled_terminal_is_always_admitted(clock: ManualClock) -> None:
    connection = Connection("http://127.0.0.1:9", "a-token-of-its-own", clock)
    clock.advance(10**9)
    assert connection.admitted
