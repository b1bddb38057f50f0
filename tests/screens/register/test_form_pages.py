"""The pages of registering and signing in: everything fits every window, and every complaint fits its field."""

from __future__ import annotations

from typing import Any

import pytest
from rich.cells import cell_len

from kiosk.domain.email import Email, EmailFault
from kiosk.domain.mobile import MobileFault
from kiosk.domain.person_name import NameFault, PersonName
from kiosk.i18n import Message, Texts, say
from kiosk.languages import LANGUAGES
from kiosk.screens.frame.complaints import about_email, about_mobile, about_name
from kiosk.screens.frame.form import ByPhone, Unfinished
from kiosk.screens.register.email import EmailPage, NoEmail
from kiosk.screens.register.person_name import PersonNamePage
from kiosk.screens.register.registration_plate import PlateTyped, RegistrationPlatePage
from kiosk.screens.register.sign_in import Credentials, Forgotten, SignInPage
from kiosk.widgets.ground.action import Action
from kiosk.widgets.ground.step_mark import StepMark
from kiosk.widgets.typing.field import Field
from kiosk.widgets.typing.pad import Pad
from tests.screens.forms import FORMS, by_phone, mobile, taken
from tests.screens.stage import Stage

PASSWORD_FAULTS = ("length", "upper", "lower", "digit", "character")

COMPLAINTS: dict[str, list[Message]] = {
    "mobile": [*(say(f"mobile-fault-{fault.value}") for fault in MobileFault), say("field-too-long", most="40")],
    "name": [*(say(f"name-fault-{fault.value}") for fault in NameFault), say("field-too-long", most="160")],
    "email": [*(say(f"email-fault-{fault.value}") for fault in EmailFault), say("field-too-long", most="254")],
    "password": [
        *(say(f"password-fault-{fault}") for fault in PASSWORD_FAULTS),
        *(say(id) for id in ("password-common", "password-differs", "password-fault-empty")),
        say("field-too-long", most="128"),
    ],
    "sign-in": [say("sign-in-refused"), say("sign-in-paused", minutes="60"), say("password-fault-empty")],
}
"""Everything that a field of a page may have to say."""
COMPLAINTS["sign-in-with-phone"] = COMPLAINTS["sign-in"]


SETTINGS = [
    *((size, language) for size in ((64, 16), (54, 24)) for language in ("zh-TW", "en")),
    ((80, 24), "en"),
    ((77, 60), "en"),
    ((120, 40), "zh-TW"),
]
"""The tightest windows in both languages, the others in one."""


@pytest.mark.variants(keep=6)
@pytest.mark.parametrize(("size", "language"), SETTINGS)
@pytest.mark.parametrize("name", COMPLAINTS)
async def test_a_page_is_whole_in_every_window_and_so_is_every_complaint(
    name: str, language: str, size: tuple[int, int]
) -> None:
    texts = Texts(language)
    stage: Stage[Any] = Stage(FORMS[name].page, language=language)
    async with stage.played(size) as pilot:
        await pilot.pause()
        page = stage.app.screen.query_one("#page").region
        actions = stage.app.screen.query_one("#actions").region
        seen = [
            widget for widget in stage.app.screen.query("Field, Pad, Words, StrengthBar, RuleList") if widget.display
        ]
        assert all(page.contains_region(widget.region) for widget in seen if widget.region.area)
        assert all(page.contains_region(action.region) for action in stage.app.screen.query(Action))
        for pad in stage.app.screen.query(Pad):  # type: ignore[type-abstract]
            assert pad.region.bottom <= actions.y
            assert min(target.region.height for target in pad.targets) >= (1 if size[1] < 22 else 2)
            assert min(target.region.width for target in pad.targets) >= 5
        for field in stage.app.screen.query(Field):
            room = field.size.width - (6 if field.size.height == 4 else 1)
            head = texts(field._label) + ("" if field._hint is None else f"  {texts(field._hint)}")
            assert cell_len(texts(field._label)) <= field.size.width
            if field._hint is not None and cell_len(head) > field.size.width:
                assert texts(field._hint) not in stage.text()
            for complaint in COMPLAINTS[name]:
                assert cell_len(texts(say("wrong", what=complaint))) <= room, complaint.id


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ("", MobileFault.EMPTY),
        ("0912-345-67", MobileFault.TOO_SHORT),
        ("02-2726-9600", MobileFault.NOT_MOBILE),
        ("0912x345678", MobileFault.CHARACTER),
    ],
)
async def test_what_is_no_mobile_number_is_said_in_its_field(typed: str, fault: MobileFault) -> None:
    assert about_mobile(typed) == say(f"mobile-fault-{fault.value}")
    stage: Stage[Any] = Stage(lambda: mobile(typed))
    async with stage.played() as pilot:
        await pilot.press("enter")
        assert stage.app.texts(f"mobile-fault-{fault.value}") in stage.text()
    assert stage.answer is None


@pytest.mark.parametrize("typed", ["+886 912 345 678", "０９１２３４５６７８", "0912-345-678", "(0912)345678"])
def test_numbers_are_taken_as_people_write_them(typed: str) -> None:
    assert about_mobile(typed) is None


@pytest.mark.parametrize(
    ("typed", "fault"),
    [("王\u202e明", NameFault.CHARACTER), ("12345", NameFault.CHARACTER), ("王" * 41, NameFault.TOO_LONG)],
)
def test_what_is_no_name_is_reported(typed: str, fault: NameFault) -> None:
    assert about_name(typed) == say(f"name-fault-{fault.value}")


@pytest.mark.parametrize("typed", ["歐‧蜜·偉浪", "Lisin Kacaw", "𠮷田", "José Ōno", "[red]王[/]"])
async def test_names_are_shown_as_they_are_typed_and_go_on(typed: str) -> None:
    stage: Stage[Any] = Stage(lambda: PersonNamePage(text=typed))
    async with stage.played() as pilot:
        assert typed in stage.text()
        await pilot.press("enter")
        await pilot.pause()
    assert stage.answer == PersonName.parse(typed)


async def test_who_cannot_type_a_name_here_is_shown_whom_to_ask_and_comes_back_to_it() -> None:
    stage: Stage[Any] = Stage(lambda: PersonNamePage(text="Li"))
    async with stage.played() as pilot:
        await pilot.click("#by-staff")
        await pilot.pause()
        assert "服務櫃檯" in stage.text()
        await pilot.press("escape")
        await pilot.pause()
        assert "Li" in stage.text()
    assert stage.answer is None


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("phone", [by_phone, None])
async def test_the_note_about_a_name_names_the_button_that_is_there(language: str, phone: ByPhone | None) -> None:
    stage: Stage[Any] = Stage(lambda: PersonNamePage(by_phone=phone), language=language)
    async with stage.played():
        button = stage.app.texts("name-help" if phone is None else "by-phone")
        for label in (button, f"「{button}」" if language == "zh-TW" else f"“{button}”"):
            assert "".join(label.split()) in "".join(stage.text().split())


async def test_an_address_may_be_left_out_and_the_way_on_says_so() -> None:
    stage: Stage[Any] = Stage(EmailPage)
    async with stage.played() as pilot:
        assert "不填，下一步" in stage.text()
        await pilot.press("w")
        await pilot.pause()
        assert "不填，下一步" not in stage.text()
        await pilot.press("backspace", "enter")
        await pilot.pause()
    assert isinstance(stage.answer, NoEmail)


async def test_an_address_with_a_slip_in_it_is_not_taken() -> None:
    assert about_email("wang@example") == say("email-fault-domain")
    stage: Stage[Any] = Stage(lambda: EmailPage(text="wang@example"))
    async with stage.played() as pilot:
        await pilot.press("enter", *".tw", "enter")
        await pilot.pause()
    assert stage.answer == Email.parse("wang@example.tw")


async def test_going_back_passes_on_what_was_typed() -> None:
    stage: Stage[Any] = Stage(lambda: mobile("0912"))
    async with stage.played() as pilot:
        await pilot.press("3", "escape")
        await pilot.pause()
    assert stage.answer == Unfinished("09123")


async def test_half_a_plate_comes_back_as_it_was() -> None:
    stage: Stage[Any] = Stage(lambda: RegistrationPlatePage(PlateTyped()))
    async with stage.played() as pilot:
        await pilot.press(*"bkz5", "escape")
        await pilot.pause()
    assert stage.answer == PlateTyped("BKZ-5", None)
    again: Stage[Any] = Stage(lambda: RegistrationPlatePage(PlateTyped("BKZ-5")))
    async with again.played():
        boxes = again.app.screen._boxes.text  # type: ignore[attr-defined]
        assert (boxes.prefix, boxes.suffix) == ("BKZ", "5")


async def test_the_steps_are_marked_as_on_the_website_and_said_in_words() -> None:
    stage: Stage[Any] = Stage(mobile)
    async with stage.played():
        assert "✓ ── 2   第 2 步，共 6 步" in stage.text()
        mark = stage.app.screen.query_one(StepMark)
        assert mark.region.right == stage.app.screen.query_one("#page").content_region.right


async def test_a_forgotten_password_keeps_the_number_that_was_typed() -> None:
    stage: Stage[Any] = Stage(lambda: SignInPage(taken))
    async with stage.played() as pilot:
        await pilot.press(*"0912345678")
        await pilot.click("#forgotten")
        await pilot.pause()
    assert stage.answer == Forgotten(Credentials("0912345678", ""))


async def test_a_number_known_from_before_leaves_only_the_password_to_type() -> None:
    stage: Stage[Any] = Stage(lambda: SignInPage(taken, typed=Credentials("0912-345-678")))
    async with stage.played():
        assert stage.app.screen.focused is stage.app.screen.query_one("#password")
