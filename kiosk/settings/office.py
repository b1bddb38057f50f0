"""What settings need beyond being readable once real people pay and sign in. The demo does not ask for it."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator
from urllib.parse import urlsplit

from kiosk.settings.backend import BackendSettings
from kiosk.settings.sources import origin

SHORTEST_SECRET = 32
"""Bytes: as long as the hash that it keys (RFC 2104 §3)."""

LEAST_MEMORY, LEAST_PASSES = 19_456, 2
"""KiB and passes of Argon2id: OWASP's floor (Password Storage Cheat Sheet)."""


def refusals(settings: BackendSettings, *, lan: bool = False) -> list[str]:
    """Return why these settings are refused outside of the demo, a sentence each that names the setting.

    With `lan`, the payer's page needs no `public_url`: phones on the same network find it. Nothing is refused for the
    demo, whose providers are simulated.
    """
    if settings.demo:
        return []
    return [
        *_weak_secrets(settings),
        *_not_shared(settings),
        *_open_addresses(settings),
        *_weak_hashes(settings),
        *_unreachable(settings, lan),
    ]


def is_loopback(url: str) -> bool:
    """Say whether an address leads to this machine itself.

    >>> is_loopback("http://127.0.0.1:8080"), is_loopback("http://pay.example.tw")
    (True, False)
    """
    host = urlsplit(url).hostname or ""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _weak_secrets(settings: BackendSettings) -> Iterator[str]:
    for name in ("provider_secret", "owner_secret"):
        secret = getattr(settings, name).get_secret_value()
        if (secret or (name == "provider_secret" and settings.provider_url)) and len(secret.encode()) < SHORTEST_SECRET:
            yield _said(name, f"shorter than {SHORTEST_SECRET} bytes; make one with: openssl rand -hex 32")
    for name, kept in settings.gateway_secrets.items():
        if len(kept.get_secret_value().encode()) < SHORTEST_SECRET:
            yield _said("gateway_secrets", f"that of {name} is shorter than {SHORTEST_SECRET} bytes")
    for paid in settings.cities_paid:
        if paid.url and len(paid.secret.get_secret_value().encode()) < SHORTEST_SECRET:
            yield _said("cities_paid", f"the secret of {paid.city} is shorter than {SHORTEST_SECRET} bytes")


def _not_shared(settings: BackendSettings) -> Iterator[str]:
    if not settings.owner_secret.get_secret_value() and settings.database_url.lower().startswith("postgres"):
        # Never the platform's: that one changes, and what is sealed could not be opened any more.
        before = " (where it was served without one: the present provider_secret)" if settings.provider_secret else ""
        yield _said("owner_secret", f"not set: every replica on a database server needs the same one{before}")


def _open_addresses(settings: BackendSettings) -> Iterator[str]:
    gateways = [f"{gateway}_url" for gateway in settings.text_gateways]
    asked = ["public_url", "provider_url", "national_address", *gateways]
    for name in asked:
        url = getattr(settings, name)
        if url and urlsplit(url).scheme != "https" and not is_loopback(url):
            yield _said(name, "not https: anybody on the way could read and change what is sent")


def _weak_hashes(settings: BackendSettings) -> Iterator[str]:
    for name, least in (("password_memory", LEAST_MEMORY), ("password_passes", LEAST_PASSES)):
        if getattr(settings, name) < least:
            yield _said(name, f"below {least}: passwords that get lost could be guessed")


def _unreachable(settings: BackendSettings, lan: bool) -> Iterator[str]:
    if settings.public_url or lan:
        return
    collecting = [settings.provider_url, *(gateway.url for gateway in settings.gateways)]
    if any(url and not is_loopback(url) for url in collecting):
        yield _said("public_url", 'empty: phones reach the payer\'s page there, such as "https://pay.example.tw"')
    elif "mitake" in settings.text_gateways and not is_loopback(settings.mitake_url):
        yield _said("public_url", 'empty: Mitake tells there what became of a message, "https://pay.example.tw"')


def _said(name: str, reason: str) -> str:
    return f"{origin(BackendSettings, name) or f'[backend] {name}'}: {reason}"
