"""What a backend starts with: its options, its settings, the secrets that a parent passes on."""

from __future__ import annotations

import json
import os
import secrets
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from pydantic import SecretStr
from sqlalchemy import URL

from kiosk.backend import PORT
from kiosk.backend.bills.register_kind import register_kind
from kiosk.backend.gateways.bounded import AT_ONCE
from kiosk.backend.ground import rules
from kiosk.backend.identities.oidc.issuers import SIMULATED
from kiosk.backend.payments import providers
from kiosk.backend.registers.national.cities import CitiesError, Quirk
from kiosk.backend.registers.national.set_up import city_of, others
from kiosk.backend.start_errors import NOT_SET_UP, StartError
from kiosk.backend.store.address import address, of_file
from kiosk.backend.worker import CITIES_AT_ONCE
from kiosk.platform.machine.own_key import KeyFileError, own_key
from kiosk.platform.machine.paths import data_folder
from kiosk.platform.machine.secrets import SecretStoreError, gateway_credential, gateway_secret
from kiosk.settings import BackendSettings
from kiosk.settings.office import refusals
from kiosk.settings.registers import LOCAL, NATIONAL

_LONGEST_SECRETS = 64 * 1024
REGISTER_THREADS = 8
"""Look-ups at a register outside at a time (`kiosk.backend.http.outside`)."""


@dataclass(frozen=True, slots=True)
class ServeOptions:
    """What the command line says."""

    host: str = "127.0.0.1"
    port: int = PORT
    fd: int | None = None
    """An inherited listening socket."""
    phones_fd: int | None = None
    """Another one, for phones, with `lan`."""
    secrets_fd: int | None = None
    """A pipe with a JSON object, `device_token` and `provider_secret`, from a parent that lives as long as our
    standard input is open."""
    database_url: str = ""
    demo: bool = False
    metrics_host: str = "127.0.0.1"
    metrics_port: int | None = None
    """Where the office's monitor finds the figures; None for nowhere."""
    desk_host: str = "127.0.0.1"
    desk_port: int | None = None
    """Where the office's staff sign in; None for nowhere."""
    desk_fd: int | None = None
    """An inherited socket for them, instead."""
    lan: bool = False
    """Serve the phones' pages, and nothing else, to the network: at the port after `port`, on a socket of their own."""
    clock_start: datetime | None = None
    seed: int = 1


def connections(settings: BackendSettings) -> int:
    """Return how many connections are needed at once, so that no thread waits for one.

    Beside those of requests: the worker's eleven, those of its threads that tell cities what was paid, that send or
    that a gateway of its own has, the wake-ups', the readiness probe's, those of the four threads that hash passwords
    or tell who asks, of the two that ask an identity provider, and of the two more that send codes for each further
    company.
    """
    identities = len(settings.identity_providers) or (len(SIMULATED) if settings.demo else 0)
    companies = max(0, len(settings.text_gateways) - 1)
    gateways = len(settings.gateways) or (len(providers.simulating()) if settings.demo else 0)
    # Each look-up at a city notes its turn; at other cities, all of them at once.
    city_turns = REGISTER_THREADS if register_kind(settings).outside else 0
    elsewhere = len(others(settings.national_city)) if settings.other_cities or settings.demo else 0
    asking = 2 * (identities + companies) + AT_ONCE * gateways + city_turns + elsewhere
    return settings.threads + 17 + settings.text_threads + asking + CITIES_AT_ONCE


def database_url(settings: BackendSettings) -> URL:
    """Return where the data lie: as set, or the SQLite file of this user.

    Raise `DatabaseAddressError` for what is set and is no address, and `OSError` where the file has no place.
    """
    if settings.database_url:
        return address(settings.database_url)
    # A city's own: a user who tries the demo and then a real city has both databases.
    own = settings.national_city.lower() or settings.register_name
    name = f"kiosk-{own}" if register_kind(settings).outside else "kiosk"
    return of_file(data_folder() / f"{name}.sqlite3")


def handed_down(fd: int | None) -> dict[str, str]:
    """Return the secrets that the parent wrote, up to the end of the pipe or of the line."""
    if fd is None:
        return {}
    content = b""
    try:
        while not content.endswith(b"\n") and len(content) < _LONGEST_SECRETS and (more := os.read(fd, 4096)):
            content += more
        if fd != 0:
            os.close(fd)
        found = json.loads(content)
    except (OSError, ValueError):
        # Not the error itself: it may quote what was read.
        raise StartError(NOT_SET_UP, "The secrets could not be read from --secrets-fd.") from None
    return {str(name): str(value) for name, value in found.items()} if isinstance(found, dict) else {}


def configured(options: ServeOptions, handed: dict[str, str]) -> BackendSettings:
    """Return the settings as they hold for this start; raise what `check` does, and `StartError` for `refusals`."""
    settings = BackendSettings()
    changes: dict[str, Any] = {"demo": options.demo or settings.demo}
    if options.database_url:
        changes["database_url"] = options.database_url
    settings = settings.model_copy(update=changes)
    check(settings)
    if settings.demo and not settings.provider_secret.get_secret_value():
        # The simulated platform and we are one process: no one else has to know it.
        secret = SecretStr(handed.get("provider_secret") or secrets.token_urlsafe(32))
        settings = settings.model_copy(update={"provider_secret": secret})
    settings = with_gateway_secrets(settings)
    if refused := refusals(settings, lan=options.lan):
        raise StartError(NOT_SET_UP, "These settings are not good enough outside of the demo.\n" + "\n".join(refused))
    return _with_owner_key(settings)


def check(settings: BackendSettings) -> None:
    """Raise for settings that no backend starts with, beside `refusals` and the gateways' secrets.

    Nothing is made but the data folder, and no one is asked: `kiosk doctor` asks the same before a start. Raise
    `TariffError`, `ProviderFileError`, `StartError`, `DatabaseAddressError` and `OSError`.
    """
    rules.tariff()
    rules.ladder()
    secret = settings.provider_secret.get_secret_value()
    if settings.provider_url and not secret:
        raise StartError(NOT_SET_UP, "provider_url is set in [backend], and provider_secret is not.")
    if secret and not settings.provider_url and not settings.demo:
        raise StartError(NOT_SET_UP, "provider_secret is set in [backend], and provider_url is not.")
    _check_city(settings)
    _check_cities_paid(settings)
    _check_providers(settings)
    _check_owner_key(settings)


def with_gateway_secrets(settings: BackendSettings) -> BackendSettings:
    """Return settings with the secret of every gateway; raise `StartError` for one that has none.

    A secret that is not set is looked for where the machine keeps secrets.
    """
    found = dict(settings.gateway_secrets)
    for gateway in settings.gateways:
        if gateway.name not in found:
            found[gateway.name] = SecretStr(_kept_secret(gateway.name))
    return settings.model_copy(update={"gateway_secrets": found})


def _kept_secret(gateway: str) -> str:
    instead = (
        f"set {BackendSettings.variable('gateway_secrets')} or give the credential {gateway_credential(gateway)} in "
        "the systemd unit"
    )
    try:
        kept = gateway_secret(gateway, instead)
    except SecretStoreError as error:
        raise StartError(NOT_SET_UP, f"The secret of the gateway {gateway}: {error}.") from None
    if kept is None:
        raise StartError(NOT_SET_UP, f"The gateway {gateway} has no secret: {instead}.")
    return kept


def _check_providers(settings: BackendSettings) -> None:
    """Raise `StartError` for a gateway that collects for a provider that there is not."""
    known = providers.load(demo=settings.demo).by_code
    for gateway in settings.gateways:
        if strange := sorted(set(gateway.providers) - known.keys()):
            reason = f"The gateway {gateway.name} collects for {', '.join(strange)}: not in assets/providers.toml."
            raise StartError(NOT_SET_UP, reason)


def _check_cities_paid(settings: BackendSettings) -> None:
    """Raise `StartError` for a city that cannot be paid here: it is not asked, or what it says can be changed."""
    if not settings.cities_paid:
        return
    if settings.demo:
        raise StartError(NOT_SET_UP, "cities_paid is set in [backend], and the demo has simulated cities of its own.")
    if not settings.other_cities:
        raise StartError(NOT_SET_UP, "cities_paid is set in [backend], and other_cities is not: they are not asked.")
    asked = {city.code: city for city in others(settings.national_city)}
    for paid in settings.cities_paid:
        city = asked.get(paid.city)
        if city is None:
            raise StartError(NOT_SET_UP, f"cities_paid: {paid.city} is none of {', '.join(asked)}.")
        if Quirk.PLAIN_HTTP in city.quirks:
            raise StartError(
                NOT_SET_UP,
                f"cities_paid: {city.name_en} is asked without TLS: an amount changed on its way would be paid.",
            )


def _check_city(settings: BackendSettings) -> None:
    """Raise `StartError` for a city that cannot be the register, or beside which something is set that it rules out."""
    if (settings.register_name == NATIONAL) != bool(settings.national_city):
        raise StartError(
            NOT_SET_UP,
            "bills_from in [backend] is national just where national_city is set: that city is the register then.",
        )
    if settings.demo and settings.bills_from not in ("", LOCAL):
        raise StartError(NOT_SET_UP, "bills_from is set in [backend], and the demo has a register of its own.")
    if not settings.national_city:
        if settings.national_address:
            raise StartError(NOT_SET_UP, "national_address is set in [backend], and national_city is not.")
        return
    beside = [
        name for name in ("demo", "provider_url", "gateways", "store_item", "cities_paid") if getattr(settings, name)
    ]
    if beside:
        raise StartError(
            NOT_SET_UP,
            f"national_city is set in [backend], and {' and '.join(beside)} too: a city's bills are paid at the city's "
            "own page, and nothing here can say that they were.",
        )
    try:
        city_of(settings.national_city, settings.national_address)
    except CitiesError as error:
        raise StartError(NOT_SET_UP, f"{error}.") from error


def _with_owner_key(settings: BackendSettings) -> BackendSettings:
    """Return settings with a key for what belongs to owners and staff: the one that is set, or this machine's own.

    The platform's secret changes at times, and what is sealed has to stay readable. It stands in only where a database
    may hold what was sealed with it, and in the demo, which seals anew at each start.
    """
    file = _own_key_file(settings)
    return settings if file is None else settings.model_copy(update={"owner_secret": SecretStr(_read_key(file))})


def _check_owner_key(settings: BackendSettings) -> None:
    """Raise `StartError` where there can be no key for what belongs to owners and staff; make none."""
    file = _own_key_file(settings)
    if file is not None and file.exists():
        _read_key(file)


def _own_key_file(settings: BackendSettings) -> Path | None:
    """Return where this machine's own key is or will be, None where none is needed."""
    if settings.demo or settings.owner_secret.get_secret_value():
        return None
    url = database_url(settings)
    if url.get_backend_name() != "sqlite":
        return None  # refused (`kiosk.settings.office`)
    database = Path(url.database or "")
    file = database.with_suffix(".key")
    if settings.provider_secret.get_secret_value() and database.exists() and not file.exists():
        return None
    return file


def _read_key(file: Path) -> str:
    try:
        return own_key(file)
    except KeyFileError as error:
        raise StartError(NOT_SET_UP, f"{error}: remove it, or set owner_secret in [backend].") from error
