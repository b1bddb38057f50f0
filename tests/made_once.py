"""What all tests of a process make once, though it belongs to each app, each engine, each application by itself.

Nothing of it can be changed by a test: parsed rules, compiled statements, schemas. What a test of the product proves is
the same; only the second one to ask pays nothing. docs/testing.md says what that saves.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

STATEMENTS = 4000
"""As many are kept compiled by a process of the tests; an engine by itself keeps 500."""


@contextmanager
def style_sheets() -> Iterator[None]:
    """Parse each style sheet once for all the apps of a run: it takes longer than what most tests do with the page.

    And work out the colours of a theme once, which an app does three times.
    """
    from textual.css.model import RuleSet
    from textual.css.stylesheet import Stylesheet
    from textual.design import ColorSystem

    parsed: dict[tuple[object, ...], list[RuleSet]] = {}
    palettes: dict[tuple[tuple[str, str], ...], int] = {}
    parse = Stylesheet._parse_rules

    def palette(sheet: Any) -> int:
        """Return the same number for the same variables. A sheet is given others by getting another dictionary."""
        variables, number = sheet.__dict__.get("_palette", (None, 0))
        if variables is not sheet._variables:
            variables = sheet._variables
            number = palettes.setdefault(tuple(variables.items()), len(palettes))
            sheet._palette = variables, number
        return int(number)

    def remembered(self: Stylesheet, css: str, *arguments: Any, **named: Any) -> list[RuleSet]:
        key = (css, arguments, tuple(named.items()), palette(self))
        if key not in parsed:
            parsed[key] = parse(self, css, *arguments, **named)
        return parsed[key]

    colours: dict[str, dict[str, str]] = {}
    generate = ColorSystem.generate

    def generated(self: ColorSystem) -> dict[str, str]:
        key = repr(vars(self))
        if key not in colours:
            colours[key] = generate(self)
        return dict(colours[key])

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(Stylesheet, "_parse_rules", remembered)
        patched.setattr(ColorSystem, "generate", generated)
        yield


@contextmanager
def statements() -> Iterator[None]:
    """Compile each statement once for all the engines of a kind: an engine lives for a test, not for months."""
    from sqlalchemy import Engine
    from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
    from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
    from sqlalchemy.util import LRUCache

    compiled: LRUCache[Any, Any] = LRUCache(STATEMENTS)
    for_all = property(lambda _: compiled, lambda *_: None)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(Engine, "_compiled_cache", for_all, raising=False)
        for dialect in (SQLiteDialect_pysqlite, PGDialect_psycopg):  # the cache's keys begin with the engine's own
            patched.setattr(dialect, "__eq__", lambda one, other: type(one) is type(other))
            patched.setattr(dialect, "__hash__", lambda one: hash(type(one)))
        yield


@contextmanager
def schemas() -> Iterator[None]:
    """Build the schema of each parameter once for all the applications: a third of what making one takes."""
    from fastapi._compat import v2
    from pydantic import TypeAdapter

    built: dict[tuple[object, ...], TypeAdapter[Any]] = {}

    def adapter(annotated: Any, *, config: Any) -> TypeAdapter[Any]:
        # What lies around a type has no equality of its own; an adapter holds it, so that no address comes twice.
        key = (annotated.__origin__, repr(annotated), repr(config))
        if key not in built:
            built[key] = TypeAdapter(annotated, config=config)
        return built[key]

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(v2, "TypeAdapter", adapter)
        yield


@contextmanager
def certificates() -> Iterator[None]:
    """Read the machine's certificates once for all the clients: that takes 30 ms, and few of them need any."""
    from functools import cache

    from httpx._config import create_ssl_context

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("httpx._transports.default.create_ssl_context", cache(create_ssl_context))
        yield
