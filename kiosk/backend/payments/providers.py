"""The providers a payer may choose, from `assets/providers.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from typing import Any

import structlog
from pydantic import ConfigDict, ValidationError

from kiosk.backend.ground.problems import Refusal
from kiosk.contract.payments import Provider, ProviderList
from kiosk.contract.problems import ProblemKind
from kiosk.platform.machine.paths import assets
from kiosk.settings.gateways import KindName

_log = structlog.get_logger("kiosk.payments")


class ProviderFileError(Exception):
    """The list of providers cannot be used; the message says why."""


class _Entry(Provider):
    model_config = ConfigDict(extra="forbid")

    demo: bool = False
    simulated: str | None = None
    simulated_by: KindName | None = None


@dataclass(frozen=True, slots=True)
class Providers:
    """Every provider by its code, in the order in which they are offered."""

    by_code: dict[str, Provider]

    @property
    def some(self) -> bool:
        """Whether anything can be paid here."""
        return bool(self.by_code)

    def listed(self) -> ProviderList:
        return ProviderList(providers=tuple(self.by_code.values()))

    def name(self, code: str) -> str:
        """Return a provider's name; its code, if it has left the list since a payment was made."""
        provider = self.by_code.get(code)
        return code if provider is None else provider.name

    def name_en(self, code: str) -> str | None:
        """Return a provider's name in English, None where it has no other one."""
        provider = self.by_code.get(code)
        return None if provider is None else provider.name_en

    def usable(self, code: str, dollars: int) -> Provider:
        """Return a provider that collects that much in one payment; raise `Refusal`."""
        provider = self.by_code.get(code)
        if provider is None or not provider.available:
            raise Refusal(ProblemKind.PROVIDER_UNAVAILABLE, "this provider is not in service")
        most = provider.max_amount
        if most is not None and dollars + provider.fee > most:
            raise Refusal(ProblemKind.PROVIDER_UNAVAILABLE, "more than this provider collects at once", amount=most)
        return provider


def offered(*, demo: bool, platform: bool, collected: Collection[str] = ()) -> Providers:
    """Return the providers of a service: those for which a gateway collects. Raise `ProviderFileError`.

    The platform collects for all of them; `collected` are those that have gateways of their own.
    """
    every = load(demo=demo)
    if demo or platform:
        return every
    return Providers({code: provider for code, provider in every.by_code.items() if code in collected})


@cache
def load(*, demo: bool) -> Providers:
    """Return the providers, those of the demo included or not; raise `ProviderFileError`."""
    entries = [entry for entry in _entries() if demo or not entry.demo]
    return Providers(
        {entry.code: Provider(**entry.model_dump(exclude={"demo", "simulated", "simulated_by"})) for entry in entries}
    )


@cache
def simulated() -> dict[str, str]:
    """Return how the simulated platform treats providers, by code; those it simply serves are left out."""
    return {entry.code: entry.simulated for entry in _entries() if entry.simulated is not None}


@cache
def simulated_by(gateway: str) -> tuple[str, ...]:
    """Return the providers for which a simulated gateway collects in the demo, in place of the platform."""
    return tuple(entry.code for entry in _entries() if entry.simulated_by == gateway)


@cache
def simulating() -> tuple[str, ...]:
    """Return the kinds of the gateways that are simulated in the demo, each once."""
    return tuple(dict.fromkeys(entry.simulated_by for entry in _entries() if entry.simulated_by is not None))


@cache
def _entries() -> tuple[_Entry, ...]:
    path = assets() / "providers.toml"
    try:
        content: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
        rows = list(content["provider"])
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, KeyError, TypeError) as error:
        raise ProviderFileError(f"{path.name}: {error}") from error
    entries = tuple(entry for number, row in enumerate(rows, 1) if (entry := _entry(number, row)) is not None)
    if not entries:
        raise ProviderFileError(f"{path.name}: no provider in it can be used")
    codes = [entry.code for entry in entries]
    if len(set(codes)) != len(codes):
        raise ProviderFileError(f"{path.name}: a code stands there twice")
    return entries


def _entry(number: int, row: Any) -> _Entry | None:
    """Return one provider, or None for a row that cannot be used: the others go on collecting."""
    try:
        return _Entry.model_validate(row)
    except ValidationError as error:
        wrong = sorted({".".join(map(str, fault["loc"])) for fault in error.errors(include_input=False)})
        _log.error("provider-left-out", row=number, wrong=", ".join(wrong))
        return None
