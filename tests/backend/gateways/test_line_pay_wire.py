"""What LINE Pay says, read: large numbers exactly, and whatever else is there without falling over."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.backend.gateways.line_pay import signatures
from kiosk.backend.gateways.line_pay.wire import (
    ConfirmReply,
    DetailsReply,
    NotUnderstoodError,
    RefundReply,
    RequestReply,
    read,
)

SECRET = b"a secret of the channel"
MODELS = (RequestReply, ConfirmReply, DetailsReply, RefundReply)
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
    max_leaves=12,
)


def requested(transaction: object, page: object = "https://web-pay.line.me/web/payment/wait?t=1") -> bytes:
    info = {"transactionId": transaction, "paymentUrl": {"web": page, "app": "line://pay"}}
    return json.dumps({"returnCode": "0000", "returnMessage": "Success.", "info": info}).encode()


@given(number=st.integers(2**53 - 2, 10**20))
def test_every_digit_of_a_transaction_is_kept_as_a_number_and_as_text(number: int) -> None:
    for written in (number, str(number)):
        info = read(RequestReply, requested(written)).info
        assert info is not None
        assert info.transaction_id == str(number)


@pytest.mark.parametrize("wrong", [2.0e18, True, None, -1, 0, "", "1e18", "０１", "12a", 10**30, [1]])
def test_what_is_no_transaction_is_not_understood(wrong: object) -> None:
    with pytest.raises(NotUnderstoodError):
        read(RequestReply, requested(wrong))


@pytest.mark.parametrize(
    "page",
    [
        "http://web-pay.line.me/",
        "javascript:alert(1)",
        "https://",
        "//web-pay.line.me/",
        "https://name@web-pay.line.me/",
        "https://web-pay.line.me/\r\nSet-Cookie: a=b",
        "https://web-pay.line.me/ a",
        "https://[",
        7,
    ],
)
def test_a_phone_is_sent_to_no_page_that_is_not_one(page: object) -> None:
    with pytest.raises(NotUnderstoodError):
        read(RequestReply, requested(1, page))


@given(body=st.binary(max_size=200))
def test_any_bytes_are_understood_or_refused(body: bytes) -> None:
    for model in MODELS:
        try:
            read(model, body)
        except NotUnderstoodError:
            continue


@given(info=json_values, code=json_values)
def test_any_json_is_understood_or_refused(info: object, code: object) -> None:
    body = json.dumps({"returnCode": code, "info": info}).encode()
    for model in MODELS:
        try:
            read(model, body)
        except NotUnderstoodError:
            continue


def test_what_was_not_understood_is_not_quoted() -> None:
    with pytest.raises(NotUnderstoodError) as refused:
        read(RequestReply, requested("a name and a number"))
    assert "a name" not in f"{refused.value}{refused.value.__cause__}"


@given(taken=st.lists(st.integers(0, 10_000), max_size=4), given_back=st.lists(st.integers(1, 100), max_size=4))
def test_what_several_means_gave_is_added_up_and_so_are_refunds(taken: list[int], given_back: list[int]) -> None:
    detail = {
        "orderId": "261123000001",
        "transactionId": 2026112300000000001,
        "transactionType": "PAYMENT",
        "payInfo": [{"method": "BALANCE", "amount": amount} for amount in taken],
        "refundList": [{"refundAmount": -amount} for amount in given_back],
    }
    found = read(DetailsReply, json.dumps({"returnCode": "0000", "info": [detail]}).encode()).info
    assert found is not None
    assert (found[0].dollars, found[0].refunded) == (sum(taken), sum(given_back))


def test_the_signature_is_that_of_the_description() -> None:
    """Worked out with OpenSSL: `printf … | openssl dgst -sha256 -hmac SECRET -binary | base64`."""
    body = '{"amount":100,"name":"停車"}'.encode()
    assert signatures.request_signature(b"secret", "/v3/payments/request", body, "n-1") == EXPECTED


EXPECTED = "xXAQd6QOR7qEtE5gf6Sc4dCCCuBzsoDyofvgrc36crM="


@given(body=st.binary(max_size=100), position=st.integers(0, 99), flip=st.integers(1, 255), nonce=st.uuids(version=4))
def test_one_changed_byte_spoils_a_request(body: bytes, position: int, flip: int, nonce: object) -> None:
    signed = signatures.request_signature(SECRET, "/v3/payments/request", body, str(nonce))
    assert signatures.agree(signed, signatures.request_signature(SECRET, "/v3/payments/request", body, str(nonce)))
    assert not signatures.agree(signed, signatures.request_signature(b"x", "/v3/payments/request", body, str(nonce)))
    if position < len(body):
        changed = body[:position] + bytes([body[position] ^ flip]) + body[position + 1 :]
        again = signatures.request_signature(SECRET, "/v3/payments/request", changed, str(nonce))
        assert not signatures.agree(signed, again)
