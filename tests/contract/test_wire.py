"""What is sent: requests take nothing that they do not know, nothing changes on its way, and secrets stay hidden."""

from __future__ import annotations

import importlib
import json
import logging
import pkgutil
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any, get_type_hints

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from pydantic import BaseModel, SecretStr, ValidationError

import kiosk.contract
from kiosk.backend import log as backend_log
from kiosk.contract.desk.session import DeskSession, DeskSignIn
from kiosk.contract.enrolment import Enrolled, Enrolment
from kiosk.contract.guests import GuestToken, PictureAnswer
from kiosk.contract.owners import (
    Closing,
    NewPassword,
    OwnerChange,
    OwnerReceipt,
    RegistrationRequest,
    ResetAllowed,
    SignedIn,
    SignInRequest,
)
from kiosk.contract.phone_entries import PhoneEntry
from kiosk.contract.sheets import SheetRequest
from kiosk.contract.wire import Request, Wire
from kiosk.platform.machine.log import RedactingFormatter

VEHICLE = {"plate": "BKZ-5937", "type": "car"}
PAPERLESS = {"kind": "paperless"}
OWNER = {"name": "王小明", "mobile": "0912-***-678", "email": None, "registered_at": "2026-11-23T02:28:00Z"}
STANDING = {
    "name": "lin.yl",
    "display_name": "林○玲",
    "office": "松山",
    "roles": ["clerk"],
    "permissions": ["search"],
    "idle_in": 300.0,
    "ends_in": 43_200.0,
    "factor_fresh_in": 300.0,
    "as_of": "2026-11-28T02:28:00Z",
}
REFUND = {"payment": 32 * "0", "ground": "wrong-ticket", "seen": 145, "bills": ["Q7158601D030025"]}
APPROVAL, CLAIM, PROOF = "9c1e4b7a9c1e4b7a9c1e4b7a9c1e4b7a", "C2611270412A", "id-and-licence"
SECRET = "Kx7mQ2vT-canary-of-a-secret"

REQUESTS: Mapping[str, dict[str, Any]] = {
    "BillSearch": {"vehicles": [VEHICLE]},
    "CitySearch": {"city": "KHH", "vehicle": VEHICLE},
    "CityPaymentRequest": {
        "city": "HUA",
        "vehicle": VEHICLE,
        "bills": ["HUA009940228"],
        "provider": "jkopay",
        "expected": 15,
    },
    "PaymentRequest": {"bills": ["Q7158601D030025"], "provider": "jkopay", "expected": 15},
    "PassOrder": {
        "product": "roadside-motorcycle",
        "month": "2026-12",
        "vehicle": VEHICLE,
        "provider": "jkopay",
        "expected": 300,
    },
    "SendCode": {"mobile": "0912345678"},
    "CodeEntry": {"code": "26576"},
    "RegistrationRequest": {
        "vehicle": VEHICLE,
        "mobile": "0912345678",
        "name": "王小明",
        "password": SECRET,
        "notice": "2026-11",
    },
    "SignInRequest": {"mobile": "0912345678", "password": SECRET},
    "ResetRequest": {"mobile": "0912345678"},
    "NewPassword": {"proof": SECRET, "password": SECRET},
    "OwnerChange": {"password": SECRET, "current_password": SECRET},
    "MobileChangeRequest": {"mobile": "0912345678"},
    "Closing": {"password": SECRET},
    "ServiceChoice": PAPERLESS,
    "BindRequest": {"vehicle": VEHICLE, "services": [PAPERLESS]},
    "ServicesChange": {"services": [PAPERLESS]},
    "ClaimRequest": {"vehicle": VEHICLE},
    "NumberSearch": {"number": "Q7158601D030025"},
    "BeginEntry": {"field": "name"},
    "BeginPhoneSignIn": {"provider": "line"},
    "SheetRequest": {"bills": ["Q7158601D030025", "102006712"]},
    "StoreCodesRequest": {"bill": "Q7158601D030025"},
    "TerminalReport": {"version": "1.4.0", "up_for": 3600, "printer": "low"},
    "Enrolment": {"code": SECRET},
    "PictureAnswer": {"id": 32 * "0", "digits": "02468"},
    "DeskSignIn": {"name": "lin.yl", "password": SECRET, "code": "492039", "counter": "松山 3 號窗口"},
    "DeskUse": {},
    "DeskFactor": {"code": "492039"},
    "DeskSearch": {"text": "BKZ-5937"},
    "VehicleWish": {"vehicle": VEHICLE, "case": "D2611287ZK3"},
    "TicketWish": {"number": "Q7158601D030025"},
    "NumberWish": {"mobile": "0912345678"},
    "SupportWish": {"code": "S-7ZK3M0W"},
    "ClaimWish": {"number": "C261128ABCDE"},
    "PaymentWish": {"id": 32 * "0"},
    "ProviderWish": {"id": 32 * "0", "case": "D2611287ZK3"},
    "RevealWish": {"case": "D2611287ZK3", "person": 32 * "0", "field": "mobile", "reason": "call-back"},
    "CaseOpening": {"topic": "paid-twice"},
    "CaseListWish": {"whole_office": True},
    "CaseClosing": {"case": "D2611287ZK3", "outcome": "explained"},
    "ProofSeen": {"case": "D2611287ZK3", "proof": PROOF},
    "ApprovalWish": {"id": APPROVAL},
    "ApprovalDecision": {"id": APPROVAL, "approve": True},
    "ApprovalListWish": {},
    "FiguresWish": {},
    "TerminalListWish": {"case": "D2611287ZK3"},
    "HourWish": {
        "terminal": 32 * "0",
        "since": "2026-11-28T10:00:00+08:00",
        "reason": "took-money",
        "case": "D2611287ZK3",
        "amount": 55,
    },
    "TerminalReporting": {"terminal": 32 * "0", "reason": "stopped", "case": "D2611287ZK3"},
    "DayCloseWish": {"day": "2026-11-28"},
    "CaseWish": {"number": "D2611287ZK3"},
    "DifferenceListWish": {"closed": True, "after": 50},
    "DifferenceWish": {"number": 7},
    "DifferenceTaking": {"number": 7, "seen": None},
    "DifferenceClosing": {"number": 7, "outcome": "explained", "note": "業者 12/01 更正"},
    "ClaimArguments": {"number": CLAIM},
    "ClaimSettling": {"case": "D2611287ZK3", "number": CLAIM, "grant": True},
    "RefundArguments": REFUND,
    "RefundAsking": {**REFUND, "case": "D2611287ZK3"},
    "ClaimUndoing": {"case": "D2611287ZK3", "number": CLAIM},
    "ClaimUndoAsking": {"case": "D2611287ZK3", "number": CLAIM, "reason": "our-mistake"},
    "ObjectionOpening": {
        "ticket": "Q7158601D030025",
        "reason": "wrong-time",
        "words": "十點就開走了",
        "case": "D2611287ZK3",
    },
    "ObjectionInquiry": {"ticket": "Q7158601D030025", "asked": "開單照片", "case": "D2611287ZK3"},
    "ObjectionArguments": {"ticket": "Q7158601D030025", "objection": 32 * "e"},
    "ObjectionDeciding": {"ticket": "Q7158601D030025", "objection": 32 * "e", "case": "D2611287ZK3"},
    "ObjectionAsking": {
        "ticket": "Q7158601D030025",
        "objection": 32 * "e",
        "case": "D2611287ZK3",
        "reason": "other-office",
    },
    "ObjectionTakingBack": {"ticket": "Q7158601D030025", "case": "D2611287ZK3"},
    "ReadmitWish": {"mobile": "0912345678", "case": "D2611287ZK3"},
    "ReadmitAsking": {"mobile": "0912345678", "case": "D2611287ZK3", "reason": "papers-seen"},
    "NewNumberAsking": {
        "case": "D2611287ZK3",
        "vehicle": VEHICLE,
        "mobile": "0912345678",
        "reason": "papers-seen",
    },
    "NewNumberStopping": {"case": "D2611287ZK3", "id": 32 * "0"},
    "NewNumberArguments": {
        "request": 32 * "0",
        "owner": 32 * "0",
        "plate": "BKZ-5937",
        "shown": "0912-***-678",
        "name": "王○明",
    },
    "ReadmitArguments": {"owner": 32 * "0", "shown": "0912-***-678"},
    "ClaimAsking": {"case": "D2611287ZK3", "number": CLAIM, "grant": True, "reason": "papers-seen"},
}
"""One of each that is taken. A new kind of request needs a line here."""

SECRETS: Mapping[type[BaseModel], dict[str, Any]] = {
    RegistrationRequest: REQUESTS["RegistrationRequest"],
    SignInRequest: REQUESTS["SignInRequest"],
    NewPassword: REQUESTS["NewPassword"],
    OwnerChange: REQUESTS["OwnerChange"],
    Closing: REQUESTS["Closing"],
    Enrolment: {"code": SECRET},
    Enrolled: {"id": 32 * "0", "name": "松山 1 號", "token": SECRET},
    GuestToken: {"token": SECRET, "expires_in": 1800.0},
    PhoneEntry: {"id": 32 * "0", "field": "password", "state": "given", "value": SECRET, "expires_in": 299.0},
    ResetAllowed: {"proof": SECRET, "expires_in": 300.0},
    SignedIn: {"token": SECRET, "owner": OWNER, "idle_in": 180.0, "ends_in": 1800.0},
    DeskSignIn: REQUESTS["DeskSignIn"],
    DeskSession: {"token": SECRET, "standing": STANDING},
}
"""What holds a secret, directly."""


def models(base: type[BaseModel]) -> list[type[BaseModel]]:
    """Return every model of the contract below a base, by name: classes stand in the order in which they were made."""
    for module in pkgutil.walk_packages(kiosk.contract.__path__, "kiosk.contract."):
        importlib.import_module(module.name)
    return sorted({model for model in below(base) if model.__module__.startswith("kiosk.contract.")}, key=_name)


def below(base: type[BaseModel]) -> Iterator[type[BaseModel]]:
    for model in base.__subclasses__():
        yield model
        yield from below(model)


def _name(model: type[BaseModel]) -> str:
    return model.__name__


def test_every_kind_of_request_is_looked_at() -> None:
    assert {model.__name__ for model in models(Request)} == REQUESTS.keys()


@pytest.mark.parametrize("model", models(Request), ids=_name)
def test_a_request_takes_its_fields_and_no_other(model: type[BaseModel]) -> None:
    right = REQUESTS[model.__name__]
    assert model.model_validate_json(json.dumps(right)) == model.model_validate(right)
    for name in ("office", "Plate", "__class__", ""):
        with pytest.raises(ValidationError) as refused:
            model.model_validate_json(json.dumps({**right, name: 1}))
        assert "extra_forbidden" in {fault["type"] for fault in refused.value.errors()}


@pytest.mark.parametrize("model", models(Request), ids=_name)
def test_what_is_sent_is_read_as_it_was(model: type[BaseModel]) -> None:
    sent = model.model_validate(REQUESTS[model.__name__])
    assert model.model_validate_json(sent.model_dump_json()) == sent


@pytest.mark.parametrize("model", [*models(Request), *models(Wire)], ids=_name)
def test_nothing_on_the_wire_can_be_changed(model: type[BaseModel]) -> None:
    assert model.model_config.get("frozen") is True


def test_an_answer_may_hold_more_than_this_terminal_knows() -> None:
    assert GuestToken.model_validate({**SECRETS[GuestToken], "greeting": "hello"}).expires_in == 1800.0


def test_a_backend_of_before_is_sent_no_field_that_it_refuses() -> None:
    assert SheetRequest(bills=("102006712",)).model_dump() == {"bills": ("102006712",)}
    assert SheetRequest(bills=("102006712",), payments=(32 * "0",)).model_dump()["payments"] == (32 * "0",)


def test_everything_that_holds_a_secret_is_looked_at() -> None:
    holding = {
        model
        for model in (*models(Request), *models(Wire))
        if any("SecretStr" in repr(hint) for hint in get_type_hints(model, include_extras=True).values())
    }
    assert holding == set(SECRETS)


@pytest.mark.parametrize("model", SECRETS, ids=_name)
def test_a_secret_shows_only_where_it_has_to_be_said(model: type[BaseModel]) -> None:
    held = model.model_validate(SECRETS[model])
    for shown in (
        repr(held),
        str(held),
        f"{held}",
        f"{held!r}",
        repr(held.model_dump()),
        repr([held]),
        repr(vars(held)),
    ):
        assert SECRET not in shown
    assert SECRET in held.model_dump_json()


@given(secret=st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=200), digits=st.text(max_size=8))
def test_whatever_is_typed_no_error_about_it_quotes_it(secret: str, digits: str) -> None:
    # What every error says anyway is no quotation.
    assume(len(set(secret)) > 3)
    secret = f"«{secret}»"
    for model, given_ in (
        (SignInRequest, {"mobile": secret, "password": secret}),
        (SignInRequest, {"mobile": "0912345678", "password": secret * 100}),
        (PictureAnswer, {"id": secret, "digits": digits}),
        (RegistrationRequest, {**REQUESTS["RegistrationRequest"], "name": secret * 50, "office": secret}),
    ):
        with pytest.raises(ValidationError) as refused:
            model.model_validate(given_)
        assert secret not in str(refused.value)
        assert secret not in repr(refused.value)


@pytest.mark.parametrize("model", SECRETS, ids=_name)
def test_a_log_that_is_handed_a_secret_by_mistake_does_not_hold_it(model: type[BaseModel]) -> None:
    held = model.model_validate(SECRETS[model])
    lines = [
        backend_log._as_json({"event": "mistake", "given": given_})
        for given_ in (held, [held], {"request": held}, (SecretStr(SECRET),))
    ]
    for given_ in (held, {"request": held}, [held]):
        record = logging.LogRecord("kiosk.client", logging.WARNING, "f.py", 1, "mistake", None, None)
        record.fields = {"given": given_, "reason": given_, "request_id": given_}
        lines.append(RedactingFormatter().format(record))
    assert all("mistake" in line for line in lines)
    assert not [line for line in lines if SECRET in line]
    assert not [line for line in lines if "0912345678" in line]


def test_a_line_of_the_backends_log_is_json_with_what_it_was_given() -> None:
    line = json.loads(
        backend_log._as_json({"event": "request", "route": "/v1/bills/search", "ms": 1.5, "office": "松山"})
    )
    assert line == {"event": "request", "route": "/v1/bills/search", "ms": 1.5, "office": "松山"}


def test_a_pass_has_its_first_name_on_the_wire_and_ours_in_the_program() -> None:
    bought = OwnerReceipt(
        payment_id=32 * "0",
        number="R261123043C4A",
        paid_at=datetime(2026, 11, 23, tzinfo=UTC),
        plates=("MKR-0825",),
        amount=300,
        provider_name="街口支付",
        bills=1,
        pass_name="機車月票",
    )
    sent = bought.model_dump_json()
    assert (json.loads(sent)["season_pass"], "pass_name" in sent) == ("機車月票", False)
    assert OwnerReceipt.model_validate_json(sent) == bought
