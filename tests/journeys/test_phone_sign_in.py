"""Signing in with the phone, on the real app against the real backend and its simulated providers."""

from __future__ import annotations

import asyncio

from tests.journeys.kiosk import Kiosk, kiosk_at
from tests.journeys.test_identities import phone_answers
from tests.live_backend import LiveBackend


async def shows_the_code(kiosk: Kiosk) -> None:
    """Go from the welcome page to the code of one provider, by touch alone."""
    await kiosk.sees("WelcomePage")
    await kiosk.choose("#sign-in")
    await kiosk.sees("SignInPage", "用手機登入")
    await kiosk.until(lambda: kiosk.app.screen.query_one("#phone").visible, "the way by phone")
    await kiosk.touches("#phone", "with-phone")
    await kiosk.sees("SignInProvidersPage", "要用哪個帳號登入", "LINE")
    await kiosk.choose("#by-line")
    await kiosk.sees("SignInLinkPage", "用 LINE 登入", "等待手機確認中")


async def test_a_no_on_the_phone_and_an_account_that_is_not_linked_are_told_apart(backend: LiveBackend) -> None:
    async with kiosk_at(backend) as kiosk:
        await shows_the_code(kiosk)
        await asyncio.to_thread(phone_answers, kiosk, "no")
        await kiosk.sees("TroublePage", "手機上沒有同意")
        await kiosk.choose("#step-again")
        await kiosk.sees("SignInLinkPage")
        await asyncio.to_thread(phone_answers, kiosk, "yes")
        await kiosk.sees("TroublePage", "這個 LINE 帳號還沒有綁定")
        await kiosk.choose("#step-back")
        await kiosk.sees("SignInPage", "用手機登入")
        await kiosk.app.screen.run_action("home")
        await kiosk.sees("WelcomePage")
