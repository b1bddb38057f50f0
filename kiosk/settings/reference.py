"""Every setting as a commented file: what it is for, what it may be, and what holds where it is not set."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterator, Mapping
from typing import Any, get_args

from pydantic import BaseModel, SecretStr
from pydantic.fields import FieldInfo

from kiosk.platform.machine.paths import PLACES
from kiosk.settings.backend import BackendSettings, IdentitySettings
from kiosk.settings.cities import CityPaidSettings
from kiosk.settings.gateways import GatewaySettings
from kiosk.settings.kiosk import KioskSettings
from kiosk.settings.sources import Settings

_HEAD = f"""\
The settings of the parking kiosk, each with what holds where it is not set. Keep what you change.

This file lies at ~/.config/parking-kiosk/kiosk.toml (macOS: ~/Library/Application Support/parking-kiosk/kiosk.toml),
or where KIOSK_CONFIG says. Each setting is also a variable of the environment, which wins over the file; an option on
the command line wins over both. Lists are JSON in a variable. Secrets rather stand in the environment.

Variables that are no settings: {", ".join(sorted(PLACES))}."""

_WIDTH = 116


def example() -> str:
    """Return the reference as a TOML file that sets nothing: each setting stands in it as a comment."""
    lines = [*_comment(_HEAD)]
    for cls in (KioskSettings, BackendSettings):
        lines += ["", f"[{cls.table}]"]
        for name, field in cls.model_fields.items():
            if name not in _TABLES:
                lines += ["", *_setting(name, field, cls)]
    for name in _TABLES:
        lines += ["", *_table(name)]
    return "\n".join(lines) + "\n"


def as_toml(value: Any) -> str:
    """Return a setting's value as TOML writes it."""
    if isinstance(value, SecretStr):
        value = value.get_secret_value()
    if isinstance(value, dict):
        return f"{{{', '.join(f'{name} = {as_toml(one)}' for name, one in value.items())}}}"
    if isinstance(value, (tuple, list)):
        return f"[{', '.join(map(as_toml, value))}]"
    # The two agree on what is used here: strings, numbers, true and false.
    return json.dumps(value, ensure_ascii=False)


def _setting(name: str, field: FieldInfo, cls: type[Settings]) -> Iterator[str]:
    yield from _comment(_described(field))
    yield f"# In the environment: {cls.variable(name)}"
    yield f"#{name} = {as_toml(field.default)}"


def _table(table: str) -> Iterator[str]:
    model, example = _TABLES[table]
    yield from _comment(_described(BackendSettings.model_fields[table]))
    yield f"# In the environment: {BackendSettings.variable(table)}, a list of objects"
    yield f"#[[backend.{table}]]"
    for name, part in model.model_fields.items():
        yield from _comment(_described(part))
        yield f"#{name} = {as_toml(example[name])}"


_TABLES: Mapping[str, tuple[type[BaseModel], Mapping[str, Any]]] = {
    "identity_providers": (
        IdentitySettings,
        {
            "code": "google",
            "name": "Google",
            "name_en": "",
            "issuer": "https://accounts.google.com",
            "client_id": "0000.apps.googleusercontent.com",
            "client_secret": "",
        },
    ),
    "gateways": (
        GatewaySettings,
        {
            "name": "line-pay",
            "kind": "line-pay",
            "url": "https://api-pay.line.me",
            "channel": "1656000000",
            "store": "",
            "providers": ("line-pay-money",),
        },
    ),
    "cities_paid": (
        CityPaidSettings,
        {"city": "NWT", "way": "asked-again", "url": "", "secret": ""},
    ),
}
"""Settings that are a list of tables, at the file's end, each with an example of one."""


def _described(field: FieldInfo) -> str:
    said = " ".join((field.description or "").split())
    return " ".join(filter(None, [said, *_bounds(field)]))


def _bounds(field: FieldInfo) -> Iterator[str]:
    """Yield a sentence on what a setting may be, as far as its description needs one."""
    least = [f"{word} {limit}" for word, name in (("from", "ge"), ("above", "gt")) if (limit := _limit(field, name))]
    most = [f"to {limit}" for limit in [_limit(field, "le")] if limit]
    if least or most:
        yield f"A number {' '.join(least + most)}."
    choices = get_args(get_args(field.annotation)[0]) if field.annotation and get_args(field.annotation) else ()
    if choices and all(isinstance(choice, str) for choice in choices):
        yield f"Each one of: {', '.join(choices)}."


def _limit(field: FieldInfo, name: str) -> str:
    found = next((getattr(part, name) for part in field.metadata if hasattr(part, name)), None)
    return "" if found is None else str(found)


def _comment(text: str) -> Iterator[str]:
    for paragraph in text.split("\n\n"):
        for line in textwrap.wrap(paragraph, _WIDTH, break_long_words=False, break_on_hyphens=False):
            yield f"# {line}"


def documented(model: type[BaseModel]) -> list[str]:
    """Return the settings of a table that has no description."""
    return [name for name, field in model.model_fields.items() if not field.description]
