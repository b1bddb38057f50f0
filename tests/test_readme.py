"""The README's promises that a machine can hold."""

from __future__ import annotations

import re

from kiosk.backend.demo.seeding import TRIAL_VEHICLES
from kiosk.platform.machine.secrets import CREDENTIAL, VARIABLE
from tests.source import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_plates_to_try_are_those_of_the_demo() -> None:
    named = re.findall(r"^\| (\S+-\S+) \| (car|motorcycle) \|", README, re.MULTILINE)
    assert named == [(vehicle.plate, vehicle.type.value) for vehicle in TRIAL_VEHICLES]


def test_the_two_commands_are_the_ones_that_are_run_here() -> None:
    assert "pip install uv\nuv run kiosk\n" in README
    assert "\nuv run pytest " in README
    assert " uv run pytest --all-databases 2>" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")


def test_the_places_of_the_token_are_named() -> None:
    page = (ROOT / "docs" / "operating" / "first-start.md").read_text(encoding="utf-8")
    assert VARIABLE in page
    assert CREDENTIAL in page


def test_every_link_inside_the_repository_leads_somewhere() -> None:
    headings = {
        re.sub(r"[^a-z0-9 -]", "", line.lstrip("# ").lower()).replace(" ", "-")
        for line in README.splitlines()
        if line.startswith("#")
    }
    for target in re.findall(r"\]\(([^)]+)\)", README):
        if target.startswith("#"):
            assert target[1:] in headings, target
        elif "://" not in target:
            assert (ROOT / target).exists(), target
