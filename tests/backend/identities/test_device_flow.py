"""The adapter for identity providers, against the simulated one and against one that misbehaves."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import jwt
import pytest
import urllib3
from cryptography.hazmat.primitives import serialization
from pydantic import SecretStr

from kiosk.backend.identities.oidc.device_flow import KEPT, KEYS_AGAIN, Client, DeviceFlow
from kiosk.backend.identities.oidc.simulator import INTERVAL, LIFETIME, MOST_WRONG, SLOWER, WRONG_FOR
from kiosk.backend.identities.port import (
    DeviceGrant,
    IdentityAnswer,
    IdentityDownError,
    IdentityOutcome,
    IdentityTokenError,
)
from tests.backend.identity_stage import Loopback, Rogue, Simulated, decides, rogue, rsa_key, simulated
from tests.clock import ManualClock
from tests.ports import HeldPort

PENDING = IdentityAnswer(IdentityOutcome.PENDING)
OTHER_KEY = rsa_key("other")


@pytest.fixture(scope="module")
def loopback() -> Iterator[Loopback]:
    loopback = Loopback()
    with loopback.server:
        yield loopback


@pytest.fixture
def stage(clock: ManualClock, loopback: Loopback) -> Iterator[Simulated]:
    with simulated(clock, loopback) as stage:
        yield stage


@pytest.fixture
def provider(clock: ManualClock, loopback: Loopback) -> Rogue:
    return rogue(clock, loopback)


def asks(stage: Simulated, grant: DeviceGrant, after: float = INTERVAL) -> IdentityAnswer:
    since = stage.clock.now()
    stage.clock.advance(after)
    return stage.line.ask(grant.secret, since)


# The simulated provider


def test_who_says_yes_on_the_phone_is_proved(stage: Simulated) -> None:
    grant = stage.line.begin()
    assert grant.link == f"{grant.short_link}/{grant.user_code}"
    assert grant.link == grant.link.upper()
    assert grant.lifetime == LIFETIME.total_seconds()
    assert asks(stage, grant) == PENDING
    said = decides(grant.link)
    assert (said.status, "已允許連結" in said.data.decode()) == (200, True)
    proved = asks(stage, grant)
    assert proved.outcome is IdentityOutcome.PROVED
    assert proved.subject is not None


def test_an_account_has_the_same_name_each_time_and_another_one_at_another_provider(stage: Simulated) -> None:
    def subject(adapter: DeviceFlow, account: str) -> str | None:
        grant, since = adapter.begin(), stage.clock.now()
        decides(grant.link, account=account)
        return adapter.ask(grant.secret, since).subject

    google = stage.adapter("google")
    first = subject(stage.line, "0")
    assert first is not None
    assert subject(stage.line, "0") == first
    assert subject(stage.line, "1") != first
    assert subject(google, "0") != first
    google.close()


@pytest.mark.parametrize(("answer", "account"), [("no", "0"), ("maybe", "0"), ("yes", "7"), ("yes", "x")])
def test_whatever_is_not_a_clear_yes_is_a_no(stage: Simulated, answer: str, account: str) -> None:
    grant = stage.line.begin()
    decides(grant.link, answer, account)
    assert asks(stage, grant).outcome is IdentityOutcome.DENIED


def test_an_answer_is_given_once(stage: Simulated) -> None:
    grant = stage.line.begin()
    decides(grant.link)
    assert asks(stage, grant).outcome is IdentityOutcome.PROVED
    assert asks(stage, grant) == IdentityAnswer(IdentityOutcome.EXPIRED)


def test_a_request_expires_and_the_phone_cannot_answer_it_any_more(stage: Simulated) -> None:
    grant = stage.line.begin()
    stage.clock.advance(LIFETIME.total_seconds())
    with urllib3.PoolManager(retries=False) as phone:
        assert phone.request("GET", grant.link).status == 404
        assert phone.request("POST", grant.link, fields={"answer": "yes"}, encode_multipart=False).status == 404
    assert asks(stage, grant) == IdentityAnswer(IdentityOutcome.EXPIRED)


def test_who_asks_too_often_has_to_slow_down_for_good(stage: Simulated) -> None:
    grant = stage.line.begin()
    assert asks(stage, grant) == PENDING
    assert asks(stage, grant, INTERVAL - 0.1).outcome is IdentityOutcome.SLOWER
    assert asks(stage, grant, INTERVAL).outcome is IdentityOutcome.SLOWER
    assert asks(stage, grant, INTERVAL + 2 * SLOWER) == PENDING


def test_a_request_at_one_provider_is_none_at_another(stage: Simulated) -> None:
    grant, google = stage.line.begin(), stage.adapter("google")
    assert google.ask(grant.secret, stage.clock.now()).outcome is IdentityOutcome.EXPIRED
    google.close()


def test_a_client_with_a_wrong_secret_gets_nothing(stage: Simulated) -> None:
    stranger = stage.adapter("line", "guessed")
    with pytest.raises(IdentityDownError, match="401"):
        stranger.begin()
    stranger.close()


def test_the_code_may_be_typed_in_any_case_and_without_its_dash(stage: Simulated) -> None:
    grant = stage.line.begin()
    with urllib3.PoolManager(retries=False) as phone:
        page = phone.request("GET", grant.short_link.lower().replace("/id/", "/ID/"))
        assert page.status == 200
        typed = {"code": grant.user_code.lower().replace("-", " ")}
        found = phone.request("POST", grant.short_link, fields=typed, encode_multipart=False, redirect=False)
        assert found.status == 303
        assert grant.link.upper().endswith(found.headers["location"].upper())
        unknown = phone.request("POST", grant.short_link, fields={"code": "BBBB-BBBB"}, encode_multipart=False)
        assert unknown.status == 404


def test_guessing_codes_is_limited_for_all_together_and_for_a_minute_only(stage: Simulated) -> None:
    grant = stage.line.begin()
    with urllib3.PoolManager(retries=False) as phone:

        def types(code: str) -> int:
            return phone.request("POST", grant.short_link, fields={"code": code}, encode_multipart=False).status

        for _ in range(MOST_WRONG // 2):
            assert types("BBBB-BBBB") == 404
            assert phone.request("GET", f"{grant.short_link}/BBBB-BBBB").status == 404
        assert types(grant.user_code) == 429
        assert phone.request("GET", grant.link).status == 429
        stage.clock.advance(WRONG_FOR.total_seconds())
        assert phone.request("GET", grant.link).status == 200


def test_the_phones_page_runs_nothing_and_shows_what_is_typed_as_text(stage: Simulated) -> None:
    grant = stage.line.begin()
    with urllib3.PoolManager(retries=False) as phone:
        page = phone.request("GET", grant.link)
        assert grant.user_code in page.data.decode()
        assert b"<script" not in page.data
        assert "default-src 'none'" in page.headers["content-security-policy"]
        typed = phone.request("GET", f"{grant.short_link}/%3Cscript%3E")
        assert (typed.status, b"<script" in typed.data) == (404, False)


# One that misbehaves


def asked_of(provider: Rogue, clock: ManualClock, **changes: Any) -> IdentityAnswer:
    """Go through a flow whose token has these claims changed, signed with the right key."""
    adapter = provider.adapter(clock)
    try:
        grant, since = adapter.begin(), clock.now()
        clock.advance(5)
        provider.signs(provider.claims(**changes))
        return adapter.ask(grant.secret, since)
    finally:
        adapter.close()


def test_a_token_that_holds_is_taken(provider: Rogue, clock: ManualClock) -> None:
    assert asked_of(provider, clock) == IdentityAnswer(IdentityOutcome.PROVED, "account-1")
    assert asked_of(provider, clock, nonce=None).subject == "account-1"
    several = [provider.CLIENT_ID, "another"]
    assert asked_of(provider, clock, aud=several, azp=provider.CLIENT_ID).subject == "account-1"


@pytest.mark.parametrize(
    "changes",
    [
        {"aud": "another client"},
        {"aud": ["another client", "a third"]},
        {"aud": ["parking-kiosk", "another client"]},
        {"aud": ["parking-kiosk", "another client"], "azp": "another client"},
        {"aud": None},
        {"iss": "https://id.example.tw"},
        {"iss": None},
        {"sub": None},
        {"sub": ""},
        {"sub": 7},
        {"sub": "a" * 256},
        {"sub": "a\x1b[31m"},
        {"exp": None},
        {"iat": None},
        {"exp": "soon"},
        {"iat": True},
        {"nonce": "of another request"},
        {"nonce": 7},
    ],
)
def test_a_token_that_says_anything_else_is_refused(
    provider: Rogue, clock: ManualClock, changes: dict[str, Any]
) -> None:
    with pytest.raises(IdentityTokenError):
        asked_of(provider, clock, **changes)


@pytest.mark.parametrize(("name", "seconds"), [("exp", -66), ("iat", -70), ("iat", 66), ("exp", 0), ("iat", 0)])
def test_a_token_of_another_time_is_refused_but_for_a_minute_between_clocks(
    provider: Rogue, clock: ManualClock, name: str, seconds: int
) -> None:
    moment = (clock.now() + timedelta(seconds=5 + seconds)).timestamp()
    if seconds == 0:
        assert asked_of(provider, clock, **{name: moment}).outcome is IdentityOutcome.PROVED
        return
    with pytest.raises(IdentityTokenError):
        asked_of(provider, clock, **{name: moment})


def forged(provider: Rogue) -> Iterator[str]:
    """Yield tokens with the right claims that no one but the provider's own key could have made worth anything."""
    claims = provider.claims()
    public = provider.key.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    header, body = (b64encode(json.dumps(part).encode()).decode().rstrip("=") for part in ({"alg": "none"}, claims))
    yield jwt.encode(claims, OTHER_KEY, algorithm="RS256", headers={"kid": provider.key_id})
    yield jwt.encode(claims, OTHER_KEY, algorithm="RS256", headers={"kid": "unheard-of"})
    yield jwt.encode(claims, OTHER_KEY, algorithm="RS256")
    yield f"{header}.{body}."
    yield _as_hmac(claims, public, provider.key_id)
    right = jwt.encode(claims, provider.key, algorithm="RS256", headers={"kid": provider.key_id})
    yield right[:-4] + ("AAAA" if right[-4:] != "AAAA" else "BBBB")
    yield "no token at all"


def _as_hmac(claims: dict[str, Any], secret: bytes, kid: str) -> str:
    """Return a token "signed" with the public key as if it were a secret (RFC 8725 §2.1); PyJWT refuses to make one."""
    import hashlib
    import hmac
    from base64 import urlsafe_b64encode

    parts = [{"alg": "HS256", "typ": "JWT", "kid": kid}, claims]
    text = ".".join(urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=") for part in parts)
    signature = urlsafe_b64encode(hmac.new(secret, text.encode(), hashlib.sha256).digest()).decode().rstrip("=")
    return f"{text}.{signature}"


def test_a_token_that_is_not_signed_with_the_providers_key_is_refused(provider: Rogue, clock: ManualClock) -> None:
    adapter = provider.adapter(clock)
    grant, since = adapter.begin(), clock.now()
    tokens = list(forged(provider))
    assert len(tokens) == 7
    for token in tokens:
        provider.token = token
        with pytest.raises(IdentityTokenError):
            adapter.ask(grant.secret, since)
    provider.signs(provider.claims())
    assert adapter.ask(grant.secret, since).outcome is IdentityOutcome.PROVED
    adapter.close()


def test_a_new_key_is_looked_for_and_a_liar_cannot_have_it_looked_for_all_the_time(
    provider: Rogue, clock: ManualClock
) -> None:
    adapter = provider.adapter(clock)
    grant, since = adapter.begin(), clock.now()
    provider.signs(provider.claims())
    adapter.ask(grant.secret, since)
    provider.signs(provider.claims(), kid="unheard-of")
    for _ in range(3):
        with pytest.raises(IdentityTokenError):
            adapter.ask(grant.secret, since)
    assert [path for path, _, _ in provider.asked].count("/jwks") == 1
    clock.advance(KEYS_AGAIN)
    provider.key, provider.key_id = OTHER_KEY, "k2"
    provider.signs(provider.claims())
    assert adapter.ask(grant.secret, since).outcome is IdentityOutcome.PROVED
    assert [path for path, _, _ in provider.asked].count("/jwks") == 2
    adapter.close()


def test_the_description_is_read_once_an_hour(provider: Rogue, clock: ManualClock) -> None:
    adapter = provider.adapter(clock)
    for _ in range(3):
        adapter.begin()
    clock.advance(KEPT)
    adapter.begin()
    assert [path for path, _, _ in provider.asked].count("/.well-known/openid-configuration") == 2
    adapter.close()


@pytest.mark.parametrize(
    ("error", "status", "outcome"),
    [
        ("authorization_pending", 400, IdentityOutcome.PENDING),
        ("authorization_pending", 428, IdentityOutcome.PENDING),
        ("slow_down", 403, IdentityOutcome.SLOWER),
        ("access_denied", 403, IdentityOutcome.DENIED),
        ("expired_token", 400, IdentityOutcome.EXPIRED),
        ("invalid_grant", 400, IdentityOutcome.EXPIRED),
    ],
)
def test_each_refusal_of_the_standard_is_understood_under_any_status(
    provider: Rogue, clock: ManualClock, error: str, status: int, outcome: IdentityOutcome
) -> None:
    adapter = provider.adapter(clock)
    grant = adapter.begin()
    provider.answers["/token"] = status, json.dumps({"error": error, "error_description": "…"}).encode()
    assert adapter.ask(grant.secret, clock.now()) == IdentityAnswer(outcome)
    adapter.close()


@pytest.mark.parametrize(
    ("path", "status", "body"),
    [
        ("/.well-known/openid-configuration", 404, b""),
        ("/.well-known/openid-configuration", 200, b"<html>"),
        ("/device", 500, b"{}"),
        ("/device", 302, b""),
        ("/device", 400, b'{"error": "invalid_client"}'),
        ("/device", 200, b"[]"),
        ("/device", 200, b'{"device_code": "d"}'),
        ("/device", 200, b"\xff\xfe"),
        ("/device", 200, b" " * 70_000),
    ],
)
def test_an_answer_to_the_beginning_that_cannot_be_used_is_a_provider_that_is_down(
    provider: Rogue, clock: ManualClock, path: str, status: int, body: bytes
) -> None:
    provider.answers[path] = status, body
    adapter = provider.adapter(clock)
    with pytest.raises(IdentityDownError):
        adapter.begin()
    adapter.close()


@pytest.mark.parametrize(
    ("path", "status", "body"),
    [
        ("/token", 503, b"{}"),
        ("/token", 400, b'{"error": "invalid_client"}'),
        ("/token", 400, b"Bad Request"),
        ("/token", 200, b"{}"),
        ("/token", 200, b'{"id_token": ""}'),
        ("/jwks", 500, b""),
        ("/jwks", 200, b'{"keys": 7}'),
        ("/jwks", 200, b"[]"),
        ("/jwks", 200, b'{"keys": []}'),
        ("/jwks", 200, b'{"keys": [{"kty": "??"}]}'),
    ],
)
def test_an_answer_to_a_question_that_cannot_be_used_is_a_provider_that_is_down(
    provider: Rogue, clock: ManualClock, path: str, status: int, body: bytes
) -> None:
    adapter = provider.adapter(clock)
    grant, since = adapter.begin(), clock.now()
    provider.signs(provider.claims())
    provider.answers[path] = status, body
    with pytest.raises(IdentityDownError):
        adapter.ask(grant.secret, since)
    adapter.close()


def test_a_yes_is_still_one_after_the_providers_keys_could_not_be_had(provider: Rogue, clock: ManualClock) -> None:
    adapter = provider.adapter(clock)
    grant, since = adapter.begin(), clock.now()
    provider.signs(provider.claims())
    provider.answers["/jwks"] = 500, b""
    with pytest.raises(IdentityDownError):
        adapter.ask(grant.secret, since)
    # The provider gives a token once.
    assert "/token" not in [path for path, _, _ in provider.asked]
    del provider.answers["/jwks"]
    assert adapter.ask(grant.secret, since).outcome is IdentityOutcome.PROVED
    adapter.close()


@pytest.mark.parametrize(
    "changes",
    [
        {"user_code": "A" * 21},
        {"user_code": "A\x1b[31m"},
        {"verification_uri": "javascript:alert(1)"},
        {"verification_uri": "https://id.example.tw/" + "a" * 200},
        {"verification_uri_complete": "https://id.example.tw/\n"},
        {"verification_uri_complete": "https://id.example.tw/" + "a" * 300},
        {"expires_in": 0},
        {"device_code": ""},
    ],
)
def test_what_must_not_reach_a_screen_does_not(provider: Rogue, clock: ManualClock, changes: dict[str, Any]) -> None:
    provider.authorization = changes
    adapter = provider.adapter(clock)
    with pytest.raises(IdentityDownError):
        adapter.begin()
    adapter.close()


def test_a_provider_without_a_link_for_codes_shows_the_plain_one_and_googles_name_for_it_is_known(
    provider: Rogue, clock: ManualClock
) -> None:
    provider.authorization = {
        "verification_uri": None,
        "verification_url": "https://www.google.com/device",
        "verification_uri_complete": None,
        "interval": None,
        "expires_in": 10**9,
    }
    adapter = provider.adapter(clock)
    grant = adapter.begin()
    assert grant.link == grant.short_link == "https://www.google.com/device"
    assert (grant.interval, grant.lifetime) == (5, 1800)
    adapter.close()


@pytest.mark.parametrize(
    ("methods", "secret"), [(None, "s"), (["client_secret_post"], "s"), (["client_secret_basic", "none"], "")]
)
def test_the_client_says_who_it_is_in_the_way_that_the_provider_knows(
    provider: Rogue, clock: ManualClock, methods: list[str] | None, secret: str
) -> None:
    if methods is not None:
        provider.discovery["token_endpoint_auth_methods_supported"] = methods
    adapter = provider.adapter(clock, secret=secret and provider.SECRET)
    adapter.begin()
    _, form, headers = provider.asked[-1]
    assert form["client_id"] == provider.CLIENT_ID
    assert form["scope"] == "openid"
    if secret and methods is None:
        pair = f"{provider.CLIENT_ID}:s3cret+of+ours%3A+with%2Fodd+characters"
        assert headers["authorization"] == "Basic " + b64encode(pair.encode()).decode()
        assert "client_secret" not in form
    else:
        assert "authorization" not in headers
        assert form.get("client_secret") == (provider.SECRET if secret else None)
    adapter.close()


@pytest.mark.parametrize("door", ["device_authorization_endpoint", "token_endpoint", "jwks_uri"])
@pytest.mark.parametrize("url", ["http://id.example.tw/x", "file:///etc/passwd", "https://user@id.example.tw/x", ""])
def test_a_door_that_does_not_protect_what_goes_through_is_not_used(
    provider: Rogue, clock: ManualClock, door: str, url: str
) -> None:
    provider.discovery[door] = url
    adapter = provider.adapter(clock)
    with pytest.raises(IdentityDownError, match=door):
        adapter.begin()
    adapter.close()


def test_the_description_of_another_issuer_is_not_believed(provider: Rogue, clock: ManualClock) -> None:
    for other in ("https://id.example.tw", f"{provider.url}/"):
        provider.discovery["issuer"] = other
        adapter = provider.adapter(clock)
        with pytest.raises(IdentityDownError, match="another issuer"):
            adapter.begin()
        adapter.close()


def test_an_issuer_without_https_is_refused_at_once(clock: ManualClock) -> None:
    with pytest.raises(ValueError, match="https"):
        DeviceFlow("LINE", Client("http://access.line.me", "id", SecretStr("")), clock)


def test_a_provider_that_is_not_there_or_says_nothing_is_down(clock: ManualClock) -> None:
    with HeldPort() as port:
        adapter = DeviceFlow("LINE", Client(port.url, "id", SecretStr("")), clock, read_timeout=0.2)
        with pytest.raises(IdentityDownError, match="NewConnectionError"):
            adapter.begin()
        with port.listening(), pytest.raises(IdentityDownError, match="ReadTimeoutError"):
            adapter.begin()
        adapter.close()


def test_no_error_and_no_repr_holds_a_secret(provider: Rogue, clock: ManualClock) -> None:
    adapter = provider.adapter(clock)
    grant = adapter.begin()
    provider.token = "the.id.token"
    with pytest.raises(IdentityTokenError) as refused:
        adapter.ask(grant.secret, clock.now())
    shown = f"{grant!r} {refused.value!r} {refused.value} {adapter!r}"
    for secret in ("the device code", provider.nonce, provider.SECRET, "the.id.token"):
        assert secret not in shown
    adapter.close()
