"""A new password: its rule, its strength, and the second field that is spared visitors who see the first."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.backend.ground.problems import Refusal
from kiosk.backend.proof.common_passwords import common
from kiosk.backend.proof.passwords import check_new
from kiosk.domain.password import Strength, keeps_rule
from kiosk.i18n import say
from kiosk.screens.frame.form import Complaint
from kiosk.screens.register.new_password import NewPasswordPage, PasswordTyped
from kiosk.widgets.typing.field import Field
from kiosk.widgets.typing.password_strength import LONGEST, guessable, judged, strength
from kiosk.widgets.typing.strength_bar import StrengthBar
from tests.screens.forms import OWN, password
from tests.screens.stage import Stage, until


@pytest.mark.parametrize(
    ("typed", "level"),
    [
        ("Abc123", Strength.WEAK),
        ("Password1", Strength.WEAK),
        ("Xk7qLm2", Strength.FAIR),
        ("correctHorse9battery", Strength.STRONG),
    ],
)
def test_a_password_is_judged_by_how_long_it_would_stand(typed: str, level: Strength) -> None:
    assert strength(typed) is level


@pytest.mark.parametrize("typed", ["Bkz5937bkz", "Aa0912345678", "WangXiaoming1"])
def test_what_is_made_of_the_persons_own_data_is_weaker(typed: str) -> None:
    own = ("BKZ-5937", "0912-345-678", "Wang Xiaoming")
    levels = list(Strength)
    assert levels.index(strength(typed, own)) <= levels.index(strength(typed))
    assert strength(typed, own) is Strength.WEAK


def test_what_was_judged_leaves_nothing_in_the_judges_tables() -> None:
    from zxcvbn import matching

    strength("Xk7qLm2", ("canary-of-a-visitor",))
    assert "user_inputs" not in matching.RANKED_DICTIONARIES


def test_own_data_is_guessed_whole_without_separators_and_in_parts() -> None:
    assert guessable(("BKZ-5937", "", "王 小明")) == ["BKZ-5937", "BKZ5937", "BKZ", "5937", "王 小明", "王小明"]


SIGNS = "4@8({[<369!1|7 0$5+%2"


@pytest.mark.parametrize(
    ("typed", "judged_part"),
    [
        ("Xk7qLm2p", "Xk7qLm2p"),
        ("a" * 128, "a" * LONGEST),
        (SIGNS * 3, "4@8({[<369"),  # the eleventh sign that may stand for a letter would be tried with all the others
        ("Aa0912345678Aa", "Aa0912345678Aa"),
    ],
)
def test_what_would_take_long_to_judge_is_judged_by_its_beginning(typed: str, judged_part: str) -> None:
    assert judged(typed) == judged_part
    assert strength(typed) in Strength


async def test_the_rule_stands_before_typing_and_is_ticked_as_it_is_kept() -> None:
    stage = Stage(password)
    async with stage.played() as pilot:
        assert stage.text().count("○") == 4
        for key, ticks in (("X", 1), ("k", 2), ("7", 3), ("q", 3), ("L", 3), ("m", 4)):
            await pilot.press(key)
            assert stage.text().count("✓ ") - stage.text().count("✓ ──") == ticks


async def test_the_strength_is_said_under_both_fields_soon_after_the_last_key() -> None:
    stage = Stage(lambda: password(PasswordTyped("Xk7qLm2p")))
    async with stage.played() as pilot:
        bars = {id: stage.app.screen.query_one(id, StrengthBar) for id in ("#strength", "#strength-again")}
        await until(pilot, lambda: bars["#strength"].strength is Strength.FAIR)
        await pilot.pause()
        assert "● 中" in stage.text()
        assert bars["#strength-again"].strength is None
        field = stage.app.screen.query_one("#password", Field)
        field.clear()
        await until(pilot, lambda: bars["#strength"].strength is None)
        assert "● 中" not in stage.text()


async def test_only_the_last_of_several_quick_keys_is_judged(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def noted(typed: str, own: tuple[str, ...]) -> Strength:
        asked.append(typed)
        return Strength.FAIR

    monkeypatch.setattr("kiosk.widgets.typing.strength_bar.strength", noted)
    stage = Stage(password)
    async with stage.played() as pilot:
        bar = stage.app.screen.query_one("#strength", StrengthBar)
        for typed in ("X", "Xk", "Xk7"):
            bar.judge(typed)
        await until(pilot, lambda: bar.strength is not None)
    assert asked == ["Xk7"]


@pytest.mark.parametrize(
    ("first", "again", "said"),
    [
        ("Xk7qL", "Xk7qL", "密碼至少要 6 個字"),
        ("xk7qlm", "xk7qlm", "密碼要有大寫英文"),
        ("XK7QLM", "XK7QLM", "密碼要有小寫英文"),
        ("XkqqLm", "XkqqLm", "密碼要有數字"),
        ("Xk7qLm", "Xk7qLM", "兩次輸入的密碼不一樣"),
    ],
)
async def test_what_keeps_a_password_from_going_on_is_said_in_place(first: str, again: str, said: str) -> None:
    stage = Stage(lambda: password(PasswordTyped(first, again)))
    async with stage.played() as pilot:
        await pilot.click("#next")
        await pilot.pause()
        assert f"! {said}" in stage.text()
    assert stage.answer is None


async def test_who_shows_the_password_is_spared_the_second_field() -> None:
    taken: list[PasswordTyped] = []

    async def take(typed: PasswordTyped) -> str:
        taken.append(typed)
        return "done"

    stage: Stage[Any] = Stage(lambda: NewPasswordPage(take, way_on="password-send"))
    async with stage.played() as pilot:
        await pilot.press(*"Xk7qLm2p")
        await pilot.click("#reveal")
        await pilot.pause()
        assert "Xk7qLm2p" in stage.text()
        assert "確認密碼" not in stage.text()
        stage.app.screen.query_one("#password").focus()
        await pilot.press("enter")
        await until(pilot, lambda: stage.answer is not None)
    assert (stage.answer, taken[0].text, taken[0].shown) == ("done", "Xk7qLm2p", True)


async def test_a_password_that_the_backend_refuses_stays_with_the_reason() -> None:
    async def refuse(_: PasswordTyped) -> Complaint:
        return Complaint(say("password-common"))

    stage: Stage[Any] = Stage(
        lambda: NewPasswordPage(refuse, way_on="password-send", own=OWN, typed=PasswordTyped("Password1", "Password1"))
    )
    async with stage.played() as pilot:
        await pilot.click("#next")
        await until(pilot, lambda: "太容易被猜到" in stage.text())
        assert stage.app.screen.query_one("#password", Field).text == "Password1"
        assert stage.app.screen.focused is stage.app.screen.query_one("#password")
    assert stage.answer is None


async def test_back_passes_on_what_stood_in_the_fields() -> None:
    stage = Stage(lambda: password(PasswordTyped("Xk7qLm2p", "Xk7")))
    async with stage.played() as pilot:
        await pilot.press("escape")
        await pilot.pause()
    assert stage.answer == PasswordTyped("Xk7qLm2p", "Xk7")


def test_what_was_typed_is_in_no_representation() -> None:
    assert "Xk7" not in repr(PasswordTyped("Xk7qLm2p", "Xk7"))


@pytest.mark.parametrize(
    "password", ["Parking2026!", "Taipei2026", "Kiosk2026", "Admin2026!!", "Songshan2026", "P@ssw0rd1"]
)
def test_what_everybody_tries_first_is_weak_as_the_backend_refuses_it(password: str) -> None:
    with pytest.raises(Refusal):
        check_new(password, [])
    assert strength(password) is Strength.WEAK


@given(
    password=st.sampled_from(sorted(common().words)).flatmap(
        lambda word: st.sampled_from(sorted(common().endings)).map(lambda ending: f"{word.capitalize()}{ending}")
    )
    | st.sampled_from(["Bkz5937a", "Xy5937-bkz", "Aa0912345678", "Kx7mQ2vT"]),
    own=st.sampled_from([[], ["BKZ-5937", "0912345678"]]),
)
def test_no_password_is_shown_as_better_than_weak_and_then_refused(password: str, own: list[str]) -> None:
    try:
        check_new(password, own)
    except Refusal:
        assert strength(password, own) is Strength.WEAK or not keeps_rule(password)
