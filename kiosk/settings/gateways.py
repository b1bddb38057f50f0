"""Gateways of their own beside the payment platform: `[[backend.gateways]]`, and their secrets."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

GatewayName = Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]{1,23}$")]


class GatewaySettings(BaseModel):
    """Who collects for some of the providers (`[[backend.gateways]]`)."""

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True, hide_input_in_errors=True)

    name: GatewayName
    """What the log and its secret call it."""
    kind: Literal["line-pay", "jkopay", "platform"]
    """How it speaks: `line-pay` is LINE Pay's online interface, version 3; `jkopay` JKOPAY's; `platform` is what
    `provider_url` speaks."""
    url: Annotated[str, Field(pattern=r"^(https://|http://127\.0\.0\.1[:/])[^\s@?#]+$", max_length=500)]
    """Base address of its interface."""
    channel: Annotated[str, Field(pattern=r"^[0-9A-Za-z_-]{0,100}$")] = ""
    """Who we are there: the channel's id, as LINE Pay gave it, or the API key, as JKOPAY did."""
    store: Annotated[str, Field(pattern=r"^[0-9A-Za-z-]{0,36}$")] = ""
    """The store's id, as JKOPAY gave it."""
    providers: Annotated[tuple[GatewayName, ...], Field(min_length=1)]
    """Whom it collects for, by their codes in `assets/providers.toml`."""

    @field_validator("url")
    @classmethod
    def _without_end(cls, url: str) -> str:
        return url.rstrip("/")

    @model_validator(mode="after")
    def _channel_of_its_own(self) -> GatewaySettings:
        if (self.kind != "platform") != bool(self.channel):
            raise ValueError("channel: line-pay needs the id of its channel, jkopay its API key; platform has none")
        if (self.kind == "jkopay") != bool(self.store):
            raise ValueError("store: jkopay needs the id of its store, and no other kind has one")
        return self


def checked(gateways: tuple[GatewaySettings, ...]) -> tuple[GatewaySettings, ...]:
    """Return gateways of which each has its own name and its own providers; raise `ValueError`."""
    names = [gateway.name for gateway in gateways]
    providers = [provider for gateway in gateways for provider in gateway.providers]
    for what, codes in (("gateways have the same name", names), ("gateways collect for the same provider", providers)):
        twice = sorted({code for code in codes if codes.count(code) > 1})
        if twice:
            raise ValueError(f"two {what}: {', '.join(twice)}")
    return gateways
