"""Gateways of their own beside the payment platform: `[[backend.gateways]]`, and their secrets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, field_validator, model_validator

from kiosk.settings.addresses import ProtectedAddress

GatewayName = Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]{1,23}$")]


@dataclass(frozen=True, slots=True)
class GatewayKind:
    """A kind of gateway, as far as its settings go."""

    module: str
    """Has its adapter and its simulator, as `KIND` (`kiosk.backend.gateways.kind`). Loaded where one is set up."""
    speaks: str
    """What it speaks, for the reference of the settings."""
    channel: str = ""
    """What `channel` has to be with it, empty where there is none."""
    store: str = ""
    """What `store` has to be with it, empty where there is none."""


KINDS: Mapping[str, GatewayKind] = {
    "line-pay": GatewayKind(
        "kiosk.backend.gateways.line_pay.kind", "LINE Pay's online interface, version 3", channel="the channel's id"
    ),
    "jkopay": GatewayKind(
        "kiosk.backend.gateways.jkopay.kind", "JKOPAY's", channel="the API key", store="the store's id"
    ),
    "platform": GatewayKind("kiosk.backend.gateways.platform.kind", "what `provider_url` speaks"),
}
"""Every kind of gateway: a folder each, and its line here."""


def _known(kind: str) -> str:
    if kind not in KINDS:
        raise ValueError(f"one of {', '.join(KINDS)}")
    return kind


KindName = Annotated[str, AfterValidator(_known)]


class GatewaySettings(BaseModel):
    """Who collects for some of the providers (`[[backend.gateways]]`)."""

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True, hide_input_in_errors=True)

    name: GatewayName
    """What the log and its secret call it."""
    kind: Annotated[
        KindName,
        Field(description=f"How it speaks: {'; '.join(f'`{name}` is {kind.speaks}' for name, kind in KINDS.items())}."),
    ]
    url: ProtectedAddress
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
        kind = KINDS[self.kind]
        for field, given, needed in (("channel", self.channel, kind.channel), ("store", self.store, kind.store)):
            if bool(given) != bool(needed):
                raise ValueError(f"{field}: {self.kind} {f'needs {needed}' if needed else 'has none'}")
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
