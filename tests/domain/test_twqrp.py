"""TWQRP: published payloads, every value there and back, and nothing that was not specified."""

from __future__ import annotations

from datetime import date, datetime
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.dates import TAIPEI
from kiosk.domain.money import Money
from kiosk.domain.twqrp import SCHEME, Acquirer, BillPayload, TransferPayload, parse
from kiosk.domain.twqrp_fields import TwqrpError

POWER = (
    "TWQRP://臺灣電力公司/158/03/V1?D1=89900&D3=AVnVbcN9xxRv&D4=20170401&D8=電費&D10=901"
    "&D11=00,0060061112223334440000000112345678&E7=AUEkfcxUfQNgUHcnNndMDzU=&D12=20170630130000&D15=300&D16=電費"
)
WATER = (
    "TWQRP://測試台北自來水費/158/03/V1?D1=10000&D3=AVWYrjDqQES+&D7=9112430446"
    "&D11=00,4614611000051300010001000100513965"
)
SHOP = (
    "TWQRP://462QRCODE測試店/158/01/V1?D1=299900&D2=P201712310000003000&D3=ASS+DfDFxSuu&D10=901"
    "&D11=00,46246226301561000110001001&D12=20201231123030"
)
ACQUIRER = Acquirer("461", "461100005130001", "00010001", "00513965")


def test_the_power_companys_bill_is_read() -> None:
    bill = parse(POWER)
    assert bill == BillPayload(
        payee="臺灣電力公司",
        amount=Money(899),
        acquirer=Acquirer("006", "006111222333444", "00000001", "12345678"),
        secure_code="AVnVbcN9xxRv",
        pay_by=date(2017, 4, 1),
        about="電費",
        valid_until=datetime(2017, 6, 30, 13, tzinfo=TAIPEI),
        fee_cents=300,
        fee_name="電費",
        encrypted=(("E7", "AUEkfcxUfQNgUHcnNndMDzU="),),
    )
    assert str(bill) == POWER


def test_the_water_works_bill_is_read_and_its_plus_is_written_as_a_percent_code() -> None:
    bill = parse(WATER)
    assert bill == BillPayload("測試台北自來水費", Money(100), ACQUIRER, "AVWYrjDqQES+", number="9112430446")
    assert "D3=AVWYrjDqQES%2B&" in str(bill)
    assert "+" not in str(bill)
    assert parse(str(bill)) == bill


def test_a_payload_inside_a_link_is_read_too() -> None:
    assert parse(quote(str(parse(WATER)), safe="")) == parse(WATER)


def test_a_transfer_is_padded_and_read() -> None:
    transfer = TransferPayload("004", "12345678", Money(150), "停車費")
    assert str(transfer) == "TWQRP://004NTTransfer/158/02/V1?D1=15000&D5=004&D6=0000000012345678&D9=停車費&D10=901"
    assert parse(str(transfer)) == TransferPayload("004", "0000000012345678", Money(150), "停車費")
    assert parse("TWQRP://個人轉帳/158/02/V1?D5=004&D6=0000000012345678").amount is None


_TEXT = st.text(st.sampled_from("停車費收據ＡｂcD09 ,.-+:;()*'\"$"), min_size=1, max_size=60)
_ALNUM = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def _signs(length: int) -> st.SearchStrategy[str]:
    return st.text(_ALNUM, min_size=length, max_size=length)


def _maybe(strategy: st.SearchStrategy[object]) -> st.SearchStrategy[object]:
    return st.none() | strategy


ACQUIRERS = st.builds(
    Acquirer,
    bank=st.from_regex(r"[0-9]{3}", fullmatch=True),
    merchant=_signs(15),
    terminal=_signs(8),
    fee=_signs(8),
    tool=st.sampled_from(["00", "01", "04", "11", "51"]),
)
BILLS = st.builds(
    BillPayload,
    payee=_TEXT.map(lambda text: text[:60]),
    amount=st.integers(1, 10**10 - 1).map(Money),
    acquirer=ACQUIRERS,
    secure_code=st.from_regex(r"A[0-9A-Za-z+/]{11}", fullmatch=True),
    number=_maybe(st.from_regex(r"[0-9A-Za-z]{1,16}", fullmatch=True)),
    pay_by=_maybe(st.dates()),
    about=_maybe(_TEXT.map(lambda text: text[:50])),
    valid_until=_maybe(st.datetimes(timezones=st.just(TAIPEI)).map(lambda moment: moment.replace(microsecond=0))),
    fee_information=_maybe(_TEXT.map(lambda text: text[:50])),
    fee_cents=_maybe(st.integers(0, 10**6 - 1)),
    fee_name=_maybe(_TEXT.map(lambda text: text[:30])),
)
TRANSFERS = st.builds(
    TransferPayload,
    bank=st.from_regex(r"[0-9]{3}", fullmatch=True),
    account=st.from_regex(r"[0-9]{16}", fullmatch=True).filter(lambda account: account.strip("0")),
    amount=_maybe(st.integers(1, 10**10 - 1).map(Money)),
    memo=_maybe(_TEXT.map(lambda text: text[:19])),
)


@given(BILLS | TRANSFERS)
def test_what_is_written_is_read_as_it_was(payload: BillPayload | TransferPayload) -> None:
    assert parse(str(payload)) == payload


@given(st.text() | st.text().map(lambda text: SCHEME + text) | st.text().map(lambda text: WATER + "&" + text))
def test_whatever_is_read_is_a_payload_or_refused(text: str) -> None:
    try:
        payload = parse(text)
    except TwqrpError:
        return
    assert parse(str(payload)) == payload


@pytest.mark.parametrize("sign", [*"&=?#%", "\n", "\x1b", "\u202e", "\x00"])
@pytest.mark.parametrize("field", ["payee", "about", "fee_information", "fee_name"])
def test_nothing_in_a_text_begins_another_field(field: str, sign: str) -> None:
    fields = {"payee": "停管處", "amount": Money(1), "acquirer": ACQUIRER, "secure_code": 12 * "A"}
    with pytest.raises(TwqrpError):
        BillPayload(**{**fields, field: f"a{sign}D1=1"})  # type: ignore[arg-type]
    with pytest.raises(TwqrpError):
        TransferPayload("004", "1", memo=f"a{sign}b")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "begin with TWQRP"),
        (WATER.replace("TWQRP", "twqrp"), "begin with TWQRP"),
        (SHOP, "neither a bill"),
        (WATER.replace("/158/", "/159/"), "country"),
        (WATER.replace("/V1", "/V2"), "version"),
        (WATER.replace("/V1", ""), "version"),
        (WATER + "&D1=10000", "D1: twice"),
        (WATER + "&D13=1", "D13"),
        (WATER + "&D17=1", "not D1 to D16"),
        (WATER + "&d16=1", "not D1 to D16"),
        (WATER + "&D8", "D8: empty"),
        (WATER + "&D8=", "D8: empty"),
        (WATER + "&D8=a=b", "second ="),
        (WATER + "&D8=a%3Db", "D8: a character"),
        (WATER + "&D8=%1b[31m", "D8: a character"),
        (WATER + "&D8=%", "D8: half of a percent"),
        (WATER + "&D8=%FF", "D8: not UTF-8"),
        (WATER.replace("測試台北自來水費", "%FF"), "payee: not UTF-8"),
        (WATER.replace("測試台北自來水費", ""), "^payee: not one to 60"),
        (WATER + "&D10=840", "D10"),
        (WATER + "&D5=004", "D5: not a field"),
        (WATER + "&E7=AAAA", "in clear and encrypted"),
        (WATER + "&D4=20261301", "D4"),
        (WATER + "&D4=261130", "D4"),
        (WATER + "&D12=20261130250000", "D12"),
        (WATER.replace("D1=10000", "D1=10050"), "whole dollars"),
        (WATER.replace("D1=10000", "D1=0"), "below one dollar"),
        (WATER.replace("D1=10000", "D1=-100"), "D1"),
        (WATER.replace("D1=10000", "D1=１００"), "D1"),
        (WATER.replace("D1=10000&", ""), "D1: missing"),
        (WATER.replace("D3=AVWYrjDqQES+", "D3=AVWYrjDqQES "), "D3"),
        (WATER.replace("00,461", "00,46"), "D11"),
        ("TWQRP://004NTTransfer/158/02/V1?D5=005&D6=0000000012345678", "another bank"),
        ("TWQRP://004NTTransfer/158/02/V1?D5=004&D6=0000000000000000", "zeros"),
        ("TWQRP://004NTTransfer/158/02/V1?D5=004&D6=1&D11=00,1", "not a field"),
        (WATER + "&D8=" + 1000 * "a", "longer"),
    ],
)
def test_what_is_not_specified_is_refused_with_the_field_and_without_its_value(text: str, why: str) -> None:
    with pytest.raises(TwqrpError, match=why) as refused:
        parse(text)
    assert "9112430446" not in str(refused.value)
