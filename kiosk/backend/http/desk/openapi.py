"""The description of the desk's interface, with its problems and headers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from kiosk.backend.http.problems import KINDS, OF_THE_DESK
from kiosk.contract.desk.headers import DESK_TERMINAL
from kiosk.contract.desk.problems import DeskProblem
from kiosk.contract.problems import MEDIA_TYPE, Problem, ProblemKind

VERSION = "1"

_K, _D = ProblemKind, DeskProblem
_ALWAYS = (_K.INVALID, _K.TOO_LARGE, _K.UNAUTHENTICATED, _K.INTERNAL, _K.BUSY, _K.UNAVAILABLE)
_OF_A_SESSION = (_K.SESSION_OVER,)
_OF_SIGNING_IN = (_K.SIGN_IN_REFUSED, _K.SIGN_IN_PAUSED, _D.SECRET_CHANGED)
_OF_SEEING = (*_OF_A_SESSION, _D.NOT_PERMITTED, _D.CASE_NEEDED)
_OF_DECIDING = (*_OF_SEEING, _D.OWN_REQUEST, _D.APPROVAL_OVER, _D.APPROVAL_NEEDED, _D.FACTOR_NEEDED)
_OF_A_CLAIM = (_K.NOT_FOUND, _D.CLAIM_SETTLED, _D.CLAIMANT_LEFT, _K.VEHICLES_FULL, _K.VEHICLE_TAKEN)
_OF_A_REFUND = (_K.NOT_FOUND, _K.PAYMENT_STATE, _K.AMOUNT_CHANGED)
_OF_MONEY = (_K.PAYMENT_STATE, _K.AMOUNT_CHANGED)
_OF_DECIDING_FOR_A_NUMBER = (_D.NUMBER_STATE, _D.PROOF_NEEDED)
_OF_A_LINK = (_K.MESSAGES_DOWN, _K.SEND_LATER, _K.CODE_PAUSED, _K.CODE_COUNTER)
_OF_DOING = (*_OF_A_CLAIM, _D.UNDO_REFUSED, _D.OBJECTION_STATE, *_OF_DECIDING_FOR_A_NUMBER, *_OF_MONEY)
_KINDS: Mapping[str, tuple[ProblemKind | DeskProblem, ...]] = {
    "signInAtDesk": _OF_SIGNING_IN,
    "getDeskSession": _OF_A_SESSION,
    "confirmAtDesk": (*_OF_A_SESSION, *_OF_SIGNING_IN),
    "signOutOfDesk": _OF_A_SESSION,
    "searchDesk": _OF_SEEING,
    "seeVehicleAtDesk": _OF_SEEING,
    "seeTicketAtDesk": (*_OF_SEEING, _K.NOT_FOUND),
    "seePaymentAtDesk": (*_OF_SEEING, _K.NOT_FOUND),
    "askProviderAtDesk": (*_OF_SEEING, _K.NOT_FOUND, _K.PAYMENT_STATE, _D.ASKED_JUST_NOW),
    "seeNumberAtDesk": _OF_SEEING,
    "seeSupportCodeAtDesk": (*_OF_SEEING, _K.NOT_FOUND),
    "seeClaimAtDesk": (*_OF_SEEING, _K.NOT_FOUND),
    "listTerminalsAtDesk": _OF_SEEING,
    "seeTerminalHourAtDesk": (*_OF_SEEING, _K.NOT_FOUND),
    "reportTerminalAtDesk": (*_OF_SEEING, _K.NOT_FOUND),
    "revealAtDesk": (*_OF_SEEING, _K.NOT_FOUND, _D.NOT_MASKED, _D.REVEALS_USED_UP),
    "seeFiguresAtDesk": (*_OF_A_SESSION, _D.NOT_PERMITTED),
    "seeDayCloseAtDesk": (*_OF_A_SESSION, _D.NOT_PERMITTED),
    "listDifferencesAtDesk": (*_OF_A_SESSION, _D.NOT_PERMITTED),
    "seeDifferenceAtDesk": (*_OF_A_SESSION, _D.NOT_PERMITTED, _K.NOT_FOUND),
    "takeDifferenceAtDesk": (*_OF_A_SESSION, _D.NOT_PERMITTED, _K.NOT_FOUND, _D.DIFFERENCE_CHANGED),
    "closeDifferenceAtDesk": (
        *_OF_A_SESSION,
        _D.NOT_PERMITTED,
        _K.NOT_FOUND,
        _D.DIFFERENCE_CHANGED,
        _D.REFUND_FIRST,
    ),
    "openCaseAtDesk": _OF_SEEING,
    "listCasesAtDesk": _OF_SEEING,
    "seeCaseAtDesk": (*_OF_SEEING, _K.NOT_FOUND),
    "closeCaseAtDesk": (*_OF_SEEING, _K.NOT_FOUND),
    "recordProofAtDesk": _OF_SEEING,
    "listApprovalsAtDesk": _OF_SEEING,
    "seeApprovalAtDesk": (*_OF_SEEING, _K.NOT_FOUND),
    "decideApprovalAtDesk": (*_OF_DECIDING, *_OF_DOING),
    "executeApprovalAtDesk": (*_OF_DECIDING, *_OF_DOING),
    "settleClaimAtDesk": (*_OF_SEEING, _D.PROOF_NEEDED, _D.APPROVAL_NEEDED, *_OF_A_CLAIM),
    "askForRefundAtDesk": (*_OF_SEEING, *_OF_A_REFUND, _D.FACTOR_NEEDED),
    "askAboutClaimAtDesk": (*_OF_SEEING, _D.PROOF_NEEDED),
    "undoClaimAtDesk": (*_OF_SEEING, _D.PROOF_NEEDED, _D.APPROVAL_NEEDED, _K.NOT_FOUND, _D.UNDO_REFUSED),
    "openObjectionAtDesk": (*_OF_SEEING, _K.NOT_FOUND, _D.OBJECTION_STATE),
    "takeObjectionBackAtDesk": (*_OF_SEEING, _D.OBJECTION_STATE),
    "inquireAboutObjectionAtDesk": (*_OF_SEEING, _D.OBJECTION_STATE),
    "rejectObjectionAtDesk": (*_OF_SEEING, _D.OBJECTION_STATE, _D.APPROVAL_NEEDED),
    "askToRejectObjectionAtDesk": (*_OF_SEEING, _D.OBJECTION_STATE),
    "askToUpholdObjectionAtDesk": (*_OF_SEEING, _D.OBJECTION_STATE, _D.FACTOR_NEEDED),
    "readmitAtDesk": (*_OF_SEEING, _D.PROOF_NEEDED, _D.APPROVAL_NEEDED),
    "askToReadmitAtDesk": (*_OF_SEEING, _D.PROOF_NEEDED, _K.NOT_FOUND),
    "askForNewNumberAtDesk": (*_OF_SEEING, _D.PROOF_NEEDED, _D.FACTOR_NEEDED, _D.NUMBER_STATE, *_OF_A_LINK),
    "stopNewNumberAtDesk": (*_OF_SEEING, _K.NOT_FOUND, _D.NUMBER_STATE),
    "askToUndoClaimAtDesk": (*_OF_SEEING, _D.PROOF_NEEDED),
}
"""What each operation may answer besides what all of them may."""

_SCHEMES = {
    "session": {"type": "http", "scheme": "bearer", "description": "The session's token"},
    "desk": {"type": "apiKey", "in": "header", "name": DESK_TERMINAL, "description": "The desk's own key"},
}


def describe(app: FastAPI) -> None:
    """Have the application describe itself with its problems."""

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = _described(app)
        return app.openapi_schema

    app.openapi = openapi  # type: ignore[method-assign]  # the framework's own way to extend it


def _described(app: FastAPI) -> dict[str, Any]:
    described = get_openapi(title=app.title, version=app.version, description=app.description, routes=app.routes)
    schemas = described["components"]["schemas"]
    for unused in ("HTTPValidationError", "ValidationError"):
        schemas.pop(unused, None)
    schemas["Problem"] = Problem.model_json_schema(ref_template="#/components/schemas/{model}", mode="serialization")
    described["components"]["securitySchemes"] = _SCHEMES
    for path in described["paths"].values():
        for operation in path.values():
            _describe(operation)
    return described


def _describe(operation: dict[str, Any]) -> None:
    name = operation["operationId"]
    operation["security"] = [{"desk": []} if name == "signInAtDesk" else {"desk": [], "session": []}]
    responses: dict[str, Any] = operation["responses"]
    responses.pop("422", None)
    responses["400"] = _response([_K.INVALID])
    kinds = [*_KINDS[name], *_ALWAYS]
    for status in sorted({_status(kind) for kind in kinds}):
        responses[str(status)] = _response([kind for kind in kinds if _status(kind) == status])


def _entry(kind: ProblemKind | DeskProblem) -> tuple[int, str]:
    return OF_THE_DESK[kind] if isinstance(kind, DeskProblem) else KINDS[kind]


def _status(kind: ProblemKind | DeskProblem) -> int:
    return _entry(kind)[0]


def _response(kinds: list[ProblemKind | DeskProblem]) -> dict[str, Any]:
    return {
        "description": "; ".join(f"`{kind.value}`: {_entry(kind)[1]}" for kind in kinds),
        "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }
