"""What JKOPAY says, read; and what we sign, as its own description works it out."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.backend.gateways.jkopay import signatures
from kiosk.backend.gateways.jkopay.wire import (
    Code,
    EntryReply,
    InquiryReply,
    NotUnderstoodError,
    RefundReply,
    Transaction,
    read,
    read_reply,
)

MODELS: tuple[type[Code], ...] = (EntryReply, InquiryReply, RefundReply)
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
    max_leaves=12,
)

ENTRY = (
    '{"platform_order_id":"demo-order-001","store_id":"35f12dff-1581-11e9-a054-00505684fd45","currency": "TWD",'
    '"total_price":10,"final_price":10,"unredeem":10,"result_display_url":"https://display.com",'
    '"result_url":"https://result-callback.xxx/xxx"}'
)


@pytest.mark.parametrize(
    ("secret", "sent", "digest"),
    [
        (
            "r0odDC1e9LHXDmxuvmOv9bgaWLf2CXB2c4gMheoFucVKNMi1K0Id9zwRHJF1r-kdtAKriKgb11VDlo7Kb8R-FQ",
            ENTRY,
            "3577609b058ab85c2d0a00a5421a991979ed6b9f549476e9a82476dc1b70d876",
        ),
        (
            "QxN1X",
            "platform_order_ids=87,88",
            "a0836fefb028ea7493118c8b5eb6752113f552ac8ef35f3cb8cda91808c77188",
        ),
        (
            "QxN1X",
            '{"platform_order_id": 87, "refund_amount": 100}',
            "80b9967b29287605e4ef10b45668792f9d5235777ab305bb72217078dec3205a",
        ),
    ],
    ids=["entry", "inquiry", "refund"],
)
def test_the_signature_is_that_of_the_descriptions_own_examples(secret: str, sent: str, digest: str) -> None:
    """open-doc.jkos.com: 加簽加密說明, 查詢 API and 退款 API."""
    assert signatures.digest(secret.encode(), sent.encode()) == digest


@given(sent=st.binary(max_size=100), position=st.integers(0, 99), flip=st.integers(1, 255))
def test_one_changed_byte_spoils_a_request(sent: bytes, position: int, flip: int) -> None:
    signed = signatures.digest(b"secret", sent)
    assert signatures.agree(signed, signatures.digest(b"secret", sent))
    assert not signatures.agree(signed, signatures.digest(b"another", sent))
    if position < len(sent):
        changed = sent[:position] + bytes([sent[position] ^ flip]) + sent[position + 1 :]
        assert not signatures.agree(signed, signatures.digest(b"secret", changed))


def transaction(price: object) -> Transaction:
    answer = {"platform_order_id": "P1", "status": 0, "tradeNo": "J1", "final_price": price}
    return read(Transaction, json.dumps(answer).encode())


@given(dollars=st.integers(0, 10_000_000))
def test_an_amount_is_read_as_text_as_a_number_and_with_an_empty_fraction(dollars: int) -> None:
    for written in (dollars, str(dollars), f"{dollars}.0", f"{dollars}.00"):
        assert transaction(written).final_price == dollars


@pytest.mark.parametrize(
    "wrong", ["12.5", "12.01", "-1", "1e3", "１２", " 12", "12 ", "", "1,200", 12.0, True, -1, "100000000", [1]]
)
def test_what_is_no_amount_in_whole_dollars_is_not_understood(wrong: object) -> None:
    with pytest.raises(NotUnderstoodError):
        transaction(wrong)


@pytest.mark.parametrize(
    "page",
    [
        "http://onlinepay.jkopay.com/",
        "javascript:alert(1)",
        "https://",
        "//onlinepay.jkopay.com/",
        "https://name@onlinepay.jkopay.com/",
        "https://onlinepay.jkopay.com/\r\nSet-Cookie: a=b",
        "https://[",
        7,
        None,
    ],
)
def test_a_phone_is_sent_to_no_page_that_is_not_one(page: object) -> None:
    with pytest.raises(NotUnderstoodError):
        read_reply(EntryReply, json.dumps({"result": "000", "result_object": {"payment_url": page}}).encode())


@given(beside=json_values)
def test_beside_an_errors_code_anything_may_stand(beside: object) -> None:
    """With 200, `result_object` is a text that says which fields are wrong."""
    for model in MODELS:
        reply = read_reply(model, json.dumps({"result": "200", "message": beside, "result_object": beside}).encode())
        assert reply.result == "200"


@given(body=st.binary(max_size=200))
def test_any_bytes_are_understood_or_refused(body: bytes) -> None:
    for model in MODELS:
        try:
            read_reply(model, body)
        except NotUnderstoodError:
            continue


@given(found=json_values, code=json_values)
def test_any_json_is_understood_or_refused(found: object, code: object) -> None:
    for body in ({"result": code, "result_object": found}, {"result": "000", "result_object": found}):
        for model in MODELS:
            try:
                read_reply(model, json.dumps(body).encode())
            except NotUnderstoodError:
                continue


def test_what_was_not_understood_is_not_quoted() -> None:
    with pytest.raises(NotUnderstoodError) as refused:
        read_reply(EntryReply, b'{"result": "000", "result_object": {"payment_url": "a name and a number"}}')
    assert "a name" not in f"{refused.value}{refused.value.__cause__}"
