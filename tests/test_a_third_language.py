"""A third language is a folder and a line in `assets/locale`: no code is touched for it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from tests.source import ROOT

PAGES = """
import asyncio, sys
from pathlib import Path

from kiosk.platform.machine import paths
paths.assets = lambda: Path(sys.argv[1])

from kiosk.commands.speech import shell_language
from kiosk.i18n import say
from kiosk.settings import KioskSettings
from kiosk.screens.pay.plate import PlatePage
from kiosk.widgets.ground.footer import KioskFooter
from tests.screens.stage import Stage

async def show():
    stage = Stage(lambda: PlatePage(lambda *_: None), language="ja")
    async with stage.played((80, 24)) as pilot:
        for _ in range(4):
            footer = stage.app.screen.query_one(KioskFooter)
            offered = footer.render_line(0).text.split()[4]
            print(stage.app.texts.language, stage.app.texts("plate-title"), offered, sep="|")
            await pilot.press("f2")
            await pilot.pause()

assert KioskSettings(language="ja").language == "ja"
print(shell_language())
asyncio.run(show())
"""


def test_a_language_that_is_only_a_folder_and_a_line_is_offered_and_its_pages_open(tmp_path: Path) -> None:
    assets = shutil.copytree(ROOT / "assets", tmp_path / "assets", ignore=shutil.ignore_patterns("pictures"))
    locale = assets / "locale"
    shutil.copytree(locale / "en", locale / "ja")
    with (locale / "languages.ftl").open("a", encoding="utf-8") as file:
        file.write("ja = 日本語\n")
    pay = locale / "ja" / "pay.ftl"
    pay.write_text(
        pay.read_text(encoding="utf-8").replace("Please enter your licence plate", "ナンバーを入力してください"),
        encoding="utf-8",
    )
    shown = subprocess.run(
        [sys.executable, "-c", PAGES, str(assets)],
        capture_output=True,
        text=True,
        env=os.environ | {"LC_ALL": "ja_JP.UTF-8", "PYTHONUTF8": "1"},
        cwd=ROOT,
        check=False,
    )
    assert (shown.returncode, shown.stdout.splitlines()) == (
        0,
        [
            "ja",
            "ja|ナンバーを入力してください|中文",
            "zh-TW|請輸入車牌號碼|English",
            "en|Please enter your licence plate|日本語",
            "ja|ナンバーを入力してください|中文",
        ],
    ), shown.stderr
