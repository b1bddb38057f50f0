"""A third language is a folder and a line in `assets/locale`: no code is touched for it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

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


PHONES = """
import asyncio, sys
from pathlib import Path

from kiosk.platform.machine import paths
paths.assets = lambda: Path(sys.argv[1])

import httpx
from fastapi import FastAPI

from kiosk.backend.http import entry_page, payer_page, sheet_page
from kiosk.backend.messages import owner_texts
from kiosk.backend.proof import phone_entries
from kiosk.backend.sheets import sheets
from kiosk.backend.store.database import Database
from kiosk.contract.phone_entries import EntryField
from kiosk.domain.one_time_code import CodePurpose
from tests.backend.payment_stage import make_stage
from tests.clock import ManualClock

stage = make_stage(Database(sys.argv[2]), ManualClock())
app = FastAPI()
for page in (entry_page, payer_page, sheet_page):
    app.include_router(page.router(stage.context))
phone = httpx.AsyncClient(
    transport=httpx.ASGITransport(app),
    base_url="http://127.0.0.1:8080",
    headers={"accept-language": "ja-JP,ja;q=0.9,en;q=0.8"},
)

async def says(link, *parts):
    html = (await phone.get("/" + "/".join(link.split("/")[-2:]))).text
    print([part in html for part in ('<html lang="ja">', 'href="?lang=zh-TW"', 'href="?lang=en"', *parts)])

async def read():
    print(owner_texts.code(CodePurpose.REGISTER, "26576", "ja"))
    await says(stage.create(stage.ticket()).link, "<h2>お支払い額</h2>", "NT$48")
    await says(phone_entries.begin(stage.context, "kiosk-1", EntryField.NAME, "ja").link, "お名前")
    await says(stage.create(stage.ticket(2), language="en").link + "?lang=ja", "<h2>お支払い額</h2>")
    owed = sheets.of_owed(stage.context, "kiosk-1", [stage.ticket(3), stage.ticket(4)], "ja")
    await says(owed.link, "<h1>未払いの駐車料金</h1>", "NT$100")

asyncio.run(read())
"""


def third_language(folder: Path, **translated: tuple[str, str]) -> Path:
    """Return assets with one more language, made as docs/adding-a-language.md says: English but for these texts."""
    assets = shutil.copytree(ROOT / "assets", folder / "assets", ignore=shutil.ignore_patterns("pictures"))
    locale = assets / "locale"
    shutil.copytree(locale / "en", locale / "ja")
    with (locale / "languages.ftl").open("a", encoding="utf-8") as file:
        file.write("ja = 日本語\n")
    for subject, (english, japanese) in translated.items():
        file_of = locale / "ja" / f"{subject}.ftl"
        words = file_of.read_text(encoding="utf-8")
        assert english in words
        file_of.write_text(words.replace(english, japanese), encoding="utf-8")
    return assets


STILL_ENGLISH = ", good for 5 minutes. City staff never ask for it. Do not share it."
"""What was not translated of the message."""


def run(script: str, *arguments: object) -> tuple[int, list[str], str]:
    shown = subprocess.run(
        [sys.executable, "-c", script, *map(str, arguments)],
        capture_output=True,
        text=True,
        env=os.environ | {"LC_ALL": "ja_JP.UTF-8", "PYTHONUTF8": "1"},
        cwd=ROOT,
        check=False,
    )
    return shown.returncode, shown.stdout.splitlines(), shown.stderr


@pytest.mark.long
def test_a_language_that_is_only_a_folder_and_a_line_is_offered_and_its_pages_open(tmp_path: Path) -> None:
    assets = third_language(tmp_path, pay=("Please enter your licence plate", "ナンバーを入力してください"))
    code, lines, errors = run(PAGES, assets)
    assert (code, lines) == (
        0,
        [
            "ja",
            "ja|ナンバーを入力してください|中文",
            "zh-TW|請輸入車牌號碼|English",
            "en|Please enter your licence plate|日本語",
            "ja|ナンバーを入力してください|中文",
        ],
    ), errors


@pytest.mark.long
def test_phones_show_it_too_and_lead_to_every_other(tmp_path: Path, sqlite_url: str) -> None:
    assets = third_language(
        tmp_path,
        phone=("phone-pay-due = To pay", "phone-pay-due = お支払い額"),
        sms=("Taipei Parking: { $digits } is your code to { $what }", "台北駐車：{ $what }コード { $digits }"),
        document=("document-owed = Parking fees to pay", "document-owed = 未払いの駐車料金"),
    )
    words = assets / "locale" / "ja" / "phone.ftl"
    words.write_text(words.read_text(encoding="utf-8").replace("= Your name", "= お名前"), encoding="utf-8")
    code, lines, errors = run(PHONES, assets, sqlite_url)
    assert (code, lines) == (
        0,
        [
            "台北駐車：create your accountコード 26576" + STILL_ENGLISH,
            *(str([True] * (3 + parts)) for parts in (2, 1, 1, 2)),
        ],
    ), errors
