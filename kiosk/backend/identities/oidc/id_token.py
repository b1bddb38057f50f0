"""Whether an ID token proves what it says (OpenID Connect Core 1.0 §3.1.3.7).

Imported when a provider is first asked: the library would be felt at every start.
"""

from __future__ import annotations

import hmac
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import jwt
from jwt.exceptions import PyJWTError

from kiosk.backend.identities.port import IdentityDownError, IdentityTokenError

ALGORITHMS = ("RS256", "ES256")
"""Never what the token itself names: `none`, or a secret made of the public key."""
LEEWAY = 60.0
"""Seconds that the provider's clock may differ from ours."""
_MOST_SUBJECT = 255


@dataclass(frozen=True, slots=True)
class Expected:
    """What a token has to say."""

    issuer: str
    audience: str
    nonce: str
    since: datetime
    """When we asked: an earlier token is a replayed one."""
    now: datetime


def keys(content: bytes) -> tuple[jwt.PyJWK, ...]:
    """Return the keys of a JSON Web Key Set that can be used; raise `IdentityDownError` if it is none."""
    try:
        return tuple(jwt.PyJWKSet.from_json(content.decode()).keys)
    except (PyJWTError, ValueError, AttributeError, TypeError):
        pass
    raise IdentityDownError("not understood: its keys")


def key_id(token: str) -> str | None:
    """Return which key a token says it is signed with; raise `IdentityTokenError` if it is no token at all."""
    try:
        kid: str | None = jwt.get_unverified_header(token).get("kid")
    except PyJWTError:
        raise IdentityTokenError("no token") from None
    return kid


def pick(keys: Sequence[jwt.PyJWK], kid: str | None) -> jwt.PyJWK | None:
    """Return the key of this id, or the only one where none is named; keys for encryption do not count."""
    usable = [key for key in keys if key.public_key_use in (None, "sig") and kid in (None, key.key_id)]
    return usable[0] if len(usable) == 1 else None


def subject(token: str, key: jwt.PyJWK, expected: Expected) -> str:
    """Return whose account a token proves; raise `IdentityTokenError` with the reason, never with what it holds."""
    claims, reason = _verified(token, key, expected)
    reason = reason or _fault(claims, expected)
    if reason is not None:
        raise IdentityTokenError(reason)
    return str(claims["sub"])


def _verified(token: str, key: jwt.PyJWK, expected: Expected) -> tuple[Mapping[str, Any], str | None]:
    try:
        claims = jwt.decode(
            token,
            key,
            algorithms=list(ALGORITHMS),
            audience=expected.audience,
            issuer=expected.issuer,
            # The moments are looked at by our own clock.
            options={
                "require": ["iss", "sub", "aud", "exp", "iat"],
                "verify_exp": False,
                "verify_iat": False,
                "verify_nbf": False,
            },
        )
    except PyJWTError as error:
        return {}, type(error).__name__
    return claims, None


def _fault(claims: Mapping[str, Any], expected: Expected) -> str | None:
    now, since = expected.now.timestamp(), expected.since.timestamp()
    moments = {name: claims[name] for name in ("exp", "iat")}
    if any(isinstance(moment, bool) or not isinstance(moment, int | float) for moment in moments.values()):
        return "a moment that is none"
    if moments["exp"] <= now - LEEWAY:
        return "expired"
    if not since - LEEWAY <= moments["iat"] <= now + LEEWAY:
        return "not of this request"
    audience = claims["aud"]
    if isinstance(audience, list) and len(audience) > 1 and claims.get("azp") != expected.audience:
        return "for several, and not handed to us"
    # The device flow does not have to hand the nonce on; where it does, it is ours.
    nonce = claims.get("nonce", expected.nonce)
    if not isinstance(nonce, str) or not hmac.compare_digest(nonce.encode(), expected.nonce.encode()):
        return "the nonce of another request"
    name = claims["sub"]
    if not isinstance(name, str) or not name or len(name) > _MOST_SUBJECT or not name.isprintable():
        return "a subject that is none"
    return None
