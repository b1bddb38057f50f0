"""`kiosk qr --twqrp`: what a developer makes and reads of the common payment code."""

from __future__ import annotations

import json

import pytest

from tests.commands.conftest import Run

BILL = (
    "payee=測試台北自來水費",
    "amount=100",
    "acquirer=00,4614611000051300010001000100513965",
    "secure-code=AVWYrjDqQES+",
)


def test_a_bill_made_of_fields_is_a_code_and_reads_back(kiosk: Run) -> None:
    made = kiosk("qr", "--twqrp", "bill", *BILL, "number=9112430446", "pay-by=2026-12-31", "--json")
    payload = json.loads(made.out)["payload"]
    assert payload.startswith("TWQRP://測試台北自來水費/158/03/V1?D1=10000&")
    read = json.loads(kiosk("qr", "--twqrp", "read", payload, "--json").out)
    assert (read["kind"], read["amount"], read["number"]) == ("bill", "100", "9112430446")
    assert read["pay-by"] == "2026-12-31"
    assert kiosk("qr", "--twqrp", "bill", *BILL).out.count("\n") > 20
    assert "secure-code  AVWYrjDqQES+" in kiosk("qr", "--twqrp", "read", payload).out


def test_a_transfer_needs_no_amount(kiosk: Run) -> None:
    made = json.loads(kiosk("qr", "--twqrp", "transfer", "bank=004", "account=12345678", "--json").out)
    assert made["payload"] == "TWQRP://004NTTransfer/158/02/V1?D5=004&D6=0000000012345678&D10=901"


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("bill", "payee=x"), 2, "Missing: amount, acquirer, secure-code."),
        (("bill", "encrypted=x"), 2, "Give each field once, as FIELD=VALUE"),
        (("transfer", "bank=004", "bank=005"), 2, "Give each field once"),
        (("transfer", "004"), 2, "Give each field once"),
        (("transfer", "bank=004", "account=1", "amount=ten"), 2, "amount is to be a whole number of dollars."),
        (("bill", *BILL, "pay-by=tomorrow"), 2, "pay-by is to be a day such as 2026-12-31."),
        (("transfer", "bank=004", "account=1", "memo=a&D1=1"), 1, "D9: a character that could begin another field."),
        (("bill", *BILL[:2], "acquirer=1", BILL[3]), 1, "D11:"),
        (("read", "HTTPS://EXAMPLE.TW"), 1, "it does not begin with TWQRP://."),
        (("read", "TWQRP://a", "b"), 2, "Give one payload, in quotes"),
    ],
)
def test_what_cannot_be_made_or_read_is_said_in_a_line(
    kiosk: Run, words: tuple[str, ...], code: int, said: str
) -> None:
    ran = kiosk("qr", "--twqrp", *words)
    assert (ran.code, ran.out) == (code, "")
    assert said in ran.err
    assert ran.err.count("\n") == 1


def test_fields_without_the_kind_of_payload_are_not_taken_for_a_text(kiosk: Run) -> None:
    assert kiosk("qr", "amount=1", "bank=2").code == 2
