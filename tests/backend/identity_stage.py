"""Identity providers on loopback for tests: the simulated one with a phone, and one that misbehaves."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any
from urllib.parse import parse_qsl, urljoin

import jwt
import urllib3
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm
from pydantic import SecretStr
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount, Route
from starlette.types import ASGIApp, Receive, Scope, Send

from kiosk.backend.identities.oidc import simulator
from kiosk.backend.identities.oidc.device_flow import Client, DeviceFlow
from kiosk.backend.identities.oidc.phone_page import PATH
from kiosk.backend.identities.oidc.signing import SigningKey
from kiosk.backend.identities.oidc.simulator import SimulatedIdentities
from kiosk.clock import Clock
from tests.backend.loopback import LoopbackServer
from tests.clock import ManualClock
from tests.patience import PATIENCE


@cache
def rsa_key(name: str) -> rsa.RSAPrivateKey:
    """Return a key, made once for all tests: making one takes longer than most of them."""
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


NAMES = {"line": "LINE", "google": "Google"}


@dataclass
class Simulated:
    """The simulated providers, and our adapter for one of them."""

    identities: SimulatedIdentities
    clock: ManualClock
    url: str

    @cached_property
    def line(self) -> DeviceFlow:
        return self.adapter("line")

    def adapter(self, provider: str, secret: str | None = None) -> DeviceFlow:
        given = SecretStr(self.identities.client_secret if secret is None else secret)
        client = Client(self.identities.issuer(provider), simulator.CLIENT_ID, given)
        return DeviceFlow(NAMES[provider], client, self.clock, read_timeout=PATIENCE)


class Loopback:
    """A server for one application after the other: starting one for each test takes longer than the test."""

    def __init__(self) -> None:
        self.app: ASGIApp = Response(status_code=404)
        self.server = LoopbackServer(self)

    @property
    def url(self) -> str:
        return self.server.url

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self.app(scope, receive, send)


@contextmanager
def simulated(clock: ManualClock, loopback: Loopback) -> Iterator[Simulated]:
    identities = SimulatedIdentities(NAMES, clock, phone_url=f"{loopback.url}{PATH}")
    identities.url = f"{loopback.url}/identity"
    identities.key = SigningKey(rsa_key("simulated"))
    loopback.app = Starlette(routes=[Mount("/identity", identities.app), Mount(PATH, identities.phone)])
    stage = Simulated(identities, clock, loopback.url)
    yield stage
    stage.line.close()


def decides(link: str, answer: str = "yes", account: str = "0") -> urllib3.BaseHTTPResponse:
    """Open a link with a phone, choose an account and press a button: send what the page's form would send."""
    with urllib3.PoolManager(retries=False, timeout=PATIENCE) as phone:
        page = phone.request("GET", link)
        assert page.status == 200, page.status
        html = page.data.decode()
        action = re.search(r'<form method="post" action="([^"]+)">', html)
        assert action is not None
        for name, value in (("answer", "yes"), ("answer", "no"), ("account", "0"), ("account", "1")):
            assert f'name="{name}" value="{value}"' in html
        fields = {"answer": answer, "account": account}
        return phone.request("POST", urljoin(link.lower(), action[1]), fields=fields, encode_multipart=False)


class Rogue:
    """A provider that follows the standards but for what a test changes."""

    CLIENT_ID = "parking-kiosk"
    SECRET = "s3cret of ours: with/odd characters"

    def __init__(self, clock: ManualClock) -> None:
        self.clock = clock
        self.url = ""
        self.discovery: dict[str, Any] = {}
        """Changes to the description."""
        self.authorization: dict[str, Any] = {}
        self.answers: dict[str, tuple[int, bytes]] = {}
        """Whole answers in place of the right ones, by path."""
        self.key, self.key_id = rsa_key("provider"), "k1"
        self.token: str | None = None
        """The ID token; while there is none, the answer is `authorization_pending`."""
        self.nonce = ""
        self.asked: list[tuple[str, dict[str, str], Mapping[str, str]]] = []
        """Path, form and headers of each request."""
        self.app = Starlette(routes=[Route("/{path:path}", self._reply, methods=["GET", "POST"])])

    def claims(self, **changes: Any) -> dict[str, Any]:
        """Return the claims of a token that holds, but for `changes`; None takes one out."""
        now = int(self.clock.now().timestamp())
        right = {
            "iss": self.url,
            "sub": "account-1",
            "aud": self.CLIENT_ID,
            "iat": now,
            "exp": now + 300,
            "nonce": self.nonce,
        }
        return {name: value for name, value in {**right, **changes}.items() if value is not None}

    def signs(self, claims: Mapping[str, Any], *, kid: str = "") -> None:
        """Answer the next question with a token that says this."""
        self.token = jwt.encode(dict(claims), self.key, algorithm="RS256", headers={"kid": kid or self.key_id})

    async def _reply(self, request: Request) -> Response:
        path = request.url.path
        form = dict(parse_qsl((await request.body()).decode()))
        self.asked.append((path, form, request.headers))
        if path in self.answers:
            status, body = self.answers[path]
            return Response(body, status, media_type="application/json")
        return Response(*self._right(path, form), media_type="application/json")

    def _right(self, path: str, form: Mapping[str, str]) -> tuple[bytes, int]:
        match path:
            case "/.well-known/openid-configuration":
                return _json(
                    {
                        "issuer": self.url,
                        "device_authorization_endpoint": f"{self.url}/device",
                        "token_endpoint": f"{self.url}/token",
                        "jwks_uri": f"{self.url}/jwks",
                        **self.discovery,
                    }
                )
            case "/device":
                self.nonce = form["nonce"]
                right = {
                    "device_code": "the device code",
                    "user_code": "WDJB-MJHT",
                    "verification_uri": "https://id.example.tw/device",
                    "verification_uri_complete": "https://id.example.tw/device?user_code=WDJB-MJHT",
                    "expires_in": 600,
                    "interval": 5,
                }
                return _json(
                    {name: value for name, value in {**right, **self.authorization}.items() if value is not None}
                )
            case "/token" if self.token is None:
                return _json({"error": "authorization_pending"}, 400)
            case "/token":
                return _json({"access_token": "a", "token_type": "Bearer", "id_token": self.token})
            case "/jwks":
                public = RSAAlgorithm.to_jwk(self.key.public_key(), as_dict=True)
                return _json({"keys": [{**public, "kid": self.key_id, "use": "sig"}]})
        return b"", 404

    def adapter(self, clock: Clock, *, secret: str | None = None) -> DeviceFlow:
        client = Client(self.url, self.CLIENT_ID, SecretStr(self.SECRET if secret is None else secret))
        return DeviceFlow("Rogue", client, clock, read_timeout=PATIENCE)


def _json(value: Any, status: int = 200) -> tuple[bytes, int]:
    return json.dumps(value).encode(), status


def rogue(clock: ManualClock, loopback: Loopback) -> Rogue:
    provider = Rogue(clock)
    provider.url, loopback.app = loopback.url, provider.app
    return provider
