"""What visitors do on the pages of registering and signing in, and how many decisions it takes them."""

from __future__ import annotations

import re

from kiosk.widgets.phone.phone_drawer import PhoneDrawer
from kiosk.widgets.typing.field import Field
from tests.journeys.kiosk import Kiosk
from tests.journeys.owners import types

NUMBER, PASSWORD = "0988123456", "Xk7qLm2p"


class Visitor:
    """Somebody at a terminal. `decisions` counts what they touch to go on, `typed` what they were asked to type."""

    def __init__(self, kiosk: Kiosk, *, steps: int = 6) -> None:
        self.kiosk, self.steps = kiosk, steps
        self.decisions = 0
        self.typed: list[str] = []

    async def decides(self, selector: str) -> None:
        self.decisions += 1
        await self.kiosk.choose(selector)

    async def types(self, text: str, field: str) -> None:
        """Type into a field that is empty."""
        await self.kiosk.until(lambda: bool(self.kiosk.app.screen.query(field)), field)
        widget = self.kiosk.app.screen.query_one(field, Field)
        assert widget.text == ""
        widget.focus()
        await types(self.kiosk, text, field)
        self.typed.append(f"{type(self.kiosk.app.screen).__name__} {field}")

    async def agrees(self) -> None:
        """Go from the welcome page to the first question."""
        await self.kiosk.sees("WelcomePage")
        await self.decides("#register")
        await self.kiosk.sees("PrivacyPage", "個人資料")
        await self.decides("#agree")

    async def gives_plate(self, plate: str, vehicle: str = "car") -> None:
        await self.kiosk.sees("RegistrationPlatePage", f"第 1 步，共 {self.steps} 步")
        await self.kiosk.press(*plate.lower().replace("-", ""))
        self.typed.append("plate")
        self.decisions += 1
        await self.kiosk.touches("#vehicle", vehicle)
        await self.decides("#next")

    async def gives_number(self, number: str = NUMBER) -> None:
        await self.kiosk.sees("MobilePage", f"第 2 步，共 {self.steps} 步")
        await self.types(number, "#mobile")
        await self.decides("#next")

    async def gives_name(self, name: str = "王小明") -> None:
        await self.kiosk.sees("PersonNamePage")
        await self.types(name, "#name")
        await self.decides("#next")

    async def gives_no_email(self) -> None:
        await self.kiosk.sees("EmailPage", "不填")
        await self.decides("#next")

    async def sets_password(self, password: str = PASSWORD) -> None:
        await self.kiosk.sees("NewPasswordPage")
        await self.types(password, "#password")
        await self.types(password, "#again")
        await self.decides("#next")

    async def asks_for_a_code(self, *, plate: str = "ABC-1234", number: str = NUMBER) -> None:
        """Go from the welcome page to the page of the code."""
        await self.agrees()
        await self.gives_plate(plate)
        await self.gives_number(number)
        await self.gives_name()
        await self.gives_no_email()
        await self.sets_password()
        await self.kiosk.sees("CodePage", "寄送簡訊成功", "秒")

    async def reads_the_phone(self, messages: int = 1, digits: int = 5) -> str:
        """Wait until so many messages have come to the phone on the screen; return the code of the last one."""

        def arrived() -> bool:
            drawers = self.kiosk.app.screen.query(PhoneDrawer)
            return bool(drawers) and len(drawers.first().shown) >= messages

        await self.kiosk.until(arrived, f"{messages} messages")
        last = self.kiosk.app.screen.query_one(PhoneDrawer).shown[-1].body
        found = re.search(rf"(?<![0-9])[0-9]{{{digits}}}(?![0-9])", last)
        assert found is not None, "the message holds no code"
        return found[0]

    async def enters(self, code: str) -> None:
        self.typed.append("code")
        await self.kiosk.press(*code)


def other_than(code: str) -> str:
    """Return a code that is not this one."""
    return f"{(int(code) + 1) % 10 ** len(code):0{len(code)}}"
