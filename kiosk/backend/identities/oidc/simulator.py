"""A simulated identity provider, for the demo and for tests: OpenID Connect's device flow over real HTTP.

It speaks as a real one does (Discovery 1.0, RFC 8628, ID tokens signed with RS256), several providers by path:

- `app`, for machines: `/<provider>/.well-known/openid-configuration`, `/device_authorization`, `/token`, `/jwks`.
- `phone`, for people: `/<provider>/<code>`, where a person allows or denies with a phone, and `/<provider>`, where the
  code is typed. It is served where phones reach it; `app` is served to our own machine only.

There is no password: with the code, one chooses one of two made-up accounts.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import threading
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from kiosk.backend.identities.oidc import oidc_wire as wire
from kiosk.backend.identities.oidc import phone_page
from kiosk.backend.identities.oidc.forms import client, read_form
from kiosk.clock import Clock

if TYPE_CHECKING:
    from kiosk.backend.identities.oidc.signing import SigningKey

CLIENT_ID = "parking-kiosk"
LIFETIME = timedelta(minutes=10)
INTERVAL = 2
"""Seconds between two questions, at least."""
SLOWER = 5
"""Seconds by which the interval grows with each poll that comes too early (`slow_down`)."""
MOST_WRONG, WRONG_FOR = 10, timedelta(minutes=1)
"""Wrong codes that are looked at in so much time."""
TOKEN_LIFETIME = timedelta(minutes=5)

_LETTERS = "BCDFGHJKLMNPQRSTVWXZ"
"""RFC 8628 §6.1: no vowels, so that no code is a word."""
_HALF = 4


class State(StrEnum):
    """What the person with the phone has said."""

    OPEN = "open"
    APPROVED = "approved"
    DENIED = "denied"


@dataclass(slots=True)
class Grant:
    """One request that a device has made."""

    provider: str
    user_code: str
    nonce: str | None
    expires_at: datetime
    interval: int = INTERVAL
    asked_at: datetime | None = None
    state: State = State.OPEN
    account: str = field(default="", repr=False)


class SimulatedIdentities:
    """The providers' requests, and their two ASGI applications `app` and `phone`."""

    def __init__(self, names: Mapping[str, str], clock: Clock, *, phone_url: str) -> None:
        """Simulate these providers (`{"line": "LINE"}`)."""
        self.names = dict(names)
        self.url = ""
        """Base URL of `app`; set by its server."""
        self.phone_url = phone_url
        """Where `phone` is served, for phones."""
        self.client_secret = secrets.token_urlsafe(32)
        self.grants: dict[str, Grant] = {}
        self._clock = clock
        self._lock = threading.Lock()
        self._wrong: deque[datetime] = deque()
        self.app = Starlette(
            routes=[
                Route(f"/{{provider}}{wire.DISCOVERY}", self._describe),
                Route("/{provider}/device_authorization", self._authorize, methods=["POST"]),
                Route("/{provider}/token", self._token, methods=["POST"]),
                Route("/{provider}/jwks", self._jwks),
            ]
        )
        self.phone = phone_page.application(self)

    def issuer(self, provider: str) -> str:
        return f"{self.url}/{provider}"

    # For people

    def waiting(self, provider: str, typed: str) -> str | None:
        """Return the code of the open request that was typed, in any case, with or without its dash.

        Raise `GuessingError` after `MOST_WRONG` others within `WRONG_FOR`, over all clients (RFC 8628 §5.1).
        """
        now = self._clock.now()
        letters = "".join(letter for letter in typed.upper() if letter in _LETTERS)
        code = f"{letters[:_HALF]}-{letters[_HALF:]}"
        with self._lock:
            while self._wrong and self._wrong[0] <= now - WRONG_FOR:
                self._wrong.popleft()
            if len(self._wrong) >= MOST_WRONG:
                raise phone_page.GuessingError
            if self._open(provider, code):
                return code
            self._wrong.append(now)
            return None

    def answer(self, provider: str, code: str, account: str | None) -> bool:
        """Note what the person said: the account to be linked, or None for no; return whether that was still asked."""
        with self._lock:
            grant = self._open(provider, code)
            if grant is None:
                return False
            grant.state = State.DENIED if account is None else State.APPROVED
            grant.account = account or ""
            return True

    def _open(self, provider: str, code: str) -> Grant | None:
        now = self._clock.now()
        for grant in self.grants.values():
            if (grant.provider, grant.user_code, grant.state) == (
                provider,
                code,
                State.OPEN,
            ) and grant.expires_at > now:
                return grant
        return None

    # For machines

    async def _describe(self, request: Request) -> Response:
        provider = request.path_params["provider"]
        if provider not in self.names:
            return Response(status_code=404)
        issuer = self.issuer(provider)
        return JSONResponse(
            {
                "issuer": issuer,
                "device_authorization_endpoint": f"{issuer}/device_authorization",
                "token_endpoint": f"{issuer}/token",
                "jwks_uri": f"{issuer}/jwks",
                "grant_types_supported": [wire.DEVICE_GRANT],
                "response_types_supported": ["none"],
                "subject_types_supported": ["pairwise"],
                "id_token_signing_alg_values_supported": ["RS256"],
                "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post"],
            }
        )

    async def _authorize(self, request: Request) -> Response:
        provider, form = request.path_params["provider"], await read_form(request)
        if provider not in self.names or not self._is_client(request, form):
            return _fault("invalid_client", 401)
        if wire.SCOPE not in form.get("scope", "").split():
            return _fault("invalid_scope")
        code = "".join(secrets.choice(_LETTERS) for _ in range(2 * _HALF))
        grant = Grant(provider, f"{code[:_HALF]}-{code[_HALF:]}", form.get("nonce"), self._clock.now() + LIFETIME)
        device_code = secrets.token_urlsafe(32)
        await run_in_threadpool(lambda: self.key)
        with self._lock:
            self.grants[device_code] = grant
        # In capitals, like the payer's link: the code on the screen stays small.
        page = f"{self.phone_url}/{provider}".upper()
        return JSONResponse(
            {
                "device_code": device_code,
                "user_code": grant.user_code,
                "verification_uri": page,
                "verification_uri_complete": f"{page}/{grant.user_code}",
                "expires_in": int(LIFETIME.total_seconds()),
                "interval": grant.interval,
            }
        )

    async def _token(self, request: Request) -> Response:
        provider, form = request.path_params["provider"], await read_form(request)
        if provider not in self.names or not self._is_client(request, form):
            return _fault("invalid_client", 401)
        if form.get("grant_type") != wire.DEVICE_GRANT:
            return _fault("unsupported_grant_type")
        with self._lock:
            return self._granted(provider, form.get("device_code", ""))

    def _granted(self, provider: str, device_code: str) -> Response:
        grant, now = self.grants.get(device_code), self._clock.now()
        if grant is None or grant.provider != provider:
            return _fault("invalid_grant")
        if grant.expires_at <= now:
            return _fault("expired_token")
        early = grant.asked_at is not None and now - grant.asked_at < timedelta(seconds=grant.interval)
        grant.asked_at = now
        if early:
            grant.interval += SLOWER
            return _fault("slow_down")
        if grant.state is State.OPEN:
            return _fault("authorization_pending")
        # Once: a second request with it is refused.
        del self.grants[device_code]
        if grant.state is State.DENIED:
            return _fault("access_denied")
        return JSONResponse(
            {
                "access_token": secrets.token_urlsafe(16),
                "token_type": "Bearer",
                "expires_in": int(TOKEN_LIFETIME.total_seconds()),
                "id_token": self.id_token(provider, grant.account, nonce=grant.nonce),
            }
        )

    async def _jwks(self, _request: Request) -> Response:
        return JSONResponse({"keys": [self.key.published()]})

    def id_token(self, provider: str, account: str, *, nonce: str | None) -> str:
        """Return a signed ID token for an account."""
        now = self._clock.now()
        claims: dict[str, object] = {
            "iss": self.issuer(provider),
            "sub": hashlib.sha256(f"{provider}|{account}".encode()).hexdigest()[:32],
            "aud": CLIENT_ID,
            "iat": int(now.timestamp()),
            "exp": int((now + TOKEN_LIFETIME).timestamp()),
        }
        if nonce is not None:
            claims["nonce"] = nonce
        return self.key.signed(claims)

    @cached_property
    def key(self) -> SigningKey:
        """The providers' key; made for the first request, in a thread."""
        from kiosk.backend.identities.oidc.signing import SigningKey

        return SigningKey()

    def _is_client(self, request: Request, form: Mapping[str, str]) -> bool:
        id, secret = client(request, form)
        return id == CLIENT_ID and hmac.compare_digest(secret.encode(), self.client_secret.encode())


def _fault(error: str, status: int = 400) -> Response:
    return JSONResponse({"error": error}, status_code=status)
