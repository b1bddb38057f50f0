"""The API's description, with what the framework does not know: problems, and a key that is never optional."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from kiosk.backend.ground.principals import Owner
from kiosk.backend.http.principal import SCHEMES, security
from kiosk.backend.http.problems import KINDS
from kiosk.backend.http.scopes import SCOPES
from kiosk.contract.headers import IDEMPOTENCY_KEY
from kiosk.contract.problems import MEDIA_TYPE, Problem, ProblemKind

VERSION = "1"
"""The wire's version, as in `/v1/`; the program's own is not published here."""

_K = ProblemKind
_ALWAYS = (_K.INTERNAL, _K.BUSY, _K.UNAVAILABLE)
_OF_TERMINALS = (_K.UNAUTHENTICATED, _K.NOT_FOR_GUESTS, _K.RATE)
_OF_A_PAYMENT = (_K.NOT_FOUND, _K.INVALID)
_OF_OWNERS = (_K.SESSION_OVER,)
_OF_A_CODE_FLOW = (_K.NOT_FOUND, _K.INVALID, _K.FLOW_OVER)
_OF_A_BODY = (_K.INVALID, _K.TOO_LARGE)
_OF_A_CODE_SENT = (*_OF_A_BODY, _K.SEND_LATER, _K.CODE_PAUSED, _K.CODE_COUNTER, _K.MESSAGES_DOWN)
_OF_A_CODE_TYPED = (
    *_OF_A_CODE_FLOW,
    _K.TOO_LARGE,
    _K.CODE_SHORT,
    _K.CODE_WRONG,
    _K.CODE_EXPIRED,
    _K.CODE_PAUSED,
    _K.CODE_COUNTER,
)
_OF_A_PASSWORD = (*_OF_A_BODY, _K.SIGN_IN_REFUSED, _K.SIGN_IN_PAUSED)
_OF_A_NEW_PASSWORD = (_K.PASSWORD_RULE, _K.PASSWORD_COMMON)
_KINDS: Mapping[str, tuple[ProblemKind, ...]] = {
    "searchBills": (_K.INVALID, _K.TOO_LARGE, _K.COULD_NOT_ASK),
    "searchCity": (*_OF_A_BODY, _K.NOT_FOUND),
    "makeSheet": (*_OF_A_BODY, _K.ALREADY_PAID, _K.NOT_PAYABLE, _K.NOT_FOUND, _K.PAYMENT_STATE),
    "makeStoreCodes": (*_OF_A_BODY, _K.ALREADY_PAID, _K.NOT_PAYABLE, _K.NOT_AT_STORE),
    "makeReceiptSheet": (_K.NOT_FOUND, _K.INVALID),
    "createPayment": (
        _K.KEY_MISSING,
        _K.INVALID,
        _K.TOO_LARGE,
        _K.KEY_REUSED,
        _K.TICKET_TAKEN,
        _K.ALREADY_PAID,
        _K.AMOUNT_CHANGED,
        _K.NOT_PAYABLE,
        _K.PROVIDER_UNAVAILABLE,
    ),
    "payCityBills": (
        _K.KEY_MISSING,
        *_OF_A_BODY,
        _K.KEY_REUSED,
        _K.COULD_NOT_ASK,
        _K.TICKET_TAKEN,
        _K.ALREADY_PAID,
        _K.AMOUNT_CHANGED,
        _K.NOT_PAYABLE,
        _K.PROVIDER_UNAVAILABLE,
    ),
    "listPasses": (_K.INVALID,),
    "orderPass": (
        _K.KEY_MISSING,
        *_OF_A_BODY,
        _K.KEY_REUSED,
        _K.NOT_ON_SALE,
        _K.SOLD_OUT,
        _K.AMOUNT_CHANGED,
        _K.TICKET_TAKEN,
        _K.ALREADY_PAID,
        _K.PROVIDER_UNAVAILABLE,
    ),
    "findBill": (*_OF_A_BODY, _K.NOT_FOUND, _K.ALREADY_PAID, _K.COULD_NOT_ASK),
    "getPayment": _OF_A_PAYMENT,
    "cancelPayment": (*_OF_A_PAYMENT, _K.PAYMENT_STATE),
    "getReceipt": (*_OF_A_PAYMENT, _K.PAYMENT_STATE),
    "watchPayment": _OF_A_PAYMENT,
    "sendCode": (
        *_OF_A_CODE_FLOW,
        _K.TOO_LARGE,
        _K.SEND_LATER,
        _K.CODE_PAUSED,
        _K.CODE_COUNTER,
        _K.MESSAGES_DOWN,
    ),
    "getCodeDelivery": _OF_A_CODE_FLOW,
    "register": (*_OF_A_CODE_SENT, *_OF_A_NEW_PASSWORD),
    "finishRegistration": (*_OF_A_CODE_TYPED, _K.ALREADY_REGISTERED),
    "signIn": _OF_A_PASSWORD,
    "resetPassword": _OF_A_CODE_SENT,
    "proveReset": _OF_A_CODE_TYPED,
    "setForgottenPassword": (*_OF_A_BODY, _K.FLOW_OVER, *_OF_A_NEW_PASSWORD),
    "changeOwner": (*_OF_A_PASSWORD, *_OF_A_NEW_PASSWORD),
    "changeMobile": _OF_A_CODE_SENT,
    "finishMobileChange": (*_OF_A_CODE_TYPED, _K.NUMBER_TAKEN),
    "getOwnerReceipt": (_K.NOT_FOUND, _K.INVALID),
    "closeAccount": _OF_A_PASSWORD,
    "bindVehicle": (*_OF_A_BODY, _K.VEHICLE_TAKEN, _K.VEHICLE_BOUND, _K.VEHICLES_FULL),
    "chooseServices": (*_OF_A_BODY, _K.NOT_FOUND),
    "unbindVehicle": (_K.INVALID, _K.NOT_FOUND),
    "claimVehicle": (*_OF_A_BODY, _K.NOT_FOUND, _K.VEHICLE_BOUND, _K.VEHICLES_FULL),
    "beginPhoneSignIn": (*_OF_A_BODY, _K.NOT_FOUND, _K.IDENTITY_OFF, _K.IDENTITY_DOWN),
    "getPhoneSignIn": (_K.INVALID, _K.NOT_FOUND, _K.IDENTITY_DOWN),
    "finishPhoneSignIn": (_K.INVALID, _K.NOT_FOUND),
    "offerSignIn": (_K.INVALID, _K.IDENTITY_OFF),
    "getSignInOffer": (_K.INVALID, _K.NOT_FOUND),
    "endSignInOffer": (_K.INVALID,),
    "beginPhoneEntry": _OF_A_BODY,
    "reportTerminal": _OF_A_BODY,
    "getPhoneEntry": (_K.INVALID, _K.NOT_FOUND),
    "endPhoneEntry": (_K.INVALID,),
    "listArticles": (_K.INVALID,),
    "getArticle": (_K.INVALID, _K.NOT_FOUND),
    "linkIdentity": (_K.INVALID, _K.NOT_FOUND, _K.IDENTITY_OFF, _K.IDENTITY_DOWN),
    "getIdentityLink": (_K.INVALID, _K.NOT_FOUND, _K.IDENTITY_DOWN),
    "unlinkIdentity": (_K.INVALID,),
    "makePictureCode": (_K.RATE,),
    "enrolTerminal": (
        *_OF_A_BODY,
        _K.RATE,
        _K.CODE_WRONG,
        _K.CODE_EXPIRED,
        _K.CODE_COUNTER,
        _K.FLOW_OVER,
    ),
    "answerPictureCode": (_K.INVALID, _K.TOO_LARGE, _K.PICTURE_WRONG, _K.PICTURE_OVER),
}
"""What each operation may answer besides what all of them may."""


def describe(app: FastAPI) -> None:
    """Have the application describe itself with its problems."""

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = _described(app)
        return app.openapi_schema

    app.openapi = openapi  # type: ignore[method-assign]  # the framework's own way to extend it


def _described(app: FastAPI) -> dict[str, Any]:
    described = get_openapi(
        title=app.title, version=app.version, description=app.description, routes=app.routes, tags=app.openapi_tags
    )
    schemas = described["components"]["schemas"]
    for unused in ("HTTPValidationError", "ValidationError"):
        schemas.pop(unused, None)
    schemas["Problem"] = _problem_schema()
    described["components"]["securitySchemes"] = {name: dict(scheme) for name, scheme in SCHEMES.items()}
    for operation in _operations(described):
        _describe(operation)
    return described


def _operations(described: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for path in described["paths"].values():
        yield from path.values()


def _describe(operation: dict[str, Any]) -> None:
    scope = SCOPES[operation["operationId"]]
    if needed := security(scope):
        operation["security"] = needed
    kinds = [
        *_KINDS.get(operation["operationId"], ()),
        *(_OF_OWNERS if scope in Owner.scopes else ()),
        *(_OF_TERMINALS if needed else ()),
        *_ALWAYS,
    ]
    responses: dict[str, Any] = operation["responses"]
    responses.pop("422", None)
    if "requestBody" in operation:
        # What is not even text: the framework answers before it has a request to validate.
        responses["400"] = _response([_K.INVALID])
    for status in sorted({KINDS[kind][0] for kind in kinds}):
        responses[str(status)] = _response([kind for kind in kinds if KINDS[kind][0] == status])
    for parameter in operation.get("parameters", ()):
        if parameter["name"] == IDEMPOTENCY_KEY:
            # Optional to the framework only because its absence is a problem of its own kind.
            parameter["required"] = True
            parameter["schema"] = next(
                {**one, "title": parameter["schema"]["title"]}
                for one in parameter["schema"]["anyOf"]
                if one["type"] != "null"
            )


def _response(kinds: list[ProblemKind]) -> dict[str, Any]:
    described: dict[str, Any] = {
        "description": "; ".join(f"`{kind.value}`: {KINDS[kind][1]}" for kind in kinds),
        "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }
    status = KINDS[kinds[0]][0]
    if status == 401:
        described["headers"] = {"WWW-Authenticate": {"schema": {"type": "string"}}}
    return described


def _problem_schema() -> dict[str, Any]:
    schema = Problem.model_json_schema(ref_template="#/components/schemas/{model}", mode="serialization")
    schema["properties"]["type"]["examples"] = [kind.uri for kind in ProblemKind]
    return schema
