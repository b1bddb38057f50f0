"""Typed settings, from a TOML file and `KIOSK_…` in the environment, validated once at start.

Precedence: arguments, then the environment, then the file, then the defaults below.
"""

from __future__ import annotations

from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationInfo, field_validator
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


class IdentitySettings(BaseModel):
    """One identity provider that speaks OpenID Connect's device flow (`[[backend.identity_providers]]`)."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    code: Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]{1,23}$")]
    """Stands in the database: never to be changed once somebody is linked there."""
    name: Annotated[str, Field(min_length=1, max_length=40)]
    issuer: Annotated[str, Field(pattern=r"^(https://|http://127\.0\.0\.1[:/])", max_length=500)]
    """As in its discovery document, such as `https://accounts.google.com`."""
    client_id: Annotated[str, Field(min_length=1, max_length=200)]
    client_secret: SecretStr = SecretStr("")
    """Empty for a public client."""


class BackendSettings(_Settings):
    """What the backend needs to know (`[backend]` in the file, `KIOSK_BACKEND_…` in the environment)."""

    model_config = SettingsConfigDict(
        env_prefix="KIOSK_BACKEND_", toml_table_header=("backend",), extra="forbid", frozen=True
    )

    database_url: str = ""
    """Empty means the SQLite file in the data folder."""
    database_direct_url: str = ""
    """The PostgreSQL server itself, where `database_url` leads to a pooler in transaction mode (pgbouncer)."""
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
    password_memory: Annotated[int, Field(ge=8, le=4 * 1024 * 1024)] = 64 * 1024
    """KiB that hashing a password takes (Argon2id). Never below 19456 where people sign in: only tests go lower."""
    password_passes: Annotated[int, Field(ge=1, le=100)] = 3
    """How often that memory is gone over."""
    mitake_url: str = "https://smsapi.mitake.com.tw/api/mtk"
    """Mitake (三竹); personal accounts have `https://smsb2c.mitake.com.tw/b2c/mtk`."""
    mitake_user: str = ""
    mitake_password: SecretStr = SecretStr("")
    every8d_url: str = "https://oms.e8d.tw/API21/HTTP"
    """EVERY8D (互動資通); some accounts have another host."""
    every8d_user: str = ""
    every8d_password: SecretStr = SecretStr("")
    text_gateways: tuple[Literal["mitake", "every8d"], ...] = ()
    """Who sends text messages, in the order in which they are tried: the next one steps in for one that fails."""
    identity_providers: tuple[IdentitySettings, ...] = ()
    """Where owners may link an account, in the order in which they are offered; the demo has simulated ones."""
    threads: Annotated[int, Field(ge=1, le=64)] = 4
    """Units of work at a time; also the connections to the database."""
    text_threads: Annotated[int, Field(ge=1, le=64)] = 2
    """Messages that take their turn, such as alerts, handed to gateways at a time; codes have threads of their own."""

    @field_validator("identity_providers")
    @classmethod
    def _once(cls, providers: tuple[IdentitySettings, ...]) -> tuple[IdentitySettings, ...]:
        if len({provider.code for provider in providers}) < len(providers):
            raise ValueError("two identity providers have the same code")
        return providers

    @field_validator("text_gateways")
    @classmethod
    def _have_accounts(cls, gateways: tuple[str, ...], found: ValidationInfo) -> tuple[str, ...]:
        # The fields above it have been read; one that was wrong is told of by itself.
        for gateway in gateways:
            user, password = found.data.get(f"{gateway}_user"), found.data.get(f"{gateway}_password")
            if not user or not password or not password.get_secret_value():
                raise ValueError(f"{gateway} needs {gateway}_user and {gateway}_password")
        return gateways
