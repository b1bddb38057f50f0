"""The README's promises that a machine can hold."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

from kiosk.backend.demo.seeding import TRIAL_VEHICLES
from kiosk.platform.machine.secrets import CREDENTIAL, VARIABLE
from tests.source import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_plates_to_try_are_those_of_the_demo() -> None:
    named = re.findall(r"^\| (\S+-\S+) \| (car|motorcycle) \|", README, re.MULTILINE)
    assert named == [(vehicle.plate, vehicle.type.value) for vehicle in TRIAL_VEHICLES]


def test_the_two_commands_are_the_ones_that_are_run_here() -> None:
    assert "pip install uv\nuv run kiosk\n" in README
    assert "\nuv run pytest\n" in README
    every_time = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert " uv run pytest --whole 2>" in every_time
    assert re.search(r"^timeout .* uv run python -m tests\.systemd$", every_time, re.MULTILINE)


def test_just_runs_the_lines_that_the_readme_shows_under_the_same_names() -> None:
    just = Path(sys.executable).parent / "just"
    dumped = subprocess.run(
        [just, "--justfile", ROOT / "justfile", "--dump", "--dump-format", "json"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    runs = {
        name: [_line(recipe, line) for line in recipe["body"]]
        for name, recipe in json.loads(dumped)["recipes"].items()
        if not recipe["private"]
    }
    block = README.partition("## Developing")[2].partition("```sh\n")[2].partition("```")[0]
    shown: dict[str, list[str]] = {}
    lines: list[str] = []
    for line in block.splitlines():
        if line.startswith("# "):
            lines = shown.setdefault(line[2:].partition(":")[0], [])
        else:
            lines.append(line)
    assert list(shown) == ["run", "dev", "test", "test-fast", "snap", "openapi", "lint", "fix", "shots", "ci"]
    assert runs == shown


def _line(recipe: dict[str, Any], line: list[str | list[list[str]]]) -> str:
    """Return a line of a recipe as it runs where nothing is named."""
    defaults = {parameter["name"]: parameter["default"] or "" for parameter in recipe["parameters"]}
    return "".join(part if isinstance(part, str) else defaults[part[0][1]] for part in line).strip()


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
