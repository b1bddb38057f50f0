"""What an office may say of its terminal: once, and in words that are checked; and what pages make of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from kiosk.languages import LANGUAGES, next_language
from kiosk.screens.pay.receipt import ReceiptPage
from kiosk.settings import KioskSettings, SettingsError
from kiosk.start import behave
from kiosk.theme import CONTRAST, DAY, THEMES
from kiosk.widgets.ground.footer import KioskFooter
from tests.screens import samples
from tests.screens.stage import Stage


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ('languages = ["zh-TW", "canary"]', "languages: choose from"),
        ('languages = ["en", "en"]', "languages: name each language once"),
        ('language = "zh-TW"\nlanguages = ["en"]', "languages: the `language` that visits begin in is not among them"),
        ('language = "canary"', "language: choose from"),
        ('theme = "canary"', "theme: Input should be 'day' or 'contrast'"),
        ('backend = "canary.example.tw"', "backend: the backend's address is like http://127.0.0.1:8080 or https://"),
        ('backend = "https://x:canary"', "backend: the backend's address is like http://127.0.0.1:8080 or https://"),
        ("idle = 29", "idle: Input should be greater than or equal to 30"),
        ("paid_stays = 301", "paid_stays: Input should be less than or equal to 300"),
        ('printer = "canary"', "printer: a printer is network:HOST"),
        ('thme = "day"', "thme: unknown setting; did you mean theme?"),
        ('langauges = ["en"]', "langauges: unknown setting; did you mean languages?"),
    ],
)
def test_a_fault_names_the_file_and_the_key_and_never_the_value(tmp_path: Path, content: str, said: str) -> None:
    path = tmp_path / "kiosk.toml"
    path.write_text(f"[kiosk]\n{content}\n", encoding="utf-8")
    with pytest.raises(SettingsError) as caught:
        KioskSettings()
    assert f"{path}: [kiosk] {said}" in str(caught.value)
    assert "canary" not in str(caught.value)


def test_a_theme_of_the_settings_is_one_that_there_is() -> None:
    for theme in THEMES:
        said: dict[str, Any] = {"theme": theme.name}
        assert KioskSettings(**said).theme == theme.name


def test_visits_begin_in_the_first_language_that_is_offered_unless_another_is_named() -> None:
    assert KioskSettings().begins_in is None
    assert KioskSettings(languages=("en", "zh-TW")).begins_in == "en"
    assert KioskSettings(languages=("en", "zh-TW"), language="zh-TW").begins_in == "zh-TW"


def test_the_next_language_is_the_next_that_is_offered_and_the_first_for_one_that_is_not() -> None:
    assert next_language("en", ["en", "zh-TW"]) == "zh-TW"
    assert next_language("zh-TW", ["en", "zh-TW"]) == "en"
    assert next_language("zh-TW", ["en"]) == "en"


async def test_without_a_word_of_the_office_pages_behave_as_the_defaults_of_the_settings_say() -> None:
    def how(app: Any) -> dict[str, object]:
        names = ("languages", "first_theme", "idle", "paid_stays", "scans", "scanner_prefix")
        return {**{name: getattr(app, name) for name in names}, "double_tap": app.presses.seconds}

    untold, reported = page().app, page().app
    behave(untold, None)
    behave(reported, KioskSettings())
    assert how(reported) == how(untold)


async def test_an_office_with_one_language_offers_no_other_and_visits_begin_in_its_theme() -> None:
    stage = page()
    behave(stage.app, KioskSettings(languages=("zh-TW",), theme="contrast"))
    async with stage.played() as pilot:
        assert stage.app.theme == CONTRAST.name
        assert "language" not in {one.name for one in stage.app.screen.query_one(KioskFooter).targets}
        await pilot.press("f2", "f3")
        assert (stage.app.texts.language, stage.app.theme) == ("zh-TW", DAY.name)
        stage.app.without_aids("zh-TW")
        assert stage.app.theme == CONTRAST.name


async def test_every_language_that_is_offered_has_its_turn() -> None:
    stage = page()
    async with stage.played() as pilot:
        seen = [stage.app.texts.language]
        for _ in LANGUAGES:
            await pilot.press("f2")
            seen.append(stage.app.texts.language)
    assert seen == [*LANGUAGES, next(iter(LANGUAGES))]


def page() -> Stage[Any]:
    return Stage(lambda: ReceiptPage(samples.receipt()))
