"""Fields, the pads beside them, and what Enter does: nothing typed is lost, whatever way it came."""

from __future__ import annotations

import pytest
from textual import events
from textual.app import ComposeResult
from textual.pilot import Pilot

from kiosk.i18n import Message, say
from kiosk.screens.frame.form import FormPage
from kiosk.widgets.ground.action import Action
from kiosk.widgets.typing.digits_pad import DigitsPad
from kiosk.widgets.typing.field import Field
from kiosk.widgets.typing.letters_pad import CAPITAL, SIGNS, LettersPad
from kiosk.widgets.typing.pad import CLEAR, RUB_OUT, Pad
from kiosk.widgets.typing.password_field import PasswordField, Reveal
from tests.screens.stage import Stage, until


def short(text: str) -> Message | None:
    return None if len(text) >= 2 else say("digits-fault-too-many")


class Form(FormPage[tuple[str, str]]):
    """Two fields and a pad."""

    def compose_page(self) -> ComposeResult:
        yield Field("strength-weak", "strength-fair", most=40, check=short, id="first")
        yield PasswordField("strength-strong", check=short, id="second")
        yield LettersPad(id="letters")
        yield DigitsPad(id="digits")

    def secondary_actions(self) -> list[Action]:
        return [Reveal()]

    def primary_action(self) -> Action:
        return Action("how-understood", "primary", id="next")

    def complete(self) -> None:
        first, second = self.fields
        self.dismiss((first.text, second.text))


def field(stage: Stage[tuple[str, str]], id: str = "#first") -> Field:
    return stage.app.screen.query_one(id, Field)


async def touches(pilot: Pilot[None], stage: Stage[tuple[str, str]], pad: str, name: str) -> None:
    keys = stage.app.screen.query_one(pad, Pad)  # type: ignore[type-abstract]
    target = next(target for target in keys.targets if target.name == name)
    await pilot.click(pad, offset=(target.region.x + 1, target.region.y))
    await pilot.pause()


async def test_enter_goes_to_the_next_field_and_from_the_last_one_on() -> None:
    stage = Stage(Form)
    async with stage.played((80, 40)) as pilot:
        await pilot.press("a", "b", "enter")
        assert stage.app.screen.focused is field(stage, "#second")
        await pilot.press("c", "d", "enter")
        await pilot.pause()
    assert stage.answer == ("ab", "cd")


@pytest.mark.parametrize("between", ["tab", "enter"])
async def test_what_is_typed_ahead_goes_into_the_field_that_it_was_meant_for(between: str) -> None:
    stage = Stage(Form)
    async with stage.played((80, 40)) as pilot:
        for key in ("a", "b", between, "c", "d"):
            stage.app.post_message(events.Key(key, key if len(key) == 1 else None))
        await until(pilot, lambda: field(stage, "#second").text)
        await pilot.pause()
        assert (field(stage).text, field(stage, "#second").text) == ("ab", "cd")
        assert stage.app.screen.focused is field(stage, "#second")


async def test_a_field_that_complains_keeps_its_text_and_the_focus() -> None:
    stage = Stage(Form)
    async with stage.played((80, 40)) as pilot:
        await pilot.press("a", "enter")
        assert stage.app.screen.focused is field(stage)
        assert field(stage).text == "a"
        assert "! 數字太多了" in stage.text()
        await pilot.press("b")
        assert "! 數字太多了" not in stage.text()
    assert stage.answer is None


async def test_going_on_leads_to_the_first_field_that_complains() -> None:
    stage = Stage(Form)
    async with stage.played((80, 40)) as pilot:
        field(stage, "#second").focus()
        await pilot.press("x", "y", "enter")
        await pilot.pause()
        assert stage.app.screen.focused is field(stage)
    assert stage.answer is None


async def test_what_an_input_method_composed_comes_in_whole() -> None:
    stage = Stage(Form)
    async with stage.played((80, 40)) as pilot:
        stage.app.post_message(events.Key("王小明", "王小明"))
        await pilot.pause()
        assert field(stage).text == "王小明"
        assert "王小明" in stage.text()


@pytest.mark.parametrize(
    ("pasted", "text"),
    [("  王小明\n", "王小明"), ("Lisin\r\nKacaw", "Lisin Kacaw"), ("[red]x[/]", "[red]x[/]"), ("x" * 41, "")],
)
async def test_a_paste_comes_in_whole_or_is_refused_with_a_word(pasted: str, text: str) -> None:
    stage = Stage(Form)
    async with stage.played((80, 40)) as pilot:
        stage.app.post_message(events.Paste(pasted))
        await pilot.pause()
        assert field(stage).text == text
        assert (text or "太長了，最多 40 個字") in stage.text()


async def test_control_and_bidi_characters_are_kept_for_the_check_and_never_drawn() -> None:
    stage = Stage(Form)
    async with stage.played((80, 40)) as pilot:
        stage.app.post_message(events.Paste("a\u202eb\x1bc"))
        await pilot.pause()
        assert field(stage).text == "a\u202eb\x1bc"
        assert "ab\ufffdc" in stage.text()


async def test_home_end_and_arrows_move_in_the_text_and_not_in_the_page() -> None:
    stage = Stage(Form)
    async with stage.played((80, 40)) as pilot:
        await pilot.press(*"bd", "home", "a", "right", "c", "end", "e", "left", "delete", "backspace")
        assert field(stage).text == "abc"
        assert stage.app.screen.focused is field(stage)
    assert stage.answer is None


async def test_a_touch_puts_the_cursor_where_it_was_aimed() -> None:
    stage = Stage(Form)
    async with stage.played((80, 40)) as pilot:
        field(stage).enter("王明")
        await pilot.click("#first", offset=(3, 2))  # the second half of the first character
        await pilot.press("小")
        assert field(stage).text == "王小明"


async def test_the_end_of_a_long_text_is_what_is_seen_while_it_is_typed() -> None:
    stage = Stage(Form)
    async with stage.played((64, 24)) as pilot:
        field(stage).enter("甲" + "乙" * 38 + "丙")
        await pilot.pause()
        assert "丙" in stage.text()
        assert "甲" not in stage.text()
        await pilot.press("home")
        assert "甲" in stage.text()


async def test_pads_type_into_the_field_that_was_used_last_and_leave_the_focus_there() -> None:
    stage = Stage(Form)
    async with stage.played((80, 40)) as pilot:
        for name in (CAPITAL, "w", "a", SIGNS, "@", SIGNS, "x", RUB_OUT):
            await touches(pilot, stage, "#letters", name)
        assert field(stage).text == "Wa@"
        assert stage.app.screen.focused is field(stage)
        field(stage, "#second").focus()
        await pilot.pause()
        for name in ("7", "8", CLEAR, "9"):
            await touches(pilot, stage, "#digits", name)
        assert field(stage, "#second").text == "9"


async def test_keys_reach_the_field_also_when_an_action_has_the_focus() -> None:
    stage = Stage(Form)
    async with stage.played((80, 40)) as pilot:
        stage.app.screen.query_one("#next").focus()
        await pilot.press("a", "b", "backspace")
        assert field(stage).text == "a"


async def test_a_password_is_dots_until_it_is_shown() -> None:
    stage = Stage(Form)
    async with stage.played((80, 40)) as pilot:
        field(stage, "#second").enter("Qz7-öx")
        await pilot.pause()
        assert "●●●●●●" in stage.text()
        assert "Qz7" not in stage.text()
        await pilot.click("#reveal")
        await pilot.pause()
        assert "Qz7-öx" in stage.text()
        assert "隱藏密碼" in stage.text()
        stage.clock.advance(1)
        await pilot.click("#reveal")
        await pilot.pause()
        assert "Qz7" not in stage.text()


async def test_resizing_and_another_language_lose_nothing() -> None:
    stage = Stage(Form)
    async with stage.played((80, 40)) as pilot:
        await pilot.press(*"王小")
        await pilot.resize_terminal(64, 16)
        await pilot.press("明", "f2")
        assert "weak" in stage.text()
        assert "王小明" in stage.text()
        assert field(stage).text == "王小明"


async def test_nothing_is_typed_while_the_page_waits_for_an_answer() -> None:
    stage = Stage(Form)
    async with stage.played((80, 40)) as pilot:
        await pilot.press("a")
        page = stage.app.screen
        assert isinstance(page, Form)
        page.working(say("working"))
        await pilot.press("b", "enter")
        assert field(stage).text == "a"
        assert page.focused is field(stage)


@pytest.mark.parametrize("width", [62, 74, 108])
def test_the_pad_of_letters_has_every_sign_that_can_be_typed(width: int) -> None:
    from kiosk.widgets.typing.letters_pad import _LETTERS, _SIGNS

    names = {name for row in (*_LETTERS, *_SIGNS) for name in row if len(name) == 1}
    typed = names | {name.upper() for name in names} | {" "}
    assert {chr(code) for code in range(32, 127)} - typed == set()
