"""Signing in with the phone, on the real app against the real backend and its simulated providers."""

from __future__ import annotations

import asyncio
import re
from types import SimpleNamespace
from typing import cast

import pytest
import urllib3

from kiosk.api_client import KioskClient
from kiosk.api_client.errors import ProblemError, UnreachableError
from kiosk.app import KioskApp
from kiosk.contract.identity import IdentityProvider
from kiosk.contract.problems import BASE, Problem, ProblemKind
from kiosk.journeys.register.phone_sign_in import PhoneSignIn
from kiosk.journeys.visit import Visit
from kiosk.platform.machine.open_payments import OpenPayments
from kiosk.screens.frame.trouble import TroublePage
from kiosk.widgets.codes.qr_code import QrCode
from tests.journeys.kiosk import Kiosk, _Token, kiosk_at
from tests.journeys.owners import owner_at
from tests.journeys.test_identities import begins_to_link, phone_answers
from tests.live_backend import LiveBackend
from tests.patience import PATIENCE
from tests.screens.stage import until

WIDE = (120, 40)


async def shows_the_code(kiosk: Kiosk) -> None:
    """Go from the welcome page to the code of one provider, by touch only."""
    await kiosk.sees("WelcomePage")
    await kiosk.choose("#sign-in")
    await kiosk.sees("SignInPage", "用手機登入")
    await kiosk.until(lambda: kiosk.app.screen.query_one("#phone").visible, "the way by phone")
    await kiosk.touches("#phone", "with-phone")
    await kiosk.sees("SignInProvidersPage", "要用哪個帳號登入", "LINE")
    await kiosk.choose("#by-line")
    await kiosk.sees("SignInLinkPage", "用 LINE 登入", "等待手機確認中")


@pytest.mark.long
async def test_a_no_on_the_phone_and_an_account_that_is_not_linked_are_distinguished(backend: LiveBackend) -> None:
    async with kiosk_at(backend) as kiosk:
        await shows_the_code(kiosk)
        await asyncio.to_thread(phone_answers, kiosk, "no")
        await kiosk.sees("TroublePage", "手機上沒有同意")
        await kiosk.choose("#step-again")
        await kiosk.sees("SignInLinkPage")
        await asyncio.to_thread(phone_answers, kiosk, "yes")
        await kiosk.sees("TroublePage", "這個 LINE 帳號還沒有綁定")
        await kiosk.choose("#step-leave")
        await kiosk.sees("SignInPage", "用手機登入")
        await kiosk.app.screen.run_action("home")
        await kiosk.sees("WelcomePage")


def presses(link: str, provider: str, answer: str, code: str) -> str:
    """Scan the code beside the fields, press a provider's button, and answer there; return our page."""
    url = re.sub(r"^(.*)/S/", lambda origin: origin[1].lower() + "/S/", link)
    with urllib3.PoolManager(retries=False, timeout=PATIENCE) as phone:
        page = phone.request("GET", url).data.decode()
        assert f">{code}<" in page
        token = _Token()
        token.feed(page)
        form = {"provider": provider, "token": token.token}
        began = phone.request("POST", url, fields=form, encode_multipart=False, redirect=False)
        assert began.status == 303, began.data.decode()
        there = {"answer": answer, "account": "0"}
        done = phone.request("POST", began.headers["location"], fields=there, encode_multipart=False, redirect=False)
        assert done.status == 200
        return page


async def sees_the_code(kiosk: Kiosk) -> tuple[str, str]:
    """Go to the sign-in page, and return the link and the letters that stand beside its fields."""
    await kiosk.sees("WelcomePage")
    await kiosk.choose("#sign-in")
    await kiosk.sees("SignInPage", "手機掃碼登入")
    await kiosk.until(lambda: bool(kiosk.app.screen.query(QrCode)), "the code")
    offer = kiosk.app.screen._offer  # type: ignore[attr-defined]
    return offer.link, offer.compare


@pytest.mark.long
async def test_a_phone_that_scans_the_code_beside_the_fields_signs_in_with_no_touch_on_the_page(
    backend: LiveBackend,
) -> None:
    async with owner_at(backend) as kiosk:
        await begins_to_link(kiosk)
        await asyncio.to_thread(phone_answers, kiosk, "yes")
        await kiosk.sees("IdentitiesPage", "✓")
    async with kiosk_at(backend, size=WIDE) as kiosk:
        link, code = await sees_the_code(kiosk)
        page = await asyncio.to_thread(presses, link, "line", "yes", code)
        assert "用 LINE 登入" in page
        await kiosk.sees("OwnerAreaPage", "0912-***-678")


@pytest.mark.long
async def test_who_takes_the_code_and_is_not_linked_reads_so_and_may_use_the_password(backend: LiveBackend) -> None:
    async with kiosk_at(backend, size=WIDE) as kiosk:
        link, code = await sees_the_code(kiosk)
        await asyncio.to_thread(presses, link, "line", "yes", code)
        await kiosk.sees("TroublePage", "這個 LINE 帳號還沒有綁定")
        await kiosk.choose("#step-leave")
        # The page is new, and so is its offer.
        await kiosk.sees("SignInPage", "手機掃碼登入")
        await kiosk.until(lambda: bool(kiosk.app.screen.query(QrCode)), "the code")
        assert kiosk.app.screen._offer.link != link  # type: ignore[attr-defined]


@pytest.mark.long
async def test_who_leaves_the_page_leaves_no_offer_behind(backend: LiveBackend) -> None:
    async with kiosk_at(backend, size=WIDE) as kiosk:
        link, _ = await sees_the_code(kiosk)
        await kiosk.app.screen.run_action("home")
        await kiosk.sees("WelcomePage")
        url = re.sub(r"^(.*)/S/", lambda origin: origin[1].lower() + "/S/", link)
        with urllib3.PoolManager(retries=False, timeout=PATIENCE) as phone:
            assert (await asyncio.to_thread(phone.request, "GET", url)).status == 404


DOWN = ProblemError(Problem(type=f"{BASE}{ProblemKind.IDENTITY_DOWN}", title="", status=503), request_id="0" * 32)


@pytest.mark.parametrize(
    ("fails", "says"), [("begin", "所以沒有登入"), ("providers", "現在連不上停車費系統")], ids=["down", "unreachable"]
)
async def test_who_is_not_signed_in_yet_goes_back_and_reads_nothing_of_an_account_or_of_linking(
    fails: str, says: str
) -> None:
    async def providers() -> list[IdentityProvider]:
        if fails == "providers":
            raise UnreachableError(request_id="0" * 32)
        return [IdentityProvider(code="line", name="LINE")]

    async def begin(_: str) -> None:
        raise DOWN

    ended = asyncio.Event()

    async def visit(app: KioskApp) -> None:
        client = cast("KioskClient", SimpleNamespace(phone_sign_ins=SimpleNamespace(providers=providers, begin=begin)))
        assert await PhoneSignIn(Visit(app, client, cast("OpenPayments", None))).run() is None
        ended.set()
        await asyncio.Event().wait()

    app = KioskApp(visit)
    async with app.run_test() as pilot:
        await until(pilot, lambda: isinstance(app.screen, TroublePage) and app.screen.is_mounted)
        await pilot.pause()
        text = "\n".join(strip.text for strip in app.screen._compositor.render_strips())
        assert says in text
        assert "返回" in text
        assert "車主專區" not in text
        assert "綁定" not in text
        await pilot.click("#step-leave")
        await until(pilot, ended.is_set)
