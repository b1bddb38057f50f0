"""Where settings come from, and how a fault in them is said."""

from __future__ import annotations

import os
from typing import Any, ClassVar

import pydantic_settings
from pydantic import ValidationError
from pydantic_settings import (
    BaseSettings,
    EnvSettingsSource,
    InitSettingsSource,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
)

from kiosk.platform.machine.paths import PLACES, config_file
from kiosk.settings.faults import OfSettingError, SettingsError, meant
from kiosk.settings.file import tables

_classes: list[type[Settings]] = []


class Settings(BaseSettings):
    """One table of the settings file, and the variables with its prefix. Making one raises `SettingsError`."""

    model_config = SettingsConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)

    table: ClassVar[str]
    """The name of the table."""

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        _classes.append(cls)

    def __init__(self, **values: Any) -> None:
        try:
            super().__init__(**values)
        except ValidationError as error:
            found = [_sentence(type(self), values, fault) for fault in error.errors(include_input=False)]
        except pydantic_settings.SettingsError as error:
            # The library's words name the field; what caused it may quote the value.
            found = [f"{_variable_in(type(self), str(error))}: not JSON, as a list in a variable has to be"]
        else:
            return
        raise SettingsError(*found)

    @classmethod
    def variable(cls, field: str) -> str:
        """Return the name of the variable that sets a field."""
        return f"{cls.model_config.get('env_prefix', '')}{field}".upper()

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        # What the file says is handed over as read: the library's own TOML source lets no table be absent.
        from_file = InitSettingsSource(settings_cls, tables()[cls.table])
        return init_settings, _Variables(settings_cls), from_file


class _Variables(EnvSettingsSource):
    """The environment, of which every `KIOSK_…` has to be known: a misspelt one would be silently without effect."""

    def __call__(self) -> dict[str, Any]:
        known = known_variables()
        unknown = sorted(name for name in os.environ if name.upper().startswith("KIOSK_") and name.upper() not in known)
        if unknown:
            raise SettingsError(
                *(f"{name}: unknown setting in the environment{meant(name.upper(), known)}" for name in unknown)
            )
        return super().__call__()


def known_variables() -> frozenset[str]:
    """Return the name of every variable that has a meaning here."""
    settings = {cls.variable(field) for cls in _classes for field in cls.model_fields}
    return PLACES | settings


def origin(cls: type[Settings], field: str) -> str | None:
    """Return what sets a field: the name of a variable, or the file with its table and key; None for the default."""
    variable = cls.variable(field)
    if any(name.upper() == variable for name in os.environ):
        return variable
    if field in {name.lower() for name in tables()[cls.table]}:
        return f"{config_file()}: [{cls.table}] {field}"
    return None


def _sentence(cls: type[Settings], values: dict[str, Any], fault: Any) -> str:
    where, reason = tuple(fault["loc"]), str(fault["msg"]).removeprefix("Value error, ")
    error = fault.get("ctx", {}).get("error")
    if isinstance(error, OfSettingError):
        where = (error.setting,)
    field = str(where[0]) if where else ""
    rest = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in where[1:])
    if fault["type"] == "extra_forbidden":
        reason = f"unknown setting{meant(field, cls.model_fields)}" if len(where) == 1 else "unknown key"
    place = None if field in values else origin(cls, field)
    return f"{place or f'[{cls.table}] {field}'}{rest}: {reason}"


def _variable_in(cls: type[Settings], words: str) -> str:
    return next((cls.variable(field) for field in cls.model_fields if f'"{field}"' in words), cls.table)
