"""The documents for those who change the kiosk: what they name is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import settings

from tests.source import ROOT
from tests.test_architecture_page import defined

PAGES = sorted(
    [
        ROOT / "CONTRIBUTING.md",
        ROOT / "SECURITY.md",
        *(ROOT / "docs").glob("*.md"),
        *(ROOT / "docs" / "decisions").glob("*.md"),
    ]
)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_path_in_a_document_leads_somewhere(page: Path) -> None:
    named = re.findall(r"`((?:kiosk|tests|assets|docs)/[\w/.*-]+)`", page.read_text(encoding="utf-8"))
    assert [path for path in named if not any(ROOT.glob(path.rstrip("/")))] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_in_a_document_leads_somewhere(page: Path) -> None:
    targets = re.findall(r"\]\(([^)#]+)[^)]*\)", page.read_text(encoding="utf-8"))
    assert [each for each in targets if "://" not in each and not (page.parent / each).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_whatever_a_document_says_stands_in_a_file_is_defined_there(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    named = re.findall(r"`(\w+)`\s(?:in\s|\()`((?:kiosk|tests)/[\w/]+\.py)`", text)
    assert [(name, path) for name, path in named if name not in defined(path)] == []


def test_every_decision_is_in_the_list() -> None:
    folder = ROOT / "docs" / "decisions"
    named = set(re.findall(r"\]\(([\w-]+\.md)\)", (folder / "README.md").read_text(encoding="utf-8")))
    assert named == {path.name for path in folder.glob("*.md")} - {"README.md"}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_examples_are_drawn_by_a_profile_without_a_time_limit(page: Path) -> None:
    for name in re.findall(r"--hypothesis-profile=(\w+)", page.read_text(encoding="utf-8")):
        assert settings.get_profile(name).deadline is None, name
