"""The API describes itself truly, and does not change under the terminals that are out there."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import pytest
from openapi_spec_validator import validate

from kiosk.backend.described import desk, terminals
from kiosk.contract.problems import MEDIA_TYPE
from tests.contract.breaking import breaking_changes
from tests.contract.openapi_snapshot import DESK, SNAPSHOT, committed, text

DESK_OPERATIONS = {
    "signInAtDesk",
    "getDeskSession",
    "confirmAtDesk",
    "signOutOfDesk",
    "searchDesk",
    "seeVehicleAtDesk",
    "seeTicketAtDesk",
    "seePaymentAtDesk",
    "askProviderAtDesk",
    "seeFiguresAtDesk",
    "listDifferencesAtDesk",
    "seeDifferenceAtDesk",
    "takeDifferenceAtDesk",
    "closeDifferenceAtDesk",
    "seeNumberAtDesk",
    "seeSupportCodeAtDesk",
    "seeClaimAtDesk",
    "revealAtDesk",
    "openCaseAtDesk",
    "listCasesAtDesk",
    "seeCaseAtDesk",
    "closeCaseAtDesk",
    "recordProofAtDesk",
    "settleClaimAtDesk",
    "askAboutClaimAtDesk",
    "undoClaimAtDesk",
    "askToUndoClaimAtDesk",
    "openObjectionAtDesk",
    "takeObjectionBackAtDesk",
    "inquireAboutObjectionAtDesk",
    "rejectObjectionAtDesk",
    "askToRejectObjectionAtDesk",
    "askToUpholdObjectionAtDesk",
    "readmitAtDesk",
    "askToReadmitAtDesk",
    "askForRefundAtDesk",
    "askForNewNumberAtDesk",
    "listTerminalsAtDesk",
    "reportTerminalAtDesk",
    "seeDayCloseAtDesk",
    "seeTerminalHourAtDesk",
    "stopNewNumberAtDesk",
    "listApprovalsAtDesk",
    "seeApprovalAtDesk",
    "decideApprovalAtDesk",
    "executeApprovalAtDesk",
}

OPERATIONS = {
    "searchBills",
    "listCities",
    "searchCity",
    "payCityBills",
    "makeSheet",
    "makeStoreCodes",
    "makeReceiptSheet",
    "makeVisitSheet",
    "listProviders",
    "createPayment",
    "getPayment",
    "cancelPayment",
    "watchPayment",
    "getReceipt",
    "getService",
    "isAlive",
    "isReady",
    "makePictureCode",
    "answerPictureCode",
    "enrolTerminal",
    "beginPhoneSignIn",
    "findBill",
    "finishPhoneSignIn",
    "getPhoneSignIn",
    "listSignInProviders",
    "offerSignIn",
    "getSignInOffer",
    "endSignInOffer",
    "beginPhoneEntry",
    "getPhoneEntry",
    "endPhoneEntry",
    "listIdentities",
    "linkIdentity",
    "getIdentityLink",
    "unlinkIdentity",
    "bindVehicle",
    "chooseServices",
    "claimVehicle",
    "getArticle",
    "listArticles",
    "listPasses",
    "listVehicles",
    "orderPass",
    "unbindVehicle",
    "changeMobile",
    "changeOwner",
    "closeAccount",
    "finishMobileChange",
    "stopNewNumber",
    "finishRegistration",
    "getCodeDelivery",
    "getDemoPhone",
    "getHistory",
    "getMessages",
    "getOwner",
    "getOwnerReceipt",
    "listReceipts",
    "proveReset",
    "readMessages",
    "reportTerminal",
    "register",
    "resetPassword",
    "sendCode",
    "setForgottenPassword",
    "signIn",
    "signOut",
}
OPEN_TO_ALL = {"isAlive", "isReady", "makePictureCode", "answerPictureCode", "enrolTerminal"}


def operations(document: dict[str, Any]) -> list[dict[str, Any]]:
    return [operation for path in document["paths"].values() for operation in path.values()]


def test_the_committed_description_is_what_the_application_says() -> None:
    assert SNAPSHOT.read_text(encoding="utf-8") == text(terminals()), "run: python -m tests.contract.openapi_snapshot"


def test_the_description_is_valid_openapi() -> None:
    validate(committed())


def test_the_operations_are_those_that_terminals_use() -> None:
    assert {operation["operationId"] for operation in operations(committed())} == OPERATIONS


def test_every_operation_asks_for_the_devices_token_but_those_of_health_and_those_that_give_one() -> None:
    free = {operation["operationId"] for operation in operations(committed()) if "security" not in operation}
    assert free == OPEN_TO_ALL


def test_every_refusal_is_described_as_a_problem() -> None:
    for operation in operations(committed()):
        refusals = {status: one for status, one in operation["responses"].items() if not status.startswith("2")}
        assert {"500", "503"} <= refusals.keys()
        assert all(list(one["content"]) == [MEDIA_TYPE] for one in refusals.values()), operation["operationId"]


def test_a_request_refuses_what_it_does_not_know_and_an_answer_may_grow() -> None:
    schemas = committed()["components"]["schemas"]
    assert schemas["BillSearch"]["additionalProperties"] is False
    assert schemas["PaymentRequest"]["additionalProperties"] is False
    assert "additionalProperties" not in schemas["Payment"]


def change(at: str, do: Callable[[Any], object]) -> dict[str, Any]:
    document = copy.deepcopy(committed())
    place: Any = document
    for step in at.split("|"):
        place = place[step]
    do(place)
    return document


@pytest.mark.parametrize(
    ("at", "do", "reported"),
    [
        ("paths", lambda paths: paths.pop("/v1/service"), "GET /v1/service is gone"),
        ("paths|/v1/payments", lambda path: path.pop("post"), "POST /v1/payments is gone"),
        (
            "paths|/v1/payments|post|responses",
            lambda responses: responses.update({"200": responses.pop("201")}),
            "POST /v1/payments no longer answers 201",
        ),
        (
            "paths|/v1/service|get",
            lambda get: get.update(parameters=[{"in": "query", "name": "office", "required": True}]),
            "GET /v1/service needs a new parameter office",
        ),
        (
            "paths|/v1/service|get|responses|200|content|application/json|schema",
            lambda schema: schema.update({"$ref": "#/components/schemas/Payment"}),
            "GET /v1/service: ServiceInfo is no longer in its responses",
        ),
        (
            "components|schemas|Payment|properties",
            lambda properties: properties.pop("link"),
            "Payment.link is gone",
        ),
        (
            "components|schemas|Payment|required",
            lambda required: required.remove("amount"),
            "Payment.amount may be missing now",
        ),
        (
            "components|schemas|Payment|properties|amount",
            lambda amount: amount.update(type="string"),
            "Payment.amount is of another type",
        ),
        (
            "components|schemas|BillSearch|required",
            lambda required: required.append("office"),
            "BillSearch.office must be sent now",
        ),
        (
            "components|schemas|PaymentRequest|properties|bills",
            lambda bills: bills.update(maxItems=10),
            "PaymentRequest.bills takes less: maxItems",
        ),
        (
            "components|schemas|VehicleType|enum",
            lambda types: types.remove("motorcycle"),
            "VehicleType no longer takes motorcycle",
        ),
        (
            "components|schemas|PaymentState|enum",
            lambda states: states.append("lost"),
            "PaymentState may be lost now",
        ),
    ],
)
def test_what_would_break_terminals_is_reported(at: str, do: Callable[[Any], object], reported: str) -> None:
    assert reported in breaking_changes(committed(), change(at, do))


@pytest.mark.parametrize(
    ("at", "do"),
    [
        ("components|schemas|Payment|properties", lambda properties: properties.update(note={"type": "string"})),
        ("components|schemas|PaymentRequest|properties|bills", lambda bills: bills.update(maxItems=1000)),
        ("paths", lambda paths: paths.update({"/v1/offices": copy.deepcopy(paths["/v1/service"])})),
        ("paths|/v1/service|get|responses", lambda responses: responses.pop("503")),
    ],
)
def test_what_terminals_do_not_notice_is_no_break(at: str, do: Callable[[Any], object]) -> None:
    assert breaking_changes(committed(), change(at, do)) == []


def test_the_desks_description_is_valid_whole_and_the_committed_one() -> None:
    now = desk()
    validate(now)
    operations = [operation for path in now["paths"].values() for operation in path.values()]
    assert {operation["operationId"] for operation in operations} == DESK_OPERATIONS
    assert text(now) == DESK.read_text(encoding="utf-8"), "see openapi_snapshot.py"


def test_every_operation_of_the_desk_says_that_it_takes_the_desks_key_and_all_but_one_a_session() -> None:
    for path in desk()["paths"].values():
        for operation in path.values():
            expected = {"desk"} if operation["operationId"] == "signInAtDesk" else {"desk", "session"}
            assert set(operation["security"][0]) == expected
