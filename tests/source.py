"""Reading this project's own source, for tests that hold a rule everywhere."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from jinja2 import Environment, nodes

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "kiosk"


def modules(folder: Path = PACKAGE, *, with_text: str = "") -> Iterator[tuple[Path, ast.Module]]:
    """Yield each module of the package below `folder` that has a text in it, parsed; all of them take a second."""
    for path in sorted(folder.rglob("*.py")):
        source = path.read_text(encoding="utf-8")
        if with_text in source:
            yield path, ast.parse(source, str(path))


def imported(tree: ast.AST) -> Iterator[str]:
    """Yield the full name of each module that is imported anywhere in `tree`, also inside functions."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module is not None and node.level == 0:
            yield node.module


def calls(tree: ast.AST) -> Iterator[tuple[str, ast.Call]]:
    """Yield each call with the last name of what is called: `say`, `texts`; for `texts_of(x)(…)`, `texts_of`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            function: ast.expr = node.func
            while isinstance(function, ast.Call):
                function = function.func
            if isinstance(function, ast.Name):
                yield function.id, node
            elif isinstance(function, ast.Attribute):
                yield function.attr, node


def on_pages() -> Iterator[tuple[str, str, frozenset[str]]]:
    """Yield each message that a page for phones asks for (`{{ texts("…") }}`), where, and with which arguments."""
    for path in sorted((PACKAGE / "backend" / "http" / "templates").glob("*.html")):
        template = Environment(autoescape=True).parse(path.read_text(encoding="utf-8"))
        for call in template.find_all(nodes.Call):
            asks = isinstance(call.node, nodes.Name) and call.node.name == "texts"
            if asks and isinstance(call.args[0], nodes.Const):
                given = frozenset(keyword.key for keyword in call.kwargs)
                yield str(call.args[0].value), f"{path.name}:{call.lineno}", given
