from __future__ import annotations

import secrets
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.backend.gateways.platform import signatures
from kiosk.backend.gateways.platform.wire import Message, NotUnderstoodError, Reply, read
from kiosk.backend.payments import payment_links
from kiosk.domain.read_aloud import ALPHABET
from tests.clock import START

SECRET = b"a shared secret"
texts = st.text(max_size=40)


@given(body=st.binary(max_size=200), position=st.integers(0, 199), flip=st.integers(1, 255))
def test_one_changed_byte_spoils_a_message(body: bytes, position: int, flip: int) -> None:
    signed = signatures.message_signature(SECRET, "1700000000", body)
    assert signatures.agree(signed, signatures.message_signature(SECRET, "1700000000", body))
    if position < len(body):
        changed = body[:position] + bytes([body[position] ^ flip]) + body[position + 1 :]
        assert not signatures.agree(signed, signatures.message_signature(SECRET, "1700000000", changed))


@given(body=st.binary(max_size=50), one=st.integers(0, 10**10), other=st.integers(0, 10**10))
def test_a_message_is_bound_to_its_moment_and_its_secret(body: bytes, one: int, other: int) -> None:
    signed = signatures.message_signature(SECRET, str(one), body)
    assert (signed == signatures.message_signature(SECRET, str(other), body)) == (one == other)
    assert signed != signatures.message_signature(b"another secret", str(one), body)


@given(body=st.binary(max_size=50), timestamp=st.integers(0, 10**10).map(str), nonce=st.text("0123456789abcdef"))
def test_a_request_cannot_be_passed_off_as_a_message(body: bytes, timestamp: str, nonce: str) -> None:
    request = signatures.request_signature(SECRET, "POST", "/platform/entry", timestamp, nonce, body)
    assert request != signatures.message_signature(SECRET, timestamp, body)


@given(signature=texts)
def test_comparing_takes_any_text_and_accepts_none_but_its_own(signature: str) -> None:
    assert not signatures.agree(signatures.message_signature(SECRET, "1", b""), signature)


@pytest.mark.parametrize(("age", "accepted"), [(300, True), (301, False), (0, True), (-60, True), (-61, False)])
def test_the_window_reaches_from_five_minutes_ago_to_one_minute_ahead(age: int, accepted: bool) -> None:
    stamp = str(int((START - timedelta(seconds=age)).timestamp()))
    assert signatures.timely(stamp, START) is accepted


@given(text=texts.filter(lambda text: not (text.isascii() and text.isdigit())))
def test_what_is_not_plain_digits_is_not_a_moment(text: str) -> None:
    assert not signatures.timely(text, START)


@pytest.mark.parametrize("text", ["", " 1", "1_0", "１７", "+1", "-1", "1.0", "9" * 400])
def test_python_numbers_that_are_not_plain_are_not_moments(text: str) -> None:
    assert not signatures.timely(text, datetime(1970, 1, 1, tzinfo=UTC))


@given(body=st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_any_bytes_are_a_reply_or_are_refused_by_name(body: bytes) -> None:
    for model in (Reply, Message):
        try:
            read(model, body)
        except NotUnderstoodError as error:
            assert str(error)  # noqa: PT017 - any bytes may also be understood


def paid(amount: str) -> bytes:
    order = f'{{"platform_order_id":"1","status":"paid","transaction_id":"T","paid_amount":{amount}}}'
    return f'{{"result":"000","result_object":{order}}}'.encode()


def test_the_agreed_reply_is_understood() -> None:
    order = read(Reply, paid("48")).result_object
    assert order is not None
    assert order.paid_amount == 48


@pytest.mark.parametrize(
    "body",
    [
        b'{"result":"000","result":"900"}',
        b'{"result":NaN}',
        b'{"result":1e400}',
        b"[" * 100_000,
        paid("48.0"),
        paid('"48"'),
        paid("-1"),
        paid("true"),
        b'{"result":"\xe2\x82"}',
        b"",
        b"null",
    ],
)
def test_json_with_a_trap_is_not_understood(body: bytes) -> None:
    with pytest.raises(NotUnderstoodError):
        read(Reply, body)


@given(code=st.text(ALPHABET, min_size=10, max_size=10))
def test_a_code_survives_being_typed_by_hand(code: str) -> None:
    assert payment_links.read_code(code) == code
    typed = code.lower().replace("0", "o").replace("1", "l")
    assert payment_links.read_code(f"{typed[:5]}-{typed[5:]}") == code


def test_any_text_is_a_code_or_none() -> None:
    seen: Counter[bool] = Counter()

    @given(
        st.tuples(texts, st.text(ALPHABET + "oil-", min_size=9, max_size=12), st.text(ALPHABET.lower(), min_size=10))
    )
    def holds(typed: tuple[str, ...]) -> None:
        for text in typed:
            code = payment_links.read_code(text)
            seen[code is not None] += 1
            assert code is None or (len(code) == 10 and set(code) <= set(ALPHABET))

    holds()
    assert min(seen[True], seen[False]) >= 10


def test_new_codes_are_codes_and_differ() -> None:
    codes = {payment_links.new_code(secrets) for _ in range(500)}
    assert len(codes) == 500
    assert all(payment_links.read_code(code) == code for code in codes)


@pytest.mark.parametrize(
    ("public_url", "link"),
    [
        ("http://127.0.0.1:8080", "HTTP://127.0.0.1:8080/P/0123456789"),
        ("http://192.168.1.20:65535/", "HTTP://192.168.1.20:65535/P/0123456789"),
        ("https://pay.example.tw", "HTTPS://PAY.EXAMPLE.TW/P/0123456789"),
    ],
)
def test_a_link_is_short_and_in_capitals(public_url: str, link: str) -> None:
    assert payment_links.link(public_url, "0123456789") == link
    assert len(link) <= 38


@pytest.mark.parametrize(
    "public_url", ["", "pay.example.tw", "ftp://x", "https://x/path", "https://x?q", "https://u@x", "https://x#f"]
)
def test_an_address_that_cannot_carry_a_link_is_refused(public_url: str) -> None:
    with pytest.raises(ValueError, match="public_url"):
        payment_links.link(public_url, "0123456789")


@given(code=texts, other=texts, key=st.binary(max_size=32))
def test_a_form_token_opens_its_own_code_only(code: str, other: str, key: bytes) -> None:
    token = payment_links.form_token(key, code)
    assert payment_links.token_is_ours(key, code, token)
    assert payment_links.token_is_ours(key, other, token) == (code == other)
    assert not payment_links.token_is_ours(key + b"x", code, token)
