"""`kiosk settings`: what holds on this machine, where it comes from, and what else could be set."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel, SecretStr
from pydantic_core import to_jsonable_python

from kiosk.commands.exits import Exit
from kiosk.commands.output import print_json, print_line
from kiosk.settings import BackendSettings, KioskSettings
from kiosk.settings.reference import as_toml
from kiosk.settings.reference import example as reference
from kiosk.settings.sources import Settings, origin

SCHEMA = "kiosk.settings/1"
"""Named in the JSON object. Keys may be added under this name, never changed or taken away."""

_SHOWN = {True: "(set)", False: "(empty)"}


def example() -> int:
    """Print the reference of every setting as a TOML file; return the exit code."""
    sys.stdout.write(reference())
    return Exit.DONE


def show(*, as_json: bool) -> int:
    """Print each setting, its value and what sets it; return the exit code. Raise `SettingsError`."""
    tables: list[Settings] = [KioskSettings(), BackendSettings()]
    if as_json:
        report: dict[str, Any] = {"schema": SCHEMA}
        for table in tables:
            report[table.table] = {
                name: {"value": json.loads(value), "from": place} for name, value, place in _rows(table)
            }
        print_json(report)
        return Exit.DONE
    for table in tables:
        sys.stdout.write(f"[{table.table}]\n")
        for name, value, place in _rows(table):
            print_line(f"{name} = {value}", *([f"# {place}"] if place else []))
    return Exit.DONE


def _rows(table: Settings) -> Iterator[tuple[str, str, str | None]]:
    """Yield a setting's name, its value as TOML and JSON write it, and what sets it, None for the default."""
    for name in type(table).model_fields:
        yield name, as_toml(_shown(getattr(table, name), name)), origin(type(table), name)


def _shown(value: Any, name: str) -> Any:
    if isinstance(value, SecretStr):
        return _SHOWN[bool(value.get_secret_value())]
    if name.startswith("database_") and value:
        # An address may hold a password.
        return _SHOWN[True]
    if name == "gateway_secrets":
        return sorted(value)
    if isinstance(value, tuple):
        return [_shown(_key(one) if isinstance(one, BaseModel) else one, name) for one in value]
    return to_jsonable_python(value)


def _key(table: BaseModel) -> Any:
    """Return what tells a table from the others of its list: the first of its keys, and no secret beside it."""
    return getattr(table, next(iter(type(table).model_fields)))
