"""A name without a keyboard: registering by touch alone, with a phone that fills in what the pad has no keys for."""

from __future__ import annotations

import asyncio
import re
from functools import partial

import urllib3

from kiosk.widgets.field import Field
from kiosk.widgets.qr_code import QrCode
from tests.journeys.kiosk import Kiosk, _Token, kiosk_at
from tests.journeys.visitors import NUMBER, PASSWORD, Visitor
from tests.live_backend import LiveBackend
from tests.patience import PATIENCE


async def sends(kiosk: Kiosk, value: str) -> str:
    """Scan the code on the screen with a phone and send a value over HTTP; return the page that follows."""
    assert kiosk.app.screen.query_one(QrCode).scale
    link: str = kiosk.app.screen.link  # type: ignore[attr-defined]
    return await asyncio.to_thread(_send, link, value)


def _send(link: str, value: str) -> str:
    url = re.sub(r"^(.*)/T/", lambda origin: origin[1].lower() + "/T/", link)
    with urllib3.PoolManager(retries=False, timeout=PATIENCE) as phone:
        token = _Token()
        token.feed(phone.request("GET", url).data.decode())
        answer = phone.request("POST", url, fields={"value": value, "token": token.token}, encode_multipart=False)
        if answer.status == 303:
            answer = phone.request("GET", url)
        return answer.data.decode()


def stands_in(kiosk: Kiosk, field: str, value: str) -> bool:
    found = kiosk.app.screen.query(field)
    return bool(found) and found.first(Field).text == value


async def test_a_chinese_name_an_address_and_a_password_come_from_the_phone_with_nothing_but_touches_here(
    backend: LiveBackend,
) -> None:
    async with kiosk_at(backend) as kiosk:
        visitor = Visitor(kiosk)
        await visitor.agrees()
        await visitor.gives_plate("BKZ-5937")
        await visitor.gives_number(NUMBER)
        for page, field, value in (
            ("PersonNamePage", "#name", "王小明"),
            ("EmailPage", "#email", "wang@example.tw"),
            ("NewPasswordPage", "#password", PASSWORD),
        ):
            await kiosk.sees(page)
            await kiosk.choose("#by-phone")
            await kiosk.sees("PhoneEntryPage", "在手機上")
            assert "已送到現場機台" in await sends(kiosk, value)
            await kiosk.sees(page)
            await kiosk.until(partial(stands_in, kiosk, field, value), value)
            await kiosk.choose("#next")
        await kiosk.sees("CodePage", "寄送簡訊成功")
        await visitor.enters(await visitor.reads_the_phone())
        await kiosk.sees("RegisteredPage")
        await kiosk.choose("#go-on")
        await kiosk.sees("OwnerAreaPage", "0988-***-456")


async def test_who_gives_up_the_phone_is_back_at_the_field_with_all_that_stood_there(backend: LiveBackend) -> None:
    async with kiosk_at(backend) as kiosk:
        visitor = Visitor(kiosk)
        await visitor.agrees()
        await visitor.gives_plate("BKZ-5937")
        await visitor.gives_number(NUMBER)
        await kiosk.sees("PersonNamePage")
        await visitor.types("Li", "#name")
        await kiosk.choose("#by-phone")
        await kiosk.sees("PhoneEntryPage")
        await kiosk.choose("#give-up")
        await kiosk.sees("PersonNamePage", "Li")
        await kiosk.choose("#by-phone")
        await kiosk.sees("PhoneEntryPage")
        await kiosk.press("home")
        await kiosk.sees("WelcomePage")
