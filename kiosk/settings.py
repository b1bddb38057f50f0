"""Typed settings, from a TOML file and `KIOSK_…` in the environment, validated once at start.

Precedence: arguments, then the environment, then the file, then the defaults below.
"""

from __future__ import annotations

from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict, TomlConfigSettingsSource

from kiosk.platform.paths import config_file


class _Settings(BaseSettings):
    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        table = str(settings_cls.model_config.get("toml_table_header", ("",))[0])
        return init_settings, env_settings, _Table(settings_cls, table)


class _Table(TomlConfigSettingsSource):
    """One table of the settings file."""

    def __init__(self, settings_cls: type[BaseSettings], table: str) -> None:
        self._table = table
        super().__init__(settings_cls, config_file())

    def _read_file(self, file_path: Path | Traversable) -> dict[str, Any]:
        content = super()._read_file(file_path)
        table = content.get(self._table, {})
        return table if isinstance(table, dict) else {}


class BackendSettings(_Settings):
    """What the backend needs to know (`[backend]` in the file, `KIOSK_BACKEND_…` in the environment)."""

    model_config = SettingsConfigDict(
        env_prefix="KIOSK_BACKEND_", toml_table_header=("backend",), extra="forbid", frozen=True
    )

    database_url: str = ""
    """Empty means the SQLite file in the data folder."""
    office: str = "松山停車服務中心"
    help_phone: str = "02-2726-9600"
    payee: str = "臺北市停車管理工程處"
    demo: bool = False
    """A synthetic city, plates to try on the welcome screen, and the simulated provider."""
    public_url: str = ""
    """Where phones reach the payer's page, such as `https://pay.example.tw`; empty means the listening address."""
    payment_lifetime: Annotated[float, Field(gt=0, le=3600)] = 300.0
    """Seconds that a code may be scanned."""
    provider_url: str = ""
    """Base address of the payment provider's interface; the demo starts a simulated one."""
    provider_secret: SecretStr = SecretStr("")
    """Key of the HMAC on requests to the provider and on its messages."""
    owner_secret: SecretStr = SecretStr("")
    """Key of the hashes of one-time codes and of sealed messages, the same in every replica; empty means that it is
    derived from the provider's."""
    threads: Annotated[int, Field(ge=1, le=64)] = 4
    """Units of work at a time; also the connections to the database."""
