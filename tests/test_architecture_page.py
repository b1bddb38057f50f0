"""docs/architecture.md: what it names is there."""

from __future__ import annotations

import ast
import re

from tests.source import ROOT

PAGE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")


def test_every_path_on_the_page_leads_somewhere() -> None:
    named = re.findall(r"`(kiosk/[\w/.]+)`", PAGE)
    assert named
    assert [path for path in named if not (ROOT / path).exists()] == []


def test_whatever_the_page_says_stands_in_a_file_is_defined_there() -> None:
    told = [
        *re.findall(r"`([\w.]+)`\s\(`(kiosk/[\w/]+\.py)`", PAGE),
        *re.findall(r"`(\w+)` in `(kiosk/[\w/]+\.py)`", PAGE),
        *re.findall(r"`(\w+)`\s\(`(kiosk/[\w/]+\.py)`\)", PAGE),
    ]
    assert len(told) >= 14
    assert [(name, path) for name, path in told if name not in defined(path)] == []


def defined(path: str) -> set[str]:
    """Return the functions and classes of a module, methods with their class."""
    module = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    names = {
        node.name for node in module.body if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
    }
    for node in module.body:
        if isinstance(node, ast.ClassDef):
            names |= {f"{node.name}.{each.name}" for each in node.body if hasattr(each, "name")}
    return names


def test_every_room_of_the_backend_is_on_the_page() -> None:
    rooms = {path.parent.name for path in (ROOT / "kiosk" / "backend").glob("*/__init__.py")}
    assert sorted(room for room in rooms if not re.search(rf"\b{room}\b", PAGE)) == []
