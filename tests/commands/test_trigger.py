"""`kiosk trigger`: a stored demo is brought into a situation; nothing else is."""

from __future__ import annotations

import json

import pytest

from kiosk.backend.demo import trial
from kiosk.backend.store.database import Database
from kiosk.commands.exits import Exit
from tests.commands.conftest import Run

EVERY = (*trial.situations(), *trial.troubles())
NAMES = [one.name for one in EVERY]


def test_the_list_says_what_is_typed_for_each(kiosk: Run) -> None:
    ran = kiosk("trigger", "--list")
    assert [line.split(maxsplit=1) for line in ran.out.splitlines()] == [
        [one.name, one.key or "(kiosk fleet list)"] for one in EVERY
    ]
    reported = json.loads(kiosk("trigger", "--list", "--json").out)
    assert [one["name"] for one in reported["situations"]] == NAMES


def test_a_situation_in_a_stored_demo_is_reported_with_what_was_made(kiosk: Run, demo_url: str) -> None:
    ran = kiosk("trigger", "payment.unknown", "--database-url", demo_url, "--json")
    reported = json.loads(ran.out)
    assert (reported["schema"], reported["name"], reported["type"]) == (
        "kiosk.trigger/1",
        "payment.unknown",
        "BMD-2105",
    )
    assert reported["made"]["order"].endswith("ZZZ")
    again = kiosk("trigger", "payment.unknown", "--database-url", demo_url)
    assert again.code == 0
    assert again.out.split()[:2] == ["plate", "BMD-2105"]
    assert again.err == "Type BMD-2105 at the desk.\n"


def test_a_terminal_that_is_lost_is_found_by_the_fleet(kiosk: Run, demo_url: str) -> None:
    ran = kiosk("trigger", "terminal.lost", "--database-url", demo_url)
    assert ran.err == "It is at the top of: kiosk fleet list\n"
    listed = kiosk("fleet", "list", "--json", "--database-url", demo_url)
    assert json.loads(listed.out)["terminals"][0]["name"] == "中山 3 號機"


def test_another_database_than_the_demos_is_left_as_it_is(kiosk: Run, database: Database) -> None:
    url = database.url.render_as_string(hide_password=False)
    ran = kiosk("trigger", "payment.unknown", "--database-url", url)
    assert (ran.code, ran.out) == (Exit.FAILED, "")
    assert ran.err.startswith("This is not the demo's database")


@pytest.mark.parametrize("name", ["", "payment", "payment.nonsense"])
def test_a_name_that_is_none_is_answered_with_those_that_are(kiosk: Run, name: str) -> None:
    ran = kiosk("trigger", *([name] if name else []))
    assert (ran.code, ran.out) == (Exit.USAGE, "")
    assert "owner.lost-phone" in ran.err
