"""What travels between us and an identity provider: OpenID Connect Discovery 1.0, RFC 8628, RFC 6749."""

from __future__ import annotations

import json
from ipaddress import ip_address
from typing import Annotated, TypeVar
from urllib.parse import urlsplit

from pydantic import AfterValidator, AliasChoices, BaseModel, ConfigDict, Field, ValidationError

from kiosk.contract import strict_json

DISCOVERY = "/.well-known/openid-configuration"
DEVICE_GRANT = "urn:ietf:params:oauth:grant-type:device_code"
SCOPE = "openid"
"""Nothing but who it is: no name, no address, no telephone number."""

MOST_INTERVAL = 60
MOST_LIFETIME = 1800

T = TypeVar("T", bound=BaseModel)


class NotUnderstoodError(Exception):
    """A reply that is not what the standards say. The text names the fields, never what stood there."""


def secure(url: str) -> str:
    """Return an address if what goes there is protected: https, or this very machine; raise `ValueError`."""
    parts = urlsplit(url)
    if not url.isascii() or not url.isprintable() or not parts.hostname or parts.username or parts.fragment:
        raise ValueError("an address such as https://id.example.tw is expected")
    if parts.scheme != "https" and not (parts.scheme == "http" and _is_loopback(parts.hostname)):
        raise ValueError("only https is protected on its way")
    return url


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _for_people(url: str) -> str:
    parts = urlsplit(url)
    if parts.scheme.lower() not in ("https", "http") or not parts.hostname or not url.isascii() or " " in url:
        raise ValueError("an address is expected")
    return url


def _printable(text: str) -> str:
    if not text.isprintable():
        raise ValueError("control characters are not accepted")
    return text


Endpoint = Annotated[str, Field(max_length=500), AfterValidator(secure)]


class _Reply(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class Discovery(_Reply):
    """Where a provider's doors are."""

    issuer: str
    device_authorization_endpoint: Endpoint
    token_endpoint: Endpoint
    jwks_uri: Endpoint
    token_endpoint_auth_methods_supported: tuple[str, ...] = ("client_secret_basic",)


class Authorization(_Reply):
    """The answer to a device authorization request."""

    device_code: Annotated[str, Field(min_length=1, max_length=4096)]
    user_code: Annotated[str, Field(min_length=1, max_length=20), AfterValidator(_printable)]
    # Google's answer has the name of the draft.
    verification_uri: Annotated[
        str,
        Field(max_length=200, validation_alias=AliasChoices("verification_uri", "verification_url")),
        AfterValidator(_printable),
        AfterValidator(_for_people),
    ]
    verification_uri_complete: Annotated[
        str | None, Field(max_length=300), AfterValidator(lambda url: url and _for_people(_printable(url)))
    ] = None
    expires_in: Annotated[int, Field(ge=1)]
    interval: Annotated[int, Field(ge=0)] = 5


class Tokens(_Reply):
    """The answer to a token request that is granted. The access token is not used, so it is not read."""

    id_token: Annotated[str, Field(min_length=1, max_length=16_000)]


class Fault(_Reply):
    """The answer to a token request that is not granted."""

    error: Annotated[str, Field(max_length=100)]


def read(model: type[T], content: bytes) -> T:
    """Return a reply as a `model`; raise `NotUnderstoodError`."""
    try:
        strict_json.loads(content)
        return model.model_validate_json(content)
    except json.JSONDecodeError:
        fields = ["not JSON with each key once"]
    except ValidationError as error:
        fields = sorted({".".join(map(str, fault["loc"])) for fault in error.errors(include_input=False)})
    # Outside of the handler: the validation error holds what was sent.
    raise NotUnderstoodError(f"not understood: {', '.join(fields) or 'no JSON'}")
