"""`IdentityIssuer` for any provider that speaks OpenID Connect and the device flow (RFC 8628)."""

from __future__ import annotations

import json
import secrets
import threading
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import quote_plus

from pydantic import BaseModel, SecretStr

from kiosk.backend.identities.oidc import oidc_wire as wire
from kiosk.backend.identities.oidc.exchange import READ_TIMEOUT, Exchange
from kiosk.backend.identities.port import (
    DeviceGrant,
    IdentityAnswer,
    IdentityDownError,
    IdentityOutcome,
    IdentityTokenError,
)
from kiosk.clock import Clock

if TYPE_CHECKING:
    from jwt import PyJWK

KEPT = 3600.0
"""Seconds for which a provider's description and keys are taken from memory."""
KEYS_AGAIN = 60.0
"""Seconds between two fetches of keys for one that is not there: providers change keys, and liars name any."""

_FAULTS = {
    "authorization_pending": IdentityOutcome.PENDING,
    "slow_down": IdentityOutcome.SLOWER,
    "access_denied": IdentityOutcome.DENIED,
    "expired_token": IdentityOutcome.EXPIRED,
    # The code was used before, or is not known any more.
    "invalid_grant": IdentityOutcome.EXPIRED,
}

T = TypeVar("T", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Client:
    """Who we are to a provider. Without a secret we are a public client."""

    issuer: str
    id: str
    secret: SecretStr


@dataclass(frozen=True, slots=True)
class _Keys:
    keys: tuple[PyJWK, ...]
    fetched_at: float


class DeviceFlow:
    """One provider, found by its issuer's discovery document."""

    def __init__(
        self,
        name: str,
        client: Client,
        clock: Clock,
        *,
        name_en: str | None = None,
        read_timeout: float = READ_TIMEOUT,
    ) -> None:
        """Raise `ValueError` for an issuer whose answers would not be protected on their way."""
        wire.secure(client.issuer)
        self._name, self._name_en = name, name_en
        self._client = client
        self._clock = clock
        self._exchange = Exchange(clock, read_timeout=read_timeout)
        self._lock = threading.Lock()
        self._discovery: tuple[wire.Discovery, float] | None = None
        self._keys: _Keys | None = None

    @property
    def name(self) -> str:
        return self._name

    @property
    def name_en(self) -> str | None:
        return self._name_en

    def begin(self) -> DeviceGrant:
        """Ask for a device code; raise `IdentityDownError`."""
        nonce = secrets.token_urlsafe(16)
        doors = self._doors()
        status, content = self._post(doors, doors.device_authorization_endpoint, {"scope": wire.SCOPE, "nonce": nonce})
        if status != 200:
            raise IdentityDownError(f"HTTP {status}")
        given = _read(wire.Authorization, content)
        return DeviceGrant(
            secret=json.dumps({"device_code": given.device_code, "nonce": nonce}),
            user_code=given.user_code,
            link=given.verification_uri_complete or given.verification_uri,
            short_link=given.verification_uri,
            interval=min(max(given.interval, 1), wire.MOST_INTERVAL),
            lifetime=min(given.expires_in, wire.MOST_LIFETIME),
        )

    def ask(self, secret: str, since: datetime) -> IdentityAnswer:
        """Ask for the token; raise `IdentityDownError` or `IdentityTokenError`."""
        grant = json.loads(secret)
        doors = self._doors()
        # Before the question: a token is given once, and without the keys it would prove nothing.
        keys = self._known(doors)
        status, content = self._post(
            doors, doors.token_endpoint, {"grant_type": wire.DEVICE_GRANT, "device_code": grant["device_code"]}
        )
        if status != 200:
            # Most providers say 400; Google has a status for each.
            fault = _read(wire.Fault, content).error
            if fault not in _FAULTS:
                # Not the word itself: it is the provider's, and may be anything.
                raise IdentityDownError(f"HTTP {status}, an error that ends no device flow")
            return IdentityAnswer(_FAULTS[fault])
        from kiosk.backend.identities.oidc import id_token

        token = _read(wire.Tokens, content).id_token
        expected = id_token.Expected(self._client.issuer, self._client.id, grant["nonce"], since, self._clock.now())
        return IdentityAnswer(IdentityOutcome.PROVED, id_token.subject(token, self._key(doors, keys, token), expected))

    def close(self) -> None:
        """Close the connections that are open."""
        self._exchange.close()

    def _doors(self) -> wire.Discovery:
        with self._lock:
            kept = self._discovery
        if kept is not None and self._clock.monotonic() - kept[1] < KEPT:
            return kept[0]
        found = _read(wire.Discovery, self._exchange.get(self._client.issuer.rstrip("/") + wire.DISCOVERY))
        if found.issuer != self._client.issuer:
            raise IdentityDownError("the description of another issuer")
        with self._lock:
            self._discovery = found, self._clock.monotonic()
        return found

    def _known(self, doors: wire.Discovery) -> _Keys:
        with self._lock:
            kept = self._keys
        if kept is not None and self._clock.monotonic() - kept.fetched_at < KEPT:
            return kept
        return self._fetched(doors)

    def _fetched(self, doors: wire.Discovery) -> _Keys:
        from kiosk.backend.identities.oidc import id_token

        now = self._clock.monotonic()
        fresh = _Keys(id_token.keys(self._exchange.get(doors.jwks_uri)), now)
        with self._lock:
            self._keys = fresh
        return fresh

    def _key(self, doors: wire.Discovery, known: _Keys, token: str) -> PyJWK:
        from kiosk.backend.identities.oidc import id_token

        kid = id_token.key_id(token)
        found = id_token.pick(known.keys, kid)
        if found is None and self._clock.monotonic() - known.fetched_at >= KEYS_AGAIN:
            found = id_token.pick(self._fetched(doors).keys, kid)
        if found is None:
            raise IdentityTokenError("signed with a key that the provider does not name")
        return found

    def _post(self, doors: wire.Discovery, url: str, form: Mapping[str, str]) -> tuple[int, bytes]:
        """Send a form as this client (RFC 6749 §2.3.1), in the way that the provider knows."""
        id, secret = self._client.id, self._client.secret.get_secret_value()
        sent, headers = {**form, "client_id": id}, {}
        if secret and "client_secret_basic" in doors.token_endpoint_auth_methods_supported:
            pair = f"{quote_plus(id)}:{quote_plus(secret)}"
            headers["Authorization"] = "Basic " + b64encode(pair.encode()).decode()
        elif secret:
            sent["client_secret"] = secret
        return self._exchange.post(url, sent, headers)


def _read(model: type[T], content: bytes) -> T:
    try:
        return wire.read(model, content)
    except wire.NotUnderstoodError as error:
        raise IdentityDownError(str(error)) from None
