"""A service for owners is its kind, its job and its words: no table, no page and no other code is touched for it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from kiosk.backend.store.database import Database
from kiosk.languages import LANGUAGES
from tests.source import ROOT

WORDS = {
    "owner.ftl": """
service-sweeping = Sweeping days
service-sweeping-more = A text message on the eve of a day on which the street is swept.
message-sweeping-title = { $plate }: the street is swept
message-sweeping-body = Please move { $plate } before { $due }.
""",
    "sms.ftl": "\nsms-sweeping = Taipei Parking: the street of { $plate } is swept on { $due }.\n",
    "desk.ftl": "\ndesk-service-sweeping = Sweeping days\n",
}
ADDED = """
import sys
from enum import StrEnum
from pathlib import Path

import structlog
structlog.configure(logger_factory=structlog.PrintLoggerFactory(sys.stderr))

from kiosk.platform.machine import paths
paths.assets = lambda: Path(sys.argv[1])

from kiosk.domain import service
known = [(kind.name, kind.value) for kind in service.ServiceKind]
service.ServiceKind = StrEnum("ServiceKind", [*known, ("SWEEPING", "sweeping")])
service.MESSAGES["sweeping"] = ("plate", "due")

from kiosk.backend.vehicles import service_jobs
from tests.backend.vehicles import sweeping
service_jobs.ROUNDS = (*service_jobs.ROUNDS, sweeping.tell_due)

from kiosk.contract.vehicles import BoundVehicle, ServiceChoice
from kiosk.contract.wire import Vehicle
from kiosk.domain.plate import VehicleType
CAR = Vehicle(plate="BKZ-5937", type=VehicleType.CAR)
SWEEPING = ServiceChoice.model_validate({"kind": "sweeping"})
"""
SENT = """
from datetime import timedelta
from kiosk.backend.messages import owner_log
from kiosk.backend.store.database import Database
from kiosk.i18n import Texts
from kiosk.screens.owner import message_words
from tests.backend.code_stage import make_code_stage
from tests.backend.owner_rows import add_owner, bind
from tests.clock import START, ManualClock

stage = make_code_stage(Database(sys.argv[2]), ManualClock())
owner = add_owner(stage.context.database)
bound = bind(stage.context.database, owner, CAR, SWEEPING, now=START - timedelta(days=2))
print(BoundVehicle.model_validate_json(bound.model_dump_json()) == bound, *(one.kind for one in bound.services))
for _ in range(2):
    stage.worker.run_round()
    stage.worker.run_due()
print(*(text.body for text in stage.gateway.sent), sep="|")
with stage.context.database.read() as connection:
    found = owner_log.inbox(connection, owner)
print(*(Texts("en")(message_words.title(message)) for message in found.messages), sep="|")
stage.context.database.close()
"""
CHOSEN = """
import asyncio
from kiosk.screens.owner.services import ServicesPage
from kiosk.widgets.lists.tick import Tick
from tests.screens.stage import Stage, until

async def take(choice):
    return choice

async def show():
    stage = Stage(lambda: ServicesPage(CAR, take), language="en")
    async with stage.played((120, 40)) as pilot:
        print(*(tick.id for tick in stage.app.screen.query(Tick)))
        await pilot.click("#sweeping")
        await pilot.click("#done")
        await until(pilot, lambda: stage.answer is not None)
    print(stage.answer == (SWEEPING,))

asyncio.run(show())
"""


@pytest.fixture
def assets(tmp_path: Path) -> Path:
    """Return assets that have the words of one more service, in each language."""
    found = shutil.copytree(ROOT / "assets", tmp_path / "assets", ignore=shutil.ignore_patterns("pictures"))
    for language in LANGUAGES:
        for name, words in WORDS.items():
            with (found / "locale" / language / name).open("a", encoding="utf-8") as file:
                file.write(words)
    return found


def run(script: str, *arguments: object) -> list[str]:
    ran = subprocess.run(
        [sys.executable, "-c", ADDED + script, *map(str, arguments)],
        capture_output=True,
        text=True,
        env=os.environ | {"PYTHONUTF8": "1"},
        cwd=ROOT,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    return ran.stdout.splitlines()


@pytest.mark.long
@pytest.mark.each_database
def test_it_is_bound_and_its_owner_is_notified_once(assets: Path, database: Database) -> None:
    url = database.url.render_as_string(hide_password=False)
    assert run(SENT, assets, url) == [
        "True sweeping",
        "Taipei Parking: the street of BKZ-5937 is swept on 11/24.",
        "BKZ-5937: the street is swept",
    ]


@pytest.mark.long
def test_the_page_offers_it_beside_the_others(assets: Path) -> None:
    assert run(CHOSEN, assets) == ["paperless reminder flood sweeping", "True"]
