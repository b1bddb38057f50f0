"""From bytes to models: whatever comes, it is the contract or a protocol error without a word of it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kiosk.api_client._exchange import JSON, PROBLEM, Reply
from kiosk.api_client._replies import MalformedError, parse, read, read_problem
from kiosk.api_client.errors import Fault, ProtocolError
from kiosk.contract.payments import Payment, ProviderList
from kiosk.contract.service import ServiceInfo
from tests.client.backend_double import PROVIDERS, BackendDouble, in_turn, payment, raw
from tests.client.virtual_time import virtual
from tests.traces import given_away

A_PROBLEM = b'{"type": "urn:parking-kiosk:problem:not-found", "title": "not found", "status": 404}'
HTML = b"<!doctype html><title>Sign in to the network</title>"


def provider(**changes: Any) -> bytes:
    return json.dumps({"providers": [PROVIDERS["providers"][0] | changes]}).encode()


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        (b"", Fault.NOT_JSON),
        (HTML, Fault.NOT_JSON),
        (b'{"providers": [', Fault.NOT_JSON),
        (b'{"providers": []} x', Fault.NOT_JSON),
        (b'\xef\xbb\xbf{"providers": []}', Fault.NOT_JSON),
        (b'{"providers": "\xff"}', Fault.ENCODING),
        ('{"providers": []}'.encode("utf-16"), Fault.ENCODING),
        (b'{"providers": [], "providers": []}', Fault.DUPLICATE_KEY),
        (b'{"providers": [], "more": {"a": 1, "a": 2}}', Fault.DUPLICATE_KEY),
        (b'{"providers": [], "more": NaN}', Fault.NUMBER),
        (b'{"providers": [], "more": -Infinity}', Fault.NUMBER),
        (b'{"providers": [], "more": 1e400}', Fault.NUMBER),
        (b'{"providers": [], "more": ' + b"9" * 5000 + b"}", Fault.NUMBER),
        (b"[" * 100_000, Fault.TOO_DEEP),
        (b'{"more": ' + b"[" * 60 + b"]" * 60 + b"}", Fault.TOO_DEEP),
        (b'{"providers": [], "more": "\\ud800"}', Fault.SURROGATE),
        (b'{"providers": [], "\\udfff": 1}', Fault.SURROGATE),
        (b"null", Fault.SCHEMA),
        (b"[]", Fault.SCHEMA),
        (b"{}", Fault.SCHEMA),
        (b'{"providers": {}}', Fault.SCHEMA),
        (provider(fee="15"), Fault.SCHEMA),
        (provider(fee=15.0), Fault.SCHEMA),
        (provider(fee=True), Fault.SCHEMA),
        (provider(fee=-1), Fault.SCHEMA),
        (provider(available="yes"), Fault.SCHEMA),
        (provider(available=1), Fault.SCHEMA),
        (provider(kind="charity"), Fault.SCHEMA),
        (provider(code="../x"), Fault.SCHEMA),
        (provider(name="x" * 121), Fault.SCHEMA),
    ],
)
def test_what_is_not_the_contract_is_a_fault(body: bytes, fault: Fault) -> None:
    with pytest.raises(MalformedError) as caught:
        parse(body, ProviderList)
    assert caught.value.fault is fault
    assert caught.value.__context__ is None


def test_a_schema_fault_names_the_field_and_not_the_value() -> None:
    with pytest.raises(MalformedError) as caught:
        parse(provider(fee="CNR-1357"), ProviderList)
    assert caught.value.where == "providers.0.fee"
    assert given_away(repr(caught.value), "CNR-1357") == []


def test_a_newer_backend_may_say_more_than_we_know() -> None:
    body = json.dumps(payment(colour="blue")).encode()
    assert parse(body, Payment).amount == 55


def test_every_text_is_cleaned_before_anybody_sees_it() -> None:
    body = json.dumps(
        {
            "office": "松山\u202e停車\u200b\u001b[2J中心",
            "now": "2026-11-23T02:28:00Z",
            "demo": True,
            "help_phone": "02-2726-9600\x9b",
            "trial_vehicles": [{"plate": "BKZ-5937\u200b", "type": "car", "shows": "trial-\x07x"}],
        }
    ).encode()
    info = parse(body, ServiceInfo)
    shown = info.office + info.help_phone + info.trial_vehicles[0].plate + info.trial_vehicles[0].shows
    assert not set(shown) & set("\u202e\u200b\x1b\x9b\x07")
    assert info.office.startswith("松山停車")
    assert info.trial_vehicles[0].plate == "BKZ-5937"


def test_markup_stays_the_text_that_it_is() -> None:
    assert parse(provider(name="[red]街口[/] [@click=app.quit]x"), ProviderList).providers[0].name.startswith("[red]")


@given(st.binary(max_size=200))
@example(b"0" * 100)
def test_no_bytes_bring_anything_but_a_fault(body: bytes) -> None:
    with pytest.raises(MalformedError):
        parse(body, ProviderList)


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


@settings(max_examples=80)
@given(st.sampled_from(sorted(payment())), values)
def test_a_payment_with_any_field_replaced_is_a_payment_or_a_fault(field: str, value: Any) -> None:
    body = json.dumps(payment() | {field: value}).encode()
    try:
        read_back = parse(body, Payment)
    except MalformedError:
        return
    assert type(read_back.amount) is int
    assert read_back.created_at.tzinfo is not None


@given(st.sampled_from(["", "text/html", "text/html; charset=utf-8", "application/jsonp", "application/problem+json"]))
def test_a_reply_of_another_type_is_not_read_however_like_json_it_is(media_type: str) -> None:
    with pytest.raises(MalformedError) as caught:
        read(Reply(200, {"content-type": media_type}, b'{"providers": []}'), ProviderList)
    assert caught.value.fault is Fault.MEDIA_TYPE


def test_the_type_may_carry_parameters_and_capitals() -> None:
    reply = Reply(200, {"content-type": "Application/JSON; charset=utf-8"}, b'{"providers": []}')
    assert read(reply, ProviderList).providers == ()


def test_a_problem_that_is_none_is_a_fault_and_html_is_no_problem() -> None:
    assert read_problem(Reply(500, {"content-type": "text/html"}, HTML)) is None
    for body in (b"", b"{}", HTML, b'{"type": 1, "title": "x", "status": 400}'):
        with pytest.raises(MalformedError):
            read_problem(Reply(500, {"content-type": PROBLEM}, body))


def test_a_problem_of_a_kind_unknown_here_is_still_a_problem() -> None:
    body = (
        b'{"type": "urn:parking-kiosk:problem:new", "title": "x", "status": 418, "errors": [{"loc": "a", "msg": "b"}]}'
    )
    problem = read_problem(Reply(418, {"content-type": PROBLEM}, body))
    assert problem is not None
    assert problem.kind is None


@pytest.mark.parametrize(
    ("reply", "fault"),
    [
        (raw(HTML, content_type="text/html"), Fault.MEDIA_TYPE),
        (raw(b"", status=204), Fault.MEDIA_TYPE),
        (raw(b"{}", status=500), Fault.STATUS),
        (raw(b"{}", status=500, content_type="application/problem+json"), Fault.SCHEMA),
        (raw(A_PROBLEM, status=302, content_type="application/problem+json"), Fault.STATUS),
        (raw(b"x", encoding="br"), Fault.ENCODING),
        (raw(b" " * (2 * 1024 * 1024 + 1)), Fault.TOO_LARGE),
        (raw(b"{"), Fault.NOT_JSON),
    ],
)
def test_a_call_ends_in_a_protocol_error_that_repeats_nothing(reply: Any, fault: Fault) -> None:
    _a_call_ends_in_a_protocol_error(reply, fault)


@virtual
async def _a_call_ends_in_a_protocol_error(reply: Any, fault: Fault) -> None:
    # 204 has no body and no type.
    if reply.status_code == 204:
        del reply.headers["content-type"]
    double = BackendDouble(in_turn(reply))
    async with double.client() as client:
        with pytest.raises(ProtocolError) as caught:
            await client.providers.list()
    assert caught.value.fault is fault
    assert "Sign in" not in str(caught.value)
    assert caught.value.__context__ is None
    assert JSON not in str(caught.value)
